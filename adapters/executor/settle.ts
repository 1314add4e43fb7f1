/**
 * Settling: after a command, wait until what the kernel put off has been done.
 *
 * A link that is taken away frees its key by an RCU callback (lib/assoc_array.c), so does a set of
 * credentials (kernel/cred.c), and a process does twice, task and credentials (kernel/exit.c). A key
 * without references returns its quota at once but is destroyed by the collector (security/keys/gc.c),
 * which finds what it held only in its next pass, so a nest of keyrings goes one level a pass.
 *
 * A canary is a nest of keyrings of our own that is at least as deep as any of the program's. It is
 * let go after the command; RCU callbacks run in order, and a pass takes all that is dead, so when
 * the innermost canary is gone all of the program's dead are. `keyctl_unlink` tells, because it
 * asks nothing of the key: ENOENT while it exists, ENOKEY from then on.
 */

import type { Profile } from '../../spec/profiles/profile.ts'
import type { Command } from '../../spec/vocabulary/command.ts'
import { errnoNumbers } from '../../spec/vocabulary/errno.ts'
import type { Argument, Call, Syscall } from '../wire/call.ts'
import type { DataArea } from './data.ts'

/** How much a command may have left to be done. */
export type Settle =
  /** Nothing loses a reference. */
  | 'none'
  /** References were dropped, by one RCU callback at most. */
  | 'drop'
  /** Keys died while they were linked: the collector has to pass over every keyring. */
  | 'sweep'
  /** A process died: one RCU callback that leads to another. */
  | 'death'

/** What each operation may leave, and why. */
export const settles: Readonly<Record<Command['op'], Settle>> = {
  // Displaces a namesake; a key that could not be linked is dropped.
  add_key: 'drop',
  // With a destination, may displace a namesake.
  request_key: 'drop',
  keyctl_search: 'drop',
  // May replace the session keyring.
  keyctl_get_keyring_id: 'drop',
  // Leaves the session keyring of before.
  keyctl_join_session_keyring: 'drop',
  // The old payload's quota is returned at once.
  keyctl_update: 'none',
  // A revoked keyring is cleared.
  keyctl_revoke: 'drop',
  // A link to an invalidated key goes by a pass of its own.
  keyctl_invalidate: 'sweep',
  keyctl_clear: 'drop',
  keyctl_describe: 'none',
  keyctl_read: 'none',
  // May displace a namesake.
  keyctl_link: 'drop',
  keyctl_unlink: 'drop',
  keyctl_move: 'drop',
  keyctl_setperm: 'none',
  keyctl_chown: 'none',
  // An expired key stays linked for the delay of the collector.
  keyctl_set_timeout: 'none',
  fork: 'none',
  exit: 'death',
  // Keys expire, and those that are dead for long are reaped.
  advance_clock: 'sweep',
  key_users: 'none',
}

/** Registers that the canaries take. */
export const canaryRegisters = 2
const top = { kind: 'register', register: 0 } as const
const inner = { kind: 'register', register: 1 } as const

/** A name that no program gives to a keyring, and that is not published for joining. */
const canaryName = '\x01canary'

/** How patient settling is. */
export interface Patience {
  /** Yields before the first nap of 0.2 ms. */
  readonly spins: number
  readonly ms: number
}

interface Body {
  readonly first: number
  readonly length: number
}

/** The calls that the runs of a program refer to. */
export interface SettleBodies {
  readonly calls: readonly Syscall[]
  readonly drop: Body
  readonly sweep: Body
}

export function settleBodies(profile: Profile, data: DataArea, patience: Patience): SettleBodies {
  const calls = (['unlink', 'invalidate'] as const).flatMap((way) =>
    canary(profile, data, patience, way),
  )
  const length = calls.length / 2
  return { calls, drop: { first: 0, length }, sweep: { first: length, length } }
}

function canary(
  { abi }: Profile,
  data: DataArea,
  patience: Patience,
  way: 'unlink' | 'invalidate',
): Syscall[] {
  const ring = abi.specialKeys['@t']
  const { syscalls, keyctl } = abi
  const call = (nr: number, args: readonly Argument[], rest: Partial<Syscall> = {}): Syscall => ({
    kind: 'syscall',
    slot: 0,
    report: 'wrong',
    nr,
    args,
    ...rest,
  })
  const nest = (into: Argument) => [data.text('keyring'), data.text(canaryName), 0, 0, into]
  const letGo = way === 'unlink' ? [keyctl.unlink, top, ring] : [keyctl.invalidate, top]
  return [
    call(syscalls.add_key, nest(ring), { register: top.register }),
    call(syscalls.add_key, nest(top), { register: inner.register }),
    call(syscalls.add_key, nest(inner), { register: inner.register, counted: true }),
    call(syscalls.keyctl, letGo),
    call(syscalls.keyctl, [keyctl.unlink, inner, ring], {
      until: { result: -errnoNumbers.ENOKEY, spins: patience.spins, patienceMs: patience.ms },
    }),
  ]
}

/**
 * The calls that settle after something, with canaries for a nest of `depth` keyrings.
 * A sweep that comes upon a pass on its way may have been too late for it in part, and a process's
 * credentials are let go only when its task was: both take a second round.
 */
export function settleCalls(settle: Settle, bodies: SettleBodies, depth: number): Call[] {
  const run = (body: Body): Call => ({
    kind: 'run',
    slot: 0,
    report: 'wrong',
    ...body,
    count: depth,
  })
  switch (settle) {
    case 'none':
      return []
    case 'drop':
      return [run(bodies.drop)]
    case 'sweep':
      return [run(bodies.sweep), run(bodies.drop)]
    case 'death':
      return [run(bodies.drop), run(bodies.drop)]
  }
}
