/** Chapter 4, persistent keyrings: a user's, whether or not the user is there. */

import type { GetPersistent } from '../spec/vocabulary/command.ts'
import type { Errno } from '../spec/vocabulary/errno.ts'
import type { UidName } from '../spec/vocabulary/names.ts'
import { failed, type Reply } from './answers.ts'
import { capable } from './credentials.ts'
import { permissionsOfMask } from './defaults.ts'
import { link, notAKeyring } from './links.ts'
import { processOf } from './lookup.ts'
import { ringToChange } from './relink.ts'
import { makeRing, type NewRing } from './rings.ts'
import { settingOf } from './settings.ts'
import { cite, rule, type Turn } from './turn.ts'
import { meantUid, uidInName, unmapped } from './users.ts'
import {
  firstUsers,
  type Key,
  type KeyId,
  keyOf,
  type Persistent,
  type Process,
  type Users,
  withKey,
} from './world.ts'

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
export const newPersistentRing = rule(
  'rings/persistent',
  (turn, uid: UidName, process: Process): NewRing => {
    cite(turn, 'rings/persistent')
    const description = `_persistent.${uidInName(turn, process, uid)}`
    const perm = permissionsOfMask(turn, 'keyring', 0x1f030000)
    return { description, uid, gid: null, perm, inQuota: false, users: process.users }
  },
)

/** namespaces/persistent-of-users: where a process's persistent keyrings are registered. */
export const persistentOf = rule(
  'namespaces/persistent-of-users',
  (turn, { users }: Process): Users => {
    if (users !== firstUsers) cite(turn, 'namespaces/persistent-of-users')
    return users
  },
)

function persistentEntry(turn: Turn, uid: UidName, process: Process): Persistent | undefined {
  const users = persistentOf(turn, process)
  const name = uidInName(turn, process, uid)
  return turn.world.persistent.find((entry) => entry.users === users && entry.uid === name)
}

/** rings/persistent-found-again: whether one that there is already is found. */
export const isFoundAgain = rule('rings/persistent-found-again', (turn, key: Key): boolean => {
  cite(turn, 'rings/persistent-found-again')
  return !key.revoked && !key.invalidated
})

/** rings/persistent-expiry: when such a keyring dies that was just asked for. */
export const expiryOfPersistent = rule('rings/persistent-expiry', (turn): Key['expiry'] => {
  cite(turn, 'rings/persistent-expiry')
  const seconds = settingOf(turn, 'persistent_keyring_expiry')
  return seconds === 0 ? null : turn.world.now + seconds
})

function knownPersistent(turn: Turn, uid: UidName, process: Process): KeyId {
  const id = persistentEntry(turn, uid, process)?.key ?? 0
  return id !== 0 && isFoundAgain(turn, keyOf(turn.world, id)) ? id : 0
}

function makePersistent(turn: Turn, uid: UidName, process: Process): KeyId {
  const displaced = persistentEntry(turn, uid, process)
  const others = turn.world.persistent.filter((entry) => entry !== displaced)
  const key = makeRing(turn, newPersistentRing(turn, uid, process))
  const users = persistentOf(turn, process)
  const entry = { users, uid: uidInName(turn, process, uid), key }
  turn.world = { ...turn.world, persistent: [...others, entry] }
  turn.loose = true
  return key
}

/** `KEYCTL_GET_PERSISTENT` */
export function getPersistent(turn: Turn, command: GetPersistent): Reply {
  const process = processOf(turn, command.actor)
  const uid = command.uid === null ? process.uid : meantUid(turn, process, command.uid)
  if (uid === undefined) return failed(unmapped(turn))
  const foreign = notOwn(turn, process, uid)
  if (foreign !== undefined) return failed(foreign)
  const ring = ringToChange(turn, command, command.ring, true)
  if (typeof ring === 'string') return failed(ring)
  const notRing = notAKeyring(turn, keyOf(turn.world, ring.id))
  if (notRing !== undefined) return failed(notRing)
  const known = knownPersistent(turn, uid, process)
  const id = known === 0 ? makePersistent(turn, uid, process) : known
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
