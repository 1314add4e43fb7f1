/** What calls are given the addresses of: texts and payloads to read, room to write to. */

/** An address at which nothing is mapped, with the length that is given beside it, bytes. */
export interface Unmapped {
  readonly at: 'null' | 'nowhere'
  readonly bytes: number
}

export type Nowhere = Unmapped & { readonly at: 'nowhere' }

/** A text or a payload: its characters are its bytes. */
export type Text = string | Unmapped

/** A text instead of which a null pointer means something. */
export type OptionalText = string | Nowhere | null

/** Where a call writes to: so many bytes of memory, or an address at which there is none. */
export type Room = Unmapped | { readonly at: 'memory'; readonly bytes: number }

/** The length that a call is told of a payload, bytes. */
export function bytesOf(payload: Text | null): number {
  if (payload === null) return 0
  return typeof payload === 'string' ? payload.length : payload.bytes
}
