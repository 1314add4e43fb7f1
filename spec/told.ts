/** What the model tells of a turn, for a person who asks why; keys are called by a `K`. */

import type { Errno } from './vocabulary/errno.ts'

/** Which of the three bytes of a mask counts for a caller, besides the possessor's. */
export type PermissionClass = 'owner' | 'group' | 'other'

/** What decides: a mask with one of its classes, or a list with all that it grants the caller. */
export type Granter =
  | { readonly kind: 'mask'; readonly mask: number; readonly class: PermissionClass }
  | { readonly kind: 'list'; readonly grants: number }

export type Told<K> =
  /** A reference is made a key of, and checked. */
  | { readonly kind: 'lookup'; readonly ref: string; readonly need: string }
  | {
      readonly kind: 'permission'
      readonly key: K
      readonly need: string
      readonly possessed: boolean
      readonly by: Granter
      readonly granted: boolean
    }
  /** Whether a key is possessed, which a search tells. */
  | { readonly kind: 'possession'; readonly key: K }
  /** The keyrings of a process are searched, in this order. */
  | {
      readonly kind: 'process'
      readonly rings: readonly K[]
      readonly type: string
      readonly description: string
    }
  | { readonly kind: 'ring'; readonly ring: K; readonly depth: number }
  /** A key whose type and description fit. */
  | { readonly kind: 'met'; readonly key: K; readonly as: 'found' | 'passed' | 'refused' }
  | { readonly kind: 'not-entered'; readonly ring: K; readonly why: 'dead' | 'too-deep' | 'search' }

/** How something ended that has parts. */
export type Ended<K> =
  | { readonly kind: 'key'; readonly key: K; readonly possessed?: boolean }
  | { readonly kind: 'errno'; readonly errno: Errno }
  | { readonly kind: 'yes' }
  | { readonly kind: 'no' }

/** Something told, what was told meanwhile, and how it ended. */
export interface Telling<K> {
  readonly told: Told<K>
  readonly inner: readonly Telling<K>[]
  readonly ended: Ended<K> | undefined
}

/** One thing that the specification allows at a step, with how it came about. */
export interface Way {
  readonly answer: string
  readonly rules: readonly string[]
  readonly telling: readonly Telling<string>[]
  /** It is what was seen. */
  readonly seen: boolean
}

/** Why a step of a trace is answered as it is. */
export interface Explanation {
  /** Index of the command, from 0. */
  readonly step: number
  readonly command: string
  /** What was seen, in the words of `printObservation`. */
  readonly seen: string
  readonly ways: readonly Way[]
}
