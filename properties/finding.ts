/** From a deviation to a finding: confirmed by replay, shrunk, replayed again. */

import type { Semantics } from '../model/step.ts'
import type { Finding, FindingKind } from '../spec/report.ts'
import type { Target } from '../spec/target.ts'
import type { TargetInfo, Trace } from '../spec/trace.ts'
import type { Deviation } from '../spec/verdict.ts'
import type { Observation } from '../spec/vocabulary/answer.ts'
import type { Program } from '../spec/vocabulary/program.ts'
import { printProgram } from '../spec/wire/print.ts'
import { auditOf } from './audit.ts'
import { ledThere, suspectsOf } from './diagnosis.ts'
import { type Failing, failingOf, firstDeviation, shrink } from './shrink.ts'

/** A deviation, with whom it was seen at. */
export interface Sighting {
  readonly target: Target
  readonly info: TargetInfo
  readonly semantics: Semantics
  readonly seed: number
  readonly program: Program
  readonly trace: Trace
  readonly deviation: Deviation
  /** Number of the program in the run, from 1. */
  readonly number: number
  /** Seconds since the run began. */
  readonly elapsed: () => number
  readonly stopped: () => boolean
}

/** Replays before anything is called confirmed. */
const replayRuns = 5

/** Replays of a program, and how many of them deviate as it did. */
interface Replays {
  readonly runs: number
  readonly same: number
}

/** Confirms, shrinks, and tells; what does not come again is flaky, and is told too. */
export async function findingOf(sighting: Sighting): Promise<Finding> {
  const afterSeconds = sighting.elapsed()
  const audit = auditOf(sighting.program)
  const seen = failingOf(sighting.program, audit, sighting.trace, sighting.deviation)
  const first = await replay(sighting, seen)
  if (first.same < first.runs) return tell(sighting, seen, first, afterSeconds)
  const least = await shrink(sighting.semantics, sighting.target, seen, sighting.stopped)
  return tell(sighting, least, await replay(sighting, least), afterSeconds)
}

async function replay({ target, semantics }: Sighting, failing: Failing): Promise<Replays> {
  let same = 0
  const again = Array.from({ length: replayRuns }, () => failing.trace.program)
  for await (const trace of target.run(again)) {
    const deviation = firstDeviation(semantics, trace)
    if (deviation?.step === failing.deviation.step && deviation.seen === failing.deviation.seen) {
      same += 1
    }
  }
  return { runs: replayRuns, same }
}

function kindOf(seen: Observation | undefined, replays: Replays): FindingKind {
  if (replays.same < replays.runs) return 'flaky'
  if (seen?.kind === 'crashed') return 'crash'
  return seen?.kind === 'timed-out' ? 'hang' : 'deviation'
}

function tell(
  sighting: Sighting,
  failing: Failing,
  replays: Replays,
  afterSeconds: number,
): Finding {
  const { deviation, trace } = failing
  const seen = trace.observations[deviation.step]
  const rules = [...new Set(deviation.allowed.flatMap((allowed) => allowed.rules))].reverse()
  return {
    format: 'keyspec-finding/1',
    kind: kindOf(seen, replays),
    target: sighting.info,
    seed: sighting.seed,
    program: printProgram(trace.program),
    commands: failing.program.commands.length,
    observations: trace.observations,
    deviation,
    rules,
    led: ledThere(sighting.semantics, trace, rules),
    suspects: suspectsOf(sighting.semantics, trace),
    replays,
    found: {
      program: sighting.number,
      afterSeconds,
      shrunkAfterSeconds: sighting.elapsed(),
      original: printProgram(sighting.program),
      originalCommands: sighting.program.commands.length,
    },
    log: seen !== undefined && 'log' in seen ? seen.log : '',
  }
}
