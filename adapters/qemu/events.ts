/** What a machine does, in order, for somebody who waits for it with a deadline. */

import type { Frame } from '../wire/frames.ts'
import type { GuestNonsense } from '../wire/nonsense.ts'

export type GuestEvent =
  | Frame
  | GuestNonsense
  /** The kernel has printed that something in it is broken; it may go on. */
  | { readonly kind: 'complained'; readonly line: string }
  /** QEMU ended. */
  | { readonly kind: 'died' }
  /** Nothing came until the deadline. */
  | { readonly kind: 'silent'; readonly afterMs: number }

export interface Events {
  push(event: GuestEvent): void
  /** The next event, or `silent`. One at a time may wait. */
  next(patienceMs: number): Promise<GuestEvent>
}

export function events(): Events {
  const queue: GuestEvent[] = []
  let wake: (() => void) | undefined
  return {
    push: (event) => {
      queue.push(event)
      wake?.()
    },
    next: async (patienceMs) => {
      const ready = queue.shift()
      if (ready !== undefined) return ready
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, patienceMs)
        wake = () => {
          clearTimeout(timer)
          resolve()
        }
      })
      wake = undefined
      return queue.shift() ?? { kind: 'silent', afterMs: patienceMs }
    },
  }
}
