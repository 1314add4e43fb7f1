import { describe, expect, test } from 'vitest'
import { mainline } from '../../spec/profiles/mainline.ts'
import type { Program } from '../../spec/vocabulary/program.ts'
import { tokenNamer } from '../../spec/wire/naming.ts'
import { parseProgram } from '../../spec/wire/parse.ts'
import { printObservation } from '../../spec/wire/print.ts'
import { judge } from '../oracle.ts'
import { runOnModel } from '../run.ts'
import { breaks } from './index.ts'
import { witnesses } from './witnesses/index.ts'

const sound = { profile: mainline }

/** What the model answers to each command of a program. */
function answersTo(program: Program): string[] {
  const trace = runOnModel(sound, program)
  expect(judge(sound, trace).deviations).toEqual([])
  return trace.observations.map((seen) => printObservation(seen, tokenNamer(trace)))
}

describe('a witness', () => {
  test.each(breaks)('of $id: $says', (broken) => {
    const parsed = parseProgram(witnesses[broken.id])
    if (!parsed.ok) throw new Error(parsed.error)
    const { program, expected } = parsed
    const [shown, ...more] = expected
    if (shown === undefined || more.length > 0) throw new Error('a witness has one arrow')
    expect(answersTo(program)[shown.command]).toBe(shown.answer)

    const [deviation] = judge(sound, runOnModel({ ...sound, broken }, program)).deviations
    expect(deviation?.step).toBe(shown.command)
  })
})
