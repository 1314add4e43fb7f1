/** Deviations that are known: whether one still happens, and whether one explains what was seen. */

import { firstDeviation } from '../model/oracle.ts'
import { runOnModel } from '../model/run.ts'
import { step as allowedAt, type Semantics, startOf } from '../model/step.ts'
import type { KnownDeviation } from '../spec/known.ts'
import type { Target } from '../spec/target.ts'
import type { Trace } from '../spec/trace.ts'
import type { Deviation } from '../spec/verdict.ts'
import type { Command } from '../spec/vocabulary/command.ts'
import { tokenNamer } from '../spec/wire/naming.ts'
import { printObservation } from '../spec/wire/print.ts'

/** Replays of an entry's program on every run. */
const replays = 5

/** Each crash costs a machine, and one tells; what reads freed memory may do without. */
const isCostly = ({ answer }: KnownDeviation): boolean => answer === 'crash'

/**
 * Why an entry cannot stand: its program does not show what it says. What the specification answers
 * there must be something else, and the rule must decide it. Undefined where it can.
 */
export function whyNotShown(semantics: Semantics, known: KnownDeviation): string | undefined {
  const { shown, step, answer, rule } = known
  const trace = runOnModel(semantics, shown)
  const usual = printObservation(
    trace.observations[step] ?? { kind: 'unreached' },
    tokenNamer(trace, step),
  )
  if (usual === answer) return `the specification answers ${answer} too at that step`
  let world = startOf(shown)
  for (const [at, command] of shown.commands.entries()) {
    const [outcome] = allowedAt(semantics, world, command)
    if (at === step) {
      return outcome.rules.some((id) => id === rule) ? undefined : `${rule} does not decide there`
    }
    world = outcome.world
  }
  return 'its program ends before'
}

/** How often an entry's program showed what it is listed for. */
export interface StillHappens {
  readonly known: KnownDeviation
  readonly runs: number
  readonly same: number
}

/** Has a target run the programs of all entries: a costly one until it shows. */
export async function replayKnown(
  semantics: Semantics,
  target: Target,
  list: readonly KnownDeviation[],
): Promise<readonly StillHappens[]> {
  const still: StillHappens[] = []
  for (const known of list) {
    let [runs, same] = [0, 0]
    const most = isCostly(known) ? 1 : replays
    while (runs < replays && same === 0) {
      for await (const trace of target.run(Array.from({ length: most }, () => known.shown))) {
        runs += 1
        if (shows(semantics, trace, known)) same += 1
      }
    }
    still.push({ known, runs, same })
  }
  return still
}

function shows(semantics: Semantics, trace: Trace, known: KnownDeviation): boolean {
  const deviation = firstDeviation(semantics, trace)
  return (
    deviation?.step === known.step &&
    explains(semantics, known, trace.program.commands[known.step], deviation)
  )
}

/**
 * Whether an entry explains a deviation: the same operation, answered the same where the
 * specification allows the same, by the rule that is listed.
 */
export function explains(
  semantics: Semantics,
  known: KnownDeviation,
  command: Command | undefined,
  { seen, allowed }: Deviation,
): boolean {
  const usual = runOnModel(semantics, known.shown)
  const expected = printObservation(
    usual.observations[known.step] ?? { kind: 'unreached' },
    tokenNamer(usual, known.step),
  )
  return (
    command?.op === known.shown.commands[known.step]?.op &&
    kindOfAnswer(seen) === kindOfAnswer(known.answer) &&
    allowed.some(
      ({ answer, rules }) =>
        rules.includes(known.rule) && kindOfAnswer(answer) === kindOfAnswer(expected),
    )
  )
}

/** Errors and numbers as they are; what else is answered has names and texts of its program in it. */
export function kindOfAnswer(words: string): string {
  return /^(E[A-Z0-9#]+|-?\d+|crash)$/.test(words) ? words : 'something'
}
