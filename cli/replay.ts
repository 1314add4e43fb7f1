/** `keyspec replay`: a finding, a trace or a program once more, with a verdict. */

import { readFileSync } from 'node:fs'
import { judge } from '../model/oracle.ts'
import { traceText } from '../reports/terminal/trace.ts'
import type { Trace } from '../spec/trace.ts'
import type { Program } from '../spec/vocabulary/program.ts'
import { readProgramOrFinding } from '../spec/wire/json.ts'
import { chooseTarget, chosenProfile, type TargetOptions } from './choose-target.ts'
import { listenForInterrupt } from './interrupt.ts'
import { buildProgress } from './progress.ts'
import { type Status, status, UsageError } from './status.ts'

export interface ReplayOptions extends TargetOptions {
  readonly json: boolean
}

/** Runs the program in a file; 0 conforms, 1 deviates. */
export async function replay(file: string, options: ReplayOptions): Promise<Status> {
  const program = readProgram(file)
  const { signal } = listenForInterrupt()
  const build = buildProgress(options.build ?? 'kernel')
  const target = await chooseTarget(options, { signal, onProgress: build.tell })
  build.end()
  try {
    const info = await target.describe()
    let last: Trace | undefined
    for await (const trace of target.run([program])) last = trace
    if (last === undefined) throw new Error('a target yields a trace for each program')
    const verdict = judge({ profile: chosenProfile(options) }, last)
    if (options.json) console.log(JSON.stringify({ target: info, trace: last, verdict }, null, 2))
    else process.stdout.write(traceText(info, last, verdict))
    return verdict.deviations.length > 0 ? status.finding : status.conforms
  } finally {
    await target.close()
  }
}

function readProgram(file: string): Program {
  const read = readProgramOrFinding(readText(file))
  if (!read.ok) throw new UsageError(`${file}: ${read.error}`)
  return read.value.program
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
