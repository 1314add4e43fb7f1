/** Chapter 7: looking at keys and changing what they are. */

import type {
  Chown,
  GrantPermission,
  OnKey,
  SetPerm,
  SetTimeout,
  Telling,
  Update,
} from '../spec/vocabulary/command.ts'
import type { Errno } from '../spec/vocabulary/errno.ts'
import { bytesOf, type Text } from '../spec/vocabulary/memory.ts'
import { type GidName, uidDigits } from '../spec/vocabulary/names.ts'
import { type Described, failed, type Reply, zero, zeroOr } from './answers.ts'
import { badRoomForLinks, describeRoom, takePayload, valuesThenKeys, write } from './arguments.ts'
import { authorityFor } from './authority.ts'
import { negativeRefuses } from './construction.ts'
import { actsAs } from './credentials.ts'
import { permissionsOfMask } from './defaults.ts'
import { badPayload, replacePayload } from './keys.ts'
import { deathOf, empty, noteOverdue, revokedAt } from './life.ts'
import { given, type Looked, lookup, lookupUnfinished, made, processOf, resolve } from './lookup.ts'
import { allBits } from './masks.ts'
import { dnsReadError, notOfAfs, rxrpcContents } from './network-payloads.ts'
import { toldInvalidated, toldRevoked, toldSet } from './notices.ts'
import { permits, type Ref, shownMask } from './permissions.ts'
import { chargedTo, chargeOf, isCharged, keyCost, quotaRefuses } from './quota.ts'
import { serialOf } from './serials.ts'
import { hasAcls } from './subjects.ts'
import { cite, refuse, rule, type Turn } from './turn.ts'
import { typeOf } from './types.ts'
import {
  capableOfAll,
  meantGid,
  meantIds,
  meantUid,
  overflowId,
  shownGidIn,
  shownUid,
  unmapped,
} from './users.ts'
import {
  type Grant,
  type Key,
  keyOf,
  linksOf,
  type Mask,
  type Permissions,
  type Process,
  withKey,
} from './world.ts'

/** attributes/describe-needs-view */
export const keyToDescribe = rule(
  'attributes/describe-needs-view',
  (turn, command: Telling): Looked => {
    const ref = lookupUnfinished(turn, command.actor, command.key, 'view', false)
    if (ref === 'EACCES') cite(turn, 'attributes/describe-needs-view')
    return byAuthority(turn, command, ref)
  },
)

/** upcalls/authority-instead-of-permission: whoever is to make a key may look at it, and limit its life. */
export const byAuthority = rule(
  'upcalls/authority-instead-of-permission',
  (turn, command: Telling | SetTimeout, ref: Looked): Looked => {
    if (ref !== 'EACCES') return ref
    const process = processOf(turn, command.actor)
    const refused = resolve(turn, process, command.key, false)
    if (typeof refused === 'string') return ref
    if (typeof authorityFor(turn, process, refused.id) === 'string') return ref
    cite(turn, 'upcalls/authority-instead-of-permission')
    return given(turn, refused)
  },
)

/** attributes/no-group-shows-as-overflow */
export const shownGid = rule(
  'attributes/no-group-shows-as-overflow',
  (turn, gid: GidName | null, process: Process): string => {
    if (gid !== null) return shownGidIn(turn, process, gid)
    cite(turn, 'attributes/no-group-shows-as-overflow')
    return overflowId
  },
)

/** `KEYCTL_DESCRIBE` */
export function describeKey(turn: Turn, command: Telling): Reply {
  const ref = keyToDescribe(turn, command)
  if (typeof ref === 'string') return failed(ref)
  const key = keyOf(turn.world, ref.id)
  const { type, uid, gid, description } = key
  const process = processOf(turn, command.actor)
  const { text, key: about } = serialOf(description)
  const shown = {
    type,
    uid: shownUid(turn, process, uid),
    gid: shownGid(turn, gid, process),
    perm: shownMask(turn, key),
    description: text,
  }
  const room = command.room === undefined ? undefined : describeRoom(turn, command.room)
  const bytes = room === undefined ? 0 : describedBytes(turn, key, shown)
  return write(turn, room, bytes, {
    kind: 'description',
    description: about === 0 ? shown : { ...shown, about },
  })
}

/** Hexadecimal digits that a serial number can have. */
const hexLengths = [8, 7, 6, 5, 4, 3, 2, 1] as const

/** How many are in the name of an authority: as many as there turn out to be when they count first. */
function hexDigitsOf(turn: Turn, key: Key, grant: Grant): number {
  if (grant.hexDigits !== 0) return grant.hexDigits
  const hexDigits = hexLengths[turn.choose(hexLengths.length)] ?? 0
  turn.world = withKey(turn.world, { ...key, grant: { ...grant, hexDigits } })
  return hexDigits
}

/** Bytes of `type;uid;gid;perm;description` with its NUL; a mask has eight digits. */
function describedBytes(turn: Turn, key: Key, shown: Described): number {
  const { grant, description } = key
  const { type, uid, gid } = shown
  const start = [type, idDigits(uid), idDigits(gid), '8 digits'].join(';')
  const bytes =
    grant === null ? keyCost.sound(turn, description) : hexDigitsOf(turn, key, grant) + 1
  return start.length + ';'.length + bytes
}

/** Something as long as an id in figures. */
function idDigits(id: string): string {
  if (id.startsWith('#')) return id.slice(1)
  return id === 'root' ? '0' : 'x'.repeat(uidDigits)
}

/** attributes/read-hides-why-not-found */
export const keyToRead = rule(
  'attributes/read-hides-why-not-found',
  (turn, command: Telling): Looked => {
    const ref = made(turn, command.actor, command.key)
    if (typeof ref !== 'string') return given(turn, ref)
    if (ref === 'EINPROGRESS') return ref
    return refuse(turn, 'attributes/read-hides-why-not-found', 'ENOKEY')
  },
)

/** attributes/possession-reads */
export const possessionReads = rule('attributes/possession-reads', (turn, ref: Ref): boolean => {
  if (ref.possessed) cite(turn, 'attributes/possession-reads')
  return ref.possessed
})

/** attributes/read-refused */
export const readRefused = rule(
  'attributes/read-refused',
  (turn, ref: Ref, process: Process): Errno | undefined => {
    if (permits(turn, ref, process, 'read') || possessionReads(turn, ref)) return undefined
    return refuse(turn, 'attributes/read-refused', 'EACCES')
  },
)

/** attributes/unreadable-type */
export const unreadable = rule(
  'attributes/unreadable-type',
  (turn, key: Key): Errno | undefined => {
    if (typeOf(turn.profile, key.type)?.reads === true) return undefined
    return refuse(turn, 'attributes/unreadable-type', 'EOPNOTSUPP')
  },
)

/** attributes/read-permission-before-death */
export const readChecks = rule(
  'attributes/read-permission-before-death',
  (turn, ref: Ref, process: Process): Errno | undefined => {
    const key = keyOf(turn.world, ref.id)
    const negative = negativeRefuses(turn, key)
    if (negative !== undefined) return negative
    const refused = readRefused(turn, ref, process)
    if (refused !== undefined) {
      if (deathOf(turn, key) !== undefined) cite(turn, 'attributes/read-permission-before-death')
      return refused
    }
    return deathOf(turn, key) ?? unreadable(turn, key)
  },
)

/** `KEYCTL_READ` */
export function readKey(turn: Turn, command: Telling): Reply {
  const { room } = command
  const ref = keyToRead(turn, command)
  if (typeof ref === 'string') return failed(ref)
  const key = keyOf(turn.world, ref.id)
  const refused =
    readChecks(turn, ref, processOf(turn, command.actor)) ??
    (room === undefined ? undefined : badRoomForLinks(turn, key, room))
  if (refused !== undefined) return failed(refused)
  if (key.ring === null) return contents(turn, key, room)
  const links = linksOf(key.ring)
  const length = links.length * turn.profile.limits.linkBytes
  return write(turn, room, length, { kind: 'links', links, ordered: key.ring.ordered })
}

/** attributes/payload-read-back */
export const payloadReadBack = rule('attributes/payload-read-back', (turn, key: Key): string => {
  cite(turn, 'attributes/payload-read-back')
  return key.payload ?? ''
})

/** What the type of a key lets be read. */
function contents(turn: Turn, key: Key, room: Telling['room']): Reply {
  const told = (text: string) => write(turn, room, text.length, { kind: 'payload', payload: text })
  switch (key.type) {
    case 'dns_resolver': {
      const error = dnsReadError(turn, key)
      return error === undefined ? told(payloadReadBack(turn, key)) : failed(error)
    }
    case 'rxrpc': {
      const refused = notOfAfs(turn, key)
      if (refused !== undefined) return failed(refused)
      return told(rxrpcContents(turn, key))
    }
    default:
      return told(payloadReadBack(turn, key))
  }
}

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

/** quota/chown-moves-charge: who carries a key that changes hands, if they can. */
export const moveCharge = rule(
  'quota/chown-moves-charge',
  (turn, key: Key, command: Chown): Key | Errno => {
    const { uid } = command
    if (uid === null || uid === key.uid) return key
    cite(turn, 'quota/chown-moves-charge')
    const refused = isCharged(turn, key)
      ? quotaRefuses(turn, uid, 'given', chargeOf(turn, key))
      : undefined
    return refused ?? { ...key, uid, payer: uid }
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

/** A user's line of `/proc/key-users`: quota/shown */
export const usage = rule('quota/shown', (turn, uid: Key['payer']): Reply => {
  const { keys: quotaKeys, bytes: quotaBytes } = chargedTo(turn, uid)
  const theirs = turn.world.keys.filter((key) => key?.payer === uid)
  const keys = theirs.length
  const instantiated = theirs.filter((key) => key?.state !== 'uninstantiated').length
  if (keys > 0) {
    cite(turn, 'quota/key-cost')
    cite(turn, 'quota/shown')
  }
  return {
    kind: 'usage',
    usage: { keys, instantiated, quotaKeys, quotaBytes },
  }
})
