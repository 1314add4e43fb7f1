/** The end of a stream of text, for what a kernel said last. */

/** How much is kept, bytes. */
const keptBytes = 64 * 1024

export interface Tail {
  add(chunk: Buffer): void
  /** What is kept, as text; bytes that are none become `�`. */
  text(): string
}

export function tail(): Tail {
  let chunks: Buffer[] = []
  let length = 0
  const joined = () => {
    const whole = Buffer.concat(chunks)
    return whole.subarray(Math.max(0, whole.length - keptBytes))
  }
  return {
    add: (chunk) => {
      chunks.push(chunk)
      length += chunk.length
      if (length < 2 * keptBytes) return
      chunks = [Buffer.from(joined())]
      length = keptBytes
    },
    text: () => joined().toString('utf8'),
  }
}
