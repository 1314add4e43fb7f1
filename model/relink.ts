/** Chapter 6, the calls: link, unlink, move, clear. */

import type { Link, Move, OnKey } from '../spec/vocabulary/command.ts'
import type { Errno } from '../spec/vocabulary/errno.ts'
import { failed, type Reply, zero, zeroOr } from './answers.ts'
import { type Both, keyThenRings, ringThenKey, valuesThenKeys } from './arguments.ts'
import {
  chargeLink,
  checkTree,
  link,
  linkToRemove,
  namesake,
  notAKeyring,
  notLinked,
  putLink,
  removeLink,
  restrictionRefuses,
  ringOf,
} from './links.ts'
import { given, type Looked, lookup, processOf, resolve } from './lookup.ts'
import { toldCleared, toldUnlinked } from './notices.ts'
import type { Ref } from './permissions.ts'
import { hasAcls } from './subjects.ts'
import { cite, refuse, rule, type Turn } from './turn.ts'
import { emptyRing, type KeyId, keyOf, withKey } from './world.ts'

/** links/ring-needs-write */
export const ringToChange = rule(
  'links/ring-needs-write',
  (
    turn,
    command: { readonly actor: Link['actor'] },
    ref: Link['ring'],
    create: boolean,
  ): Looked => {
    const ring = lookup(turn, command.actor, ref, 'write', create)
    if (ring === 'EACCES') cite(turn, 'links/ring-needs-write')
    return ring
  },
)

/** links/key-needs-link */
export const keyToLink = rule('links/key-needs-link', (turn, command: Link | Move): Looked => {
  const key = lookup(turn, command.actor, command.key, 'link', true)
  if (key === 'EACCES') cite(turn, 'links/key-needs-link')
  return key
})

/** `KEYCTL_LINK` */
export function linkKey(turn: Turn, command: Link): Reply {
  const given = ringThenKey(
    turn,
    () => ringToChange(turn, command, command.ring, true),
    () => keyToLink(turn, command),
  )
  return typeof given === 'string'
    ? failed(given)
    : zeroOr(link(turn, given.first.id, given.second.id))
}

/** links/unlink-asks-nothing-of-the-key */
export const keyToUnlink = rule(
  'links/unlink-asks-nothing-of-the-key',
  (turn, command: Link): Looked => {
    const key = resolve(turn, processOf(turn, command.actor), command.key, false)
    if (typeof key === 'string') return key
    cite(turn, 'links/unlink-asks-nothing-of-the-key')
    return given(turn, key)
  },
)

/** `KEYCTL_UNLINK` */
export function unlinkKey(turn: Turn, command: Link): Reply {
  const given = ringThenKey(
    turn,
    () => ringToChange(turn, command, command.ring, false),
    () => keyToUnlink(turn, command),
  )
  if (typeof given === 'string') return failed(given)
  const { first: ring, second: key } = given
  const ringKey = keyOf(turn.world, ring.id)
  const refused = notAKeyring(turn, ringKey)
  if (refused !== undefined) return failed(refused)
  const found = linkToRemove(turn, ringOf(ringKey), keyOf(turn.world, key.id))
  const missing = notLinked(turn, found)
  if (missing !== undefined || found === undefined) return failed(missing ?? 'ENOENT')
  removeLink(turn, ring.id, found.id)
  toldUnlinked(turn, ring.id, key.id, found.id)
  return zero
}

/** links/move-flags: `KEYCTL_MOVE_EXCL` is the only flag. */
export const badFlags = rule('links/move-flags', (turn, flags: number): Errno | undefined => {
  return (flags & ~1) === 0 ? undefined : refuse(turn, 'links/move-flags', 'EINVAL')
})

/** links/move-nowhere */
export const movesNowhere = rule('links/move-nowhere', (turn, from: KeyId, to: KeyId): boolean => {
  if (from !== to) return false
  cite(turn, 'links/move-nowhere')
  return true
})

/** links/move-exclusive */
export const exclusiveRefuses = rule(
  'links/move-exclusive',
  (turn, command: Move, displaces: boolean): Errno | undefined => {
    if (!displaces || (command.flags & 1) === 0) return undefined
    return refuse(turn, 'links/move-exclusive', 'EEXIST')
  },
)

/** The key to move, and between which rings. */
function keysToMove(turn: Turn, command: Move): Both<Ref, Both<Ref, Ref>> | Errno {
  return keyThenRings(
    turn,
    () => keyToLink(turn, command),
    () =>
      keyThenRings(
        turn,
        () => ringToChange(turn, command, command.from, false),
        () => ringToChange(turn, command, command.to, true),
      ),
  )
}

/** `KEYCTL_MOVE` */
export function moveKey(turn: Turn, command: Move): Reply {
  const given = valuesThenKeys(
    turn,
    () => badFlags(turn, command.flags) ?? { value: command.flags },
    () => keysToMove(turn, command),
  )
  if (typeof given === 'string') return failed(given)
  const { first: key, second: rings } = given.second
  const { first: from, second: to } = rings
  if (movesNowhere(turn, from.id, to.id)) return zero
  return zeroOr(move(turn, command, key.id, from.id, to.id))
}

/** links/move: unlinks from one ring and links into the other, both or neither. */
export const move = rule(
  'links/move',
  (turn, command: Move, id: KeyId, from: KeyId, to: KeyId): Errno | undefined => {
    const before = turn.world
    const notRing =
      notAKeyring(turn, keyOf(turn.world, from)) ?? notAKeyring(turn, keyOf(turn.world, to))
    if (notRing !== undefined) return notRing
    const key = keyOf(turn.world, id)
    const found = linkToRemove(turn, ringOf(keyOf(turn.world, from)), key)
    const missing = notLinked(turn, found)
    if (missing !== undefined || found === undefined) return missing ?? 'ENOENT'
    const displaced = namesake(turn, ringOf(keyOf(turn.world, to)), key)
    const refused =
      chargeLink(turn, to, key) ??
      exclusiveRefuses(turn, command, displaced !== undefined) ??
      restrictionRefuses(turn, keyOf(turn.world, to)) ??
      checkTree(turn, to, key)
    if (refused !== undefined) {
      turn.world = before
      return refused
    }
    cite(turn, 'links/move')
    removeLink(turn, from, found.id)
    toldUnlinked(turn, from, id, found.id)
    putLink(turn, to, id)
    return undefined
  },
)

/** links/clear: takes every link of a ring away, and what they cost. */
export const clear = rule('links/clear', (turn, id: KeyId): Errno | undefined => {
  const ring = keyOf(turn.world, id)
  const refused = notAKeyring(turn, ring)
  if (refused !== undefined) return refused
  cite(turn, 'links/clear')
  turn.world = withKey(turn.world, { ...ring, ring: emptyRing, chargedBytes: 0 })
  toldCleared(turn, id)
  turn.loose = true
  return undefined
})

/** links/clear-needs-write */
export const ringToClear = rule('links/clear-needs-write', (turn, command: OnKey): Looked => {
  const ring = lookup(turn, command.actor, command.key, 'write', true)
  if (ring === 'EACCES') cite(turn, 'links/clear-needs-write')
  return ring
})

/** acl/clear-needs-clear */
export const listedToClear = rule('acl/clear-needs-clear', (turn, command: OnKey): Looked => {
  const ring = lookup(turn, command.actor, command.key, 'clear', true)
  if (ring === 'EACCES') cite(turn, 'acl/clear-needs-clear')
  return ring
})

/** `KEYCTL_CLEAR` */
export function clearRing(turn: Turn, command: OnKey): Reply {
  const ring = hasAcls(turn) ? listedToClear(turn, command) : ringToClear(turn, command)
  return typeof ring === 'string' ? failed(ring) : zeroOr(clear(turn, ring.id))
}
