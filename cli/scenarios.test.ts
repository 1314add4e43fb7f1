/** The sample programs of the posting of 2019 on our kernel, outcome for outcome. */

import { readdirSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { judge } from '../model/oracle.ts'
import { container } from '../spec/profiles/container.ts'
import type { Target } from '../spec/target.ts'
import type { Trace } from '../spec/trace.ts'
import type { Program } from '../spec/vocabulary/program.ts'
import { tokenNamer } from '../spec/wire/naming.ts'
import { parseProgram } from '../spec/wire/parse.ts'
import { printObservation } from '../spec/wire/print.ts'
import { chooseTarget } from './choose-target.ts'

const folder = new URL('../properties/scenarios/', import.meta.url)
const scenarios = readdirSync(folder).map((file) => {
  const parsed = parseProgram(readFileSync(new URL(file, folder), 'utf8'))
  if (!parsed.ok) throw new Error(`${file}: ${parsed.error}`)
  return { file, ...parsed }
})

const minutes = 60_000
let target: Target | undefined

async function traceOf(program: Program): Promise<Trace> {
  for await (const trace of target?.run([program]) ?? []) return trace
  throw new Error('a target yields a trace for each program')
}

describe('on the kernel with containers', () => {
  beforeAll(async () => {
    const watch = { signal: new AbortController().signal, onProgress: () => {} }
    target = await chooseTarget({ build: 'container', profile: 'auto' }, watch)
  }, 90 * minutes)
  afterAll(() => target?.close())

  test.each(scenarios)(
    '$file goes as it says',
    async ({ program, expected }) => {
      const trace = await traceOf(program)
      const nameOf = tokenNamer(trace)
      const answers = trace.observations.map((seen) => printObservation(seen, nameOf))
      const wanted = expected.map(({ command, answer }) => [command, answer])
      expect(expected.map(({ command }) => [command, answers[command]])).toEqual(wanted)
      expect(judge({ profile: container }, trace).deviations).toEqual([])
    },
    minutes,
  )
})
