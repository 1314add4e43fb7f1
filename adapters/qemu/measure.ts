/** Figures of a machine: what booting, asking and settling cost here. */

import { performance } from 'node:perf_hooks'
import type { Profile } from '../../spec/profiles/profile.ts'
import { canaryRegisters } from '../executor/canary.ts'
import { dataArea } from '../executor/data.ts'
import { type Settling, settleBodies, settleCalls } from '../executor/settle.ts'
import type { Call } from '../wire/call.ts'
import { encodePing } from '../wire/frames.ts'
import { ask, question } from './ask.ts'
import { bootOrThrow, type Guest } from './boot.ts'
import { rehearse } from './rehearse.ts'
import { machineOf, type QemuOptions } from './target.ts'
import { heldTo } from './told-profile.ts'

export interface Figures {
  /** From launch to the agent's first word, ms. */
  readonly bootMs: number
  /** A ping and its answer, µs. */
  readonly roundTripUs: number
  /** Two keyrings, one in the other, made, dropped, and waited for until they are gone, µs. */
  readonly settleUs: number
  readonly settlesBy: Settling['way']
}

const pings = 500
const settles = 100

/** For one ping, ms. */
const patienceMs = 5000

/** Boots a machine, measures it, and ends it. Throws TargetError as `qemuTarget` does. */
export async function measureQemu(options: QemuOptions): Promise<Figures> {
  const start = performance.now()
  const guest = await bootOrThrow(machineOf(options), {})
  const bootMs = performance.now() - start
  const profile = await heldTo(options.profile, guest)
  const settling = await rehearse(guest, profile)
  const roundTripMs = await timeOf(() => pingOften(guest))
  const settleMs = await timeOf(() => settleOften(guest, profile, settling))
  await guest.process.kill()
  return {
    bootMs,
    roundTripUs: (1000 * roundTripMs) / pings,
    settleUs: (1000 * settleMs) / settles,
    settlesBy: settling.way,
  }
}

async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

async function pingOften({ process }: Guest): Promise<void> {
  for (let i = 0; i < pings; i++) {
    process.send(encodePing(Buffer.alloc(8)))
    await process.next(patienceMs)
  }
}

function settleOften(guest: Guest, profile: Profile, settling: Settling) {
  const data = dataArea()
  const bodies = settleBodies(profile, data, settling, undefined)
  const drop: Call[] =
    settling.way === 'canary' ? [] : [{ kind: 'run', slot: 0, count: 0, ...bodies.parts.unlink }]
  const once = [...drop, ...settleCalls('drop', bodies, 0, 0)]
  const main = Array.from({ length: settles }, () => once).flat()
  const registers = { registers: canaryRegisters, registerStart: 1 }
  return ask(guest, { ...question, ...registers, main, bodies: bodies.calls, data: data.take() })
}
