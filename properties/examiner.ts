/** Who is asked, and what counts as wrong: what the specification does not allow, or what another kernel answers otherwise. */

import { firstDeviation, type Tell } from '../model/oracle.ts'
import type { Semantics } from '../model/step.ts'
import type { Target } from '../spec/target.ts'
import type { Trace } from '../spec/trace.ts'
import type { Contrast, Deviation } from '../spec/verdict.ts'
import type { Program } from '../spec/vocabulary/program.ts'
import { difference } from './compare.ts'
import { sideBySide } from './side-by-side.ts'

/** What was seen of a program; `compared` where a second kernel was asked the same. */
export interface Sight {
  readonly trace: Trace
  readonly compared?: Trace | undefined
}

/** The first thing that is wrong with a sight. */
export type Wrong = Deviation & { readonly contrast?: Contrast }

export interface Examiner {
  /** Has programs run, and yields what was seen in the same order; as `Target.run`. */
  run(programs: Iterable<Program>): AsyncIterable<Sight>
  /** `tell` hears of the target's steps that conform. */
  wrong(sight: Sight, tell?: Tell): Wrong | undefined
}

/** Holds a target against the specification. */
export function bySpecification(semantics: Semantics, target: Target): Examiner {
  return {
    async *run(programs) {
      for await (const trace of target.run(programs)) yield { trace }
    },
    wrong: ({ trace }, tell) => firstDeviation(semantics, trace, tell),
  }
}

/** Holds a target against another; the specification only says who is right, and what is free. */
export function byComparison(semantics: Semantics, target: Target, other: Target): Examiner {
  return {
    async *run(programs) {
      for await (const [trace, compared] of sideBySide(target, other, programs)) {
        yield { trace, compared }
      }
    },
    wrong: ({ trace, compared }, tell) => {
      if (tell !== undefined) firstDeviation(semantics, trace, tell)
      return compared === undefined ? undefined : difference(semantics, trace, compared)
    },
  }
}
