/** How soon a way of drawing programs reaches what there is, and finds what is wrong: its measure. */

import { isDeepStrictEqual } from 'node:util'
import { breaksFor } from '../model/breaks/index.ts'
import { firstDeviation, judge } from '../model/oracle.ts'
import { runOnModel } from '../model/run.ts'
import type { Semantics } from '../model/step.ts'
import type { RuleId } from '../spec/rules.ts'
import type { Trace } from '../spec/trace.ts'
import type { Program } from '../spec/vocabulary/program.ts'
import { withAudit } from './audit.ts'
import { count, emptyTally } from './coverage.ts'

/** By rule and by pair: the number of the program, from 1, that reached it, or found it turned wrong. */
export interface Detection {
  readonly reached: ReadonlyMap<string, number>
  readonly found: ReadonlyMap<string, number>
}

/**
 * Runs so many programs on the model as it is, and on each of its wrong variants not yet found; no
 * more than are needed to find them all, if nothing else is wanted.
 */
export function detect(
  { profile }: Semantics,
  draw: () => Program,
  mostPrograms: number,
  wanted: 'all' | 'found' = 'all',
): Detection {
  const reached = new Map<string, number>()
  const found = new Map<string, number>()
  let hidden = breaksFor(profile)
  for (let number = 1; number <= mostPrograms; number += 1) {
    if (wanted === 'found' && hidden.length === 0) break
    const program = withAudit(draw())
    const asked = new Set<RuleId>()
    const right = runOnModel({ profile, asked }, program)
    if (wanted === 'all') {
      for (const id of reachedBy({ profile }, right)) if (!reached.has(id)) reached.set(id, number)
    }
    hidden = hidden.filter((broken) => {
      if (!asked.has(broken.id)) return true
      const wrong = runOnModel({ profile, broken }, program)
      if (isDeepStrictEqual(wrong.observations, right.observations)) return true
      // What comes behind the first goes on from what a wrong kernel has not done.
      if (firstDeviation({ profile }, wrong) === undefined) return true
      found.set(broken.id, number)
      return false
    })
  }
  return { reached, found }
}

/** Rules and pairs, by their ids. */
function reachedBy({ profile }: Semantics, trace: Trace): readonly string[] {
  const tally = emptyTally()
  judge({ profile }, trace, (judged) => count(tally, profile, judged))
  return [...tally.rules.keys(), ...tally.pairs.keys()]
}
