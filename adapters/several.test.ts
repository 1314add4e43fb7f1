/** Programs shared out among targets, fast and slow, that go on, fail, or are left early. */

import { describe, expect, test } from 'vitest'
import type { Target } from '../spec/target.ts'
import type { Trace } from '../spec/trace.ts'
import type { Program } from '../spec/vocabulary/program.ts'
import { several } from './several.ts'

const program = (commands: number): Program => ({
  actors: [],
  commands: Array.from({ length: commands }, () => ({ op: 'key_users', uid: 'u1' }) as const),
})

/** A target that draws `ahead` programs at a time, and is as slow as it is told. */
function slowTarget(ahead: number, turns: (nth: number) => number, failsAt = -1) {
  const seen = { ran: 0, left: 0, closed: 0 }
  const target: Target = {
    describe: () => Promise.reject(new Error('not asked')),
    async *run(programs) {
      const source = programs[Symbol.iterator]()
      const waiting: Program[] = []
      try {
        for (;;) {
          while (waiting.length < ahead) {
            const next = source.next()
            if (next.done === true) break
            waiting.push(next.value)
          }
          const first = waiting.shift()
          if (first === undefined) return
          for (let left = turns(seen.ran); left > 0; left -= 1) await new Promise(setImmediate)
          if (seen.ran === failsAt) throw new Error('it does not boot any more')
          seen.ran += 1
          yield { program: first, observations: [] }
        }
      } finally {
        seen.left += 1
      }
    },
    async close() {
      seen.closed += 1
    },
  }
  return { target, seen }
}

async function all(traces: AsyncIterable<Trace>): Promise<Trace[]> {
  const told: Trace[] = []
  for await (const trace of traces) told.push(trace)
  return told
}

const many = Array.from({ length: 200 }, (_, at) => program(at))

describe('programs that are shared out', () => {
  test('come back in order, whoever is slow', async () => {
    const quick = slowTarget(3, () => 0)
    const slow = slowTarget(5, (nth) => (nth % 7 === 0 ? 20 : 1))
    const told = await all(several([quick.target, slow.target]).run(many))
    expect(told.map((trace) => trace.program)).toEqual(many)
    expect(quick.seen.ran + slow.seen.ran).toBe(many.length)
    expect(slow.seen.ran).toBeGreaterThan(0)
  })

  test('are not drawn without bound while one is waited for', async () => {
    const quick = slowTarget(64, () => 0)
    const stuck = slowTarget(1, (nth) => (nth === 0 ? 20_000 : 0))
    let drawn = 0
    function* endless(): IterableIterator<Program> {
      for (; drawn < 20_000; drawn += 1) yield program(0)
    }
    const running = several([stuck.target, quick.target]).run(endless())
    const first = await running[Symbol.asyncIterator]().next()
    expect(first.done).toBe(false)
    expect(drawn).toBeLessThanOrEqual(4096 + 1)
    const rest = await all({ [Symbol.asyncIterator]: () => running[Symbol.asyncIterator]() })
    expect(rest.length).toBe(19_999)
  })

  test('that nobody waits for any more are left by every target', async () => {
    const targets = [slowTarget(3, () => 0), slowTarget(3, () => 1)] as const
    for await (const _ of several([targets[0].target, targets[1].target]).run(many)) break
    expect(targets.map(({ seen }) => seen.left)).toEqual([1, 1])
    expect(targets[0].seen.ran + targets[1].seen.ran).toBeLessThan(20)
  })

  test('meet the failure of any target, after what came before', async () => {
    const good = slowTarget(1, () => 0)
    const bad = slowTarget(1, () => 0, 3)
    await expect(all(several([good.target, bad.target]).run(many))).rejects.toThrow('does not boot')
    expect([good.seen.left, bad.seen.left]).toEqual([1, 1])
  })

  test('are closed with all of them', async () => {
    const targets = [slowTarget(1, () => 0), slowTarget(1, () => 0)] as const
    await several([targets[0].target, targets[1].target]).close()
    expect(targets.map(({ seen }) => seen.closed)).toEqual([1, 1])
  })
})
