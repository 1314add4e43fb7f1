/** The world of a program: what is made before its first command and cleared away after its last. */

import type { Profile } from '../../spec/profiles/profile.ts'
import type { Actor } from '../../spec/vocabulary/program.ts'
import type { Argument, Call, Syscall } from '../wire/call.ts'
import { type Block, idNumber } from './block.ts'
import type { DataArea } from './data.ts'
import {
  capabilityVersion,
  clockRealtime,
  noSetuidFixup,
  setSecurebits,
  syscalls,
  timespecBytes,
  unchanged,
} from './numbers.ts'

/** When every program begins, seconds since 1970; far above any uptime. */
export const startOfTime = 1_700_000_000

const call = (slot: number, nr: number, args: readonly Argument[]): Syscall => ({
  kind: 'syscall',
  slot,
  report: 'wrong',
  nr,
  args,
})

/** Sets the clock to a second's beginning. */
export const setClock = (data: DataArea, seconds: number): Syscall =>
  call(0, syscalls.clock_settime, [clockRealtime, data.timespec(seconds)])

/** Reads the clock; its answer tells whether the second it was set to has passed. */
export const readClock: Syscall = {
  kind: 'syscall',
  slot: 0,
  nr: syscalls.clock_gettime,
  args: [clockRealtime, { kind: 'out', bytes: timespecBytes }],
  wholeBuffer: true,
}

/** The process of an actor, which gives up what the actor is not to have. */
export function actorCalls(actor: Actor, slot: number, block: Block, data: DataArea): Call[] {
  const uid = idNumber(block, actor.uid)
  const gid = idNumber(block, actor.gid)
  const groups = actor.groups.map((group) => idNumber(block, group))
  const list = groups.length === 0 ? 0 : data.words(groups)
  const keeps = actor.privileged && uid !== 0
  const drops = !actor.privileged && uid === 0
  return [
    { kind: 'spawn', slot: 0, report: 'wrong', child: slot },
    call(slot, syscalls.setgroups, [groups.length, list]),
    ...(keeps ? [call(slot, syscalls.prctl, [setSecurebits, noSetuidFixup, 0, 0, 0])] : []),
    call(slot, syscalls.setresgid, [gid, gid, gid]),
    ...(uid === 0 ? [] : [call(slot, syscalls.setresuid, [uid, uid, uid])]),
    ...(drops ? [dropCapabilities(slot, data)] : []),
  ]
}

function dropCapabilities(slot: number, data: DataArea): Syscall {
  const none = [0, 0, 0, 0, 0, 0]
  return call(slot, syscalls.capset, [data.words([capabilityVersion, 0]), data.words(none)])
}

/**
 * The keyrings of a user stay registered for ever unless they are invalidated, by serial, for by
 * special id the second call makes the first again. The agent takes the real uid, by which they
 * are looked up, and keeps its effective one.
 */
export function forgetUserRings({ abi }: Profile, uid: number, registers: UserRegisters): Call[] {
  const { keyctl, specialKeys } = abi
  const ask = (ring: '@u' | '@us', register: number): Syscall => ({
    ...call(0, abi.syscalls.keyctl, [keyctl.get_keyring_id, specialKeys[ring], 0]),
    report: 'never',
    register,
  })
  const invalidate = (register: number): Syscall => ({
    ...call(0, abi.syscalls.keyctl, [keyctl.invalidate, { kind: 'register', register }]),
    report: 'never',
  })
  return [
    call(0, syscalls.setresuid, [uid, unchanged, unchanged]),
    ask('@u', registers.user),
    ask('@us', registers.session),
    invalidate(registers.user),
    invalidate(registers.session),
    call(0, syscalls.setresuid, [0, unchanged, unchanged]),
  ]
}

/** Registers that hold the serials of a user's keyrings; a pair of its own for each user. */
export interface UserRegisters {
  readonly user: number
  readonly session: number
}
