import { describe, expect, test } from 'vitest'
import { container } from '../../spec/profiles/container.ts'
import { mainline } from '../../spec/profiles/mainline.ts'
import { type RuleId, rulesOf } from '../../spec/rules.ts'
import type { Program } from '../../spec/vocabulary/program.ts'
import { tokenNamer } from '../../spec/wire/naming.ts'
import { parseProgram } from '../../spec/wire/parse.ts'
import { printObservation } from '../../spec/wire/print.ts'
import { judge } from '../oracle.ts'
import { runOnModel } from '../run.ts'
import type { Semantics } from '../step.ts'
import { breaks } from './index.ts'
import { witnesses } from './witnesses/index.ts'

const held = new Set(rulesOf(mainline).map(({ id }) => id))

/** A witness is one on mainline, unless its rule does not hold there. */
const semanticsOf = (id: RuleId) => ({ profile: held.has(id) ? mainline : container })

/** What the model answers to each command of a program. */
function answersTo(sound: Semantics, program: Program): string[] {
  const trace = runOnModel(sound, program)
  expect(judge(sound, trace).deviations).toEqual([])
  return trace.observations.map((seen) => printObservation(seen, tokenNamer(trace)))
}

describe('a witness', () => {
  test.each(breaks)('of $id: $says', (broken) => {
    const sound = semanticsOf(broken.id)
    const parsed = parseProgram(witnesses[broken.id])
    if (!parsed.ok) throw new Error(parsed.error)
    const { program, expected } = parsed
    const [shown, ...more] = expected
    if (shown === undefined || more.length > 0) throw new Error('a witness has one arrow')
    expect(answersTo(sound, program)[shown.command]).toBe(shown.answer)

    const [deviation] = judge(sound, runOnModel({ ...sound, broken }, program)).deviations
    expect(deviation?.step).toBe(shown.command)
  })
})
