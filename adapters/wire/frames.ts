/** Frames: a 32-bit length, a 32-bit kind, a payload; little-endian. */

import { bounds } from './call.ts'
import { type GuestNonsense, nonsense } from './nonsense.ts'

export const frameKinds = {
  program: 1,
  ping: 2,
  hello: 0x81,
  reply: 0x82,
  pong: 0x83,
  error: 0x84,
  partial: 0x85,
} as const

/** Something the guest said. */
export interface Frame {
  readonly kind: 'hello' | 'reply' | 'pong' | 'error' | 'partial'
  readonly payload: Buffer
}

const fromGuest = new Map<number, Frame['kind']>([
  [frameKinds.hello, 'hello'],
  [frameKinds.reply, 'reply'],
  [frameKinds.pong, 'pong'],
  [frameKinds.error, 'error'],
  [frameKinds.partial, 'partial'],
])

const headerBytes = 8

/** Takes bytes as they arrive; answers the frames that they complete, nonsense as the last. */
export type FrameReader = (chunk: Buffer) => readonly (Frame | GuestNonsense)[]

export function frameReader(): FrameReader {
  let chunks: Buffer[] = []
  let have = 0
  let need = headerBytes
  return (chunk) => {
    chunks.push(chunk)
    have += chunk.length
    if (have < need) return []
    let rest = chunks.length === 1 ? chunk : Buffer.concat(chunks)
    const frames: (Frame | GuestNonsense)[] = []
    for (;;) {
      const length = rest.length < headerBytes ? 0 : rest.readUInt32LE(0)
      need = headerBytes + length
      if (length > bounds.frameBytes) {
        return [...frames, nonsense(`the guest announced a frame of ${length} bytes`)]
      }
      if (rest.length < need) break
      const kind = fromGuest.get(rest.readUInt32LE(4))
      if (kind === undefined) {
        return [...frames, nonsense(`the guest sent a frame of kind ${rest.readUInt32LE(4)}`)]
      }
      frames.push({ kind, payload: rest.subarray(headerBytes, need) })
      rest = rest.subarray(need)
    }
    chunks = rest.length > 0 ? [rest] : []
    have = rest.length
    return frames
  }
}

/** A frame to which the agent answers with the same payload. */
export function encodePing(payload: Uint8Array): Buffer {
  const head = Buffer.alloc(headerBytes)
  head.writeUInt32LE(payload.length, 0)
  head.writeUInt32LE(frameKinds.ping, 4)
  return Buffer.concat([head, payload])
}
