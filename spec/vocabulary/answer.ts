/** What a command answered, in names. */

import type { ErrnoName } from './errno.ts'
import type { Token } from './names.ts'

/** What `KEYCTL_DESCRIBE` says of a key. */
export interface Description {
  readonly type: string
  /** `u1`, `root`, or `#<number>` for an id outside the program's block. */
  readonly uid: string
  readonly gid: string
  readonly perm: number
  readonly description: string
  /** The key whose serial number the kernel has put behind the description. */
  readonly about?: Token
}

/** What the kernel told the process that it started, as `/sbin/request-key` has it in its arguments. */
export interface Called {
  /** What is to be done: `create`. */
  readonly operation: string
  /** The key under construction, and how many digits its serial number has. */
  readonly key: Token
  readonly digits: number
  readonly hexDigits: number
  /** Of whoever asks for the key. */
  readonly uid: string
  readonly gid: string
  /** Keyrings of whoever asks; 0 where there is none. */
  readonly thread: Token | 0
  readonly process: Token | 0
  readonly session: Token | 0
}

/** A user's line of `/proc/key-users`. */
export interface Usage {
  /** Keys that exist, counted or not against the quota. */
  readonly keys: number
  /** Keys that were instantiated. */
  readonly instantiated: number
  /** Keys counted against the quota, and their bytes. */
  readonly quotaKeys: number
  readonly quotaBytes: number
}

/** What a record of a queue for notifications tells of a key. */
export const events = [
  'instantiated',
  'updated',
  'linked',
  'unlinked',
  'cleared',
  'revoked',
  'invalidated',
  'setattr',
] as const

/** One record; the keys of `Key`. */
export type Notice<Key> =
  /** `other` is the key that was linked or unlinked. */
  | {
      readonly kind: 'event'
      readonly event: (typeof events)[number]
      readonly mark: number
      readonly key: Key
      readonly other: Key | null
    }
  /** There is no watch any more, and perhaps no key. */
  | { readonly kind: 'removed'; readonly mark: number; readonly key: Key }
  /** Records were lost behind those that were read before. */
  | { readonly kind: 'lost' }

/** The line of a key in `/proc/keys`, without its serial and its number of references. */
export interface Entry {
  readonly flags: string
  /** `perm`, `expd`, or a number and a unit of time. */
  readonly expiry: string
  readonly perm: number
  readonly uid: string
  readonly gid: string
  /** The beginning of the type's name. */
  readonly type: string
  /** With what the type tells of the payload. */
  readonly description: string
}

/** What an authorisation key tells of a request; keyrings are 0 where there is none. */
export type Asked = Omit<Called, 'digits' | 'hexDigits'>

/** A line of `/proc/containers`, without the id and the number of references. */
export interface ContainerLine {
  /** `<current>` for that of who reads. */
  readonly label: string
  readonly flags: number
  readonly uid: string
  readonly gid: string
}

export type Answer =
  | { readonly kind: 'key'; readonly key: Token }
  | { readonly kind: 'value'; readonly value: number }
  | { readonly kind: 'errno'; readonly errno: ErrnoName }
  /** A uid or gid: `u1`, `root`, or `#<number>` for one outside the program's block. */
  | { readonly kind: 'id'; readonly id: string }
  | { readonly kind: 'errno'; readonly errno: ErrnoName }
  | { readonly kind: 'description'; readonly description: Description }
  | { readonly kind: 'payload'; readonly payload: string }
  /** What a call answers, and what is in the buffer that it was given; a text of bytes. */
  | { readonly kind: 'buffer'; readonly value: number; readonly bytes: string }
  | { readonly kind: 'links'; readonly links: readonly Token[] }
  | { readonly kind: 'usage'; readonly usage: Usage }
  | { readonly kind: 'entry'; readonly entry: Entry }
  /** The reader's container, and those directly in it, the newest first. */
  | { readonly kind: 'containers'; readonly lines: readonly ContainerLine[] }
  /** A key is not listed. */
  | { readonly kind: 'unlisted' }
  | { readonly kind: 'notices'; readonly notices: readonly Notice<Token>[] }
  /** The call waits for a process that the kernel has started. */
  | { readonly kind: 'upcall'; readonly called: Called }
  /** What is requested, and by whom. */
  | { readonly kind: 'asked'; readonly asked: Asked }
  /** The call waits for what somebody else is about to do. */
  | { readonly kind: 'blocked' }
  /** The environment did what it was asked for, or a process came or went. */
  | { readonly kind: 'done' }
  /** There was nobody to carry the command out. */
  | { readonly kind: 'absent' }
  /** Bytes that cannot be read as what the call answers, in hexadecimal. */
  | { readonly kind: 'garbled'; readonly bytes: string }

/** What became of one command. Silence and death are observations too. */
export type Observation =
  | { readonly kind: 'answered'; readonly answer: Answer }
  /** The kernel or the agent died on it; `log` is the end of the kernel's log. */
  | { readonly kind: 'crashed'; readonly log: string }
  | { readonly kind: 'timed-out'; readonly afterMs: number; readonly log: string }
  /** The machine was gone before the command's turn came. */
  | { readonly kind: 'unreached' }
