/** What a turn answers: model keys where an observation has tokens. */

import type { Answer, Called, Description, Notice } from '../spec/vocabulary/answer.ts'
import type { Errno, ErrnoName } from '../spec/vocabulary/errno.ts'
import type { KeyId } from './key-id.ts'

/** An answer over the model's own keys. */
export type Reply =
  | { readonly kind: 'key'; readonly key: KeyId }
  | { readonly kind: 'links'; readonly links: readonly KeyId[]; readonly ordered: boolean }
  | { readonly kind: 'notices'; readonly records: readonly Told[] }
  | { readonly kind: 'description'; readonly description: Described }
  | { readonly kind: 'upcall'; readonly called: CalledFor }
  | { readonly kind: 'asked'; readonly asked: AskedFor }
  | Exclude<
      Answer,
      { kind: 'key' | 'links' | 'notices' | 'description' | 'upcall' | 'asked' | 'garbled' }
    >

/** A record of a queue; those of one `batch` that is not 0 may stand in any order. */
export interface Told {
  readonly notice: Notice<KeyId>
  readonly batch: number
}

/** A description whose key, if it tells of one, is the model's own. */
export type Described = Omit<Description, 'about'> & { readonly about?: KeyId }

/** What a process was told that the kernel has started; its keys are the model's own. */
export type CalledFor = Omit<Called, 'key' | 'thread' | 'process' | 'session'> & {
  readonly key: KeyId
  readonly thread: KeyId
  readonly process: KeyId
  readonly session: KeyId
}

/** What an authorisation key tells; its keys are the model's own. */
export type AskedFor = Omit<CalledFor, 'digits' | 'hexDigits'>

export const done: Reply = { kind: 'done' }
export const absent: Reply = { kind: 'absent' }
export const blocked: Reply = { kind: 'blocked' }
export const zero: Reply = { kind: 'value', value: 0 }

const errnos = new Map<ErrnoName, Reply>()

/** The reply that is an error. */
export function failed(errno: ErrnoName): Reply {
  const known = errnos.get(errno)
  if (known !== undefined) return known
  const reply: Reply = { kind: 'errno', errno }
  errnos.set(errno, reply)
  return reply
}

/** The error where there is one, else 0: what most calls answer. */
export function zeroOr(errno: Errno | undefined): Reply {
  return errno === undefined ? zero : failed(errno)
}
