/** `keyspec judge`: the traces that a run has kept, laid beside the specification. */

import { judge } from '../model/oracle.ts'
import { traceText } from '../reports/terminal/trace.ts'
import { counted, printable } from '../reports/text.ts'
import type { TargetInfo, Trace } from '../spec/trace.ts'
import type { Verdict } from '../spec/verdict.ts'
import type { Read } from '../spec/wire/json-text.ts'
import { readTraceLine, readTracesHeader } from '../spec/wire/traces.ts'
import { parseProfile } from './options.ts'
import { type Status, status, UsageError } from './status.ts'
import { linesOf } from './traces.ts'

export interface JudgeOptions {
  readonly profile: string
  readonly json: boolean
}

/** A trace that deviates, and which of the file's it is, from 1. */
interface Deviant {
  readonly number: number
  readonly trace: Trace
  readonly verdict: Verdict
}

/** More deviating traces than this are counted and not told. */
const mostTold = 10

/** Judges a file of traces; 0 conforms, 1 deviates. */
export async function judgeTraces(file: string, options: JudgeOptions): Promise<Status> {
  const lines = linesOf(file)
  const target = rightOf(file, 1, readTracesHeader(lines.next().value ?? ''))
  const profile = parseProfile(options.profile === 'auto' ? target.profile : options.profile)
  const told: Deviant[] = []
  let traces = 0
  let deviating = 0
  for (const line of lines) {
    traces += 1
    const trace = rightOf(file, traces + 1, readTraceLine(line))
    const verdict = judge({ profile }, trace)
    if (verdict.deviations.length === 0) continue
    deviating += 1
    if (told.length < mostTold) told.push({ number: traces, trace, verdict })
  }
  const result = { target, profile: profile.name, traces, deviating, told }
  if (options.json) console.log(JSON.stringify(result, null, 2))
  else process.stdout.write(judgedText(target, result))
  return deviating > 0 ? status.finding : status.conforms
}

interface Result {
  readonly traces: number
  readonly deviating: number
  readonly told: readonly Deviant[]
}

function judgedText(target: TargetInfo, { traces, deviating, told }: Result): string {
  const parts = told.map(
    ({ number, trace, verdict }) => `Trace ${number}\n${traceText(target, trace, verdict)}\n`,
  )
  const verdict = deviating === 0 ? 'conforms' : `deviates in ${counted(deviating, 'trace')}`
  return `${parts.join('')}${verdict}\n\n${printable(target.title)}, ${counted(traces, 'trace')}\n`
}

function rightOf<T>(file: string, line: number, read: Read<T>): T {
  if (read.ok) return read.value
  throw new UsageError(`${file}: line ${line} ${read.error}`)
}
