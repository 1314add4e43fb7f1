/** Who is asked, and what counts as wrong: what the specification does not allow, or what another kernel answers otherwise. */

import { firstDeviation, type Tell } from '../model/oracle.ts'
import type { Semantics } from '../model/step.ts'
import type { KnownDeviation } from '../spec/known.ts'
import type { Target } from '../spec/target.ts'
import type { Trace } from '../spec/trace.ts'
import type { Contrast, Deviation } from '../spec/verdict.ts'
import type { Program } from '../spec/vocabulary/program.ts'
import { difference } from './compare.ts'
import { explains } from './known.ts'
import { sideBySide } from './side-by-side.ts'

/** What was seen of a program; `compared` where a second kernel was asked the same. */
export interface Sight {
  readonly trace: Trace
  readonly compared?: Trace | undefined
}

/** The first thing that is wrong with a sight. */
export type Wrong = Deviation & { readonly contrast?: Contrast }

/** Who hears what an examiner comes upon. */
export interface Hearer {
  /** The target's steps that conform. */
  readonly judged: Tell
  /** A deviation that is known, behind which nothing is judged. */
  readonly known: (known: KnownDeviation) => void
}

export interface Examiner {
  /** Has programs run, and yields what was seen in the same order; as `Target.run`. */
  run(programs: Iterable<Program>): AsyncIterable<Sight>
  wrong(sight: Sight, hearer?: Hearer): Wrong | undefined
}

/**
 * Holds a target against the specification. What comes behind a deviation that is known may be of
 * its making, and is not judged.
 */
export function bySpecification(
  semantics: Semantics,
  target: Target,
  list: readonly KnownDeviation[] = [],
): Examiner {
  return {
    async *run(programs) {
      for await (const trace of target.run(programs)) yield { trace }
    },
    wrong: ({ trace }, hearer) => {
      const deviation = firstDeviation(semantics, trace, hearer?.judged)
      if (deviation === undefined || list.length === 0) return deviation
      const command = trace.program.commands[deviation.step]
      const known = list.find((one) => explains(semantics, one, command, deviation))
      if (known === undefined) return deviation
      hearer?.known(known)
      return undefined
    },
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
    wrong: ({ trace, compared }, hearer) => {
      if (hearer !== undefined) firstDeviation(semantics, trace, hearer.judged)
      return compared === undefined ? undefined : difference(semantics, trace, compared)
    },
  }
}
