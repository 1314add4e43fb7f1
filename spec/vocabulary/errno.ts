/** The error numbers that a system call of this field may answer, by name. */

/** Numbers of `include/uapi/asm-generic/errno*.h`; the same on every architecture we run. */
export const errnoNumbers = {
  EPERM: 1,
  ENOENT: 2,
  EINTR: 4,
  EIO: 5,
  EBADF: 9,
  EAGAIN: 11,
  ENOMEM: 12,
  EACCES: 13,
  EFAULT: 14,
  EBUSY: 16,
  EEXIST: 17,
  ENODEV: 19,
  ENOTDIR: 20,
  EINVAL: 22,
  ENFILE: 23,
  EMFILE: 24,
  ENOSPC: 28,
  ERANGE: 34,
  EDEADLK: 35,
  ENAMETOOLONG: 36,
  ENOSYS: 38,
  ELOOP: 40,
  EBADSLT: 57,
  ENOPKG: 65,
  EBADMSG: 74,
  EOVERFLOW: 75,
  EMSGSIZE: 90,
  EPROTONOSUPPORT: 93,
  EOPNOTSUPP: 95,
  EINPROGRESS: 115,
  EDQUOT: 122,
  ECANCELED: 125,
  ENOKEY: 126,
  EKEYEXPIRED: 127,
  EKEYREVOKED: 128,
  EKEYREJECTED: 129,
} as const satisfies Record<string, number>

/** An error that a call can answer; by its number where no rule names it. */
export type Errno = keyof typeof errnoNumbers | `E#${number}`

/** The same, where it is a kernel that answers it. */
export type ErrnoName = Errno

const names = new Map<number, Errno>(
  Object.entries(errnoNumbers).map(([name, number]) => [number, name as Errno]),
)

/** The name of a positive error number; `E#<number>` for one that no rule names. */
export function errnoName(number: number): ErrnoName {
  return names.get(number) ?? `E#${number}`
}

/** The number of a name. */
export function errnoNumber(name: ErrnoName): number {
  return name in errnoNumbers
    ? errnoNumbers[name as keyof typeof errnoNumbers]
    : Number(name.slice('E#'.length))
}
