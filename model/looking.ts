/** Chapter 7, looking: what a key tells of itself, and to whom. */

import type { SetTimeout, Telling } from '../spec/vocabulary/command.ts'
import type { Errno } from '../spec/vocabulary/errno.ts'
import { type GidName, uidDigits } from '../spec/vocabulary/names.ts'
import { type Described, failed, type Reply } from './answers.ts'
import { badRoomForLinks, describeRoom, write } from './arguments.ts'
import { authorityFor } from './authority.ts'
import { negativeRefuses } from './construction.ts'
import { deathOf } from './life.ts'
import { given, type Looked, lookupUnfinished, made, processOf, resolve } from './lookup.ts'
import { dnsReadError, notOfAfs, rxrpcContents } from './network-payloads.ts'
import { permits, type Ref, shownMask } from './permissions.ts'
import { keyCost } from './quota.ts'
import { serialOf } from './serials.ts'
import { cite, refuse, rule, type Turn } from './turn.ts'
import { typeOf } from './types.ts'
import { overflowId, shownGidIn, shownUid } from './users.ts'
import { type Grant, type Key, keyOf, linksOf, type Process, withKey } from './world.ts'

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
