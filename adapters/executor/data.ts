/** The data area of a program: texts and structures that its calls point at. */

import type { Argument } from '../wire/call.ts'
import { writer } from '../wire/writer.ts'

export interface DataArea {
  /** A NUL-terminated string whose characters are bytes; a null pointer for null. */
  text(value: string | null): Argument
  /** 32-bit words. */
  words(values: readonly number[]): Argument
  /** `struct timespec`. */
  timespec(seconds: number): Argument
  /** Where a text of its own lies. */
  offset(value: string): number
  /** All of it, ended by a zero byte. */
  take(): Uint8Array
}

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
    text: (value) => (value === null ? 0 : at(offset(value))),
    words: (values) => {
      const place = out.length()
      for (const value of values) out.u32(value)
      return at(place)
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
