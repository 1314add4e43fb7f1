/** A finding's program as numbered steps with what each answered, for every form it is told in. */

import type { Finding } from '../spec/report.ts'
import type { Command } from '../spec/vocabulary/command.ts'
import type { Program } from '../spec/vocabulary/program.ts'
import { tokenNamer } from '../spec/wire/naming.ts'
import { parseProgram } from '../spec/wire/parse.ts'
import { printCommand, printObservation } from '../spec/wire/print.ts'
import { printable } from './text.ts'

export interface Step {
  /** From 1, as a report counts. */
  readonly number: number
  readonly command: Command
  /** The command and what was seen, as they are shown. */
  readonly text: string
  readonly seen: string
  /** A look at the end, which is none of the program's own commands. */
  readonly audit: boolean
  readonly deviates: boolean
}

/** The program of a finding; a finding that was checked, or made here, has one. */
export function programOf(finding: Finding): Program {
  const parsed = parseProgram(finding.program)
  if (!parsed.ok) throw new Error(`a finding's program can be read, but: ${parsed.error}`)
  return parsed.program
}

export function stepsOf(finding: Finding, program: Program): readonly Step[] {
  const { observations, commands, deviation } = finding
  const nameOf = tokenNamer({ program, observations })
  return program.commands.map((command, at) => ({
    number: at + 1,
    command,
    text: printCommand(command),
    seen: printable(printObservation(observations[at] ?? { kind: 'unreached' }, nameOf)),
    audit: at >= commands,
    deviates: at === deviation.step,
  }))
}

/** `EACCES`, `EACCES or EPERM`; undefined where nothing was allowed. */
export function allowedWords({ deviation }: Finding): string | undefined {
  const answers = deviation.allowed.map(({ answer }) => printable(answer))
  const last = answers.pop()
  if (last === undefined) return undefined
  return answers.length === 0 ? last : `${answers.join(', ')} or ${last}`
}
