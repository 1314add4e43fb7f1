/** `keyspec explain`: why a step is answered as it is, by the model's own account. */

import { explain } from '../model/explain.ts'
import { firstDeviation } from '../model/oracle.ts'
import { runOnModel } from '../model/run.ts'
import type { Semantics } from '../model/step.ts'
import { explanationText } from '../reports/terminal/explanation.ts'
import { programLines } from '../reports/terminal/trace.ts'
import type { Trace } from '../spec/trace.ts'
import type { Replayable } from '../spec/wire/json.ts'
import { parseProfile } from './options.ts'
import { readReplayable } from './replay.ts'
import { type Status, status, UsageError } from './status.ts'

export interface ExplainOptions {
  readonly profile: string
  /** From 1; the step that deviates, or the last, where nothing else is said. */
  readonly step?: number
  readonly json: boolean
}

/** Explains a step of what is in a file; a program alone is answered by the model. */
export function explainFile(file: string, options: ExplainOptions): Status {
  const read = readReplayable(file)
  const profile = parseProfile(options.profile === 'auto' ? profileOf(read) : options.profile)
  const semantics = { profile }
  const trace = traceOf(semantics, read)
  const step = options.step === undefined ? usualStep(semantics, read, trace) : options.step - 1
  const explanation = explain(semantics, trace, step)
  if (explanation === undefined) {
    throw new UsageError(`${file}: step ${step + 1} is not reached; it has ${reached(trace)}.`)
  }
  if (options.json) console.log(JSON.stringify(explanation, null, 2))
  else process.stdout.write(`${programLines(trace)}\n${explanationText(explanation)}`)
  return status.conforms
}

function profileOf(read: Replayable): string {
  switch (read.kind) {
    case 'finding':
      return read.finding.target.profile
    case 'trace':
      return read.trace.target.profile
    case 'program':
      return 'mainline'
  }
}

function traceOf(semantics: Semantics, read: Replayable): Trace {
  const { program } = read
  switch (read.kind) {
    case 'finding':
      return { program, observations: read.finding.observations }
    case 'trace':
      return { program, observations: read.trace.observations }
    case 'program':
      return runOnModel(semantics, program)
  }
}

function usualStep(semantics: Semantics, read: Replayable, trace: Trace): number {
  if (read.kind === 'finding') return read.finding.deviation.step
  return firstDeviation(semantics, trace)?.step ?? reached(trace) - 1
}

/** How many steps were reached. */
function reached({ observations }: Trace): number {
  const end = observations.findIndex(({ kind }) => kind === 'unreached')
  return end < 0 ? observations.length : end
}
