/** Diagnosis: which rules a finding is about, beyond those that decided at the last step. */

import { breaksFor } from '../model/breaks/index.ts'
import { judge } from '../model/oracle.ts'
import type { Semantics } from '../model/step.ts'
import type { Suspect } from '../spec/report.ts'
import type { Trace } from '../spec/trace.ts'

/** The rules that decided the steps that still conformed, in order, without those in `known`. */
export function ledThere(
  semantics: Semantics,
  trace: Trace,
  known: readonly string[],
): readonly string[] {
  const led = new Set<string>()
  const before: Trace = {
    program: { ...trace.program, commands: trace.program.commands.slice(0, -1) },
    observations: trace.observations.slice(0, -1),
  }
  judge(semantics, before, ({ rules }) => {
    for (const id of rules) led.add(id)
  })
  return [...led].filter((id) => !known.includes(id))
}

/**
 * The rules that explain everything that was seen once they are turned wrong, each in the one way
 * that `model/breaks` keeps for it. None of them need be to blame: a kernel has more ways to err.
 */
export function suspectsOf({ profile }: Semantics, trace: Trace): readonly Suspect[] {
  return breaksFor(profile)
    .filter((broken) => judge({ profile, broken }, trace).deviations.length === 0)
    .map(({ id, says }) => ({ rule: id, wrong: says }))
}
