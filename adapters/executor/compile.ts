/** Programs as calls: what the agent does for each command, and where its answer will be. */

import type { Profile } from '../../spec/profiles/profile.ts'
import type {
  Command,
  Containing,
  CreateContainer,
  Credential,
  Fork,
  ForkIntoContainer,
  Intercept,
  KeyCommand,
  Namespacing,
  PassContainer,
  Setting,
  UnshareUsers,
} from '../../spec/vocabulary/command.ts'
import type { ActorName, UidName } from '../../spec/vocabulary/names.ts'
import { type Program, startOfTime } from '../../spec/vocabulary/program.ts'
import { groupsOf } from '../../spec/vocabulary/together.ts'
import type { Argument, Call, CallProgram } from '../wire/call.ts'
import { type Block, idNumber } from './block.ts'
import {
  closeCall,
  containerFile,
  createCalls,
  forkCall,
  placing,
  readCalls,
} from './containers.ts'
import { credentialCall } from './credential-call.ts'
import { type Draft, startDraft } from './draft.ts'
import { compileEnd, type Left } from './end.ts'
import { closeFile, fetchFile, lendFile, takeFile, toRead } from './files.ts'
import { type KeyCall, keyCall } from './key-call.ts'
import { mayMakeUserRings, mayNest, ringNames } from './key-refs.ts'
import { keyUsers } from './key-users.ts'
import { learnNetwork, mayEndNetwork, newNetwork, openNetwork } from './networks.ts'
import { syscalls } from './numbers.ts'
import { openQueue, readQueue, sizeQueue } from './queues.ts'
import { mayLeaveWaiting, post, relieve, wakesCollector } from './sentinel.ts'
import {
  failsClean,
  giveWay,
  type Settling,
  settleCalls,
  settleNetworks,
  settleOf,
  settleWatches,
} from './settle.ts'
import { untouched, writeSetting } from './sysctl.ts'
import { awaitUsers, helper, mayEndUsers, newUsers, separate } from './users.ts'
import { actorCalls, type ClockCheck, checkClock, setClock, spawn } from './world.ts'

/** What a program is compiled with. */
export interface Circumstances {
  readonly profile: Profile
  readonly block: Block
  readonly settling: Settling
  /** The kernel has an entry for 32-bit programs; else their calls go through the other one. */
  readonly compat: boolean
  /** The clock may be set; programs that advance it cannot be run where it may not. */
  readonly ownClock: boolean
  /** For the whole program, ms. */
  readonly deadlineMs: number
  /** Have the agent say how far it is, for a program that killed a machine. */
  readonly careful: boolean
  /** The program has taken more than a second before. */
  readonly late: boolean
}

/** Where a command's answer will be. */
export type Place =
  /** There is nobody to carry it out, so it was not sent. */
  | { readonly kind: 'absent' }
  /** Call `call` answers it. */
  | { readonly kind: 'told'; readonly call: number }
  /** The same; where that was not made, there was nobody to carry it out. */
  | { readonly kind: 'perhaps'; readonly call: number }
  /** It is done unless `call` tells otherwise. */
  | { readonly kind: 'silent'; readonly call: number }

export interface Compiled {
  readonly calls: CallProgram
  readonly block: Block
  /** One for each command. */
  readonly places: readonly Place[]
  readonly clockChecks: readonly ClockCheck[]
  /** Calls that answer 0 unless the collector passed over links unasked. */
  readonly sentinelLooks: readonly number[]
  /** What tells of what has stayed at its end. */
  readonly left: Left
  /** The calls that made queues. */
  readonly pipes: readonly number[]
}

export function compile(program: Program, circumstances: Circumstances): Compiled {
  const { settling, deadlineMs, careful, late, block } = circumstances
  const draft = startDraft(program, circumstances)
  setClock(draft, startOfTime)
  openQueues(draft, program)
  const slots = program.actors.map(({ name }) => takeSlot(draft, name))
  draft.main.push(
    ...slots.map(spawn),
    ...program.actors.flatMap((actor, i) => actorCalls(actor, slots[i] ?? 0, block, draft.data)),
  )
  if (draft.networks !== undefined) {
    draft.main.push(...openNetwork(draft, 0, draft.networks.home))
  }
  const rings = ringNames(program.commands)
  const slow = settling.way === 'canary' || careful || late
  const places = groupsOf(program.commands).flatMap((group) => {
    const commands = group.flatMap((at) => program.commands[at] ?? [])
    for (const command of commands) if (mayNest(command, rings)) draft.depth++
    const ends = commands.some((command) => mayEnd(draft, command))
    if (ends || commands.some(wakesCollector)) endWatch(draft)
    const made = release(draft, commands)
    if (late) checkClock(draft)
    atEase(draft, () => {
      if (!ends && commands.some(mayLeaveWaiting)) watch(draft)
      for (const [at, command] of commands.entries()) afterwards(draft, command, made[at])
      // A setting that is refused wakes nobody, and whatever waits goes on waiting.
      if (ends || commands.some(({ op }) => op === 'sysctl')) watch(draft)
    })
    if (slow) holdClock(draft, late ? longestWait : 0)
    return made
  })
  endWatch(draft)
  const left = compileEnd(draft, program.commands)
  return {
    calls: {
      careful,
      blocks: draft.blocks,
      deadlineMs,
      main: draft.main,
      bodies: draft.bodies.calls,
      registers: draft.registers,
      registerStart: nobodysSerial,
      data: draft.data.take(),
    },
    block,
    places,
    clockChecks: draft.clockChecks,
    sentinelLooks: draft.sentinel?.looks ?? [],
    left,
    pipes: draft.queues.pipes,
  }
}

/** Some network namespace may go with it. */
const mayEnd = ({ networks, contains }: Draft, command: Command): boolean =>
  networks !== undefined && mayEndNetwork(command, contains)

/** One command; or several, whose calls are made at once. */
function release(draft: Draft, commands: readonly Command[]): Place[] {
  const { main } = draft
  const start = main.length
  const makes = () => commands.map((command) => compileCommand(draft, command))
  if (commands.length === 1) return makes()
  main.push(rest)
  const places = makes()
  main[start] = { kind: 'race', slot: 0, report: 'never', count: main.length - start - 1 }
  return places
}

/** The agent, who is root, has keys of its own to wait with: as many as it likes, whatever the program has set. */
function atEase(draft: Draft, waits: () => void): void {
  const { data, main, profile, rootLimits } = draft
  const write = (setting: Setting, value: number): void => {
    main.push(...writeSetting(data, main.length, setting, value, 'never'))
  }
  for (const { setting } of rootLimits) write(setting, profile.limits[untouched[setting]])
  waits()
  // What was refused when the program set it is refused again.
  for (const { setting, value } of rootLimits) write(setting, value)
}

/** What a command leaves is waited for before the next. */
function afterwards(draft: Draft, command: Command, place: Place | undefined): void {
  const made = place !== undefined && place.kind !== 'absent' ? place.call : undefined
  if (made !== undefined) {
    if (draft.blocks) draft.main.push(rest)
    if (draft.contains) draft.main.push(mourn)
    draft.main.push(...settled(draft, command, made))
    if (draft.asks && draft.diverts && settleOf(command) !== 'none') {
      draft.main.push(...settledAgain(draft))
    }
    if (mayEnd(draft, command)) endNetworks(draft, command, made)
  }
  if (mayEndUsers(command)) endUsers(draft)
}

/** All the queues of a program, before there is anybody to use them. */
function openQueues({ main, queues, profile, newRegister }: Draft, { commands }: Program): void {
  if (!profile.features.includes('notifications')) return
  for (const command of commands) {
    if (command.op !== 'watch_queue' || queues.opened.has(command.queue)) continue
    const register = newRegister()
    queues.opened.set(command.queue, register)
    queues.pipes.push(main.length)
    main.push(openQueue(register))
  }
}

/** A serial that no key has. */
const nobodysSerial = 1

/** Whatever goes on because of a command comes before the next. */
const rest: Call = { kind: 'rest', slot: 0, report: 'wrong' }

/** Whoever is being killed is gone before the next. */
const mourn: Call = { kind: 'mourn', slot: 0, report: 'wrong' }

/** By whoever made the command, if it is sure to be there; canaries are not let go for nothing. */
function settled(draft: Draft, command: Command, call: number): Call[] {
  const { bodies, depth, slots, blocks, watches } = draft
  const stays = 'actor' in command && !blocks && !leavings.has(command.op)
  const slot = stays ? (slots.get(command.actor) ?? 0) : 0
  const left = settleOf(command)
  // Where nobody asks for keys, nobody waits for one that is made, or makes any.
  const settle = left === 'upcall' && !draft.asks ? 'drop' : left
  // Whoever has come back from a call that waited may not be done with it.
  const rounds = blocks ? 2 : 1
  const calls = Array.from({ length: rounds }, () =>
    settleCalls(settle, bodies, slot, depth),
  ).flat()
  if (settle !== 'none' && watches) calls.push(...settleWatches(bodies, slot, depth))
  if (command.op !== 'sysctl' && (bodies.way === 'yield' || !failsClean(command))) return calls
  return calls.map((settling) => ({ ...settling, when: { call, least: 0 } }))
}

/** Where a request is given up because nobody can answer it, whoever has made it goes on. */
function settledAgain({ bodies, depth }: Draft): Call[] {
  const calls = settleCalls('upcall', bodies, 0, depth)
  return [...calls, rest, mourn, ...calls]
}

/** What nobody comes back from. */
const leavings: ReadonlySet<Command['op']> = new Set<Command['op']>(['exit', 'exit_thread'])

/**
 * Waits until the namespaces are gone that nobody is in, if any was made: the waiting makes the collector
 * pass over links, so where nobody has left there is none. Call `left` tells whether somebody has.
 */
function endNetworks(draft: Draft, { op }: Command, left: number): void {
  const { bodies, depth, networks, main } = draft
  const waits = (made: number) => main.push(...settleNetworks(bodies, made, depth))
  if (op === 'unshare_net') {
    waits(left)
    return
  }
  const well = op === 'container_create' ? left + placing : left
  for (const made of networks?.made ?? []) {
    main.push(...both(main.length, made, well))
    waits(main.length - 1)
  }
}

/** As call `at` and the next: that answers no error, where two others have answered none; `getpgid(2)` of oneself. */
function both(at: number, one: number, other: number): readonly Call[] {
  const asks = { kind: 'syscall', slot: 0, report: 'never', nr: syscalls.getpgid } as const
  const found = { kind: 'result', call: at, otherwise: -1 } as const
  return [
    { ...asks, when: { call: one, least: 0 }, args: [0] },
    { ...asks, when: { call: other, least: 0 }, args: [found] },
  ]
}

/** Waits until the user namespaces are gone that nothing is left of. */
function endUsers({ users, profile, bodies, depth, main }: Draft): void {
  if (users === undefined) return
  main.push(...awaitUsers(profile, users), ...settleCalls('drop', bodies, 0, depth))
}

/** From here on the collector should not pass over links. */
function watch({ sentinel, profile, data, main }: Draft): void {
  if (sentinel === undefined || sentinel.onGuard) return
  sentinel.onGuard = true
  main.push(...post(profile, data, sentinel))
}

/** From here on it may. */
function endWatch({ sentinel, profile, main }: Draft): void {
  if (sentinel?.onGuard !== true) return
  sentinel.onGuard = false
  sentinel.looks.push(main.length)
  main.push(relieve(profile, sentinel))
}

/** Where a program may take a second, the clock is set back to its second after each command. */
function holdClock(draft: Draft, slack: number): void {
  checkClock(draft, slack)
  setClock(draft, draft.second)
}

/**
 * Seconds for which a program that was late before may wait for what a command leaves, with its clock set back
 * afterwards. The command itself may take none; what dies meanwhile tells the sentinel.
 */
const longestWait = 5

/** A process that the kernel has started comes without files, and takes the queues from the agent. */
function takeQueues({ queues, newRegister }: Draft, slot: number, call: number): Call[] {
  const [agent, taken] = [newRegister(), newRegister()]
  const calls = [...queues.opened.values()].flatMap((queue) => takeFile(slot, queue, agent, taken))
  return calls.map((made) => ({ ...made, when: { call, least: 0 } }))
}

/** Every actor that is ever named has a slot of its own; throws when there are too many. */
function takeSlot(draft: Draft, actor: string): number {
  const slot = draft.slots.get(actor) ?? draft.slots.size + 1
  if (slot >= helper) throw new RangeError(`a program has at most ${helper - 1} actors`)
  draft.slots.set(actor, slot)
  return slot
}

/** The slot of an actor that comes later, if its name is not taken by then. */
function takeChild(draft: Draft, child: ActorName, uids: ReadonlySet<UidName>): number {
  draft.uidsOf.set(child, new Set([...uidsOf(draft, child), ...uids]))
  return takeSlot(draft, child)
}

function compileCommand(draft: Draft, command: Command): Place {
  const { data, main } = draft
  const call = main.length
  switch (command.op) {
    case 'advance_clock': {
      checkClock(draft)
      draft.second += command.seconds
      setClock(draft, draft.second)
      return { kind: 'silent', call: call + 1 }
    }
    case 'sysctl': {
      const { setting, value } = command
      main.push(...writeSetting(data, call, setting, value, 'always'))
      draft.set.add(setting)
      if (setting.startsWith('root_')) draft.rootLimits.push(command)
      return { kind: 'told', call: call + 1 }
    }
    case 'key_users': {
      const uid = String(idNumber(draft.block, command.uid)).padStart(5)
      main.push(keyUsers(data, `${uid}: `))
      return { kind: 'told', call }
    }
    case 'watch_queue': {
      const { opened, fileOf } = draft.queues
      const register = opened.get(command.queue)
      if (register === undefined || fileOf.has(command.queue)) return { kind: 'absent' }
      fileOf.set(command.queue, register)
      main.push(sizeQueue(register, command.size))
      return { kind: 'told', call }
    }
    case 'read_queue':
      if (!draft.queues.fileOf.has(command.queue)) return { kind: 'absent' }
      main.push(readQueue(draft.queueOf(command.queue)))
      return { kind: 'told', call }
    default:
      return compileAct(draft, command)
  }
}

/** Where the key goes that a command answers, if it has a name here or in the kernel. */
function registerFor(draft: Draft, command: Act): number | undefined {
  const makesRing =
    command.op === 'keyctl_join_session_keyring' ||
    (command.op === 'add_key' && command.type === 'keyring')
  const named = 'name' in command && command.name !== undefined
  if (!named && !makesRing) return undefined
  const register = named ? draft.registerOf(command.name) : draft.newRegister()
  if (makesRing) draft.namedRings.push(register)
  return register
}

const uidsOf = ({ uidsOf: known }: Draft, actor: ActorName): ReadonlySet<UidName> =>
  known.get(actor) ?? new Set()

/**
 * Whoever may be the parent of an actor comes back from the kernel, which is when it is given
 * a session (security/keys/process_keys.c key_change_session_keyring()).
 */
function resumed({ slots }: Draft, actor: ActorName): Call[] {
  return [...slots.keys()]
    .filter((other) => other !== actor)
    .map((other) => giveWay(slots.get(other) ?? 0))
}

/** A child uses the entry that its maker uses, whoever was to bear its name before and was not born. */
function comesThrough({ compat }: Draft, maker: ActorName, child: ActorName): void {
  if (compat.has(maker)) compat.add(child)
  else compat.delete(child)
}

/** An actor goes on as two. Whoever may have files apart is taken to have. */
function beget(draft: Draft, { op, actor, child }: Fork, slot: number): Place {
  const call = draft.main.length
  const thread = op === 'clone_thread'
  const born = takeChild(draft, child, uidsOf(draft, actor))
  draft.main.push({ kind: 'spawn', slot, report: 'wrong', child: born, thread })
  const files = draft.filesOf.get(born) || draft.filesOf.get(slot)
  if (files !== undefined) draft.filesOf.set(born, files)
  if (thread) draft.threads.add(born)
  comesThrough(draft, actor, child)
  return { kind: 'silent', call }
}

/** An actor that becomes somebody else, or asks to. */
function become(draft: Draft, command: Credential, slot: number): Place {
  const call = draft.main.length
  draft.main.push({ kind: 'syscall', slot, ...credentialCall(draft, command) })
  return { kind: 'told', call }
}

/** Commands of several calls are made if all that they need are there, and see what others do. */
function ifThere(draft: Draft, slots: readonly number[], calls: readonly Call[]): readonly Call[] {
  const sees = (slot: number): Call => ({ kind: 'sees', slot: 0, task: slot, report: 'never' })
  return ifAll(draft, slots, calls, draft.contains ? sees : giveWay)
}

/** Commands of several calls are made if all that they need answer no error when asked. */
function ifAll(
  draft: Draft,
  slots: readonly number[],
  calls: readonly Call[],
  asks: (slot: number) => Call,
): readonly Call[] {
  const first = draft.main.length
  const there = (at: number) => ({ when: { call: first + at, least: 0 } })
  const asked = slots.map((slot, at) => ({ ...asks(slot), ...(at > 0 ? there(at - 1) : {}) }))
  draft.main.push(...asked)
  return calls.map((call) => ({ ...there(slots.length - 1), ...call }))
}

/** An actor goes into a user namespace of its own. */
function unshareUsers(draft: Draft, command: UnshareUsers, slot: number): Place {
  const { before, call, after } = separate(draft, slot, command)
  const at = draft.main.length + 1 + before.length
  draft.main.push(...ifThere(draft, [slot], [...before, call, ...after(at)]))
  return { kind: 'perhaps', call: at }
}

/** An actor goes into a namespace of another. */
function enter(draft: Draft, which: 'net' | 'user', slot: number, of?: number): Place {
  if (of === undefined) return { kind: 'absent' }
  const file = draft.newRegister()
  const fetched = fetchFile(draft, of, `/proc/thread-self/ns/${which}`, toRead, file)
  const kind = which === 'net' ? newNetwork : newUsers
  const lent = lendFile(draft, slot, file, (theirs) => {
    const args = [{ kind: 'register', register: theirs } as const, kind]
    return { kind: 'syscall', slot, nr: syscalls.setns, args }
  })
  const before = [...fetched, ...lent.before]
  const call = draft.main.length + 2 + before.length
  const after = [...lent.after, closeFile(0, file)]
  draft.main.push(...ifThere(draft, [slot, of], [...before, lent.use, ...after]))
  return { kind: 'perhaps', call }
}

type Act = Exclude<
  Command,
  { op: 'advance_clock' | 'sysctl' | 'key_users' | 'watch_queue' | 'read_queue' }
>
/** An actor opens `/proc/keys`, and the agent reads what that tells to who opened it. */
function list(draft: Draft, slot: number): Place {
  const register = draft.newRegister()
  const fetched = fetchFile(draft, slot, '/proc/keys', toRead, register)
  const path = { kind: 'register', register } as const
  const calls: readonly Call[] = [...fetched, { kind: 'grep', slot: 0, path, prefixes: [] }]
  const made = ifThere(draft, [slot], calls)
  const call = draft.main.length + calls.length - 1
  draft.main.push(...made)
  return { kind: 'perhaps', call }
}

/** An actor changes its namespaces. */
function move(draft: Draft, command: Namespacing, slot: number): Place {
  const call = draft.main.length
  switch (command.op) {
    case 'unshare_net':
      draft.networks?.made.push(call)
      draft.main.push({ kind: 'syscall', slot, nr: syscalls.unshare, args: [newNetwork] })
      return { kind: 'told', call }
    case 'unshare_user':
      return unshareUsers(draft, command, slot)
    case 'setns_net':
      return enter(draft, 'net', slot, draft.slots.get(command.of))
    case 'setns_user':
      return enter(draft, 'user', slot, draft.slots.get(command.of))
  }
}

/** A call about keys, through the entry that its actor uses. */
function throughEntry(draft: Draft, command: KeyCommand & Act): KeyCall & { compat?: boolean } {
  if (!draft.compat.has(command.actor)) return keyCall(draft, command)
  if (draft.hasCompat) {
    const abi = { ...draft.abi, syscalls: draft.abi.compatSyscalls }
    return { ...keyCall({ ...draft, abi }, command), compat: true }
  }
  const made = keyCall(draft, command)
  return { ...made, args: made.args.map(lowerHalf) }
}

/** What a register of 32 bits holds of an argument; a negative number is as it was. */
const lowerHalf = (arg: Argument): Argument => (typeof arg === 'number' ? arg % 2 ** 32 : arg)

/** An actor executes the agent, where it finds it. */
function execute(draft: Draft, slot: number): Place {
  draft.filesOf.set(slot, slot)
  if (!draft.contains) {
    draft.main.push({ kind: 'exec', slot, report: 'wrong' })
    return { kind: 'silent', call: draft.main.length - 1 }
  }
  draft.main.push(...ifThere(draft, [slot], [{ kind: 'exec', slot }]))
  return { kind: 'perhaps', call: draft.main.length - 1 }
}

/** A container is made; what can be told of who will be in it is noted. */
function create(draft: Draft, command: CreateContainer, slot: number): Place {
  const call = draft.main.length
  const { containers, networks } = draft
  draft.main.push(...createCalls(draft, command, slot, call))
  if ((command.flags & networkFlag) !== 0) networks?.made.push(call)
  const before = containers.get(command.container) ?? []
  containers.set(command.container, new Set([...uidsOf(draft, command.actor), ...before]))
  return { kind: 'told', call }
}

/** `CONTAINER_NEW_NET_NS` */
const networkFlag = 0x080

/** An actor makes the init of a container. */
function boot(draft: Draft, command: ForkIntoContainer, slot: number): Place {
  const call = draft.main.length
  const uids = draft.containers.get(command.container) ?? new Set()
  const born = takeChild(draft, command.child, uids)
  draft.main.push(forkCall(draft, command, slot, born))
  draft.filesOf.set(born, born)
  comesThrough(draft, command.actor, command.child)
  return { kind: 'silent', call }
}

/** A file goes from one actor to another. */
function pass(draft: Draft, { container, to }: PassContainer, slot: number): Place {
  const taker = draft.slots.get(to)
  if (taker === undefined) return { kind: 'absent' }
  const file = containerFile(container)
  const call = draft.main.length + 2
  const taken: Call = { kind: 'take', slot: taker, file, report: 'wrong', when: { call, least: 0 } }
  draft.main.push(...ifAll(draft, [slot, taker], [{ kind: 'give', slot, file }, taken], giveWay))
  return { kind: 'perhaps', call }
}

/** A call about containers, and nothing about keys. */
function contain(draft: Draft, command: Containing, slot: number): Place {
  const call = draft.main.length
  switch (command.op) {
    case 'container_create':
      return create(draft, command, slot)
    case 'fork_into_container':
      return boot(draft, command, slot)
    case 'pass_container':
      return pass(draft, command, slot)
    case 'close_container':
      draft.main.push(closeCall(command.container, slot))
      return { kind: 'silent', call }
    case 'proc_containers':
      draft.main.push(...ifThere(draft, [slot], readCalls(draft, slot, '/proc/containers')))
      return { kind: 'perhaps', call: call + 2 }
  }
}

function compileAct(draft: Draft, command: Act): Place {
  const slot = draft.slots.get(command.actor)
  const call = draft.main.length
  if (slot === undefined) return { kind: 'absent' }
  switch (command.op) {
    case 'fork':
    case 'clone_thread':
      return beget(draft, command, slot)
    case 'setresuid':
      if (command.ruid !== null) {
        draft.uidsOf.set(command.actor, new Set([...uidsOf(draft, command.actor), command.ruid]))
      }
      return become(draft, command, slot)
    case 'setresgid':
    case 'setfsuid':
    case 'setfsgid':
    case 'setgroups':
    case 'capset':
    case 'prctl_set_securebits':
      return become(draft, command, slot)
    case 'proc_keys':
      return list(draft, slot)
    case 'container_create':
    case 'fork_into_container':
    case 'close_container':
    case 'pass_container':
    case 'proc_containers':
      return contain(draft, command, slot)
    case 'unshare_net':
    case 'unshare_user':
    case 'setns_net':
    case 'setns_user':
      return move(draft, command, slot)
    case 'upcall': {
      const child = takeChild(draft, command.child, new Set(['root']))
      draft.filesOf.set(child, child)
      draft.compat.delete(command.child)
      draft.main.push({ kind: 'adopt', slot: 0, task: slot, report: 'wrong', child })
      draft.main.push(...takeQueues(draft, child, call))
      return { kind: 'silent', call }
    }
    case 'await': {
      const register =
        command.name === undefined ? {} : { register: draft.registerOf(command.name) }
      draft.main.push({ kind: 'await', slot: 0, task: slot, ...register })
      return { kind: 'told', call }
    }
    case 'interrupt':
      draft.main.push({ kind: 'interrupt', slot: 0, task: slot, report: 'wrong' })
      return { kind: 'silent', call }
    case 'exit':
      draft.main.push({ kind: 'exit', slot, report: 'wrong' })
      return { kind: 'silent', call }
    case 'execve':
      return execute(draft, slot)
    case 'exit_thread':
      draft.main.push({ kind: 'exit', slot, report: 'wrong', alone: true })
      return { kind: 'silent', call }
    case 'keyctl_container_intercept':
      return intercept(draft, command, slot)
    default:
      return askKernel(draft, command, slot)
  }
}

/** A filter is installed or removed; for the network namespace of somebody, whose number is learnt before. */
function intercept(draft: Draft, command: Intercept, slot: number): Place {
  draft.diverts = true
  const { network } = command
  if (network === undefined || network === 'nobody') return askKernel(draft, command, slot)
  const of = draft.slots.get(network)
  const number = draft.networkOf(network)
  if (of === undefined || typeof number === 'number' || number.kind !== 'register') {
    return { kind: 'absent' }
  }
  const asked: Call = { kind: 'syscall', slot, ...throughEntry(draft, command) }
  const calls = [...learnNetwork(draft, of, number.register), asked]
  draft.main.push(...ifAll(draft, [slot, of], calls, giveWay))
  return { kind: 'perhaps', call: draft.main.length - 1 }
}

/** A call about keys, and what has to be cleared away because of it. */
function askKernel(draft: Draft, command: KeyCommand & Act, slot: number): Place {
  const call = draft.main.length
  const register = registerFor(draft, command)
  draft.main.push({
    kind: 'syscall',
    slot,
    ...throughEntry(draft, command),
    ...(register === undefined ? {} : { register }),
  })
  if (command.op === 'keyctl_session_to_parent') draft.main.push(...resumed(draft, command.actor))
  if (command.op === 'keyctl_get_persistent') {
    const owners = command.uid === null ? uidsOf(draft, command.actor) : [command.uid]
    for (const uid of owners) draft.persistent.add(uid)
  }
  if (mayMakeUserRings(command)) {
    for (const uid of uidsOf(draft, command.actor)) draft.ringOwners.add(uid)
  }
  return { kind: 'told', call }
}
