/** A program that was run once more: what each step answered, and whether that is allowed. */

import type { TargetInfo, Trace } from '../../spec/trace.ts'
import type { Conforming, Difference, Verdict } from '../../spec/verdict.ts'
import { tokenNamer } from '../../spec/wire/naming.ts'
import { printActor, printCommand, printObservation } from '../../spec/wire/print.ts'
import { noPaint, type Paint } from '../paint.ts'
import { ruleById } from '../rules.ts'
import { counted, printable, wrap } from '../text.ts'

/** Tells a trace with its verdict; every line ended. */
export function traceText(
  target: TargetInfo,
  trace: Trace,
  verdict: Verdict,
  paint: Paint = noPaint,
): string {
  const { deviations } = verdict
  const lines = [
    printable(target.title),
    '',
    ...trace.program.actors.map((actor) => `  ${printActor(actor)}`),
    '',
    ...stepLines(trace, verdict, paint),
    '',
    deviations.length === 0
      ? paint.good('conforms')
      : paint.bad(`deviates in ${counted(deviations.length, 'step')}`),
    ...ruleLines(verdict),
  ]
  return lines.map((line) => `${line}\n`).join('')
}

const right: Readonly<Record<Conforming, string>> = {
  target: 'the first conforms',
  compared: 'the second conforms',
  neither: 'neither conforms',
}

/** What became of two traces of a program that were compared; one line. */
export function differenceText(found: Difference | undefined): string {
  if (found === undefined) return 'answers the same\n'
  const { step, seen, contrast } = found
  const words = `${printable(seen)} and ${printable(contrast.seen)}`
  return `differ in step ${step + 1}: ${words}; ${right[contrast.conforms]}\n`
}

/** The program with what was seen, and no verdict; every line ended. */
export function programLines(trace: Trace): string {
  const actors = trace.program.actors.map((actor) => `  ${printActor(actor)}`)
  const lines = [...actors, '', ...stepLines(trace, { deviations: [] }, noPaint)]
  return lines.map((line) => `${line}\n`).join('')
}

function stepLines(trace: Trace, { deviations }: Verdict, paint: Paint): string[] {
  const nameOf = tokenNamer(trace)
  return trace.program.commands.flatMap((command, at) => {
    const seen = printObservation(trace.observations[at] ?? { kind: 'unreached' }, nameOf)
    const line = `  ${String(at + 1).padStart(2)}  ${printCommand(command).padEnd(44)}   ${printable(seen)}`
    const deviation = deviations.find(({ step }) => step === at)
    if (deviation === undefined) return [line]
    const allowed = deviation.allowed.map(({ answer }) => answer).join(' or ')
    return [paint.bad(line), paint.bad(`      <-- allowed: ${printable(allowed)}`)]
  })
}

/** The rules that decided what was allowed at the first deviation. */
function ruleLines({ deviations }: Verdict): string[] {
  const ids = new Set(deviations[0]?.allowed.flatMap(({ rules }) => rules))
  return [...ids].flatMap((id) => {
    const rule = ruleById(id)
    return rule === undefined ? [] : [`  ${id}`, ...wrap(rule.says, '    ')]
  })
}
