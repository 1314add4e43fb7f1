import { expect, test } from 'vitest'
import { runOnModel } from '../../model/run.ts'
import { mainline } from '../../spec/profiles/mainline.ts'
import type { Target } from '../../spec/target.ts'
import type { Program } from '../../spec/vocabulary/program.ts'
import { runCampaign } from '../campaign.ts'
import { drawOf } from './draw.ts'
import { memory } from './memory.ts'
import { drawProgram, programsOf } from './program.ts'

const semantics = { profile: mainline }

const some = (seed: number, many: number): Program[] => {
  const draw = programsOf(semantics, seed, [])
  return Array.from({ length: many }, () => draw())
}

test('the programs of a seed are the same for ever, and know of each other', () => {
  expect(some(7, 60)).toEqual(some(7, 60))
  const alone = Array.from({ length: 60 }, (_, at) => drawProgram(semantics, drawOf(7, at)))
  expect(some(7, 60)).not.toEqual(alone)
})

test('what was met often is less new than what was met once, and that than the unmet', () => {
  const kept = memory()
  kept.keep(['often', 'once'])
  kept.keep(['often'])
  const newness = ['unmet', 'once', 'often'].map((feature) => kept.newness([feature]))
  expect(newness).toEqual([1, 1 / 2, 1 / 3])
})

/** The model, which draws so many programs ahead of those that it answers. */
function drawingAhead(many: number, heard: Program[]): Target {
  return {
    describe: async () => ({
      kind: 'model',
      title: '',
      release: '',
      version: '',
      profile: mainline.name,
      untested: [],
    }),
    async *run(programs) {
      const waiting: Program[] = []
      for (const program of programs) {
        waiting.push(program)
        if (waiting.length > many) yield answered(waiting.shift() as Program)
      }
      for (const program of waiting) yield answered(program)
    },
    close: async () => undefined,
  }
  function answered(program: Program) {
    heard.push(program)
    const trace = runOnModel(semantics, program)
    if (heard.length % 20 !== 0) return trace
    return { program, observations: [{ kind: 'crashed', log: '' } as const] }
  }
}

test('a finding changes nothing about the programs that follow, nor does drawing ahead', async () => {
  const heardBy = async (ahead: number) => {
    const heard: Program[] = []
    const { findings, programs } = await runCampaign({
      target: drawingAhead(ahead, heard),
      semantics,
      seed: 7,
      mostPrograms: 45,
      mostFindings: 3,
      clock: () => 0,
    })
    expect(programs).toBe(45)
    return findings.map(({ found }) => found.original)
  }
  expect(await heardBy(16)).toEqual(await heardBy(0))
})
