/** Chapter 14, calls that have not come back: they wait, go on, and are awaited. */

import type { Await, Command, Interrupt, Network, Upcall } from '../spec/vocabulary/command.ts'
import type { ActorName } from '../spec/vocabulary/names.ts'
import { absent, blocked, done, type Reply } from './answers.ts'
import { authorityAfterGift } from './authority.ts'
import { processOfActor } from './credentials.ts'
import { processOf } from './lookup.ts'
import { withoutFiles } from './members.ts'
import { endThread } from './threads.ts'
import { cite, fromTheStart, type Progress, rule, type Turn } from './turn.ts'
import { finish } from './upcalls.ts'
import {
  indexOf,
  type KeyId,
  keyOf,
  type Process,
  processNamed,
  type Waiting,
  type World,
  withProcess,
} from './world.ts'

/** What an actor in a call that has not come back may be the object of. */
const attending: ReadonlySet<Command['op']> = new Set<Command['op']>([
  'upcall',
  'await',
  'interrupt',
])

/** True where there is nobody to carry the command out, or nobody who has time. */
export function isMissed({ world }: Turn, command: Command): boolean {
  if (!('actor' in command)) return false
  const process = world.processes[indexOf(command.actor)]
  if (process === undefined || process.ended) return true
  if (process.waits !== null) return !attending.has(command.op)
  if (seesTooLittle(world, process, command)) return true
  // Whose namespace is entered has to show it.
  if ('of' in command && processNamed(world, command.of)?.waits !== null) return true
  if ('network' in command && isBusy(world, command.network)) return true
  return endsThreads.has(command.op) && hasCompany(world, process)
}

/** Nobody is asked in which network namespace an actor is that has no time. */
function isBusy(world: World, whose: Network | undefined): boolean {
  return (
    whose !== undefined &&
    whose !== 'nobody' &&
    (processNamed(world, whose)?.waits ?? null) !== null
  )
}

/** What is done by files of the environment's, and cannot be where its mounts are not seen. */
const lookingAround: ReadonlySet<Command['op']> = new Set<Command['op']>([
  'execve',
  'proc_keys',
  'proc_containers',
  'unshare_user',
  'setns_net',
  'setns_user',
])

function seesTooLittle(world: World, { where }: Process, command: Command): boolean {
  if (!lookingAround.has(command.op)) return false
  if (!where.sees) return true
  return 'of' in command && processNamed(world, command.of)?.where.sees === false
}

const endsThreads: ReadonlySet<Command['op']> = new Set<Command['op']>(['exit', 'execve'])

/** Nobody ends a process, or its other threads, of which a thread is in a call that has not come back. */
function hasCompany({ processes }: World, { name, leader }: Process): boolean {
  return processes.some(
    (other) => other?.leader === leader && other.name !== name && other.waits !== null,
  )
}

/** The reply, or that the call waits for the key under construction that it has come upon. */
export function orWait(turn: Turn, command: Command, reply: Reply): Reply {
  const { waitsFor, refs, found, mandate } = turn.progress
  if (waitsFor === 0 || !('actor' in command)) return reply
  const process = processOf(turn, command.actor)
  const soFar = { refs, found, mandate }
  const waits = { command, key: waitsFor, ...soFar, helper: null, session: 0, reply: null }
  turn.world = withProcess(turn.world, { ...process, waits })
  return blocked
}

/** How the call of a process goes on. */
type Act = (turn: Turn, command: Command) => Reply

/** Takes a call up again where it waited. */
function takeUp(
  turn: Turn,
  process: Process,
  waits: Waiting,
  interrupted: boolean,
  act: Act,
): void {
  const { command, refs, found, mandate } = waits
  const outer: Progress = turn.progress
  const before = refs.length
  turn.progress = { ...fromTheStart(), refs: [...refs], before, found, mandate, interrupted }
  turn.world = withProcess(turn.world, { ...process, waits: null })
  const reply = orWait(turn, command, act(turn, command))
  turn.progress = outer
  turn.loose = true
  const after = processOf(turn, process.name)
  if (after.waits === null) comeBack(turn, after, waits, reply)
  else turn.world = withProcess(turn.world, keepGift(after, after.waits, waits.session))
}

const keepGift = (process: Process, waits: Waiting, session: number): Process => ({
  ...process,
  waits: { ...waits, session },
})

/** A call is back, and so is its caller, who finds what it was given meanwhile. */
function comeBack(turn: Turn, process: Process, waits: Waiting, reply: Reply): void {
  const gift =
    waits.session === 0
      ? {}
      : { session: waits.session, authority: authorityAfterGift(turn, process) }
  turn.world = withProcess(turn.world, { ...process, ...gift, waits: { ...waits, reply } })
  turn.loose = true
}

/** Calls that leave everything as it is. */
const looking: ReadonlySet<Command['op']> = new Set<Command['op']>([
  'request_key',
  'keyctl_read',
  'keyctl_get_keyring_id',
])

function isReady(turn: Turn, process: Process | undefined): process is Process {
  const waits = process?.waits
  if (waits == null || waits.helper !== null || waits.reply !== null) return false
  return keyOf(turn.world, waits.key).state !== 'uninstantiated'
}

/** upcalls/woken-in-any-order: whoever waits for the key goes on. */
export const goOn = rule('upcalls/woken-in-any-order', (turn, act: Act): void => {
  turn.woken = false
  for (;;) {
    const ready = turn.world.processes.filter((process) => isReady(turn, process))
    if (ready.length === 0) return
    const free =
      ready.length > 1 && ready.some(({ waits }) => !looking.has(waits?.command.op ?? 'await'))
    if (ready.length > 1) cite(turn, 'upcalls/woken-in-any-order')
    const next = ready[free ? turn.choose(ready.length) : 0]
    if (next?.waits == null) return
    takeUp(turn, next, next.waits, false, act)
  }
})

/** upcalls/helper-is-root: what a process that the kernel has started is. */
export const helperProcess = rule(
  'upcalls/helper-is-root',
  (turn, name: ActorName, session: number): Process => {
    cite(turn, 'upcalls/helper-is-root')
    const root = { name, uid: 'root', gid: 'root', groups: [], privileged: true } as const
    const files = withoutFiles(turn)
    return {
      ...processOfActor(root),
      files,
      session,
      pinned: programKeeps(turn, session),
      reqkey: 1,
    }
  },
)

/** upcalls/program-keeps-session: what stays in being as long as its program runs. */
export const programKeeps = rule(
  'upcalls/program-keeps-session',
  (turn, session: KeyId): readonly KeyId[] => {
    cite(turn, 'upcalls/program-keeps-session')
    return [session]
  },
)

/** The process that the kernel has started is called by a name from now on. */
export function upcall(turn: Turn, { actor, child }: Upcall): Reply {
  const requester = processOf(turn, actor)
  const { waits } = requester
  if (waits?.helper == null || waits.helper.name !== null || waits.reply !== null) return absent
  if (indexOf(child) in turn.world.processes) return absent
  const helper = { ...waits.helper, name: child }
  turn.world = withProcess(turn.world, { ...requester, waits: { ...waits, helper } })
  const files = withoutFiles(turn)
  turn.world = withProcess(turn.world, { ...helperProcess(turn, child, helper.ring), files })
  return done
}

/** Where another thread takes over the process that the kernel has started, that is waited for. */
export function takeOver(turn: Turn, leader: ActorName, heir: ActorName): void {
  const requester = turn.world.processes.find((one) => one?.waits?.helper?.name === leader)
  if (requester?.waits?.helper == null) return
  const { waits } = requester
  const helper = { ...requester.waits.helper, name: heir }
  turn.world = withProcess(turn.world, { ...requester, waits: { ...waits, helper } })
}

/** A process may be gone; if it made a key, the call that waits for its end goes on. */
export function leave(turn: Turn, leader: ActorName): void {
  const { processes } = turn.world
  if (processes.some((process) => process?.leader === leader)) return
  const requester = processes.find((process) => process?.waits?.helper?.name === leader)
  const waits = requester?.waits
  if (requester === undefined || waits?.helper == null || waits.reply !== null) return
  const reply = finish(turn, waits.key, waits.helper.authority)
  comeBack(turn, requester, waits, reply)
  if (requester.killed) endThread(turn, processOf(turn, requester.name))
}

/** What a call answered that had not come back. */
export function awaitCall(turn: Turn, { actor }: Await): Reply {
  const process = processOf(turn, actor)
  if (process.waits === null) return absent
  if (process.waits.reply === null) return blocked
  turn.world = withProcess(turn.world, { ...process, waits: null })
  return process.waits.reply
}

/** A signal: a call that waits for a process does not mind it. */
export function interrupt(turn: Turn, { actor }: Interrupt, act: Act): Reply {
  const process = processOf(turn, actor)
  const { waits } = process
  if (waits === null || waits.reply !== null) return absent
  if (waits.helper === null) takeUp(turn, process, waits, true, act)
  return done
}
