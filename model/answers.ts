/** What a turn answers: model keys where an observation has tokens. */

import type { Answer } from '../spec/vocabulary/answer.ts'
import type { Errno, ErrnoName } from '../spec/vocabulary/errno.ts'
import type { KeyId, Told } from './world.ts'

/** An answer over the model's own keys. */
export type Reply =
  | { readonly kind: 'key'; readonly key: KeyId }
  | { readonly kind: 'links'; readonly links: readonly KeyId[]; readonly ordered: boolean }
  | { readonly kind: 'notices'; readonly records: readonly Told[] }
  | Exclude<Answer, { kind: 'key' } | { kind: 'links' } | { kind: 'notices' } | { kind: 'garbled' }>

export const done: Reply = { kind: 'done' }
export const absent: Reply = { kind: 'absent' }
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
