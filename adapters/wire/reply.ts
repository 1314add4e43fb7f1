/** Replies to programs, read with suspicion; `adapters/agent/reply.c` writes them. */

import { type GuestNonsense, nonsense } from './nonsense.ts'

/**
 * How a program ended; in all but `done` and `disturbed`, at call `at`. It was disturbed where it was done, and the
 * kernel has made or ended threads of its own meanwhile, which do not come before our tasks yet.
 */
export type Ending = 'done' | 'deadline' | 'ran-out' | 'too-long' | 'unkillable' | 'disturbed'

/** In the order of their numbers. */
export const endings: readonly Ending[] = [
  'done',
  'deadline',
  'ran-out',
  'too-long',
  'unkillable',
  'disturbed',
]

/** What one call answered. */
export interface Result {
  readonly call: number
  readonly value: number
  /** What came back in its out buffer. */
  readonly bytes: Buffer
  /** Nobody was there to make the call. */
  readonly noTask: boolean
  /** It was repeated in vain. */
  readonly ranOut: boolean
  /** It has not come back; the bytes are the arguments of the helper that it waits for, if any. */
  readonly blocked: boolean
}

export interface Reply {
  readonly kind: 'reply'
  readonly seq: number
  readonly ending: Ending
  readonly at: number
  readonly elapsedUs: number
  /** In the order in which they came about. */
  readonly results: readonly Result[]
}

/** True where nothing of a program was left undone. */
export const isDone = ({ ending }: Reply): boolean => ending === 'done' || ending === 'disturbed'

const headerBytes = 24
const resultBytes = 16
const callBits = 0xffffff
const flagBits = { noTask: 1, ranOut: 2, blocked: 4 } as const

/** The reply in a frame's payload, to a program of `calls` calls. */
export function decodeReply(payload: Buffer, calls: number): Reply | GuestNonsense {
  if (payload.length < headerBytes) {
    return nonsense(`a reply of ${payload.length} bytes is shorter than its header`)
  }
  const ending = endings[payload.readUInt32LE(4)]
  if (ending === undefined) {
    return nonsense(`a reply ends with status ${payload.readUInt32LE(4)}, which is none`)
  }
  const results = decodeResults(payload, payload.readUInt32LE(16), calls)
  if (!Array.isArray(results)) return results
  return {
    kind: 'reply',
    seq: payload.readUInt32LE(0),
    ending,
    at: payload.readUInt32LE(8),
    elapsedUs: payload.readUInt32LE(12),
    results,
  }
}

function decodeResults(payload: Buffer, count: number, calls: number): Result[] | GuestNonsense {
  const results: Result[] = []
  let at = headerBytes
  for (let i = 0; i < count; i++) {
    if (payload.length - at < resultBytes) {
      return nonsense(`a reply announces ${count} results and ends after ${i}`)
    }
    const head = payload.readUInt32LE(at)
    const length = payload.readUInt32LE(at + 4)
    const call = head & callBits
    if (call >= calls) return nonsense(`a reply has a result of call ${call} of ${calls}`)
    const from = at + resultBytes
    if (length > payload.length - from) {
      return nonsense(`a result of ${length} bytes in the last ${payload.length - from} of a reply`)
    }
    const flags = head >>> 24
    results.push({
      call,
      value: payload.readInt32LE(at + 12) * 2 ** 32 + payload.readUInt32LE(at + 8),
      bytes: payload.subarray(from, from + length),
      noTask: (flags & flagBits.noTask) !== 0,
      ranOut: (flags & flagBits.ranOut) !== 0,
      blocked: (flags & flagBits.blocked) !== 0,
    })
    at = from + Math.ceil(length / 8) * 8
  }
  if (at !== payload.length) {
    return nonsense(`a reply has ${payload.length} bytes, its results end at ${at}`)
  }
  return results
}
