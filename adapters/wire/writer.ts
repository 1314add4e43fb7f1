/** A buffer that grows, for little-endian numbers. */

export interface Writer {
  u8(value: number): void
  u16(value: number): void
  u32(value: number): void
  /** Any safe integer, as 64 bits in two's complement. */
  i64(value: number): void
  bytes(value: Uint8Array): void
  /** Overwrites four bytes. */
  patch(offset: number, value: number): void
  length(): number
  /** What was written; the writer starts anew. */
  take(): Buffer
}

/** Room at first; a program of ordinary length takes less, and so do its texts. */
const startBytes = 8 * 1024

export function writer(): Writer {
  let buffer = Buffer.allocUnsafe(startBytes)
  let at = 0
  const room = (bytes: number) => {
    if (at + bytes <= buffer.length) return
    const larger = Buffer.allocUnsafe(Math.max(buffer.length * 2, at + bytes))
    buffer.copy(larger, 0, 0, at)
    buffer = larger
  }
  const u32 = (value: number) => {
    room(4)
    at = buffer.writeUInt32LE(value >>> 0, at)
  }
  return {
    u8: (value) => {
      room(1)
      at = buffer.writeUInt8(value, at)
    },
    u16: (value) => {
      room(2)
      at = buffer.writeUInt16LE(value, at)
    },
    u32,
    i64: (value) => {
      u32(value)
      u32(Math.floor(value / 2 ** 32))
    },
    bytes: (value) => {
      room(value.length)
      buffer.set(value, at)
      at += value.length
    },
    patch: (offset, value) => {
      buffer.writeUInt32LE(value, offset)
    },
    length: () => at,
    take: () => {
      const written = buffer.subarray(0, at)
      buffer = Buffer.allocUnsafe(0)
      at = 0
      return written
    },
  }
}
