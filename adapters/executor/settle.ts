/**
 * Settling: after a command, wait until what the kernel put off has been done.
 *
 * A link that is taken away frees its key by an RCU callback (lib/assoc_array.c), so does a set of
 * credentials (kernel/cred.c), and a process does twice, task and credentials (kernel/exit.c). A key
 * without references returns its quota at once but is destroyed by the collector (security/keys/gc.c),
 * which finds what it held only in its next pass, so a nest of keyrings goes one level a pass.
 */

import type { Profile } from '../../spec/profiles/profile.ts'
import type { Command } from '../../spec/vocabulary/command.ts'
import type { Call, Syscall } from '../wire/call.ts'
import {
  deepestCanary,
  type LettingGo,
  lookForCanary,
  ownCanary,
  releaseCanary,
  wakeCollector,
} from './canary.ts'
import type { DataArea } from './data.ts'
import { asksForKeys, keyRefs } from './key-refs.ts'
import { awaitNetworks, type Networks } from './networks.ts'
import { syscalls } from './numbers.ts'
import { helper } from './users.ts'

/** How much a command may have left to be done. */
export type Settle =
  /** Nothing loses a reference. */
  | 'none'
  /** References were dropped, by one RCU callback at most. */
  | 'drop'
  /** A key died while it was linked, and the collector was told to pass over every keyring. */
  | 'sweep'
  /** Keys died by the clock, so nobody has told the collector. */
  | 'reap'
  /** A process died: one RCU callback that leads to another. */
  | 'death'
  /** A call came back that had waited: keys and processes may have died. */
  | 'upcall'

/** What each operation may leave, and why. */
const settles: Readonly<Record<Command['op'], Settle>> = {
  // Displaces a namesake; a key that could not be linked is dropped.
  add_key: 'drop',
  // Hold what they find until they return, and no longer.
  request_key: 'none',
  keyctl_search: 'none',
  keyctl_get_keyring_id: 'none',
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
  keyctl_get_security: 'none',
  keyctl_capabilities: 'none',
  // May displace a namesake.
  keyctl_link: 'drop',
  keyctl_get_persistent: 'drop',
  keyctl_unlink: 'drop',
  keyctl_move: 'drop',
  keyctl_setperm: 'none',
  keyctl_grant_permission: 'none',
  keyctl_restrict_keyring: 'none',
  keyctl_restrict_by_key: 'none',
  keyctl_chown: 'none',
  // An expired key stays linked for the delay of the collector.
  keyctl_set_timeout: 'none',
  keyctl_set_reqkey_keyring: 'none',
  // The thread keyring changes hands where it is.
  setresuid: 'none',
  setresgid: 'none',
  setfsuid: 'none',
  setfsgid: 'none',
  setgroups: 'none',
  capset: 'none',
  prctl_set_securebits: 'none',
  // Leaves the session keyring of its parent from before, and its own.
  keyctl_session_to_parent: 'drop',
  keyctl: 'none',
  // The namespace that was left, and its keys, are waited for otherwise.
  unshare_net: 'drop',
  setns_net: 'drop',
  // A watch that ends lets go of the credentials of its maker.
  keyctl_watch_key: 'drop',
  unshare_user: 'death',
  setns_user: 'death',
  // The authority of before may have been the last that held its key.
  keyctl_assume_authority: 'drop',
  // Whoever waits for the key goes on, with whatever it was about to do.
  keyctl_instantiate: 'upcall',
  keyctl_instantiate_iov: 'upcall',
  keyctl_negate: 'upcall',
  keyctl_reject: 'upcall',
  // What was under the name before may have been the last of its container.
  container_create: 'death',
  fork_into_container: 'none',
  close_container: 'death',
  // So it is with what the taker had.
  pass_container: 'death',
  proc_containers: 'none',
  keyctl_set_container_keyring: 'none',
  keyctl_get_container_keyring: 'drop',
  // Filters that are removed let go of the credentials of who has installed them.
  keyctl_container_intercept: 'death',
  keyctl_query_request_key_auth: 'none',
  keyctl_find_lru: 'none',
  upcall: 'none',
  await: 'none',
  interrupt: 'upcall',
  fork: 'none',
  clone_thread: 'none',
  // Drops the thread and the process keyring, and other threads with theirs.
  execve: 'death',
  exit: 'death',
  exit_thread: 'death',
  // Keys expire, and those that are dead for long are reaped.
  advance_clock: 'reap',
  // With a shorter delay, more is dead for long.
  sysctl: 'reap',
  key_users: 'none',
  proc_keys: 'none',
  watch_queue: 'none',
  read_queue: 'none',
}

/**
 * What a command may leave. A destination may lose a namesake. Whoever says `@s` may lose a session
 * keyring that was the user's and is invalid (security/keys/process_keys.c lookup_user_key()).
 */
export function settleOf(command: Command): Settle {
  const settle = settles[command.op]
  if (settle !== 'none') return settle
  if (asksForKeys(command)) return 'upcall'
  const drops = ('dest' in command && command.dest !== null) || keyRefs(command).includes('@s')
  return drops ? 'drop' : 'none'
}

/** Operations that drop nothing when they fail. */
const harmless: ReadonlySet<Command['op']> = new Set<Command['op']>([
  'request_key',
  'keyctl_search',
  'keyctl_revoke',
  'keyctl_invalidate',
  'keyctl_clear',
  'keyctl_link',
  'keyctl_unlink',
  'keyctl_move',
])

/** True when a failure of the command leaves nothing to be done. */
export function failsClean(command: Command): boolean {
  if (asksForKeys(command)) return false
  return harmless.has(command.op) && !keyRefs(command).includes('@s')
}

/** What may leave processes on their way out. */
const mourning: ReadonlySet<Settle> = new Set<Settle>(['death', 'upcall'])

/** How a machine is waited for. */
export type Settling =
  /**
   * Giving way is enough: there is one CPU, its RCU ends a grace period with every change of task,
   * and the kernel's threads come before ours, so all is done when we are back.
   */
  | { readonly way: 'yield' }
  /** Canaries are polled: as many yields before the first nap of 0.2 ms, at most so long. */
  | { readonly way: 'canary'; readonly spins: number; readonly patienceMs: number }

/** A part of the bodies. */
interface Body {
  readonly first: number
  readonly length: number
}

/** The calls that a program refers to when it settles. */
export interface SettleBodies {
  readonly way: Settling['way']
  readonly calls: readonly Syscall[]
  readonly parts: Readonly<Record<LettingGo | 'wake' | 'networks', Body>>
  /** Waits for whoever has died. */
  readonly mourned: readonly Call[]
}

export function settleBodies(
  profile: Profile,
  data: DataArea,
  settling: Settling,
  networks: Networks | undefined,
): SettleBodies {
  const look = settling.way === 'yield' ? [] : [lookForCanary(profile, settling)]
  const body = (way: LettingGo): Syscall[] => [...releaseCanary(profile, data, way), ...look]
  const unlink = body('unlink')
  const invalidate = body('invalidate')
  const wake = wakeCollector(profile, data)
  const ends = networks === undefined ? [] : awaitNetworks(profile, data, networks)
  const before = unlink.length + invalidate.length
  return {
    way: settling.way,
    mourned: mourn(profile, data, look),
    calls: [...unlink, ...invalidate, ...wake, ...ends],
    parts: {
      unlink: { first: 0, length: unlink.length },
      invalidate: { first: unlink.length, length: invalidate.length },
      wake: { first: before, length: wake.length },
      networks: { first: before + wake.length, length: ends.length },
    },
  }
}

/**
 * A canary that dies with its process. The credentials of a process are let go when its task was, and
 * that some grace periods after its end: two on Linux 6.12, three on 6.18, and where whoever waits for a
 * grace period goes on before what was put off to its end (rcupdate.rcu_expedited), only such a canary
 * tells. All tasks are on one CPU, where what is put off comes in order.
 */
function mourn(profile: Profile, data: DataArea, look: readonly Syscall[]): Call[] {
  return [
    { kind: 'spawn', slot: 0, report: 'wrong', child: helper },
    { ...ownCanary(profile, data), slot: helper },
    { kind: 'exit', slot: helper, report: 'wrong' },
    ...look,
  ]
}

/**
 * Canaries that settle. A sweep that comes upon a pass on its way may have been too late for it in
 * part, which takes a second round, as does what a process has held that is gone. A key that is made may have the
 * kernel tell the collector itself; where it is not made after all, nobody may tell it.
 */
const rounds: Readonly<Record<Settle, readonly LettingGo[]>> = {
  none: [],
  drop: ['unlink'],
  sweep: ['invalidate', 'unlink'],
  reap: ['invalidate', 'unlink'],
  death: ['unlink', 'unlink'],
  upcall: ['unlink', 'unlink', 'unlink'],
}

/**
 * Times to give way: each ends a grace period, and one more for good measure; two more where somebody
 * has died, who may be on its way out yet when nobody knows it any more.
 */
const yields: Readonly<Record<Settle, number>> = {
  none: 0,
  drop: 2,
  sweep: 2,
  reap: 2,
  death: 5,
  upcall: 6,
}

/**
 * The calls that settle after something that the task of `slot` did, with canaries for a nest of
 * `depth` keyrings.
 */
export function settleCalls(
  settle: Settle,
  { way, parts, mourned }: SettleBodies,
  slot: number,
  depth: number,
): Call[] {
  if (way === 'canary') {
    const canaries = deepened(rounds[settle], depth).map((letGo) =>
      run(parts[letGo], Math.min(depth, deepestCanary)),
    )
    return mourning.has(settle) ? [...mourned, ...canaries] : canaries
  }
  const wake = settle === 'reap' ? [run(parts.wake, 0)] : []
  return [...wake, ...Array.from({ length: yields[settle] }, () => giveWay(slot))]
}

/** Waits for namespaces to end, and for what they take with them, if call `made` has made one. */
export function settleNetworks(bodies: SettleBodies, made: number, depth: number): Call[] {
  const calls = [run(bodies.parts.networks, 0), ...settleCalls('sweep', bodies, 0, depth)]
  return calls.map((call) => ({ ...call, when: { call: made, least: 0 } }))
}

/** What is deeper than a canary can be takes another round for so many levels more. */
function deepened(letGo: readonly LettingGo[], depth: number): readonly LettingGo[] {
  if (letGo.length === 0) return letGo
  const more = Math.max(0, Math.ceil(depth / deepestCanary) - 1)
  return [...letGo, ...Array.from({ length: more }, () => 'unlink' as const)]
}

/**
 * What a watch holds goes after its key and after itself (kernel/watch_queue.c free_watch()), and may
 * be watched in its turn.
 */
export function settleWatches(bodies: SettleBodies, slot: number, depth: number): Call[] {
  const once = settleCalls('death', bodies, slot, depth)
  return [...once, ...once]
}

const run = (body: Body, count: number): Call => ({ kind: 'run', slot: 0, ...body, count })

/** `sched_yield(2)` by the task of a slot. */
export const giveWay = (slot: number): Syscall => ({
  kind: 'syscall',
  slot,
  // There may be nobody, or nobody who has time.
  report: 'never',
  nr: syscalls.sched_yield,
  args: [],
})
