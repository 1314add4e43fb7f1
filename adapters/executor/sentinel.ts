/**
 * Sentinels: a key that is dead without having been collected tells whether the collector has passed
 * over links unasked, which it does when any key's time comes, those of earlier programs too. Keys of
 * type `dns_resolver` are taken with the first such pass (security/keys/gc.c key_set_expiry()), and
 * nothing tells of them when they are revoked. A program that has such keys, and met such a pass, is
 * run again.
 */

import type { Profile } from '../../spec/profiles/profile.ts'
import type { Command } from '../../spec/vocabulary/command.ts'
import type { Call, Syscall } from '../wire/call.ts'
import type { DataArea } from './data.ts'

/** A register for the sentinel's serial, and whether one is on guard. */
export interface Sentinel {
  readonly register: number
  onGuard: boolean
  /** Calls that look whether it is still there: each must answer 0. */
  readonly looks: number[]
}

/** Types whose keys can be dead and linked with nobody to tell the collector. */
const waitingTypes: ReadonlySet<unknown> = new Set(['dns_resolver', 'rxrpc'])

/** True when a program wants sentinels: it may have keys that wait for a pass. */
export function wantsSentinel({ features }: Profile, commands: readonly Command[]): boolean {
  return (
    features.includes('dns_resolver') &&
    commands.some(
      (command) =>
        (command.op === 'add_key' && waitingTypes.has(command.type)) ||
        // Then any key is dead for long at once.
        (command.op === 'sysctl' && command.setting === 'gc_delay' && command.value === 0),
    )
  )
}

/** Commands from which on a key may be waiting. */
export function mayLeaveWaiting(command: Command): boolean {
  return (
    command.op === 'keyctl_revoke' ||
    (command.op === 'add_key' && command.type === 'rxrpc' && command.payload !== null)
  )
}

const wakers: ReadonlySet<Command['op']> = new Set(['keyctl_invalidate', 'advance_clock', 'sysctl'])

/** Commands that make the collector pass over links. */
export function wakesCollector(command: Command): boolean {
  return wakers.has(command.op)
}

/** A name that no program gives to a key. */
const name = '\x01sentinel'

/** Makes a sentinel and has it die. */
export function post({ abi }: Profile, data: DataArea, { register }: Sentinel): Call[] {
  const { syscalls, keyctl, specialKeys } = abi
  const answer = [data.text('.\0'), 2]
  const add = [data.text('dns_resolver'), data.text(name), ...answer, specialKeys['@t']]
  return [
    { ...quiet, nr: syscalls.add_key, args: add, register },
    { ...quiet, nr: syscalls.keyctl, args: [keyctl.revoke, { kind: 'register', register }] },
  ]
}

/** Takes the sentinel away, if it is there. */
export function relieve({ abi }: Profile, { register }: Sentinel): Call {
  const { syscalls, keyctl, specialKeys } = abi
  const args = [keyctl.unlink, { kind: 'register', register } as const, specialKeys['@t']]
  return { ...quiet, report: 'always', nr: syscalls.keyctl, args }
}

const quiet = { kind: 'syscall', slot: 0, report: 'wrong' } as const satisfies Partial<Syscall>
