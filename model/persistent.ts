/** Chapter 4, persistent keyrings: a user's, whether or not the user is there. */

import type { GetPersistent } from '../spec/vocabulary/command.ts'
import type { Errno } from '../spec/vocabulary/errno.ts'
import type { UidName } from '../spec/vocabulary/names.ts'
import { failed, type Reply } from './answers.ts'
import { capable } from './credentials.ts'
import { link, notAKeyring } from './links.ts'
import { processOf } from './lookup.ts'
import { ringToChange } from './relink.ts'
import { makeRing, type NewRing } from './rings.ts'
import { settingOf } from './settings.ts'
import { cite, rule, type Turn } from './turn.ts'
import { type Key, type KeyId, keyOf, type Process, withKey } from './world.ts'

/** rings/persistent-own-or-setuid */
export const notOwn = rule(
  'rings/persistent-own-or-setuid',
  (turn, process: Process, uid: UidName): Errno | undefined => {
    if (uid === process.uid || uid === process.euid) return undefined
    cite(turn, 'rings/persistent-own-or-setuid')
    return capable(turn, process, 'CAP_SETUID') ? undefined : 'EPERM'
  },
)

/** rings/persistent */
export const newPersistentRing = rule('rings/persistent', (turn, uid: UidName): NewRing => {
  cite(turn, 'rings/persistent')
  const description = `_persistent.${uid}`
  return { description, uid, gid: null, perm: 0x1f030000, inQuota: false }
})

/** rings/persistent-found-again: that of a user which there is already; 0 where there is none. */
export const knownPersistent = rule('rings/persistent-found-again', (turn, uid: UidName): KeyId => {
  const id = turn.world.persistent.find((entry) => entry.uid === uid)?.key ?? 0
  if (id === 0) return 0
  cite(turn, 'rings/persistent-found-again')
  const { revoked, invalidated } = keyOf(turn.world, id)
  return revoked || invalidated ? 0 : id
})

/** rings/persistent-expiry: when such a keyring dies that was just asked for. */
export const expiryOfPersistent = rule('rings/persistent-expiry', (turn): Key['expiry'] => {
  cite(turn, 'rings/persistent-expiry')
  const seconds = settingOf(turn, 'persistent_keyring_expiry')
  return seconds === 0 ? null : turn.world.now + seconds
})

function makePersistent(turn: Turn, uid: UidName): KeyId {
  const key = makeRing(turn, newPersistentRing(turn, uid))
  const others = turn.world.persistent.filter((entry) => entry.uid !== uid)
  turn.world = { ...turn.world, persistent: [...others, { uid, key }] }
  turn.loose = true
  return key
}

/** `KEYCTL_GET_PERSISTENT` */
export function getPersistent(turn: Turn, command: GetPersistent): Reply {
  const process = processOf(turn, command.actor)
  const uid = command.uid ?? process.uid
  const foreign = notOwn(turn, process, uid)
  if (foreign !== undefined) return failed(foreign)
  const ring = ringToChange(turn, command, command.ring, true)
  if (typeof ring === 'string') return failed(ring)
  const notRing = notAKeyring(turn, keyOf(turn.world, ring.id))
  if (notRing !== undefined) return failed(notRing)
  const known = knownPersistent(turn, uid)
  const id = known === 0 ? makePersistent(turn, uid) : known
  const refused = linkPersistent(turn, ring.id, id)
  if (refused === undefined || known === 0) {
    turn.world = withKey(turn.world, { ...keyOf(turn.world, id), expiry: expiryOfPersistent(turn) })
  }
  return refused === undefined ? { kind: 'key', key: id } : failed(refused)
}

/** rings/persistent-linked */
export const linkPersistent = rule(
  'rings/persistent-linked',
  (turn, ring: KeyId, id: KeyId): Errno | undefined => {
    cite(turn, 'rings/persistent-linked')
    return link(turn, ring, id)
  },
)
