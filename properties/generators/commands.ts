/** One command at a time: an actor who lives, keys that exist, and sometimes the wrong thing. */

import { linksOf } from '../../model/world.ts'
import type { Command, Op } from '../../spec/vocabulary/command.ts'
import type { ActorName, KeyRef, UidName } from '../../spec/vocabulary/names.ts'
import { credentialWriters } from './credentials.ts'
import { chance, pick, pickAny } from './draw.ts'
import {
  aDescription,
  aGid,
  aLeap,
  aMask,
  aPayload,
  aRestriction,
  aTimeout,
  aType,
  aUid,
} from './values.ts'
import { aChild, aKey, aLink, anActor, aRing, type View } from './view.ts'

/** Operations that a generator writes into programs; the audit adds the rest. */
export type GeneratedOp = Exclude<Op, 'key_users'>

type Writer = (view: View) => Command

/** What to look for: mostly something that exists. */
function sought(view: View): { type: string; description: string } {
  const { draw } = view
  const known = chance(draw, 4, 5) ? pickAny(draw, view.named)?.key : undefined
  if (known !== undefined) return { type: known.type, description: known.description }
  const type = aType(draw)
  return { type, description: aDescription(draw, type) }
}

function aDestination(view: View): KeyRef | null {
  return chance(view.draw, 1, 3) ? aRing(view) : null
}

const onKey =
  (
    op:
      | 'keyctl_revoke'
      | 'keyctl_invalidate'
      | 'keyctl_describe'
      | 'keyctl_read'
      | 'keyctl_get_security',
  ): Writer =>
  (view) => ({ op, actor: anActor(view), key: aKey(view) })

const addKey: Writer = (view) => {
  const { draw } = view
  const over = chance(draw, 1, 5) ? pickAny(draw, view.named)?.key : undefined
  const type = over?.type ?? aType(draw)
  const description = over?.description ?? (chance(draw, 1, 60) ? null : aDescription(draw, type))
  return {
    op: 'add_key',
    actor: anActor(view),
    name: view.fresh(),
    type,
    description,
    payload: aPayload(draw, type),
    ring: aRing(view),
  }
}

const unlink: Writer = (view) => {
  const actor = anActor(view)
  const link = chance(view.draw, 3, 4) ? aLink(view, actor) : undefined
  return {
    op: 'keyctl_unlink',
    actor,
    key: link?.named.name ?? aKey(view),
    ring: link?.ring ?? aRing(view),
  }
}

const move: Writer = (view) => {
  const actor = anActor(view)
  const link = chance(view.draw, 3, 4) ? aLink(view, actor) : undefined
  return {
    op: 'keyctl_move',
    actor,
    key: link?.named.name ?? aKey(view),
    from: link?.ring ?? aRing(view),
    to: aRing(view),
    flags: pick(view.draw, [0, 0, 0, 1, 1, 2]),
  }
}

const search: Writer = (view) => {
  const actor = anActor(view)
  const link = chance(view.draw, 1, 2) ? aLink(view, actor) : undefined
  const name = view.fresh()
  const dest = aDestination(view)
  if (link === undefined) {
    const ring = chance(view.draw, 1, 8) ? aKey(view) : aRing(view)
    return { op: 'keyctl_search', actor, name, ring, ...sought(view), dest }
  }
  const { type, description } = link.named.key
  return { op: 'keyctl_search', actor, name, ring: link.ring, type, description, dest }
}

/** A key that can be updated, most of the time. */
const update: Writer = (view) => {
  const { draw } = view
  const held = view.named.filter(({ key }) => key.ring === null)
  const named = chance(draw, 3, 4) ? pickAny(draw, held)?.name : undefined
  return {
    op: 'keyctl_update',
    actor: anActor(view),
    key: named ?? aKey(view),
    payload: aPayload(draw, 'user'),
  }
}

/** A session's name: mostly one that a ring bears. */
function sessionName(view: View): string | null {
  const { draw } = view
  if (chance(draw, 1, 3)) return null
  if (chance(draw, 1, 30)) return pick(draw, ['', '.a', 'a'.repeat(4096), '_uid.u1', '_uid_ses.u2'])
  return aDescription(draw, 'keyring')
}

function newOwner(view: View): UidName | null {
  const { draw } = view
  if (chance(draw, 1, 3)) return null
  return chance(draw, 1, 8) ? 'root' : aUid(draw)
}

/** The next actor's name; few programs need more than five processes. */
function nextActor(view: View): ActorName {
  return `p${Math.max(view.world.processes.length, 1)}`
}

/** An actor who may be missed: never the last one. */
const exit: Writer = (view) => {
  if (view.actors.length < 2) return fork(view)
  return { op: 'exit', actor: anActor(view) }
}

const fork: Writer = (view) => ({ op: 'fork', actor: anActor(view), child: nextActor(view) })

/** A ring whose links are worth clearing. */
const clear: Writer = (view) => {
  const full = view.named.filter(({ key }) => key.ring !== null && linksOf(key.ring).length > 0)
  const named = chance(view.draw, 2, 3) ? pickAny(view.draw, full)?.name : undefined
  return { op: 'keyctl_clear', actor: anActor(view), key: named ?? aRing(view) }
}

/** How each operation is written. */
export const writers: Record<GeneratedOp, Writer> = {
  add_key: addKey,
  request_key: (view) => ({
    op: 'request_key',
    actor: anActor(view),
    name: view.fresh(),
    ...sought(view),
    dest: aDestination(view),
  }),
  keyctl_search: search,
  keyctl_get_keyring_id: (view) => ({
    op: 'keyctl_get_keyring_id',
    actor: anActor(view),
    name: view.fresh(),
    key: chance(view.draw, 3, 4) ? pick(view.draw, ['@t', '@p', '@s', '@u', '@us']) : aKey(view),
    create: view.draw.int(2),
  }),
  keyctl_join_session_keyring: (view) => ({
    op: 'keyctl_join_session_keyring',
    actor: anActor(view),
    name: view.fresh(),
    description: sessionName(view),
  }),
  keyctl_update: update,
  keyctl_revoke: onKey('keyctl_revoke'),
  keyctl_invalidate: onKey('keyctl_invalidate'),
  keyctl_clear: clear,
  keyctl_describe: onKey('keyctl_describe'),
  keyctl_read: onKey('keyctl_read'),
  keyctl_link: (view) => ({
    op: 'keyctl_link',
    actor: anActor(view),
    key: aKey(view),
    ring: aRing(view),
  }),
  keyctl_unlink: unlink,
  keyctl_move: move,
  keyctl_setperm: (view) => ({
    op: 'keyctl_setperm',
    actor: anActor(view),
    key: aKey(view),
    perm: aMask(view.draw),
  }),
  keyctl_restrict_keyring: (view) => ({
    op: 'keyctl_restrict_keyring',
    actor: anActor(view),
    key: chance(view.draw, 3, 4) ? aRing(view) : aKey(view),
    ...aRestriction(view.draw),
  }),
  keyctl_chown: (view) => ({
    op: 'keyctl_chown',
    actor: anActor(view),
    key: aKey(view),
    uid: newOwner(view),
    gid: chance(view.draw, 1, 3) ? null : aGid(view.draw),
  }),
  keyctl_set_timeout: (view) => ({
    op: 'keyctl_set_timeout',
    actor: anActor(view),
    key: aKey(view),
    seconds: aTimeout(view.draw),
  }),
  keyctl_set_reqkey_keyring: (view) => ({
    op: 'keyctl_set_reqkey_keyring',
    actor: anActor(view),
    destination: view.draw.int(11) - 2,
  }),
  keyctl_get_security: onKey('keyctl_get_security'),
  keyctl_capabilities: (view) => ({
    op: 'keyctl_capabilities',
    actor: anActor(view),
    size: view.draw.int(5),
  }),
  keyctl_session_to_parent: (view) => ({
    op: 'keyctl_session_to_parent',
    actor: chance(view.draw, 3, 4) ? aChild(view) : anActor(view),
  }),
  ...credentialWriters,
  fork,
  exit,
  advance_clock: (view) => ({ op: 'advance_clock', seconds: aLeap(view.draw) }),
}
