/** Finding out how a guest settles. */

import type { Profile } from '../../spec/profiles/profile.ts'
import { canaryRegisters, goneAnswer, lookForCanary } from '../executor/canary.ts'
import { dataArea } from '../executor/data.ts'
import { type Settling, settleBodies, settleCalls } from '../executor/settle.ts'
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
  const settling: Settling = { way: 'yield' }
  const data = dataArea()
  const bodies = settleBodies(profile, data, settling)
  const parts = [bodies.parts.unlink, bodies.parts.invalidate]
  const main = Array.from({ length: tries }, (_, i): Call[] => [
    ...parts.slice(i % 2, (i % 2) + 1).map((part): Call => ({ ...run, ...part })),
    ...settleCalls('drop', bodies, 0, 0),
    lookForCanary(profile),
  ])
  const registers = { registers: canaryRegisters, registerStart: 1 }
  const program = { ...question, ...registers, main: main.flat(), data: data.take() }
  const { results } = await ask(guest, { ...program, bodies: bodies.calls })
  const gone = results.filter(({ value }) => value === goneAnswer).length
  return gone === tries ? settling : canaries
}

const run = { kind: 'run', slot: 0, count: depth } as const
