/** Chapter 8 turned wrong: how keys die and what the collector leaves behind. */

import {
  arrayAfterSweep,
  chargeAfterSweep,
  deathOf,
  destroysUnreferenced,
  empty,
  expired,
  invalidatedIsGone,
  invalidatedLosesLinks,
  isSwept,
  losesLinks,
  revokedAt,
  revokedRefuses,
} from '../life.ts'
import { cite, refuse } from '../turn.ts'
import { type Break, broken } from './broken.ts'

const deaths: readonly Break[] = [
  broken(
    expired,
    'A key lives through the second in which it expires.',
    (turn, key) => key.expiry !== null && turn.world.now > key.expiry,
  ),
  broken(
    invalidatedIsGone,
    'An invalidated key is gone only when its links are; who still holds it may use it.',
    (_turn, key) => key.invalidated && key.revoked,
  ),
  broken(revokedRefuses, 'A revoked key is answered for as if it were no more.', (turn, key) =>
    key.revoked ? refuse(turn, 'life/revoked-refuses', 'ENOKEY') : undefined,
  ),
  broken(
    deathOf,
    'Age is looked at first: a revoked key, whose time ended when it was revoked, has expired.',
    (turn, key) => {
      cite(turn, 'life/which-death')
      if (expired(turn, key)) return refuse(turn, 'life/expired', 'EKEYEXPIRED')
      return deathOf.sound(turn, key)
    },
  ),
  broken(empty, 'What a revoked key held stays charged to its owner.', (turn, key) => ({
    ...empty.sound(turn, key),
    chargedBytes: key.chargedBytes,
  })),
  broken(
    revokedAt,
    'A revoked key with a timeout stays linked as long as the timeout had to run.',
    (turn, key) => {
      cite(turn, 'life/revoked-at')
      return key.expiry ?? turn.world.now
    },
  ),
]

const sweeps: readonly Break[] = [
  broken(losesLinks, 'Links to dead keys go at once instead of after the delay.', (turn, key) => {
    if (key.expiry === null || key.expiry > turn.world.now) return false
    cite(turn, 'life/links-of-the-dead')
    return true
  }),
  broken(
    invalidatedLosesLinks,
    'Links to invalidated keyrings stay; those to other invalidated keys go.',
    (turn, key) => {
      if (key.invalidated) cite(turn, 'life/links-of-the-invalidated')
      return key.invalidated && key.ring === null
    },
  ),
  broken(
    isSwept,
    'Invalidated keyrings lose their links to the dead as others do.',
    (turn, ring) => {
      if (ring.invalidated) cite(turn, 'life/dead-rings-keep-links')
      return true
    },
  ),
  broken(
    chargeAfterSweep,
    'A keyring is given back what the links cost that the collector took.',
    (turn, ring, lost) => {
      return chargeAfterSweep.sound(turn, ring, lost) - lost * turn.profile.limits.linkBytes
    },
  ),
  broken(
    destroysUnreferenced,
    'A key stays when the last link to it is gone and nobody uses it.',
    (turn) => !destroysUnreferenced.sound(turn),
  ),
  broken(
    arrayAfterSweep,
    'A keyring that the collector emptied starts anew, as one that was unlinked empty.',
    (turn, ring, left) => {
      const swept = arrayAfterSweep.sound(turn, ring, left)
      return swept.slots.length === 0 ? { ...swept, rooted: false } : swept
    },
  ),
]

export const lifeBreaks: readonly Break[] = [...deaths, ...sweeps]
