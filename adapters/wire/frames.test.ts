import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bounds } from './call.ts'
import { fakeFrame } from './fake-reply.ts'
import { frameKinds, frameReader } from './frames.ts'

const pong = (size: number) => fakeFrame(frameKinds.pong, Buffer.alloc(size, 7))

describe('frames', () => {
  test('arrive however they are cut', async () => {
    await fc.assert(
      fc.property(
        fc.array(fc.nat(300), { maxLength: 12 }),
        fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1 }),
        (sizes, cuts) => {
          const read = frameReader()
          let rest = Buffer.concat(sizes.map(pong))
          const seen: number[] = []
          for (let i = 0; rest.length > 0; i++) {
            const cut = cuts[i % cuts.length] ?? 1
            for (const frame of read(rest.subarray(0, cut))) {
              seen.push(frame.kind === 'nonsense' ? -1 : frame.payload.length)
            }
            rest = rest.subarray(cut)
          }
          expect(seen).toEqual(sizes)
        },
      ),
    )
  })

  test('that are announced beyond all bounds are nonsense', () => {
    const head = Buffer.alloc(8)
    head.writeUInt32LE(bounds.frameBytes + 1, 0)
    expect(frameReader()(Buffer.concat([pong(3), head]))).toMatchObject([
      { kind: 'pong' },
      { kind: 'nonsense', sentence: 'the guest announced a frame of 16777217 bytes' },
    ])
  })

  test('of an unknown kind are nonsense', () => {
    expect(frameReader()(fakeFrame(77, Buffer.alloc(2)))).toMatchObject([
      { kind: 'nonsense', sentence: 'the guest sent a frame of kind 77' },
    ])
  })

  test('garbage ends in nonsense or silence, never in an exception', async () => {
    await fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 64 })), (chunks) => {
        const read = frameReader()
        for (const chunk of chunks) read(Buffer.from(chunk))
      }),
    )
  })
})
