/** Takes down what a turn tells while it is taken; a turn of which nobody asks why has none. */

import type { Ended, Telling, Told } from '../spec/told.ts'
import type { KeyId } from './world.ts'

export interface Teller {
  /** Something without parts. */
  say(told: Told<KeyId>): void
  /** Something begins; what is said until its end is a part of it. */
  begin(told: Told<KeyId>): void
  end(ended: Ended<KeyId>): void
  readonly telling: readonly Telling<KeyId>[]
}

interface Open extends Telling<KeyId> {
  readonly inner: Open[]
  ended: Ended<KeyId> | undefined
}

export function teller(): Teller {
  const telling: Open[] = []
  const open: Open[] = []
  const add = (told: Told<KeyId>): Open => {
    const one: Open = { told, inner: [], ended: undefined }
    const into = open.at(-1)?.inner ?? telling
    into.push(one)
    return one
  }
  return {
    say: add,
    begin(told) {
      open.push(add(told))
    },
    end(ended) {
      const one = open.pop()
      if (one === undefined) throw new Error('what ends has begun')
      one.ended = ended
    },
    telling,
  }
}
