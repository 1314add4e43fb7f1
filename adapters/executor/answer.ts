/** One command's answer, from what its call answered. */

import type { Answer } from '../../spec/vocabulary/answer.ts'
import { type Command, namingOps } from '../../spec/vocabulary/command.ts'
import { errnoName } from '../../spec/vocabulary/errno.ts'
import type { Room } from '../../spec/vocabulary/memory.ts'
import type { KeyName } from '../../spec/vocabulary/names.ts'
import type { Result } from '../wire/reply.ts'
import { type Block, idName } from './block.ts'
import { fillByte, guardBytes } from './key-call.ts'
import { parseRecords } from './queues.ts'
import {
  parseAsked,
  parseCalled,
  parseContainers,
  parseDescription,
  parseEntry,
  parseUsage,
} from './text-answers.ts'
import type { Tokens } from './tokens.ts'

/** What answers are read with. */
export interface Reading {
  readonly block: Block
  readonly tokenOf: Tokens
  /** Every payload and callout information that the program holds; what is read back is one of them, or links. */
  /** The serials of the keys that names stand for by now. */
  readonly serials: ReadonlyMap<KeyName, number>
  readonly payloads: ReadonlySet<string>
  /** Every description that the program holds: where it looks like one of the kernel's, it is none. */
  readonly descriptions: ReadonlySet<string>
}

/** The lowest error number that the kernel returns; `MAX_ERRNO`. */
const lowestError = -4095

export function answerOf(reading: Reading, command: Command, result: Result): Answer {
  const { value, bytes } = result
  if (result.noTask) return { kind: 'absent' }
  if (value < 0 && value >= lowestError) return { kind: 'errno', errno: errnoName(-value) }
  switch (command.op) {
    case 'keyctl_get_security':
      return told(command.room, result, (written) =>
        value === written.length
          ? { kind: 'payload', payload: written.toString('latin1') }
          : garbled(written),
      )
    case 'keyctl_capabilities':
      return buffer(value, bytes)
    case 'keyctl_read':
      return told(command.room, result, (written) => contents(reading, value, written))
    case 'keyctl_describe':
      return told(command.room, result, (written) => {
        const description = parseDescription(reading.block, written, (text, type) =>
          serialIn(reading, text, type),
        )
        if (description === undefined || value !== written.length) return garbled(written)
        return { kind: 'description', description }
      })
    case 'sysctl':
    case 'execve':
    case 'container_create':
    case 'pass_container':
      return { kind: 'done' }
    case 'proc_containers': {
      const lines = parseContainers(reading.block, bytes)
      return lines === undefined ? garbled(bytes) : { kind: 'containers', lines }
    }
    case 'read_queue': {
      const notices = value === bytes.length ? parseRecords(bytes, reading.tokenOf) : undefined
      return notices === undefined ? garbled(bytes) : { kind: 'notices', notices }
    }
    case 'key_users': {
      const usage = parseUsage(bytes)
      return usage === undefined ? garbled(bytes) : { kind: 'usage', usage }
    }
    case 'proc_keys': {
      const entry = parseEntry(reading.block, bytes, reading.serials.get(command.key) ?? 0)
      if (entry === null) return { kind: 'unlisted' }
      return entry === undefined ? garbled(bytes) : { kind: 'entry', entry }
    }
    case 'keyctl_query_request_key_auth': {
      const asked = value === 0 ? parseAsked(reading.block, reading.tokenOf, bytes) : undefined
      return asked === undefined ? garbled(bytes) : { kind: 'asked', asked }
    }
    case 'setfsuid':
      return { kind: 'id', id: idName(reading.block, 'u', value) }
    case 'setfsgid':
      return { kind: 'id', id: idName(reading.block, 'g', value) }
    default:
      if (value > 0 && namingOps.has(command.op))
        return { kind: 'key', key: reading.tokenOf(value) }
      return { kind: 'value', value }
  }
}

/** What was written to a room, as far as anything was; else only how long it would have been. */
function told(room: Room | undefined, result: Result, read: (written: Buffer) => Answer): Answer {
  const { value, bytes } = result
  const length: Answer = { kind: 'value', value }
  if (room === undefined) return read(bytes)
  if (room.at !== 'memory') return length
  if (value > 0 && isFullOf(fillByte, bytes)) return length
  return isFullOf(fillByte, bytes.subarray(value)) ? read(bytes.subarray(0, value)) : garbled(bytes)
}

const isFullOf = (filling: number, bytes: Buffer): boolean =>
  bytes.every((byte) => byte === filling)

/**
 * What a description says before the serial number that the kernel has put at its end, and whose it is.
 * Source: security/keys/request_key.c call_sbin_request_key();
 * security/keys/request_key_auth.c request_key_auth_new().
 */
function serialIn({ descriptions, tokenOf }: Reading, text: string, type: string) {
  const [, before = '', digits = ''] =
    (type === '.request_key_auth' ? /^()([0-9a-f]{1,8})$/ : /^(_req\.)(\d{1,10})$/).exec(text) ?? []
  if (digits === '' || descriptions.has(text)) return undefined
  const radix = type === '.request_key_auth' ? 16 : 10
  return { description: before, about: tokenOf(Number.parseInt(digits, radix)) }
}

/** A call that has not come back: what the process was told that it waits for, if it does. */
export function waitingFor({ block, tokenOf }: Reading, { bytes }: Result): Answer {
  if (bytes.length === 0) return { kind: 'blocked' }
  const called = parseCalled(block, tokenOf, bytes)
  return called === undefined ? garbled(bytes) : { kind: 'upcall', called }
}

/**
 * What `KEYCTL_READ` brought: a payload that somebody gave, or else the serials of a keyring, or else
 * what a type has made of a payload.
 */
function contents({ payloads, tokenOf }: Reading, value: number, bytes: Buffer): Answer {
  if (value !== bytes.length) return garbled(bytes)
  const payload = bytes.toString('latin1')
  if (value > 0 && payloads.has(payload)) return { kind: 'payload', payload }
  if (value % serialBytes !== 0) return { kind: 'payload', payload }
  const serials = Array.from({ length: value / serialBytes }, (_, i) =>
    bytes.readInt32LE(i * serialBytes),
  )
  if (serials.some((serial) => serial <= 0)) return { kind: 'payload', payload }
  return { kind: 'links', links: serials.map(tokenOf) }
}

/** The buffer without its guard, unless that was written to. */
function buffer(value: number, bytes: Buffer): Answer {
  const end = Math.max(0, bytes.length - guardBytes)
  const intact = isFullOf(fillByte, bytes.subarray(end))
  const told = intact ? bytes.subarray(0, end) : bytes
  return { kind: 'buffer', value, bytes: told.toString('latin1') }
}

const serialBytes = 4

const garbled = (bytes: Buffer): Answer => ({ kind: 'garbled', bytes: bytes.toString('hex') })
