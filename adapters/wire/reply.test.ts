import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fakeReply } from './fake-reply.ts'
import { decodeReply } from './reply.ts'

const two = fakeReply({
  seq: 9,
  at: 3,
  elapsedUs: 12,
  results: [
    { call: 1, value: -126 },
    { call: 2, value: 3, bytes: Buffer.from('abc'), ranOut: true },
  ],
})

const sentenceOf = (payload: Buffer, calls = 4): string | undefined => {
  const reply = decodeReply(payload, calls)
  return reply.kind === 'nonsense' ? reply.sentence : undefined
}

describe('replies', () => {
  test('are read as they were written', () => {
    expect(decodeReply(two, 4)).toMatchObject({
      kind: 'reply',
      seq: 9,
      ending: 'done',
      at: 3,
      elapsedUs: 12,
      results: [
        { call: 1, value: -126, noTask: false, ranOut: false },
        { call: 2, value: 3, bytes: Buffer.from('abc'), ranOut: true },
      ],
    })
  })

  test('of wrong length or content are nonsense', () => {
    expect(sentenceOf(two.subarray(0, 20))).toBe('a reply of 20 bytes is shorter than its header')
    expect(sentenceOf(two.subarray(0, 50))).toBe('a reply announces 2 results and ends after 1')
    expect(sentenceOf(two.subarray(0, 57))).toBe('a result of 3 bytes in the last 1 of a reply')
    expect(sentenceOf(Buffer.concat([two, Buffer.alloc(8)]))).toBe(
      'a reply has 72 bytes, its results end at 64',
    )
    expect(sentenceOf(two, 2)).toBe('a reply has a result of call 2 of 2')
    const status = Buffer.from(two)
    status.writeUInt32LE(6, 4)
    expect(sentenceOf(status)).toBe('a reply ends with status 6, which is none')
  })

  test('that announce more results than a machine has memory for are nonsense at once', () => {
    const many = Buffer.from(two)
    many.writeUInt32LE(0xffffffff, 16)
    expect(sentenceOf(many)).toContain('announces 4294967295 results')
  })

  test('of garbage never throw', async () => {
    await fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(100), (bytes, calls) => {
        decodeReply(Buffer.from(bytes), calls)
      }),
    )
    await fc.assert(
      fc.property(fc.nat(two.length - 1), fc.nat(255), (at, value) => {
        const spoilt = Buffer.from(two)
        spoilt.writeUInt8(value, at)
        decodeReply(spoilt, 4)
      }),
    )
  })
})
