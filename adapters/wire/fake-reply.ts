/** Replies as an agent would write them, for tests. */

import { type Ending, endings, type Reply, type Result } from './reply.ts'
import { writer } from './writer.ts'

/** A result of which only what differs from silence is said. */
export type FakeResult = Partial<Result> & Pick<Result, 'call' | 'value'>

export interface FakeReply extends Partial<Omit<Reply, 'results' | 'ending'>> {
  readonly ending?: Ending
  readonly results?: readonly FakeResult[]
}

/** The payload of a reply's frame. */
export function fakeReply({ seq = 1, ending = 'done', at = 0, ...rest }: FakeReply): Buffer {
  const results = rest.results ?? []
  const out = writer()
  const header = [seq, endings.indexOf(ending), at, rest.elapsedUs ?? 0, results.length, 0]
  for (const word of header) out.u32(word)
  for (const { call, value, bytes = Buffer.alloc(0), ...flags } of results) {
    const { noTask = false, ranOut = false, blocked = false } = flags
    out.u32(call + 0x1000000 * (Number(noTask) + 2 * Number(ranOut) + 4 * Number(blocked)))
    out.u32(bytes.length)
    out.i64(value)
    out.bytes(bytes)
    out.bytes(Buffer.alloc(-bytes.length & 7))
  }
  return out.take()
}

/** Any frame. */
export function fakeFrame(kind: number, payload: Uint8Array): Buffer {
  const out = writer()
  out.u32(payload.length)
  out.u32(kind)
  out.bytes(payload)
  return out.take()
}
