/** The steps of a finding as the body of the reproducer's script. */

import { type Cast, castOf, takesPart } from '../../spec/cast.ts'
import type { Finding } from '../../spec/report.ts'
import type { Command, Credential, KeyCommand, Op } from '../../spec/vocabulary/command.ts'
import type { Room } from '../../spec/vocabulary/memory.ts'
import {
  type ActorName,
  isKeyName,
  type KeyName,
  type QueueName,
} from '../../spec/vocabulary/names.ts'
import type { Program } from '../../spec/vocabulary/program.ts'
import { credentialCall, fileOf, idOf, keyCall, namespaceCall, noQueue } from './calls.ts'
import { containerDeed, isContained } from './containers.ts'
import { cCall } from './text.ts'
import { isCalled } from './upcalls.ts'

export interface Script {
  /** C statements, a line each. */
  readonly body: string
  /** Every process that there ever is, in the order in which they come. */
  readonly processes: readonly ActorName[]
}

interface Scene {
  readonly cast: Cast
  /** Names that stand for a keyring. */
  readonly rings: Set<KeyName>
  readonly queues: Set<QueueName>
  /** Whether anybody may be killed by what others do, or is nobody's child. */
  readonly guarded: boolean
}

export function scriptOf(finding: Finding, program: Program): Script {
  const scene: Scene = {
    cast: castOf(program),
    rings: new Set(),
    queues: new Set(),
    guarded: isContained(program) || isCalled(finding, program),
  }
  const commands = program.commands.slice(0, finding.deviation.step + 1)
  const lines = commands.map((command, at) => statement(finding, command, at, scene))
  const children = commands.flatMap((command) => ('child' in command ? [command.child] : []))
  const processes = new Set([...program.actors.map(({ name }) => name), ...children])
  return { body: lines.join('\n'), processes: [...processes] }
}

function statement(finding: Finding, command: Command, at: number, scene: Scene): string {
  const absent = !takesPart(scene.cast, command)
  if (command.op === 'upcall' && !absent) welcome(scene.cast, command.child, finding, at)
  if ('child' in command && !absent && failed(finding, at)) forget(scene.cast, command.child)
  const led =
    absent || !('actor' in command) || ['await', 'interrupt', 'upcall'].includes(command.op)
  const who = led ? 'LEADER' : command.actor.toUpperCase()
  const deed = absent ? '\t\ttell("absent");' : deedOf(finding, command, at, scene)
  return `\tif (turn(${at + 1}, ${who}))\n${deed}`
}

function failed({ observations }: Finding, at: number): boolean {
  const seen = observations[at]
  return seen?.kind === 'answered' && seen.answer.kind === 'errno'
}

/** Who gets the part of a process that the kernel has started, if it has, is there. */
function welcome({ alive, leaders }: Cast, child: ActorName, finding: Finding, at: number): void {
  const seen = finding.observations[at]
  if (seen?.kind !== 'answered' || seen.answer.kind !== 'done') return
  alive.add(child)
  leaders.set(child, child)
}

/** Somebody was not born after all; the name is still to be had. */
function forget({ alive, named }: Cast, child: ActorName): void {
  alive.delete(child)
  named.delete(child)
}

function deedOf(finding: Finding, command: Command, at: number, scene: Scene): string {
  switch (command.op) {
    case 'fork':
      return `\t\tfork_actor(${command.child.toUpperCase()});`
    case 'clone_thread':
      return `\t\tclone_thread(${command.child.toUpperCase()});`
    case 'execve':
      return `\t\texec_actor(${at + 1});`
    case 'exit_thread':
      return '\t\texit_thread();'
    case 'exit':
      return scene.guarded ? '\t\tleave();' : '\t\t_exit(0);'
    case 'advance_clock':
      return `\t\tadvance_clock(${command.seconds});`
    case 'sysctl':
      return `\t\tset("${command.setting}", "${command.value}");`
    case 'watch_queue':
      scene.queues.add(command.queue)
      return cCall(
        '\t\t',
        'tell_value(ioctl',
        [fileOf(command.queue), 'IOC_WATCH_QUEUE_SET_SIZE', `${command.size}ul`],
        ')',
      )
    case 'read_queue':
      return `\t\ttell_notices(read(${fileOf(command.queue)}, buffer, sizeof(buffer)));`
    case 'upcall':
      return `\t\tadopt(${command.actor.toUpperCase()}, ${command.child.toUpperCase()}, ${at + 1});`
    case 'await': {
      const key = command.name === undefined ? '0' : command.name.slice(1)
      return `\t\tawaited(${key}, ${command.actor.toUpperCase()});`
    }
    case 'interrupt':
      return `\t\tinterrupt_actor(${command.actor.toUpperCase()});`
    case 'container_create':
    case 'fork_into_container':
    case 'close_container':
    case 'pass_container':
    case 'proc_containers':
      return containerDeed(command, at)
    case 'proc_keys':
      return `\t\ttell_entry(k[${command.key.slice(1)}]);`
    case 'key_users':
      return `\t\ttell_usage(${idOf(command.uid)});`
    case 'setfsuid':
    case 'setfsgid':
    case 'setresuid':
    case 'setresgid':
    case 'setgroups':
    case 'capset':
    case 'prctl_set_securebits':
      return credentialDeed(command)
    case 'unshare_net':
    case 'unshare_user':
    case 'setns_user':
    case 'setns_net': {
      const { call, args } = namespaceCall(command)
      return cCall('\t\t', `tell_moved(${call}`, args, ')')
    }
    default:
      return keyDeed(finding, command, at, scene)
  }
}

function credentialDeed(command: Credential): string {
  const { call, args } = credentialCall(command)
  const tell = { setfsuid: "tell_id('u', ", setfsgid: "tell_id('g', " } as const
  const start = command.op in tell ? tell[command.op as keyof typeof tell] : 'tell_value('
  return cCall('\t\t', `${start}${call}`, args, ')')
}

/** A command whose queue is none where nobody has made it. */
function withQueue(command: KeyCommand, { queues }: Scene): KeyCommand {
  if (command.op !== 'keyctl_watch_key' || queues.has(command.queue)) return command
  return { ...command, queue: noQueue }
}

function keyDeed(finding: Finding, command: KeyCommand, at: number, scene: Scene): string {
  const { rings } = scene
  const { call, args } = keyCall(withQueue(command, scene))
  const tell = (start: string) =>
    mayWait(finding, at)
      ? cCall('\t\t', `in_time(${numberOf(command)}, ${start}result), ${call}`, args, ')')
      : cCall('\t\t', `${start}${call}`, args, ')')
  switch (command.op) {
    case 'add_key':
    case 'request_key':
    case 'keyctl_search':
    case 'keyctl_get_keyring_id':
    case 'keyctl_join_session_keyring':
    case 'keyctl_get_persistent':
    case 'keyctl_get_container_keyring':
    case 'keyctl_find_lru':
    case 'keyctl_assume_authority': {
      const { name } = command
      if (name === undefined) return tell('tell_key(0, ')
      if ('type' in command && command.type !== 'keyring') rings.delete(name)
      else rings.add(name)
      return tell(`tell_key(${name.slice(1)}, `)
    }
    case 'keyctl_query_request_key_auth':
      return tell(`tell_asked(${command.name?.slice(1) ?? 0}, `)
    case 'keyctl_get_security':
      return tell(telling('tell_payload', command.room))
    case 'keyctl_capabilities': {
      const { at, bytes } = command.room
      return tell(`tell_buffer(${at === 'memory' ? bytes : 0}, `)
    }
    case 'keyctl_describe':
      return tell(telling('tell_description', command.room))
    case 'keyctl_read': {
      const ring = isKeyName(command.key) ? rings.has(command.key) : true
      const how = (readsLinks(finding, at) ?? ring) ? 'tell_links' : 'tell_payload'
      return tell(telling(how, command.room))
    }
    default:
      return tell('tell_value(')
  }
}

/** What the key is called that a command names, 0 where it names none. */
const numberOf = (command: KeyCommand): string =>
  'name' in command && command.name !== undefined ? command.name.slice(1) : '0'

/** Whether a call has waited for somebody else, or should have. */
function mayWait({ observations, deviation }: Finding, at: number): boolean {
  const seen = observations[at]
  if (seen?.kind === 'answered' && ['blocked', 'upcall'].includes(seen.answer.kind)) return true
  return (
    at === deviation.step &&
    deviation.allowed.some(({ answer }) => /^(blocked|upcall)/.test(answer))
  )
}

/** How an answer is told that is written to a room. */
function telling(how: string, room: Room | undefined): string {
  if (room === undefined) return `${how}(`
  return `tell_written(${how}, ${room.bytes}ul, ${room.at === 'memory'}, `
}

/** Whether a read brought links, as far as the finding tells. */
function readsLinks({ observations, deviation }: Finding, at: number): boolean | undefined {
  const seen = observations[at]
  if (seen?.kind === 'answered') {
    if (seen.answer.kind === 'links') return true
    if (seen.answer.kind === 'payload') return false
  }
  const allowed = at === deviation.step ? deviation.allowed.map(({ answer }) => answer) : []
  if (allowed.some((answer) => answer.startsWith('['))) return true
  return allowed.some((answer) => answer.startsWith('"')) ? false : undefined
}

/** As deep as keyrings can be nested by then: a user's two, a key in them, and one for each step. */
export function deepestNest({ commands }: Program): number {
  const nesting = new Set<Op>([
    'add_key',
    'request_key',
    'keyctl_search',
    'keyctl_link',
    'keyctl_move',
  ])
  return 3 + commands.filter(({ op }) => nesting.has(op)).length
}
