/** Chapter 19: when a key was used last, which is all the order that `KEYCTL_FIND_LRU` knows. */

import { rule, type Turn } from './turn.ts'
import { type KeyId, keyOf, withKey } from './world.ts'

/**
 * interception/lru-use: a call was given the key, or a search has found it. When a keyring was used is not kept:
 * every search through it uses it.
 */
export const use = rule('interception/lru-use', (turn, id: KeyId): void => {
  const key = keyOf(turn.world, id)
  if (key.usedAt === turn.world.now || key.ring !== null || !asks(turn)) return
  turn.world = withKey(turn.world, { ...key, usedAt: turn.world.now })
})

/** When a new key was made and used; of no interest where nobody asks. */
export function newlyUsed(turn: Turn): { readonly madeAt: number; readonly usedAt: number } {
  const at = asks(turn) ? turn.world.now : 0
  return { madeAt: at, usedAt: at }
}

const asks = ({ profile }: Turn): boolean => profile.features.includes('container_keyrings')
