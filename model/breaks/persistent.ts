/** Chapter 4 turned wrong: persistent keyrings. */

import { permissionsOfMask } from '../defaults.ts'
import {
  expiryOfPersistent,
  isFoundAgain,
  linkPersistent,
  newPersistentRing,
  notOwn,
} from '../persistent.ts'
import { isCharged } from '../quota.ts'
import { cite } from '../turn.ts'
import { type Break, broken } from './broken.ts'

export const persistentBreaks: readonly Break[] = [
  broken(
    notOwn,
    'The persistent keyring of any user can be had, by anybody.',
    (turn, _process, _uid) => {
      cite(turn, 'rings/persistent-own-or-setuid')
      return undefined
    },
  ),
  broken(
    newPersistentRing,
    'A persistent keyring lets its possessor set attributes.',
    (turn, uid, process) => ({
      ...newPersistentRing.sound(turn, uid, process),
      perm: permissionsOfMask(turn, 'keyring', 0x3f030000),
    }),
  ),
  broken(
    isFoundAgain,
    'A persistent keyring that was revoked is found again, dead as it is.',
    (turn, { invalidated }) => {
      cite(turn, 'rings/persistent-found-again')
      return !invalidated
    },
  ),
  broken(
    expiryOfPersistent,
    'An expiry of no seconds ends a persistent keyring at once.',
    (turn) => {
      return expiryOfPersistent.sound(turn) ?? turn.world.now
    },
  ),
  broken(linkPersistent, 'A persistent keyring is found, but not linked anywhere.', (turn) => {
    cite(turn, 'rings/persistent-linked')
    return undefined
  }),
  broken(
    isCharged,
    'A keyring that is outside of any quota is charged like others.',
    (turn, key) => {
      if (!key.inQuota) cite(turn, 'quota/outside')
      return true
    },
  ),
]
