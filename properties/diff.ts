/** Two profiles held against each other on the model: the shortest programs on which they disagree. */

import { breaksFor } from '../model/breaks/index.ts'
import { firstDeviation, judge } from '../model/oracle.ts'
import { runOnModel } from '../model/run.ts'
import { hasOp } from '../spec/profiles/features.ts'
import type { Profile } from '../spec/profiles/profile.ts'
import { type RuleId, rulesOf } from '../spec/rules.ts'
import type { Trace } from '../spec/trace.ts'
import type { Deviation } from '../spec/verdict.ts'
import type { Program } from '../spec/vocabulary/program.ts'
import type { Examiner } from './examiner.ts'
import { programsOf } from './generators/program.ts'
import { type Failing, failingOf, shrink } from './shrink.ts'

/** A program on the last step of which two profiles disagree. */
export interface Disagreement {
  readonly program: Program
  /** As the other profile answers. */
  readonly trace: Trace
  /** What the other answers there, and what the one allows. */
  readonly deviation: Deviation
  /** Rules of the other alone: turned wrong, each makes the disagreement go away. */
  readonly because: readonly RuleId[]
  /** Rules of the one alone that decided there. */
  readonly against: readonly RuleId[]
}

export interface Search {
  readonly one: Profile
  readonly other: Profile
  readonly seed: number
  /** Programs that are drawn, behind those that are given. */
  readonly programs: number
  readonly first: readonly Program[]
  readonly stopped: () => boolean
}

/** One disagreement for each set of rules that explains some, the shortest that was met; short ones first. */
export async function disagreements(search: Search): Promise<readonly Disagreement[]> {
  const { one, other, seed, programs, first, stopped } = search
  const examiner = examinerOf(one, other)
  const shortest = new Map<string, Disagreement>()
  // What either has alone, and that it says so, is no matter of disagreement.
  const both = (program: Program): Program => ({
    ...program,
    commands: program.commands.filter(
      ({ op }) => hasOp(one, op) && hasOp(other, op) && op !== 'keyctl_capabilities',
    ),
  })
  const draw = programsOf({ profile: one }, seed, first)
  for (let at = 0; at < first.length + programs && !stopped(); at += 1) {
    const program = both(first[at] ?? draw())
    const trace = runOnModel({ profile: other }, program)
    const deviation = firstDeviation({ profile: one }, trace)
    if (deviation === undefined) continue
    const met = failingOf(program, [], { trace }, deviation)
    const known = shortest.get(classOf(search, met))
    if (known !== undefined && known.program.commands.length <= enough) continue
    const shrunk = await shrink(examiner, met, stopped)
    const name = classOf(search, shrunk)
    const before = shortest.get(name)
    if (before !== undefined && !isShorter(shrunk.program, before.program)) continue
    shortest.set(name, disagreementOf(search, shrunk))
  }
  return [...shortest.values()].toSorted((a, b) => sizeOf(a.program) - sizeOf(b.program))
}

/** Commands of a program that nobody need look for a shorter one of. */
const enough = 3

const sizeOf = ({ actors, commands }: Program): number => commands.length * 10 + actors.length

const isShorter = (one: Program, other: Program): boolean => sizeOf(one) < sizeOf(other)

function examinerOf(one: Profile, other: Profile): Examiner {
  return {
    async *run(programs) {
      for (const program of programs) yield { trace: runOnModel({ profile: other }, program) }
    },
    wrong: ({ trace }) => firstDeviation({ profile: one }, trace),
  }
}

/** The rules of the other alone that explain a disagreement, or that decided if none does. */
function becauseOf({ one, other }: Search, { sight, wrong }: Failing): readonly RuleId[] {
  const held = new Set<string>(rulesOf(one).map(({ id }) => id))
  const { program } = sight.trace
  const cited = new Set<string>()
  judge({ profile: other }, sight.trace, ({ rules }) => {
    for (const id of rules) cited.add(id)
  })
  const own = breaksFor(other).filter(({ id }) => !held.has(id) && cited.has(id))
  const explaining = own.filter((broken) => {
    const deviation = firstDeviation(
      { profile: one },
      runOnModel({ profile: other, broken }, program),
    )
    return deviation === undefined || deviation.step > wrong.step
  })
  return (explaining.length > 0 ? explaining : own).map(({ id }) => id)
}

/** What two disagreements have in common that need not both be told. */
const classOf = (search: Search, failing: Failing): string => becauseOf(search, failing).join(' ')

function disagreementOf(search: Search, failing: Failing): Disagreement {
  const { sight, wrong } = failing
  const held = new Set<string>(rulesOf(search.other).map(({ id }) => id))
  const decided = wrong.allowed.flatMap(({ rules }) => rules)
  return {
    program: sight.trace.program,
    trace: sight.trace,
    deviation: wrong,
    because: becauseOf(search, failing),
    against: [...new Set(decided)].filter((id): id is RuleId => !held.has(id)),
  }
}
