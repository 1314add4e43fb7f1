/** Which system call a command becomes, and with which numbers. */

import type { Abi } from '../../spec/profiles/profile.ts'
import {
  type AssumeAuthority,
  type Instantiate,
  type InstantiateIov,
  type Intercept,
  isProviding,
  type KeyCommand,
  type Negate,
  type Providing,
  type QueryAuthority,
  type Reject,
} from '../../spec/vocabulary/command.ts'
import { bytesOf, type Room, type Text } from '../../spec/vocabulary/memory.ts'
import {
  type ActorName,
  isFileName,
  isKeyName,
  type KeyName,
  type KeyRef,
  type QueueName,
} from '../../spec/vocabulary/names.ts'
import {
  containerSubjects,
  labelOf,
  type NobodysSubject,
  type StandardSubject,
  type Subject,
  subjectNumbers,
} from '../../spec/vocabulary/subject.ts'
import { type Argument, bounds } from '../wire/call.ts'
import { type Block, idNumber, numberedDescription } from './block.ts'
import { containerFile } from './containers.ts'
import { type DataArea, nowhere } from './data.ts'
import { unchanged } from './numbers.ts'

/** What names and texts of a program stand for. */
export interface Meaning {
  readonly abi: Abi
  readonly block: Block
  readonly data: DataArea
  readonly registerOf: (name: KeyName) => number
  /** The file of a queue. */
  readonly queueOf: (name: QueueName) => Argument
  /** The number of the network namespace that an actor is in. */
  readonly networkOf: (actor: ActorName) => Argument
}

/** Longest answers that are brought back, bytes; both are more than the kernel has. */
const readBytes = 1024 * 1024
const describeBytes = 8192
const labelBytes = 4096

/** Behind a buffer whose whole is looked at, bytes: nothing is to be written there. */
export const guardBytes = 4

/** What such a buffer is full of before; `OUT_FILL` of adapters/agent/agent.h. */
export const fillByte = 0xa5

export interface KeyCall {
  readonly nr: number
  readonly args: readonly Argument[]
  /** All of its buffer is looked at, whatever the call answers. */
  readonly wholeBuffer?: boolean
  /** Which word of the buffer is the key that gets a name, if it is not what the call answers. */
  readonly registerTakes?: 'word'
  readonly which?: number
}

/** Of `struct keyctl_query_request_key_auth`, and which of its words is the key that is to be made. */
const askedBytes = 64
const targetWord = 10

/** What is told of a request is all of a buffer, and the key in it. */
const asked = { wholeBuffer: true, registerTakes: 'word', which: targetWord } as const

/** Whether a request is asked about, and there is memory for what is told. */
const isTold = (command: KeyCommand): boolean =>
  command.op === 'keyctl_query_request_key_auth' && command.data === undefined

function askedInto({ data }: QueryAuthority): Argument {
  if (data === undefined) return { kind: 'out', bytes: askedBytes }
  return data.at === 'null' ? 0 : nowhere
}

export function keyCall(meaning: Meaning, command: KeyCommand): KeyCall {
  const { abi, data } = meaning
  const key = (ref: KeyRef | null): Argument => (ref === null ? 0 : reference(meaning, ref))
  const description = (text: Text | null): Argument =>
    data.text(typeof text === 'string' ? numberedDescription(meaning.block, text) : text)
  switch (command.op) {
    case 'add_key': {
      const { type, payload, ring } = command
      const bytes = [data.text(payload), bytesOf(payload)]
      const args = [data.text(type), description(command.description), ...bytes, key(ring)]
      return { nr: abi.syscalls.add_key, args }
    }
    case 'request_key': {
      const what = [data.text(command.type), description(command.description)]
      const args = [...what, data.text(command.callout), key(command.dest)]
      return { nr: abi.syscalls.request_key, args }
    }
    default:
      return {
        nr: abi.syscalls.keyctl,
        args: argumentsOf(meaning, command, key, description),
        ...('room' in command && command.room?.at === 'memory' ? { wholeBuffer: true } : {}),
        ...(isTold(command) ? asked : {}),
      }
  }
}

/** The calls that make a key for somebody else. */
type Making = AssumeAuthority | Instantiate | InstantiateIov | Negate | Reject

const makingOps: ReadonlySet<string> = new Set<Making['op']>([
  'keyctl_assume_authority',
  'keyctl_instantiate',
  'keyctl_instantiate_iov',
  'keyctl_negate',
  'keyctl_reject',
])

function isMaking(command: KeyCommand): command is Making {
  return makingOps.has(command.op)
}

function making(
  { abi: { keyctl: option }, data }: Meaning,
  command: Making,
  key: (ref: KeyRef | null) => Argument,
): readonly Argument[] {
  switch (command.op) {
    case 'keyctl_assume_authority':
      return [option.assume_authority, key(command.key)]
    case 'keyctl_instantiate': {
      const { payload } = command
      const bytes = [data.text(payload), bytesOf(payload)]
      return [option.instantiate, key(command.key), ...bytes, key(command.ring)]
    }
    case 'keyctl_instantiate_iov': {
      const parts = halves(command.payload)
      const vector = parts.length === 0 ? 0 : data.vector(parts)
      return [option.instantiate_iov, key(command.key), vector, parts.length, key(command.ring)]
    }
    case 'keyctl_negate':
      return [option.negate, key(command.key), command.seconds, key(command.ring)]
    case 'keyctl_reject': {
      const { seconds, error } = command
      return [option.reject, key(command.key), seconds, error, key(command.ring)]
    }
  }
}

/** No network namespace has this number: theirs are great. */
const nobodysNetwork = 1

/** 0 is no network namespace in particular. */
function namespaceNumber({ networkOf }: Meaning, { network }: Intercept): Argument {
  if (network === undefined) return 0
  return network === 'nobody' ? nobodysNetwork : networkOf(network)
}

/** The calls about the keys of containers. */
function providing(
  meaning: Meaning,
  command: Providing,
  key: (ref: KeyRef | null) => Argument,
): readonly Argument[] {
  const { abi, data } = meaning
  const option = abi.keyctl
  switch (command.op) {
    case 'keyctl_set_container_keyring':
      return [option.set_container_keyring, containerFile(command.container), key(command.key)]
    case 'keyctl_get_container_keyring':
      return [option.get_container_keyring, containerFile(command.container), key(command.dest)]
    case 'keyctl_container_intercept': {
      const { container, type, ring } = command
      const number = namespaceNumber(meaning, command)
      const file = containerFile(container)
      return [option.container_intercept, file, data.text(type), number, key(ring)]
    }
    case 'keyctl_query_request_key_auth':
      return [option.query_request_key_auth, key(command.key), askedInto(command)]
    case 'keyctl_find_lru':
      return [option.find_lru, key(command.ring), data.text(command.type)]
  }
}

function argumentsOf(
  meaning: Meaning,
  command: Exclude<KeyCommand, { op: 'add_key' | 'request_key' }>,
  key: (ref: KeyRef | null) => Argument,
  description: (text: Text | null) => Argument,
): readonly Argument[] {
  if (isMaking(command)) return making(meaning, command, key)
  if (isProviding(command)) return providing(meaning, command, key)
  return keyctl(meaning, command, key, description)
}

/** The id of a key in a text, which ends in `:chain` if it is to. */
function numberedText(data: DataArea, before: string, key: Argument, chain: boolean): Argument {
  const behind = chain ? ':chain' : ''
  if (typeof key === 'number') return data.text(`${before}${key}${behind}`)
  if (key.kind !== 'register') throw new TypeError('a key is a number, or in a register')
  const { register } = key
  return { kind: 'numbered', offset: data.offset(`${before}%${behind}`), register }
}

function keyctl(
  { abi, data, block, queueOf }: Meaning,
  command: Exclude<KeyCommand, { op: 'add_key' | 'request_key' } | Making | Providing>,
  key: (ref: KeyRef | null) => Argument,
  description: (text: Text | null) => Argument,
): readonly Argument[] {
  const option = abi.keyctl
  switch (command.op) {
    case 'keyctl_get_keyring_id':
      return [option.get_keyring_id, key(command.key), command.create]
    case 'keyctl_join_session_keyring':
      return [option.join_session_keyring, description(command.description)]
    case 'keyctl_update': {
      const { payload } = command
      return [option.update, key(command.key), data.text(payload), bytesOf(payload)]
    }
    case 'keyctl_revoke':
      return [option.revoke, key(command.key)]
    case 'keyctl_invalidate':
      return [option.invalidate, key(command.key)]
    case 'keyctl_clear':
      return [option.clear, key(command.key)]
    case 'keyctl_describe':
      return [option.describe, key(command.key), ...out(command.room, describeBytes)]
    case 'keyctl_read':
      return [option.read, key(command.key), ...out(command.room, readBytes)]
    case 'keyctl_get_security':
      return [option.get_security, key(command.key), ...out(command.room, labelBytes)]
    case 'keyctl_capabilities':
      return [option.capabilities, ...out(command.room, 0)]
    case 'keyctl_link':
      return [option.link, key(command.key), key(command.ring)]
    case 'keyctl_unlink':
      return [option.unlink, key(command.key), key(command.ring)]
    case 'keyctl_search': {
      const what = [data.text(command.type), description(command.description)]
      return [option.search, key(command.ring), ...what, key(command.dest)]
    }
    case 'keyctl_move':
      return [option.move, key(command.key), key(command.from), key(command.to), command.flags]
    case 'keyctl_setperm':
      return [option.setperm, key(command.key), command.perm]
    case 'keyctl_grant_permission': {
      const subject = subjectArguments(data, command.subject)
      return [option.grant_permission, key(command.key), ...subject, command.perm]
    }
    case 'keyctl_restrict_keyring': {
      const { type, restriction } = command
      return [option.restrict_keyring, key(command.key), data.text(type), data.text(restriction)]
    }
    case 'keyctl_restrict_by_key': {
      const by = numberedText(data, 'key_or_keyring:', key(command.by), command.chain !== 0)
      return [option.restrict_keyring, key(command.key), data.text('asymmetric'), by]
    }
    case 'keyctl_chown': {
      const uid = command.uid === null ? unchanged : idNumber(block, command.uid)
      const gid = command.gid === null ? unchanged : idNumber(block, command.gid)
      return [option.chown, key(command.key), uid, gid]
    }
    case 'keyctl_get_persistent': {
      const uid = command.uid === null ? unchanged : idNumber(block, command.uid)
      return [option.get_persistent, uid, key(command.ring)]
    }
    case 'keyctl_set_reqkey_keyring':
      return [option.set_reqkey_keyring, command.destination]
    case 'keyctl_session_to_parent':
      return [option.session_to_parent]
    case 'keyctl':
      return [command.option]
    case 'keyctl_watch_key':
      return [option.watch_key, key(command.key), queueOf(command.queue), command.mark]
    case 'keyctl_set_timeout':
      return [option.set_timeout, key(command.key), command.seconds]
  }
}

/** The type of a subject, and whom of that type is meant. */
function subjectArguments(data: DataArea, subject: Subject): readonly Argument[] {
  const label = labelOf(subject)
  if (label !== undefined) return [containerSubjects.byName, data.text(label)]
  if (isFileName(subject)) return [containerSubjects.byFile, containerFile(subject)]
  const { type, id } = subjectNumbers(subject as StandardSubject | NobodysSubject)
  return [type, id]
}

/** Where a call writes to, and how much room it is told that there is. */
function out(room: Room | undefined, ample: number): readonly Argument[] {
  if (room === undefined) return [{ kind: 'out', bytes: ample }, ample]
  if (room.at !== 'memory') return [room.at === 'null' ? 0 : nowhere, room.bytes]
  const bytes = Math.min(room.bytes + guardBytes, bounds.outBytes)
  return [{ kind: 'out', bytes }, room.bytes]
}

/** A payload in two parts, the first the shorter. */
function halves(payload: string | null): readonly string[] {
  if (payload === null) return []
  const half = payload.length >> 1
  return [payload.slice(0, half), payload.slice(half)]
}

function reference({ abi, registerOf }: Meaning, ref: KeyRef): Argument {
  if (isKeyName(ref)) return { kind: 'register', register: registerOf(ref) }
  if (ref.startsWith('#')) return Number(ref.slice(1))
  return abi.specialKeys[ref as keyof Abi['specialKeys']]
}
