/** What a rule is: one normative statement with a name that can be said aloud. */

import type { Scope } from './profiles/features.ts'

export interface Rule {
  /** `chapter/name-of-the-claim` */
  readonly id: string
  /** The number of the chapter that states it. */
  readonly chapter: number
  /** The sentence. */
  readonly says: string
  /** Where it is said or done: kernel file and function, document and section, observed, decision. */
  readonly source: string
  /** For which kernels it holds; for all if left out. */
  readonly holds?: Scope
}
