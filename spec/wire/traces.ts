/** Traces as lines of JSON: a header that says who was asked, then one trace a line. */

import type { TraceLine, TracesHeader } from '../report.ts'
import { traceLineSchema, tracesHeaderSchema } from '../schemas/report.ts'
import type { TargetInfo, Trace } from '../trace.ts'
import { mistake, parseJson, type Read } from './json-text.ts'
import { validate } from './json-validate.ts'
import { parseProgram } from './parse.ts'
import { printProgram } from './print.ts'

/** The longest line that is read, UTF-16 code units; an ordinary one has some thousand. */
export const longestLine = 16 * 1024 * 1024

export function tracesHeader(target: TargetInfo): string {
  const header: TracesHeader = { format: 'keyspec-traces/1', target }
  return `${JSON.stringify(header)}\n`
}

export function traceLine({ program, observations }: Trace): string {
  const line: TraceLine = { program: printProgram(program), observations }
  return `${JSON.stringify(line)}\n`
}

/** Reads the first line; the error is one sentence that goes on from the file's name. */
export function readTracesHeader(line: string): Read<TargetInfo> {
  const what = 'header of a file of traces'
  const json = parseJson(line, what)
  if (!json.ok) return json
  const header = validate<TracesHeader>(tracesHeaderSchema, json.value, what)
  return header.ok ? { ok: true, value: header.value.target } : header
}

export function readTraceLine(line: string): Read<Trace> {
  const json = parseJson(line, 'trace')
  if (!json.ok) return json
  const checked = validate<TraceLine>(traceLineSchema, json.value, 'trace')
  if (!checked.ok) return checked
  const { observations } = checked.value
  const parsed = parseProgram(checked.value.program)
  if (!parsed.ok) return mistake(`is not a valid trace: program, ${parsed.error}`)
  const { program } = parsed
  const commands = program.commands.length
  if (commands === observations.length) return { ok: true, value: { program, observations } }
  return mistake(
    `is not a valid trace: program has ${commands} commands, ` +
      `observations has ${observations.length} entries`,
  )
}
