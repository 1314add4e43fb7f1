/** Queues for notifications: pipes of the agent's, which every process of a program shares. */

import { events, type Notice } from '../../spec/vocabulary/answer.ts'
import type { QueueName, Token } from '../../spec/vocabulary/names.ts'
import { type Argument, bounds, type Call } from '../wire/call.ts'
import { syscalls } from './numbers.ts'
import type { Tokens } from './tokens.ts'

/** `O_NOTIFICATION_PIPE` and `O_NONBLOCK`. */
const pipeFlags = 0o200 | 0o4000
/** Of two file descriptors, bytes. */
const pipeBytes = 8
/** `IOC_WATCH_QUEUE_SET_SIZE` */
const setSize = 0x5760

/** A file that is none. */
const noFile = -1

/** What is known of a program's queues while it is compiled. */
export interface Queues {
  /** The register with the file of each that there will be. */
  readonly opened: Map<QueueName, number>
  /** The same, of those that there are by now. */
  readonly fileOf: Map<QueueName, number>
  /** The calls that opened them. */
  readonly pipes: number[]
}

export const queueFile = ({ fileOf }: Queues, queue: QueueName): Argument => {
  const register = fileOf.get(queue)
  return register === undefined ? noFile : { kind: 'register', register }
}

/**
 * Opens a queue. A process that executes a program has files of its own from then on (fs/exec.c
 * begin_new_exec()), so this is done before there are any.
 */
export function openQueue(register: number): Call {
  const room = { kind: 'out', bytes: pipeBytes } as const
  return {
    kind: 'syscall',
    slot: 0,
    nr: syscalls.pipe2,
    args: [room, pipeFlags],
    wholeBuffer: true,
    register,
    registerTakes: 'word',
  }
}

/** Gives a queue room for records. */
export function sizeQueue(register: number, size: number): Call {
  const args = [{ kind: 'register', register } as const, setSize, size]
  return { kind: 'syscall', slot: 0, nr: syscalls.ioctl, args }
}

export function readQueue(file: Argument): Call {
  const room = { kind: 'out', bytes: bounds.outBytes } as const
  return { kind: 'syscall', slot: 0, nr: syscalls.read, args: [file, room, bounds.outBytes] }
}

/** Closes both ends of a queue that a call has made. */
export function closeQueue(pipe: number): Call {
  const args = [{ kind: 'word' }] as const
  return { kind: 'each', slot: 0, source: pipe, nr: syscalls.close, args, report: 'never' }
}

/** Numbers of `include/uapi/linux/watch_queue.h`. */
const types = { meta: 0, key: 1 } as const
const metaSubtypes = { removal: 0, loss: 1 } as const
const headBytes = 8
const recordBytes = 16

/** The records of a read; undefined where they are none. */
export function parseRecords(bytes: Buffer, tokenOf: Tokens): readonly Notice<Token>[] | undefined {
  const notices: Notice<Token>[] = []
  for (let at = 0; at < bytes.length; ) {
    if (bytes.length - at < headBytes) return undefined
    const length = bytes.readUInt32LE(at + 4) & 0x7f
    if (length > bytes.length - at) return undefined
    const notice = parseRecord(bytes.subarray(at, at + length), tokenOf)
    if (notice === undefined) return undefined
    notices.push(notice)
    at += length
  }
  return notices
}

function parseRecord(record: Buffer, tokenOf: Tokens): Notice<Token> | undefined {
  if (record.length !== headBytes && record.length !== recordBytes) return undefined
  const type = record.readUIntLE(0, 3)
  const subtype = record.readUInt8(3)
  const info = record.readUInt32LE(4)
  if (record.length === headBytes) {
    const lost = type === types.meta && subtype === metaSubtypes.loss && info === headBytes
    return lost ? { kind: 'lost' } : undefined
  }
  const [mark, serial, aux] = [info >>> 8, record.readInt32LE(8), record.readInt32LE(12)]
  if (mark > 0xff || serial <= 0 || aux < 0) return undefined
  if (type === types.meta) {
    if (subtype !== metaSubtypes.removal || aux !== 0) return undefined
    return { kind: 'removed', mark, key: tokenOf(serial) }
  }
  const event = type === types.key ? events[subtype] : undefined
  if (event === undefined) return undefined
  const links = event === 'linked' || event === 'unlinked'
  if (links === (aux === 0)) return undefined
  const key = tokenOf(serial)
  return { kind: 'event', event, mark, key, other: links ? tokenOf(aux) : null }
}
