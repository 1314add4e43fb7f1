/** Symbolic names: what programs, traces and reports say instead of serials, pids and ids. */

/** A key that a command of the program made or found, e.g. `k1`. */
export type KeyName = `k${number}`

/** A process, e.g. `p1`. */
export type ActorName = `p${number}`

/** A user of the program's own block of ids (`u1` … `u9`), or the global root. */
export type UidName = `u${number}` | 'root'

/** A group of the program's own block of ids (`g1` … `g9`), or the root group. */
export type GidName = `g${number}` | 'root'

/** A queue for notifications, e.g. `q1`. */
export type QueueName = `q${number}`

/** The file descriptor of a container, e.g. `c1`: the same number in every process. */
export type ContainerName = `c${number}`

/** A file that every process has open, and that is none of a container. */
export const otherFile: ContainerName = 'c0'

/** The special key ids of `keyctl(2)`, as keyutils writes them. */
export const specialKeys = ['@t', '@p', '@s', '@u', '@us', '@g', '@a', '@r'] as const
export type SpecialKey = (typeof specialKeys)[number]

/** How a command names a key: by a name, by special id, or by a literal id that is nobody's. */
export type KeyRef = KeyName | SpecialKey | `#${number}`

/**
 * A key as seen from outside: numbered by first appearance in its trace, from 1.
 * Serials never leave the adapter.
 */
export type Token = number

/** Every uid and gid of a program has this many decimal digits, for they are part of descriptions. */
export const uidDigits = 10

/** True for `k1`, `k27` …; the one form that a command may define. */
export function isKeyName(text: string): text is KeyName {
  return /^k[1-9]\d*$/.test(text)
}

/** True for `q1`, `q2` …. */
export function isQueueName(text: string): text is QueueName {
  return /^q[1-9]\d?$/.test(text)
}

/** True for `c1`, `c2` …. */
export function isContainerName(text: string): text is ContainerName {
  return /^c[1-9]\d?$/.test(text)
}

/** True for what a call may be given where it wants the file of a container: `c0`, `c1` …. */
export function isFileName(text: string): text is ContainerName {
  return text === otherFile || isContainerName(text)
}

/** True for `p1`, `p27` …. */
export function isActorName(text: string): text is ActorName {
  return /^p[1-9]\d*$/.test(text)
}

/** True for `u1` … `u9` and `root`. */
export function isUidName(text: string): text is UidName {
  return text === 'root' || /^u[1-9]$/.test(text)
}

/** True for `g1` … `g9` and `root`. */
export function isGidName(text: string): text is GidName {
  return text === 'root' || /^g[1-9]$/.test(text)
}

/** True for anything that a command may give where a key is asked for. */
export function isKeyRef(text: string): text is KeyRef {
  return (
    isKeyName(text) ||
    (specialKeys as readonly string[]).includes(text) ||
    /^#-?\d{1,10}$/.test(text)
  )
}
