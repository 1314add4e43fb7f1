/** Programs as calls: what the agent does for each command, and where its answer will be. */

import type { Profile } from '../../spec/profiles/profile.ts'
import type { Command, Credential, Intercept, KeyCommand } from '../../spec/vocabulary/command.ts'
import type { ActorName } from '../../spec/vocabulary/names.ts'
import { type Program, startOfTime } from '../../spec/vocabulary/program.ts'
import { groupsOf } from '../../spec/vocabulary/together.ts'
import type { Argument, Call, CallProgram } from '../wire/call.ts'
import { beget, execute, ifAll, takeChild, takeSlot, uidsOf } from './actors.ts'
import {
  afterwards,
  atEase,
  endWatch,
  holdClock,
  longestWait,
  mayEnd,
  rest,
  watch,
} from './afterwards.ts'
import { type Block, idNumber } from './block.ts'
import { credentialCall } from './credential-call.ts'
import { type Draft, startDraft } from './draft.ts'
import { compileEnd, type Left } from './end.ts'
import { takeFile } from './files.ts'
import { type KeyCall, keyCall } from './key-call.ts'
import { mayMakeUserRings, mayNest, ringNames } from './key-refs.ts'
import { keyUsers } from './key-users.ts'
import { learnNetwork, openNetwork } from './networks.ts'
import type { Place } from './place.ts'
import { openQueue, readQueue, sizeQueue } from './queues.ts'
import { mayLeaveWaiting, wakesCollector } from './sentinel.ts'
import { giveWay, type Settling } from './settle.ts'
import { writeSetting } from './sysctl.ts'
import { contain, list, move } from './whereabouts.ts'
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
  // Where giving way is enough, a wait that takes a second was disturbed, and is made again.
  const slack = late && settling.way === 'canary' ? longestWait : 0
  const places = groupsOf(program.commands).flatMap((group) => {
    const commands = group.flatMap((at) => program.commands[at] ?? [])
    for (const command of commands) if (mayNest(command, rings)) draft.depth++
    const ends = commands.some((command) => mayEnd(draft, command))
    if (ends || commands.some(wakesCollector)) endWatch(draft)
    const made = release(draft, commands)
    if (slack > 0) checkClock(draft)
    atEase(draft, () => {
      if (!ends && commands.some(mayLeaveWaiting)) watch(draft)
      for (const [at, command] of commands.entries()) afterwards(draft, command, made[at])
      // A setting that is refused wakes nobody, and whatever waits goes on waiting.
      if (ends || commands.some(({ op }) => op === 'sysctl')) watch(draft)
    })
    if (slow) holdClock(draft, slack)
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

/** A process that the kernel has started comes without files, and takes the queues from the agent. */
function takeQueues({ queues, newRegister }: Draft, slot: number, call: number): Call[] {
  const [agent, taken] = [newRegister(), newRegister()]
  const calls = [...queues.opened.values()].flatMap((queue) => takeFile(slot, queue, agent, taken))
  return calls.map((made) => ({ ...made, when: { call, least: 0 } }))
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

/**
 * Whoever may be the parent of an actor comes back from the kernel, which is when it is given
 * a session (security/keys/process_keys.c key_change_session_keyring()).
 */
function resumed({ slots }: Draft, actor: ActorName): Call[] {
  return [...slots.keys()]
    .filter((other) => other !== actor)
    .map((other) => giveWay(slots.get(other) ?? 0))
}

/** An actor that becomes somebody else, or asks to. */
function become(draft: Draft, command: Credential, slot: number): Place {
  const call = draft.main.length
  draft.main.push({ kind: 'syscall', slot, ...credentialCall(draft, command) })
  return { kind: 'told', call }
}

type Act = Exclude<
  Command,
  { op: 'advance_clock' | 'sysctl' | 'key_users' | 'watch_queue' | 'read_queue' }
>
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
  draft.main.push(...ifAll(draft, [slot, of].map(giveWay), calls))
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
