/** Serial numbers become tokens, numbered by first appearance in their trace. */

import type { Token } from '../../spec/vocabulary/names.ts'

/** The token of a serial; a serial that was not seen before takes the next. */
export type Tokens = (serial: number) => Token

export function tokens(): Tokens {
  const seen = new Map<number, Token>()
  return (serial) => {
    const token = seen.get(serial) ?? seen.size + 1
    seen.set(serial, token)
    return token
  }
}
