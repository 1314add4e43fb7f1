/** Chapter 6, restrictions by a key: what vouches for the certificates that a keyring takes. */

import type { RestrictByKey } from '../spec/vocabulary/command.ts'
import type { Errno } from '../spec/vocabulary/errno.ts'
import { isKeyName } from '../spec/vocabulary/names.ts'
import { cite, refuse, rule } from './turn.ts'
import { indexOf, type Key, type KeyId, keyOf } from './world.ts'

/** links/restriction-by-key: the key that is to vouch, 0 for none; nothing is asked of it. */
export const voucherOf = rule(
  'links/restriction-by-key',
  (turn, { by, chain }: RestrictByKey): KeyId | Errno => {
    cite(turn, 'links/restriction-by-key')
    if (by === '#0' && chain !== 0) return 0
    const id = isKeyName(by) ? turn.world.names[indexOf(by)] : undefined
    return id === undefined || turn.world.keys[id] === undefined ? 'ENOKEY' : id
  },
)

/** links/restriction-cycle: whether a keyring would vouch for itself in the end. */
export const vouchesForItself = rule(
  'links/restriction-cycle',
  (turn, ring: KeyId, voucher: KeyId): Errno | undefined => {
    for (let id = voucher; id !== 0; ) {
      const key = keyOf(turn.world, id)
      if (key.ring === null) return undefined
      if (id === ring) return refuse(turn, 'links/restriction-cycle', 'EDEADLK')
      id = key.voucher
    }
    return undefined
  },
)

/** links/restriction-holds-key: what is not let go while a keyring is there that is restricted. */
export const heldByRestriction = rule('links/restriction-holds-key', (_turn, key: Key): KeyId => {
  return key.voucher
})

/**
 * links/voucher-below-stays: whether a keyring lies, directly or further down, in what vouches for it;
 * the two keep each other, and nobody takes note.
 */
export const keepsItself = rule('links/voucher-below-stays', (turn, ring: Key): boolean => {
  const seen = new Set<KeyId>()
  const leads = (id: KeyId): boolean => {
    if (id === ring.id) return true
    if (id === 0 || seen.has(id)) return false
    seen.add(id)
    const key = turn.world.keys[id]
    return key !== undefined && (leads(key.voucher) || (key.ring?.slots.some(leads) ?? false))
  }
  if (!leads(ring.voucher)) return false
  cite(turn, 'links/voucher-below-stays')
  return true
})
