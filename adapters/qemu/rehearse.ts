/** Finding out how a guest settles. */

import type { Profile } from '../../spec/profiles/profile.ts'
import { canaryRegisters, goneAnswer, lookForCanary } from '../executor/canary.ts'
import { dataArea } from '../executor/data.ts'
import { type SettleBodies, type Settling, settleBodies, settleCalls } from '../executor/settle.ts'
import type { Call } from '../wire/call.ts'
import { isDone, type Reply } from '../wire/reply.ts'
import { ask, question } from './ask.ts'
import type { Guest } from './boot.ts'

/** Canaries that have to be gone at first sight, and how many more keyrings are in a nest. */
const tries = 40
const depth = 6

const giveWay: Settling = { way: 'yield' }

/** A grace period may take some ticks of the clock. */
const canaries: Settling = { way: 'canary', spins: 200, patienceMs: 5000 }

/**
 * Whether it is enough on this guest to give way after a command; else canaries are polled. Where
 * even these do not go, the kernel is broken in a way that is for programs to show.
 */
export async function rehearse(guest: Guest, profile: Profile): Promise<Settling> {
  const yielded = await perform(guest, profile, giveWay, (bodies) =>
    Array.from({ length: tries }, (_, i): Call[] => [
      {
        kind: 'run',
        slot: 0,
        count: depth,
        ...bodies.parts[i % 2 === 0 ? 'unlink' : 'invalidate'],
      },
      ...settleCalls('drop', bodies, 0, 0),
      lookForCanary(profile),
    ]).flat(),
  )
  if (yielded.results.filter(({ value }) => value === goneAnswer).length === tries) return giveWay
  const polled = await perform(guest, profile, canaries, (bodies) =>
    settleCalls('sweep', bodies, 0, depth),
  )
  return isDone(polled) && polled.results.length === 0 ? canaries : giveWay
}

function perform(
  guest: Guest,
  profile: Profile,
  settling: Settling,
  play: (bodies: SettleBodies) => readonly Call[],
): Promise<Reply> {
  const data = dataArea()
  const bodies = settleBodies(profile, data, settling, undefined)
  const main = play(bodies)
  const registers = { registers: canaryRegisters, registerStart: 1 }
  return ask(guest, { ...question, ...registers, main, bodies: bodies.calls, data: data.take() })
}
