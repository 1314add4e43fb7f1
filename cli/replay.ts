/** `keyspec replay`: a finding, a trace or a program once more, with a verdict. */

import { readFileSync } from 'node:fs'
import { judge } from '../model/oracle.ts'
import { difference } from '../properties/compare.ts'
import { differenceText, traceText } from '../reports/terminal/trace.ts'
import type { Target } from '../spec/target.ts'
import type { TargetInfo, Trace } from '../spec/trace.ts'
import type { Verdict } from '../spec/verdict.ts'
import type { Program } from '../spec/vocabulary/program.ts'
import { type Replayable, readProgramOrFinding } from '../spec/wire/json.ts'
import { chooseCompared, chooseTarget, type TargetOptions } from './choose-target.ts'
import { listenForInterrupt } from './interrupt.ts'
import { parseProfile } from './options.ts'
import { buildProgress } from './progress.ts'
import { type Status, status, UsageError } from './status.ts'

export interface ReplayOptions extends TargetOptions {
  readonly json: boolean
}

/** What one target answered, and what the specification says of it. */
interface Replayed {
  readonly target: TargetInfo
  readonly trace: Trace
  readonly verdict: Verdict
}

/** Runs the program in a file; 0 conforms or answers the same, 1 deviates or differs. */
export async function replay(file: string, options: ReplayOptions): Promise<Status> {
  const program = readReplayable(file).program
  const { signal } = listenForInterrupt()
  const build = buildProgress(options.build ?? 'kernel')
  const watch = { signal, onProgress: build.tell }
  const target = await chooseTarget(options, watch)
  let compared: Target | undefined
  try {
    compared = await chooseCompared(options, watch)
    build.end()
    const here = await replayOn(target, program)
    if (compared === undefined) return tell(here, options)
    return tellBoth(here, await replayOn(compared, program), options)
  } finally {
    await target.close()
    await compared?.close()
  }
}

async function replayOn(target: Target, program: Program): Promise<Replayed> {
  let last: Trace | undefined
  for await (const trace of target.run([program])) last = trace
  if (last === undefined) throw new Error('a target yields a trace for each program')
  const info = await target.describe()
  const verdict = judge({ profile: parseProfile(info.profile) }, last)
  return { target: info, trace: last, verdict }
}

function tell(replayed: Replayed, { json }: ReplayOptions): Status {
  const { target, trace, verdict } = replayed
  if (json) console.log(JSON.stringify(replayed, null, 2))
  else process.stdout.write(traceText(target, trace, verdict))
  return verdict.deviations.length > 0 ? status.finding : status.conforms
}

function tellBoth(here: Replayed, compared: Replayed, options: ReplayOptions): Status {
  const differs = difference(
    { profile: parseProfile(here.target.profile) },
    here.trace,
    compared.trace,
  )
  if (options.json) {
    console.log(JSON.stringify({ ...here, compared, difference: differs ?? null }, null, 2))
  } else {
    const texts = [here, compared].map((one) => traceText(one.target, one.trace, one.verdict))
    process.stdout.write([...texts, differenceText(differs)].join('\n'))
  }
  return differs === undefined ? status.conforms : status.finding
}

/** Reads a finding, a trace or a program. */
export function readReplayable(file: string): Replayable {
  const read = readProgramOrFinding(readText(file))
  if (read.ok) return read.value
  throw new UsageError(`${file}: ${read.error}`)
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error) {
      throw new UsageError(`${file} cannot be read (${error.code}).`)
    }
    throw error
  }
}
