/** Findings, traces and run reports as JSON files: the border at which they are checked. */

import type { AnySchema } from 'ajv'
import type { Finding, RunReport, TraceFile } from '../report.ts'
import { findingSchema, reportSchema, traceFileSchema } from '../schemas/report.ts'
import type { Program } from '../vocabulary/program.ts'
import { mistake, parseJson, type Read, writeJson } from './json-text.ts'
import { validate } from './json-validate.ts'
import { type Expected, parseProgram } from './parse.ts'

/** What is saved: how a sentence calls it, and how it is checked. */
interface Kind<T> {
  readonly what: string
  /** The format's name without its version, and the version that is read here. */
  readonly format: string
  readonly version: number
  readonly schema: AnySchema
  /** What no schema says; undefined where all is well. */
  readonly trouble: (value: T) => string | undefined
}

const finding: Kind<Finding> = {
  what: 'finding',
  format: 'keyspec-finding',
  version: 1,
  schema: findingSchema,
  trouble: findingTrouble,
}

const traceFile: Kind<TraceFile> = {
  what: 'trace',
  format: 'keyspec-trace',
  version: 1,
  schema: traceFileSchema,
  trouble: programTrouble,
}

const report: Kind<RunReport> = {
  what: 'run report',
  format: 'keyspec-report',
  version: 1,
  schema: reportSchema,
  trouble: ({ findings }) => {
    const troubles = findings.map(findingTrouble)
    const at = troubles.findIndex((trouble) => trouble !== undefined)
    return at < 0 ? undefined : `findings[${at}]: ${troubles[at]}`
  },
}

/** Reads a finding; the error is one sentence that goes on from the file's name. */
export function readFinding(text: string): Read<Finding> {
  return read(finding, text)
}

export function readTraceFile(text: string): Read<TraceFile> {
  return read(traceFile, text)
}

export function readReport(text: string): Read<RunReport> {
  return read(report, text)
}

export function writeFinding(value: Finding): string {
  return writeJson(findingSchema, value)
}

export function writeTraceFile(value: TraceFile): string {
  return writeJson(traceFileSchema, value)
}

export function writeReport(value: RunReport): string {
  return writeJson(reportSchema, value)
}

/** Something that can be run again. */
export type Replayable =
  | { readonly kind: 'finding'; readonly program: Program; readonly finding: Finding }
  | { readonly kind: 'trace'; readonly program: Program; readonly trace: TraceFile }
  | {
      readonly kind: 'program'
      readonly program: Program
      /** What the text says that commands answer. */
      readonly expected: readonly Expected[]
    }

/** Reads a finding or a trace in JSON, or a program in the notation, and tells which it was. */
export function readProgramOrFinding(text: string): Read<Replayable> {
  if (/^\s*[{[]/.test(text)) return readReplayableJson(text)
  const parsed = parseProgram(text)
  if (!parsed.ok) return mistake(parsed.error)
  const { program, expected } = parsed
  if (program.commands.length === 0) return mistake('holds no command: nothing to run')
  return { ok: true, value: { kind: 'program', program, expected } }
}

function readReplayableJson(text: string): Read<Replayable> {
  const json = parseJson(text, 'finding')
  if (!json.ok) return json
  const [format] = formatOf(json.value)
  if (format === report.format) {
    return mistake('is a run report: give one of the findings it was saved with')
  }
  if (format === traceFile.format) {
    const trace = check(traceFile, json.value)
    if (!trace.ok) return trace
    const program = programOf(trace.value.program)
    return { ok: true, value: { kind: 'trace', program, trace: trace.value } }
  }
  const checked = check(finding, json.value)
  if (!checked.ok) return checked
  const program = programOf(checked.value.program)
  return { ok: true, value: { kind: 'finding', program, finding: checked.value } }
}

/** The program of something that was checked. */
function programOf(text: string): Program {
  const parsed = parseProgram(text)
  if (!parsed.ok) throw new Error('the program of what was checked can be read')
  return parsed.program
}

function read<T>(kind: Kind<T>, text: string): Read<T> {
  const json = parseJson(text, kind.what)
  return json.ok ? check(kind, json.value) : json
}

function check<T>(kind: Kind<T>, value: unknown): Read<T> {
  const [format, version] = formatOf(value)
  if (format !== kind.format) {
    return mistake(`is not a ${kind.what}: its "format" is not "${kind.format}/${kind.version}"`)
  }
  if (version !== kind.version) {
    const whose = version > kind.version ? 'a newer' : 'another'
    return mistake(
      `is a ${kind.what} of ${whose} version (${format}/${version}): ` +
        `this one reads ${kind.format}/${kind.version}`,
    )
  }
  const checked = validate<T>(kind.schema, value, kind.what)
  if (!checked.ok) return checked
  const trouble = kind.trouble(checked.value)
  return trouble === undefined ? checked : mistake(`is not a valid ${kind.what}: ${trouble}`)
}

/** Name and version that a document gives for its format. */
function formatOf(value: unknown): readonly [string, number] {
  if (typeof value !== 'object' || value === null || !('format' in value)) return ['', 0]
  const match = /^([a-z-]+)\/(\d{1,6})$/.exec(String(value.format))
  return [match?.[1] ?? '', Number(match?.[2] ?? 0)]
}

function programTrouble({ program, observations }: TraceFile | Finding): string | undefined {
  const parsed = parseProgram(program)
  if (!parsed.ok) return `program, ${parsed.error}`
  const commands = parsed.program.commands.length
  if (commands === observations.length) return undefined
  return `program has ${commands} commands, observations has ${observations.length} entries`
}

function findingTrouble(value: Finding): string | undefined {
  const trouble = programTrouble(value)
  if (trouble !== undefined) return trouble
  const { commands, observations, deviation, compared, found } = value
  if (commands > observations.length) {
    return `commands is ${commands}, but program has ${observations.length}`
  }
  if (deviation.step >= observations.length) {
    return `deviation.step is ${deviation.step}, but program has ${observations.length} commands`
  }
  if (compared !== undefined && compared.observations.length !== observations.length) {
    return `compared.observations has ${compared.observations.length} entries`
  }
  const original = parseProgram(found.original)
  return original.ok ? undefined : `found.original, ${original.error}`
}
