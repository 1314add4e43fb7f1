/** Two traces of one program laid side by side: the step at which they differ, if they may not. */

import { isDeepStrictEqual } from 'node:util'
import { judge } from '../model/oracle.ts'
import type { Semantics } from '../model/step.ts'
import type { Trace } from '../spec/trace.ts'
import type { Conforming, Deviation, Difference } from '../spec/verdict.ts'
import type { Observation } from '../spec/vocabulary/answer.ts'
import { tokenNamer } from '../spec/wire/naming.ts'
import { printObservation } from '../spec/wire/print.ts'

/**
 * The first step at which two traces of a program differ. Where the specification allows both
 * answers it names the step as free, and what follows may differ for that reason alone: then there
 * is none.
 */
export function difference(
  semantics: Semantics,
  trace: Trace,
  compared: Trace,
): Difference | undefined {
  const step = trace.observations.findIndex(
    (seen, at) => !alike(seen, compared.observations[at] ?? unreached),
  )
  if (step < 0) return undefined
  const here = deviationAt(semantics, trace, step)
  const there = deviationAt(semantics, compared, step)
  const allowed = (here ?? there)?.allowed
  if (allowed === undefined) return undefined
  const seen = wordsAt(trace, step)
  const contrast = { seen: wordsAt(compared, step), conforms: conforming(here, there) }
  return { step, seen, allowed, contrast }
}

const unreached: Observation = { kind: 'unreached' }

/** Equal but for what no two runs share: the log of a crash, the time until a hang was noticed. */
function alike(one: Observation, other: Observation): boolean {
  if (one.kind !== 'answered' || other.kind !== 'answered') return one.kind === other.kind
  return isDeepStrictEqual(one.answer, other.answer)
}

/** What is wrong with that step of a trace; undefined where it is allowed. */
function deviationAt(semantics: Semantics, trace: Trace, step: number): Deviation | undefined {
  const { deviations } = judge(semantics, cutBehind(trace, step))
  return deviations.find((deviation) => deviation.step === step)
}

function conforming(here: Deviation | undefined, there: Deviation | undefined): Conforming {
  if (here === undefined) return 'target'
  return there === undefined ? 'compared' : 'neither'
}

const wordsAt = (trace: Trace, step: number): string =>
  printObservation(trace.observations[step] ?? unreached, tokenNamer(trace, step))

/** The trace up to a step and with it. */
export function cutBehind({ program, observations }: Trace, step: number): Trace {
  const commands = program.commands.slice(0, step + 1)
  return { program: { ...program, commands }, observations: observations.slice(0, step + 1) }
}
