/** The world of a program: what is made before its first command and cleared away after its last. */

import type { Actor } from '../../spec/vocabulary/program.ts'
import type { Argument, Call, Syscall } from '../wire/call.ts'
import { type Block, idNumber } from './block.ts'
import { capabilitySets } from './credential-call.ts'
import type { DataArea } from './data.ts'
import { clockRealtime, noSetuidFixup, setSecurebits, syscalls, timespecBytes } from './numbers.ts'

const call = (slot: number, nr: number, args: readonly Argument[]): Syscall => ({
  kind: 'syscall',
  slot,
  report: 'wrong',
  nr,
  args,
})

/** What the clock is set in. */
interface Clocked {
  readonly main: Call[]
  readonly data: DataArea
  /** The clock is ours to set; else it runs on, and tells nothing. */
  readonly ownClock: boolean
}

/** Sets the clock to a second's beginning. */
export function setClock({ main, data, ownClock }: Clocked, seconds: number): void {
  if (!ownClock) return
  main.push(call(0, syscalls.clock_settime, [clockRealtime, data.timespec(seconds)]))
}

/** Reads the clock; its answer tells whether the second it was set to has passed. */
const readClock: Syscall = {
  kind: 'syscall',
  slot: 0,
  nr: syscalls.clock_gettime,
  args: [clockRealtime, { kind: 'out', bytes: timespecBytes }],
  wholeBuffer: true,
}

/** A call that reads the clock, the second at which it should stand, and by how many more it may be late. */
export interface ClockCheck {
  readonly call: number
  readonly second: number
  readonly slack: number
}

/** Looks at the clock here. */
export function checkClock(
  draft: {
    readonly main: Call[]
    readonly clockChecks: ClockCheck[]
    readonly second: number
    readonly ownClock: boolean
  },
  slack = 0,
): void {
  if (!draft.ownClock) return
  draft.clockChecks.push({ call: draft.main.length, second: draft.second, slack })
  draft.main.push(readClock)
}

/** The process of an actor gives up what the actor is not to have. */
export function actorCalls(actor: Actor, slot: number, block: Block, data: DataArea): Call[] {
  const uid = idNumber(block, actor.uid)
  const gid = idNumber(block, actor.gid)
  const groups = actor.groups.map((group) => idNumber(block, group))
  const list = groups.length === 0 ? 0 : data.words(groups)
  const keeps = actor.privileged && uid !== 0
  const drops = !actor.privileged && uid === 0
  return [
    call(slot, syscalls.setgroups, [groups.length, list]),
    ...(keeps ? [call(slot, syscalls.prctl, [setSecurebits, noSetuidFixup, 0, 0, 0])] : []),
    call(slot, syscalls.setresgid, [gid, gid, gid]),
    ...(uid === 0 ? [] : [call(slot, syscalls.setresuid, [uid, uid, uid])]),
    ...(drops ? [dropCapabilities(slot, data)] : []),
  ]
}

/** A child of the agent for a slot. */
export const spawn = (child: number): Call => ({ kind: 'spawn', slot: 0, report: 'wrong', child })

function dropCapabilities(slot: number, data: DataArea): Syscall {
  return call(slot, syscalls.capset, capabilitySets(data, 0, 0))
}
