/** Coverage: how often each rule decided, and each operation × errno pair was seen. */

import type { Judged } from '../model/oracle.ts'
import { processNamed, type World } from '../model/world.ts'
import { type Ending, errnosOf } from '../spec/errnos.ts'
import { hasOp, holdsFor } from '../spec/profiles/features.ts'
import type { Profile } from '../spec/profiles/profile.ts'
import type { Coverage } from '../spec/report.ts'
import { rulesOf } from '../spec/rules.ts'
import type { Command, Op } from '../spec/vocabulary/command.ts'
import { cellsOf, countedCells } from './classes.ts'

/** Counts by id; rules under their ids, pairs as `keyctl_link EDEADLK`, cells as `keyctl_link ring dead`. */
export interface Tally {
  readonly rules: Map<string, number>
  readonly pairs: Map<string, number>
  readonly cells: Map<string, number>
  /** Steps at which more than one outcome was allowed. */
  free: number
}

export function emptyTally(): Tally {
  return { rules: new Map(), pairs: new Map(), cells: new Map(), free: 0 }
}

/** Counts a step that conforms. */
export function count(tally: Tally, profile: Profile, judged: Judged): void {
  const { command, world, answer, rules: cited, free } = judged
  for (const id of cited) add(tally.rules, id)
  if (answer.kind === 'absent') return
  const ending = answer.kind === 'errno' ? answer.errno : 'success'
  if (command.op === 'await') add(tally.pairs, 'await success')
  if (answer.kind !== 'blocked') add(tally.pairs, `${callOf(world, command)} ${ending}`)
  for (const cell of cellsOf(profile, world, command, answer)) add(tally.cells, cell)
  if (free) tally.free += 1
}

/** What is answered: where somebody comes back, the call that has waited. */
function callOf(world: World, command: Command): Op {
  if (command.op !== 'await') return command.op
  return processNamed(world, command.actor)?.waits?.command.op ?? 'await'
}

function add(counts: Map<string, number>, id: string): void {
  counts.set(id, (counts.get(id) ?? 0) + 1)
}

/** The tally against everything that there is for a profile: the specification says what that is. */
export function coverageOf(tally: Tally, profile: Profile): Coverage {
  const ops = (Object.keys(errnosOf) as Op[]).filter((op) => hasOp(profile, op))
  return {
    rules: rulesOf(profile).map(({ id }) => ({ id, count: tally.rules.get(id) ?? 0 })),
    pairs: ops.flatMap((op) =>
      endingsOf(op, profile).map(({ errno, excuse }) => {
        const id = `${op} ${errno}`
        const seen = tally.pairs.get(id) ?? 0
        return { id, count: seen, ...(excuse === undefined ? {} : { excuse }) }
      }),
    ),
    cells: countedCells(tally.cells, profile),
  }
}

function endingsOf(op: Op, profile: Profile): readonly Ending[] {
  return errnosOf[op].filter(({ holds = {} }) => holdsFor(holds, profile))
}
