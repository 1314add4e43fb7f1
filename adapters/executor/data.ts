/** The data area of a program: texts and structures that its calls point at. */

import type { Text } from '../../spec/vocabulary/memory.ts'
import type { Argument } from '../wire/call.ts'
import { writer } from '../wire/writer.ts'

export interface DataArea {
  /** A NUL-terminated string whose characters are bytes, or the address that is given instead. */
  text(value: Text | null): Argument
  /** 32-bit words. */
  words(values: readonly number[]): Argument
  /** `struct iovec` for each of some texts. */
  vector(parts: readonly string[]): Argument
  /** `struct timespec`. */
  timespec(seconds: number): Argument
  /** Where a text of its own lies. */
  offset(value: string): number
  /** All of it, ended by a zero byte. */
  take(): Uint8Array
}

/** Below `/proc/sys/vm/mmap_min_addr`, so nothing is ever mapped there. */
export const nowhere = 0x1000

export function dataArea(): DataArea {
  const out = writer()
  const places = new Map<string, number>()
  const at = (offset: number): Argument => ({ kind: 'data', offset })
  const offset = (value: string): number => {
    const known = places.get(value)
    if (known !== undefined) return known
    const place = out.length()
    out.bytes(Buffer.from(value, 'latin1'))
    out.u8(0)
    places.set(value, place)
    return place
  }
  return {
    offset,
    text: (value) => {
      if (typeof value === 'string') return at(offset(value))
      return value?.at === 'nowhere' ? nowhere : 0
    },
    words: (values) => {
      const place = out.length()
      for (const value of values) out.u32(value)
      return at(place)
    },
    vector: (parts) => {
      const offsets = parts.map(offset)
      const place = out.length()
      for (const [i, part] of parts.entries()) {
        out.i64(offsets[i] ?? 0)
        out.i64(part.length)
      }
      return { kind: 'vector', offset: place, count: parts.length }
    },
    timespec: (seconds) => {
      const place = out.length()
      out.i64(seconds)
      out.i64(0)
      return at(place)
    },
    take: () => {
      out.u8(0)
      return out.take()
    },
  }
}
