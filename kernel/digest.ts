/** Cache keys: what a thing is made of, as sixteen hexadecimal digits. */
import { createHash } from 'node:crypto'

/** Each part is hashed with its length, so that parts cannot run into each other. */
export function digest(parts: readonly (string | Uint8Array)[]): string {
  const hash = createHash('sha256')
  for (const part of parts) {
    hash.update(`${Buffer.byteLength(part)}:`)
    hash.update(part)
  }
  return hash.digest('hex').slice(0, 16)
}
