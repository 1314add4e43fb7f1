/** One command at a time: an actor who lives, keys that exist, and sometimes the wrong thing. */

import { type Key, linksOf } from '../../model/world.ts'
import {
  type Command,
  type Op,
  type Setting,
  settings,
  type Telling,
} from '../../spec/vocabulary/command.ts'
import type { OptionalText, Room, Text } from '../../spec/vocabulary/memory.ts'
import {
  type ActorName,
  type KeyName,
  type KeyRef,
  type QueueName,
  type UidName,
  uidDigits,
} from '../../spec/vocabulary/names.ts'
import { containerWriters } from './containers.ts'
import { credentialWriters } from './credentials.ts'
import { chance, pick, pickAny, weighted } from './draw.ts'
import { aGrant } from './grants.ts'
import { networkWriters } from './networks.ts'
import { aCallout, aNegation, anError, aPlace } from './upcalls.ts'
import { usersWriters } from './users.ts'
import {
  aDescription,
  aGid,
  aLeap,
  aMask,
  aPayload,
  aRestriction,
  aText,
  aTimeout,
  aType,
  aUid,
  nowhere,
  said,
} from './values.ts'
import { aChild, aKey, aLink, anActor, aRing, type View } from './view.ts'

/** Operations that a generator writes into programs; the audit adds the rest. */
export type GeneratedOp = Exclude<Op, 'key_users'>

type Writer = (view: View) => Command

/** A name of a key, mostly of one that there is. */
function aName({ draw, named }: View): KeyName {
  return pickAny(draw, named)?.name ?? 'k1'
}

/** What to look for: mostly something that exists. */
function sought(view: View): { type: Text; description: Text } {
  const { draw } = view
  const known = chance(draw, 4, 5) ? pickAny(draw, view.named)?.key : undefined
  const type = known?.type ?? aType(draw)
  const description = known === undefined ? aDescription(draw, type) : said(known.description)
  return { type: aText(draw, type), description: aText(draw, description) }
}

function aDestination(view: View): KeyRef | null {
  return chance(view.draw, 1, 3) ? aRing(view) : null
}

const onKey =
  (op: 'keyctl_revoke' | 'keyctl_invalidate'): Writer =>
  (view) => ({ op, actor: anActor(view), key: aKey(view) })

/** Room for what a key is or holds: enough, a little more or less, or none. */
function aRoom({ draw, named }: View, op: Telling['op'], ref: KeyRef): Room {
  const key = named.find(({ name }) => name === ref)?.key
  const exact = key === undefined ? 4 : lengthToTell(op, key)
  if (chance(draw, 1, 4)) return { at: 'null', bytes: pick(draw, [0, exact]) }
  const bytes = pick(draw, [0, 3, 4, 8, exact, exact, exact, exact - 1, exact + 1, exact + 4])
  if (chance(draw, 1, 4)) return { at: 'nowhere', bytes: Math.max(0, bytes) }
  if (chance(draw, 1, 6))
    return { at: 'memory', bytes: pick(draw, [4095, 4096, 4097, 4099, 2 ** 32 + exact]) }
  return { at: 'memory', bytes: Math.max(0, bytes) }
}

/** What telling of a key takes, bytes, as far as nobody has changed who owns it. */
function lengthToTell(op: Telling['op'], { type, description, payload, ring }: Key): number {
  if (op === 'keyctl_get_security') return 1
  if (op === 'keyctl_describe')
    return `${type};;;00000000;${description}`.length + 2 * uidDigits + 1
  return payload?.length ?? 4 * (ring === null ? 0 : linksOf(ring).length)
}

const telling =
  (op: Telling['op']): Writer =>
  (view) => {
    const command = { op, actor: anActor(view), key: aKey(view) }
    return chance(view.draw, 1, 4) ? { ...command, room: aRoom(view, op, command.key) } : command
  }

const addKey: Writer = (view) => {
  const { draw } = view
  const over = chance(draw, 1, 5) ? pickAny(draw, view.named)?.key : undefined
  const type = over?.type ?? aType(draw)
  const other = chance(draw, 1, 60) ? null : aDescription(draw, type)
  const description = over === undefined ? other : said(over.description)
  return {
    op: 'add_key',
    actor: anActor(view),
    name: view.fresh(),
    type: aText(draw, type),
    description: chance(draw, 1, 100) ? nowhere : description,
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
    flags: pick(view.draw, [0, 0, 0, 0, 1, 1, 1, 2, 0xffffffff]),
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
  const { type } = link.named.key
  const description = said(link.named.key.description)
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
function sessionName(view: View): OptionalText {
  const { draw } = view
  if (chance(draw, 1, 3)) return null
  if (chance(draw, 1, 60)) return nowhere
  if (chance(draw, 1, 30))
    return pick(draw, ['', '.a', 'a'.repeat(4095), 'a'.repeat(4096), '_uid.u1', '_uid_ses.u2'])
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
  const actor = anActor(view)
  const leader = view.actors.find(({ name }) => name === actor)?.leader
  if (view.actors.every((one) => one.leader === leader)) return fork(view)
  return { op: 'exit', actor }
}

/** Mostly one of several threads. */
const exitThread: Writer = (view) => {
  const threads = view.actors.filter((one) =>
    view.actors.some(({ name, leader }) => leader === one.leader && name !== one.name),
  )
  const thread = pickAny(view.draw, threads)?.name
  if (thread !== undefined) return { op: 'exit_thread', actor: thread }
  return view.actors.length < 2 ? fork(view) : { op: 'exit_thread', actor: anActor(view) }
}

const fork = (view: View) => ({ op: 'fork' as const, actor: anActor(view), child: nextActor(view) })

/** A ring whose links are worth clearing. */
const clear: Writer = (view) => {
  const full = view.named.filter(({ key }) => key.ring !== null && linksOf(key.ring).length > 0)
  const named = chance(view.draw, 2, 3) ? pickAny(view.draw, full)?.name : undefined
  return { op: 'keyctl_clear', actor: anActor(view), key: named ?? aRing(view) }
}

/** A limit around what a user is charged now, so that the next call meets it; seldom another. */
export function squeezed(view: View, uid: UidName): Command {
  const { draw } = view
  const charged = view.charged(uid)
  const [setting, value] = weighted<readonly [Setting, number]>(draw, [
    [6, ['maxkeys', Math.max(1, charged.keys - 1 + draw.int(3))]],
    [10, ['maxbytes', Math.max(1, charged.bytes - 1 + draw.int(14))]],
    [2, ['gc_delay', pick(draw, [0, 1, 10, 301])]],
    [1, [pick(draw, settings), pick(draw, [0, 0x7fffffff, 0x80000000])]],
  ])
  return { op: 'sysctl', setting, value }
}
/** A key that is to be made, and now and then another. */
function aTarget(view: View): KeyRef {
  const open = view.named.filter(({ key }) => key.state === 'uninstantiated')
  const named = chance(view.draw, 7, 8) ? pickAny(view.draw, open)?.name : undefined
  return named ?? aKey(view)
}

/** Somebody who acts under an authority, most of the time. */
function aMaker(view: View): ActorName {
  const makers = view.actors.filter(({ authority }) => authority !== 0)
  const maker = chance(view.draw, 7, 8) ? pickAny(view.draw, makers)?.name : undefined
  return maker ?? anActor(view)
}

/** Somebody in a call that has not come back, most of the time. */
function aWaiter(view: View): ActorName {
  const waiter = chance(view.draw, 15, 16) ? pickAny(view.draw, view.waiting)?.name : undefined
  return waiter ?? anActor(view)
}

/** Those whose vectors are read as they are written; all, where there are none. */
function nativeActors({ actors }: View): View['actors'] {
  const [first, ...rest] = actors.filter(({ compat }) => !compat)
  return first === undefined ? actors : [first, ...rest]
}

const makesKey = (view: View) => ({ actor: aMaker(view), key: aTarget(view), ring: aPlace(view) })

/** A queue that there is, if there is any. */
function aQueue({ draw, world }: View): QueueName {
  return `q${1 + draw.int(Math.max(1, world.queues.length - 1))}`
}

/** How each operation is written. */
export const writers: Record<GeneratedOp, Writer> = {
  add_key: addKey,
  request_key: (view) => {
    const what = sought(view)
    const asks = !/^(dns|rxrpc)/.test(String(what.type)) && chance(view.draw, 1, 12)
    const callout = asks ? aCallout(view.draw) : null
    const name = view.fresh()
    return {
      op: 'request_key',
      actor: anActor(view),
      name,
      ...what,
      callout,
      dest: aDestination(view),
    }
  },
  keyctl_search: search,
  keyctl_get_keyring_id: (view) => ({
    op: 'keyctl_get_keyring_id',
    actor: anActor(view),
    name: view.fresh(),
    key: chance(view.draw, 3, 4) ? pick(view.draw, ['@t', '@p', '@s', '@u', '@us']) : aKey(view),
    create: pick(view.draw, [0, 0, 0, 1, 1, 1, 2, 0xffffffff]),
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
  keyctl_describe: telling('keyctl_describe'),
  keyctl_read: telling('keyctl_read'),
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
  keyctl_grant_permission: aGrant,
  keyctl_restrict_keyring: (view) => ({
    op: 'keyctl_restrict_keyring',
    actor: anActor(view),
    key: chance(view.draw, 3, 4) ? aRing(view) : aKey(view),
    ...aRestriction(view.draw),
  }),
  keyctl_restrict_by_key: (view) => ({
    op: 'keyctl_restrict_by_key',
    actor: anActor(view),
    key: chance(view.draw, 7, 8) ? aRing(view) : aKey(view),
    by: chance(view.draw, 1, 2) ? aRing(view) : aKey(view),
    chain: pick(view.draw, [0, 0, 0, 1, 1, 1, -1]),
  }),
  keyctl_chown: (view) => ({
    op: 'keyctl_chown',
    actor: anActor(view),
    key: aKey(view),
    uid: newOwner(view),
    gid: chance(view.draw, 1, 3) ? null : chance(view.draw, 1, 15) ? 'root' : aGid(view.draw),
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
  keyctl_get_security: telling('keyctl_get_security'),
  keyctl_capabilities: (view) => ({
    op: 'keyctl_capabilities',
    actor: anActor(view),
    room: pick<Room>(view.draw, [
      { at: 'memory', bytes: view.draw.int(5) },
      { at: 'memory', bytes: view.draw.int(5) },
      { at: 'null', bytes: view.draw.int(3) },
      { at: 'nowhere', bytes: view.draw.int(3) },
    ]),
  }),
  keyctl: (view) => ({
    op: 'keyctl',
    actor: anActor(view),
    option: pick(view.draw, [39, 100, 999999999, -1, -11]),
  }),
  keyctl_session_to_parent: (view) => ({
    op: 'keyctl_session_to_parent',
    actor: chance(view.draw, 3, 4) ? aChild(view) : anActor(view),
  }),
  keyctl_get_persistent: (view) => ({
    op: 'keyctl_get_persistent',
    actor: anActor(view),
    name: view.fresh(),
    uid: newOwner(view),
    ring: aRing(view),
  }),
  ...credentialWriters,
  proc_keys: (view) => ({ op: 'proc_keys', actor: anActor(view), key: aName(view) }),
  ...networkWriters,
  keyctl_watch_key: (view) => ({
    op: 'keyctl_watch_key',
    actor: anActor(view),
    key: chance(view.draw, 1, 3) ? aRing(view) : aKey(view),
    queue: aQueue(view),
    mark: pick(view.draw, [0, 5, 5, 6, 255, -1, -1, 256, -2]),
  }),
  watch_queue: (view) => ({
    op: 'watch_queue',
    queue: `q${Math.min(view.world.queues.length, 9)}`,
    size: pick(view.draw, [1, 1, 1, 32, 33, 512, 0, 513, 0xffffffff]),
  }),
  read_queue: (view) => ({ op: 'read_queue', queue: aQueue(view) }),
  ...usersWriters,
  ...containerWriters,
  keyctl_assume_authority: (view) => ({
    op: 'keyctl_assume_authority',
    actor: anActor(view),
    name: view.fresh(),
    key: chance(view.draw, 1, 6) ? '#0' : aTarget(view),
  }),
  keyctl_instantiate: (view) => ({
    op: 'keyctl_instantiate',
    ...makesKey(view),
    payload: aPayload(view.draw, 'user'),
  }),
  keyctl_instantiate_iov: (view) => ({
    op: 'keyctl_instantiate_iov',
    ...makesKey({ ...view, actors: nativeActors(view) }),
    payload: chance(view.draw, 1, 9) ? pick(view.draw, [null, '']) : 'payload',
  }),
  keyctl_negate: (view) => ({
    op: 'keyctl_negate',
    ...makesKey(view),
    seconds: aNegation(view.draw),
  }),
  keyctl_reject: (view) => ({
    op: 'keyctl_reject',
    ...makesKey(view),
    seconds: aNegation(view.draw),
    error: anError(view.draw),
  }),
  upcall: (view) => ({ op: 'upcall', actor: aWaiter(view), child: nextActor(view) }),
  await: (view) => ({ op: 'await', actor: aWaiter(view), name: view.fresh() }),
  interrupt: (view) => ({ op: 'interrupt', actor: aWaiter(view) }),
  fork,
  clone_thread: (view) => ({ ...fork(view), op: 'clone_thread' }),
  execve: (view) => ({ op: 'execve', actor: anActor(view) }),
  exit,
  exit_thread: exitThread,
  sysctl: (view) => squeezed(view, pick(view.draw, view.actors).fsuid),
  advance_clock: (view) => ({ op: 'advance_clock', seconds: aLeap(view.draw) }),
}
