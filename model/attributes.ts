/** Chapter 7, changing: what a key holds, who it belongs to, what it permits, and how long it lives. */

import type {
  Chown,
  GrantPermission,
  OnKey,
  SetPerm,
  SetTimeout,
  Update,
} from '../spec/vocabulary/command.ts'
import type { Errno } from '../spec/vocabulary/errno.ts'
import { bytesOf, type Text } from '../spec/vocabulary/memory.ts'
import { failed, type Reply, zero, zeroOr } from './answers.ts'
import { takePayload, valuesThenKeys } from './arguments.ts'
import { actsAs } from './credentials.ts'
import { permissionsOfMask } from './defaults.ts'
import { badPayload, replacePayload } from './keys.ts'
import { empty, noteOverdue, revokedAt } from './life.ts'
import { byAuthority } from './looking.ts'
import { type Looked, lookup, lookupUnfinished, processOf } from './lookup.ts'
import { allBits } from './masks.ts'
import { toldInvalidated, toldRevoked, toldSet } from './notices.ts'
import { moveCharge } from './quota.ts'
import { hasAcls } from './subjects.ts'
import { cite, refuse, rule, type Turn } from './turn.ts'
import { typeOf } from './types.ts'
import { capableOfAll, meantGid, meantIds, meantUid, unmapped } from './users.ts'
import { type Key, keyOf, type Mask, type Permissions, type Process, withKey } from './world.ts'

/** attributes/update-length */
export const updateTooLong = rule(
  'attributes/update-length',
  (turn, payload: Text | null): Errno | undefined => {
    if (bytesOf(payload) <= turn.profile.limits.updateBytes) return undefined
    return refuse(turn, 'attributes/update-length', 'EINVAL')
  },
)

/** attributes/update-unknown-to-type */
export const cannotUpdate = rule(
  'attributes/update-unknown-to-type',
  (turn, key: Key): Errno | undefined => {
    if (typeOf(turn.profile, key.type)?.updates === true) return undefined
    return refuse(turn, 'attributes/update-unknown-to-type', 'EOPNOTSUPP')
  },
)

/** attributes/update-needs-write */
export const keyToUpdate = rule(
  'attributes/update-needs-write',
  (turn, command: Update): Looked => {
    const ref = lookup(turn, command.actor, command.key, 'write')
    if (ref === 'EACCES') cite(turn, 'attributes/update-needs-write')
    return ref
  },
)

/** `KEYCTL_UPDATE` */
export function updateKey(turn: Turn, command: Update): Reply {
  const given = valuesThenKeys(
    turn,
    () => updateTooLong(turn, command.payload) ?? takePayload(turn, command.payload),
    () => keyToUpdate(turn, command),
  )
  if (typeof given === 'string') return failed(given)
  const payload = given.first.value
  const key = keyOf(turn.world, given.second.id)
  const refused = cannotUpdate(turn, key) ?? badPayload(turn, typeOrThrow(turn, key), payload)
  return zeroOr(refused ?? replacePayload(turn, key, payload ?? ''))
}

function typeOrThrow(turn: Turn, key: Key) {
  const type = typeOf(turn.profile, key.type)
  if (type === undefined) throw new Error(`key ${key.id} has no type: keys/new makes known ones`)
  return type
}

/** attributes/setattr-needed: what changing a key's attributes asks of it. */
export const keyToSet = rule(
  'attributes/setattr-needed',
  (turn, command: SetPerm | GrantPermission | Chown | SetTimeout): Looked => {
    const ref = lookupUnfinished(turn, command.actor, command.key, 'setattr', true)
    if (ref === 'EACCES') cite(turn, 'attributes/setattr-needed')
    return ref
  },
)

/** attributes/mask-bits */
export const badMask = rule('attributes/mask-bits', (turn, perm: number): Errno | undefined => {
  return (perm & ~allBits) === 0 ? undefined : refuse(turn, 'attributes/mask-bits', 'EINVAL')
})

/** attributes/setperm-owner-or-sysadmin */
export const notOwner = rule(
  'attributes/setperm-owner-or-sysadmin',
  (turn, key: Key, process: Process): Errno | undefined => {
    if (key.uid === actsAs(turn, process).fsuid) return undefined
    if (capableOfAll(turn, process, 'CAP_SYS_ADMIN')) return undefined
    return refuse(turn, 'attributes/setperm-owner-or-sysadmin', 'EACCES')
  },
)

/** attributes/setperm-replaces */
export const permissionsAfter = rule(
  'attributes/setperm-replaces',
  (turn, key: Key, mask: Mask): Permissions => {
    cite(turn, 'attributes/setperm-replaces')
    return permissionsOfMask(turn, key.type, mask)
  },
)

/** `KEYCTL_SETPERM` */
export function setPerm(turn: Turn, command: SetPerm): Reply {
  const given = valuesThenKeys(
    turn,
    () => badMask(turn, command.perm) ?? { value: command.perm },
    () => keyToSet(turn, command),
  )
  if (typeof given === 'string') return failed(given)
  const key = keyOf(turn.world, given.second.id)
  const refused = notOwner(turn, key, processOf(turn, command.actor))
  if (refused !== undefined) return failed(refused)
  turn.world = withKey(turn.world, { ...key, perm: permissionsAfter(turn, key, command.perm) })
  toldSet(turn, key.id)
  return zero
}

/** attributes/chown-nothing */
export const changesNothing = rule('attributes/chown-nothing', (turn, command: Chown): boolean => {
  if (command.uid !== null || command.gid !== null) return false
  cite(turn, 'attributes/chown-nothing')
  return true
})

/** attributes/chown-user-needs-sysadmin */
export const givesAway = rule(
  'attributes/chown-user-needs-sysadmin',
  (turn, key: Key, command: Chown): boolean => {
    if (command.uid === null || command.uid === key.uid) return false
    cite(turn, 'attributes/chown-user-needs-sysadmin')
    return true
  },
)

/** attributes/chown-foreign-group-needs-sysadmin */
export const foreignGroup = rule(
  'attributes/chown-foreign-group-needs-sysadmin',
  (turn, key: Key, command: Chown, process: Process): boolean => {
    const { gid } = command
    if (gid === null || gid === key.gid) return false
    if (gid === actsAs(turn, process).fsgid || process.groups.includes(gid)) return false
    cite(turn, 'attributes/chown-foreign-group-needs-sysadmin')
    return true
  },
)

/** attributes/chown-refused */
export const chownRefused = rule(
  'attributes/chown-refused',
  (turn, key: Key, command: Chown, process: Process): Errno | undefined => {
    const asks = givesAway(turn, key, command)
    const foreign = foreignGroup(turn, key, command, process)
    if (!(asks || foreign) || capableOfAll(turn, process, 'CAP_SYS_ADMIN')) return undefined
    return refuse(turn, 'attributes/chown-refused', 'EACCES')
  },
)

/** `KEYCTL_CHOWN` */
export function chown(turn: Turn, given: Chown): Reply {
  const process = processOf(turn, given.actor)
  const uids = meantIds([given.uid], (id) => meantUid(turn, process, id))
  const gids = meantIds([given.gid], (id) => meantGid(turn, process, id))
  if (uids === undefined || gids === undefined) return failed(unmapped(turn))
  const command = { ...given, uid: uids[0] ?? null, gid: gids[0] ?? null }
  if (changesNothing(turn, command)) return zero
  const ref = keyToSet(turn, command)
  if (typeof ref === 'string') return failed(ref)
  const key = keyOf(turn.world, ref.id)
  const refused = chownRefused(turn, key, command, processOf(turn, command.actor))
  if (refused !== undefined) return failed(refused)
  const moved = moveCharge(turn, key, command)
  if (typeof moved === 'string') return failed(moved)
  turn.world = withKey(turn.world, { ...moved, gid: command.gid ?? key.gid })
  toldSet(turn, key.id)
  return zero
}

/** attributes/timeout-from-now */
export const expiryFor = rule(
  'attributes/timeout-from-now',
  (turn, seconds: number): number | null => {
    cite(turn, 'attributes/timeout-from-now')
    return seconds === 0 ? null : turn.world.now + seconds
  },
)

/** `KEYCTL_SET_TIMEOUT` */
export function setTimeout(turn: Turn, command: SetTimeout): Reply {
  const ref = byAuthority(turn, command, keyToSet(turn, command))
  if (typeof ref === 'string') return failed(ref)
  const key = keyOf(turn.world, ref.id)
  turn.world = withKey(turn.world, { ...key, expiry: expiryFor(turn, command.seconds) })
  toldSet(turn, key.id)
  return zero
}

/** attributes/revoke-needs-write-or-setattr */
export const keyToRevoke = rule(
  'attributes/revoke-needs-write-or-setattr',
  (turn, command: OnKey): Looked => {
    const ref = lookup(turn, command.actor, command.key, 'write')
    if (ref !== 'EACCES') return ref
    cite(turn, 'attributes/revoke-needs-write-or-setattr')
    return lookup(turn, command.actor, command.key, 'setattr')
  },
)

/** acl/revoke-needs-revoke */
export const listedToRevoke = rule('acl/revoke-needs-revoke', (turn, command: OnKey): Looked => {
  const ref = lookup(turn, command.actor, command.key, 'revoke')
  if (ref === 'EACCES') cite(turn, 'acl/revoke-needs-revoke')
  return ref
})

/** `KEYCTL_REVOKE` */
export function revokeKey(turn: Turn, command: OnKey): Reply {
  const ref = hasAcls(turn) ? listedToRevoke(turn, command) : keyToRevoke(turn, command)
  if (typeof ref === 'string') return failed(ref)
  const key = keyOf(turn.world, ref.id)
  const expiry = revokedAt(turn, key)
  turn.world = withKey(turn.world, { ...empty(turn, key), revoked: true, expiry })
  toldRevoked(turn, key.id)
  noteOverdue(turn, keyOf(turn.world, ref.id))
  return zero
}

/** attributes/invalidate-needs-search */
export const keyToInvalidate = rule(
  'attributes/invalidate-needs-search',
  (turn, command: OnKey): Looked => {
    const ref = lookup(turn, command.actor, command.key, 'search')
    if (ref === 'EACCES') cite(turn, 'attributes/invalidate-needs-search')
    return ref
  },
)

/** acl/invalidate-needs-invalidate */
export const listedToInvalidate = rule(
  'acl/invalidate-needs-invalidate',
  (turn, command: OnKey): Looked => {
    const ref = lookup(turn, command.actor, command.key, 'invalidate')
    if (ref === 'EACCES') cite(turn, 'acl/invalidate-needs-invalidate')
    return ref
  },
)

/** `KEYCTL_INVALIDATE` */
export function invalidateKey(turn: Turn, command: OnKey): Reply {
  const ref = hasAcls(turn) ? listedToInvalidate(turn, command) : keyToInvalidate(turn, command)
  if (typeof ref === 'string') return failed(ref)
  turn.world = withKey(turn.world, { ...keyOf(turn.world, ref.id), invalidated: true })
  toldInvalidated(turn, ref.id)
  turn.sweeps = true
  return zero
}
