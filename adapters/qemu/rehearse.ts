/** Finding out how a guest settles. */

import type { Profile } from '../../spec/profiles/profile.ts'
import { canaryRegisters, goneAnswer, lookForCanary, releaseCanary } from '../executor/canary.ts'
import { dataArea } from '../executor/data.ts'
import { type Settling, settleCalls } from '../executor/settle.ts'
import type { Call } from '../wire/call.ts'
import { ask, question } from './ask.ts'
import type { Guest } from './boot.ts'

/** Canaries that have to be gone at first sight, and how many more keyrings are in a nest. */
const tries = 40
const depth = 6

/** Where it is not: a grace period takes some ticks of the clock, a nest as many passes. */
const canaries: Settling = { way: 'canary', spins: 200, patienceMs: 5000 }

/** Whether it is enough on this guest to give way after a command; else canaries are polled. */
export async function rehearse(guest: Guest, profile: Profile): Promise<Settling> {
  const data = dataArea()
  const bodies = [
    ...releaseCanary(profile, data, 'unlink'),
    ...releaseCanary(profile, data, 'invalidate'),
  ]
  const length = bodies.length / 2
  const main = Array.from({ length: tries }, (_, i): Call[] => [
    { kind: 'run', slot: 0, first: (i % 2) * length, length, count: depth },
    ...settleCalls('drop', { calls: [], bodies: undefined }, 0, 0),
    lookForCanary(profile),
  ])
  const registers = { registers: canaryRegisters, registerStart: 1 }
  const program = { ...question, ...registers, main: main.flat(), bodies, data: data.take() }
  const { results } = await ask(guest, program)
  const gone = results.filter(({ value }) => value === goneAnswer).length
  return gone === tries ? { way: 'yield' } : canaries
}
