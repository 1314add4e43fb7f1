/** From something wrong to a finding: confirmed by replay, shrunk, replayed again. */

import type { Semantics } from '../model/step.ts'
import type { Comparison, Finding, FindingKind } from '../spec/report.ts'
import { causeOf } from '../spec/splat.ts'
import { TargetError } from '../spec/target.ts'
import type { TargetInfo, Trace } from '../spec/trace.ts'
import type { Observation } from '../spec/vocabulary/answer.ts'
import type { Program } from '../spec/vocabulary/program.ts'
import { printProgram } from '../spec/wire/print.ts'
import { auditOf } from './audit.ts'
import { ledThere, suspectsOf } from './diagnosis.ts'
import type { Examiner, Sight, Wrong } from './examiner.ts'
import { kindOfAnswer } from './known.ts'
import { type Failing, failingOf, shrink } from './shrink.ts'

/** Something wrong, with whom it was seen at. */
export interface Sighting {
  readonly examiner: Examiner
  readonly info: TargetInfo
  /** Who is compared with, if anybody is. */
  readonly compared: TargetInfo | undefined
  readonly semantics: Semantics
  readonly seed: number
  readonly program: Program
  readonly sight: Sight
  readonly wrong: Wrong
  /** Number of the program in the run, from 1. */
  readonly number: number
  /** Seconds since the run began. */
  readonly elapsed: () => number
  readonly stopped: () => boolean
}

/** Replays before anything is called confirmed. */
const replayRuns = 5

/** Replays that tell how often something is wrong that is not wrong every time. */
const flakyRuns = 20

/** Seconds that a program is shrunk for; one at which a machine hangs costs ten, each time. */
const mostShrinking = 120

/** Replays of a program, and in how many of them the same is wrong. */
interface Replays {
  readonly runs: number
  readonly same: number
}

/**
 * Confirms, shrinks, and tells; what does not come again is flaky, and is told too. Where the target
 * can be asked no longer, it is told as it was seen.
 */
export async function findingOf(sighting: Sighting): Promise<Finding> {
  const afterSeconds = sighting.elapsed()
  const audit = auditOf(sighting.program)
  const seen = failingOf(sighting.program, audit, sighting.sight, sighting.wrong)
  try {
    return await confirmed(sighting, seen, afterSeconds)
  } catch (error) {
    if (!(error instanceof TargetError)) throw error
    return tell(sighting, seen, { runs: 0, same: 0 }, afterSeconds)
  }
}

async function confirmed(
  sighting: Sighting,
  seen: Failing,
  afterSeconds: number,
): Promise<Finding> {
  const first = await replay(sighting, seen)
  if (first.same < first.runs) return tellFlaky(sighting, seen, first, afterSeconds)
  const until = sighting.elapsed() + mostShrinking
  const stopped = () => sighting.stopped() || sighting.elapsed() >= until
  const least = await shrink(sighting.examiner, seen, stopped)
  const again = await replay(sighting, least)
  if (again.same < again.runs) return tellFlaky(sighting, least, again, afterSeconds)
  return tell(sighting, least, again, afterSeconds)
}

/**
 * What is not wrong every time is replayed some more, unless somebody wants an end, or each replay
 * would cost a machine.
 */
async function tellFlaky(
  sighting: Sighting,
  failing: Failing,
  replays: Replays,
  afterSeconds: number,
): Promise<Finding> {
  const seen = failing.sight.trace.observations[failing.wrong.step]
  const costly = seen?.kind !== 'answered'
  const more =
    costly || sighting.stopped() ? { runs: 0, same: 0 } : await replay(sighting, failing, flakyRuns)
  const all = { runs: replays.runs + more.runs, same: replays.same + more.same }
  return tell(sighting, failing, all, afterSeconds)
}

async function replay(
  { examiner }: Sighting,
  { sight, wrong }: Failing,
  runs = replayRuns,
): Promise<Replays> {
  let same = 0
  const again = Array.from({ length: runs }, () => sight.trace.program)
  for await (const next of examiner.run(again)) {
    if (isSame(wrong, examiner.wrong(next))) same += 1
  }
  return { runs, same }
}

/**
 * The same step is wrong in the same way. Numbers in texts may differ: how many digits a serial has
 * counts for the quota.
 */
function isSame(before: Wrong, now: Wrong | undefined): boolean {
  return (
    now?.step === before.step &&
    kindOfAnswer(now.seen) === kindOfAnswer(before.seen) &&
    kindOfAnswer(now.contrast?.seen ?? '') === kindOfAnswer(before.contrast?.seen ?? '')
  )
}

function kindOf(seen: Observation | undefined, wrong: Wrong, replays: Replays): FindingKind {
  if (replays.same < replays.runs) return 'flaky'
  if (seen?.kind === 'crashed') return 'crash'
  if (seen?.kind === 'timed-out') return 'hang'
  return wrong.contrast === undefined ? 'deviation' : 'difference'
}

/** The trace that the specification does not allow: the target's, or that of whom it is compared with. */
function deviant({ sight, wrong }: Failing): Trace {
  const { trace, compared } = sight
  return wrong.contrast?.conforms === 'target' ? (compared ?? trace) : trace
}

function comparison(sighting: Sighting, { sight, wrong }: Failing): Comparison | undefined {
  const { compared: target } = sighting
  if (target === undefined || sight.compared === undefined) return undefined
  if (wrong.contrast === undefined) return undefined
  return { target, observations: sight.compared.observations, ...wrong.contrast }
}

function tell(
  sighting: Sighting,
  failing: Failing,
  replays: Replays,
  afterSeconds: number,
): Finding {
  const { wrong } = failing
  const { trace } = failing.sight
  const deviation = { step: wrong.step, seen: wrong.seen, allowed: wrong.allowed }
  const seen = trace.observations[wrong.step]
  const compared = comparison(sighting, failing)
  const rules = [...new Set(deviation.allowed.flatMap((allowed) => allowed.rules))].reverse()
  return {
    format: 'keyspec-finding/1',
    kind: kindOf(seen, wrong, replays),
    target: sighting.info,
    seed: sighting.seed,
    program: printProgram(trace.program),
    commands: failing.program.commands.length,
    observations: trace.observations,
    deviation,
    ...(compared === undefined ? {} : { compared }),
    rules,
    led: ledThere(sighting.semantics, trace, rules),
    suspects: suspectsOf(sighting.semantics, deviant(failing)),
    replays,
    found: {
      program: sighting.number,
      afterSeconds,
      shrunkAfterSeconds: sighting.elapsed(),
      original: printProgram(sighting.program),
      originalCommands: sighting.program.commands.length,
    },
    log: seen !== undefined && 'log' in seen ? seen.log : '',
    ...(seen?.kind === 'crashed' ? { cause: causeOf(seen.log) } : {}),
  }
}
