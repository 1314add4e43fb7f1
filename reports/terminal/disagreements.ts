/** Where two profiles disagree: a program each, what either answers, and the rules that differ. */

import type { Trace } from '../../spec/trace.ts'
import type { Deviation } from '../../spec/verdict.ts'
import { tokenNamer } from '../../spec/wire/naming.ts'
import { printActor, printCommand, printObservation } from '../../spec/wire/print.ts'
import { type RuleLookup, ruleById } from '../rules.ts'
import { printable, wrap } from '../text.ts'

interface Disagreement {
  readonly trace: Trace
  readonly deviation: Deviation
  readonly because: readonly string[]
  readonly against: readonly string[]
}

/** Tells disagreements of two profiles, called by their names; every line ended. */
export function disagreementsText(
  found: readonly Disagreement[],
  one: string,
  other: string,
  lookup: RuleLookup = ruleById,
): string {
  const rulesOf = (profile: string, ids: readonly string[]): string[] =>
    ids.flatMap((id) => [`  ${profile}: ${id}`, ...wrap(lookup(id)?.says ?? '', '      ')])
  const lines = found.flatMap(({ trace, deviation, because, against }) => {
    const nameOf = tokenNamer(trace)
    const { actors, commands } = trace.program
    const last = trace.observations[deviation.step] ?? { kind: 'unreached' }
    const allowed = deviation.allowed.map(({ answer }) => answer).join(' or ')
    return [
      ...actors.map(printActor),
      ...commands.map(printCommand),
      `  ${one} answers ${printable(allowed)}; ${other} answers ${printable(printObservation(last, nameOf))}`,
      ...rulesOf(one, against),
      ...rulesOf(other, because),
      '',
    ]
  })
  const head = found.length === 0 ? 'No program was found on which they disagree.' : ''
  return [head, ...lines].map((line) => `${line}\n`).join('')
}
