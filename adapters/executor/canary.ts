/**
 * Canaries: a nest of keyrings of our own, at least as deep as any of the program's, is let go after
 * a command. RCU callbacks run in order, and a pass of the collector takes all that is dead, so when
 * the innermost canary is gone, all of the program's dead are. `keyctl_unlink` tells, because it
 * asks nothing of the key: ENOENT while it exists, ENOKEY from then on.
 */

import type { Profile } from '../../spec/profiles/profile.ts'
import { errnoNumbers } from '../../spec/vocabulary/errno.ts'
import type { Argument, Syscall, Until } from '../wire/call.ts'
import type { DataArea } from './data.ts'

/** Registers that the canaries take. */
export const canaryRegisters = 2
const top = { kind: 'register', register: 0 } as const
const inner = { kind: 'register', register: 1 } as const

/** A name that no program gives to a keyring. */
const canaryName = '\x01canary'

/**
 * More keyrings than the first two: what is deeper is not possessed, so nothing may be put into it
 * (include/linux/key.h KEYRING_SEARCH_MAX_DEPTH).
 */
export const deepestCanary = 6

/** How a canary is let go. */
export type LettingGo = 'unlink' | 'invalidate'

/** What a keyring of ours is made with, in a keyring. */
const ringIn = (data: DataArea, into: Argument): Argument[] => [
  data.text('keyring'),
  data.text(canaryName),
  0,
  0,
  into,
]

/** Makes a nest of two keyrings and as many more as a `run` counts, and lets it go. */
export function releaseCanary(profile: Profile, data: DataArea, way: LettingGo): Syscall[] {
  const { syscalls, keyctl, specialKeys } = profile.abi
  const ring = specialKeys['@t']
  const nest = (into: Argument) => ringIn(data, into)
  const letGo = way === 'unlink' ? [keyctl.unlink, top, ring] : [keyctl.invalidate, top]
  return [
    { ...quiet, nr: syscalls.add_key, args: nest(ring), register: top.register },
    { ...quiet, nr: syscalls.add_key, args: nest(top), register: inner.register },
    { ...quiet, nr: syscalls.add_key, args: nest(inner), register: inner.register, counted: true },
    { ...quiet, nr: syscalls.keyctl, args: letGo },
  ]
}

/** Makes a canary that is gone when its maker is. */
export function ownCanary({ abi }: Profile, data: DataArea): Syscall {
  const { syscalls, specialKeys } = abi
  const ring = ringIn(data, specialKeys['@t'])
  return { ...quiet, nr: syscalls.add_key, args: ring, register: inner.register }
}

/** Tells the collector to pass over every keyring: a keyring is made and invalidated. */
export function wakeCollector({ abi }: Profile, data: DataArea): Syscall[] {
  const { syscalls, keyctl, specialKeys } = abi
  const ring = ringIn(data, specialKeys['@t'])
  return [
    { ...quiet, nr: syscalls.add_key, args: ring, register: top.register },
    { ...quiet, nr: syscalls.keyctl, args: [keyctl.invalidate, top] },
  ]
}

/** What the innermost canary answers when it is gone. */
export const goneAnswer = -errnoNumbers.ENOKEY

/** Asks for the innermost canary once, or until it is gone. */
export function lookForCanary({ abi }: Profile, until?: Omit<Until, 'result'>): Syscall {
  const { syscalls, keyctl, specialKeys } = abi
  const args = [keyctl.unlink, inner, specialKeys['@t']]
  const call: Syscall = { ...quiet, nr: syscalls.keyctl, args }
  return until === undefined
    ? { ...call, report: 'always' }
    : { ...call, until: { result: goneAnswer, ...until } }
}

const quiet = { kind: 'syscall', slot: 0, report: 'wrong' } as const
