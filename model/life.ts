/** Chapter 8: how keys die and what the collector leaves behind. */

import type { Errno } from '../spec/vocabulary/errno.ts'
import { isOfLostNetwork } from './networks.ts'
import { endWatches, heldBy } from './notices.ts'
import { settingOf } from './settings.ts'
import { cite, refuse, rule, type Turn } from './turn.ts'
import { typeOf } from './types.ts'
import { usersLive } from './users.ts'
import { heldByRestriction, keepsItself } from './vouching.ts'
import {
  firstUsers,
  type Key,
  type KeyId,
  keyOf,
  type Process,
  type Ring,
  withKey,
} from './world.ts'

/** life/expired */
export const expired = rule('life/expired', (turn, key: Key): boolean => {
  return key.expiry !== null && turn.world.now >= key.expiry
})

/** life/invalidated-is-gone */
export const invalidatedIsGone = rule('life/invalidated-is-gone', (_turn, key: Key): boolean => {
  return key.invalidated
})

const invalidatedRefuses = (turn: Turn, key: Key): Errno | undefined =>
  invalidatedIsGone(turn, key) ? refuse(turn, 'life/invalidated-is-gone', 'ENOKEY') : undefined

/** life/revoked-refuses */
export const revokedRefuses = rule('life/revoked-refuses', (turn, key: Key): Errno | undefined => {
  return key.revoked ? refuse(turn, 'life/revoked-refuses', 'EKEYREVOKED') : undefined
})

const expiredRefuses = (turn: Turn, key: Key): Errno | undefined =>
  expired(turn, key) ? refuse(turn, 'life/expired', 'EKEYEXPIRED') : undefined

/** life/which-death: the answer of a dead key; undefined while it lives. */
export const deathOf = rule('life/which-death', (turn, key: Key): Errno | undefined => {
  const deaths = Number(key.invalidated) + Number(key.revoked) + Number(key.expiry !== null)
  if (deaths > 1) cite(turn, 'life/which-death')
  return invalidatedRefuses(turn, key) ?? revokedRefuses(turn, key) ?? expiredRefuses(turn, key)
})

/** life/revoked-tokens-stay: whether a revoked key keeps what it held. */
export const keepsOnRevoke = rule('life/revoked-tokens-stay', (turn, key: Key): boolean => {
  if (key.type !== 'rxrpc') return false
  cite(turn, 'life/revoked-tokens-stay')
  return true
})

/** life/revoke-empties: what a key holds is dropped, and no longer charged. */
export const empty = rule('life/revoke-empties', (turn, key: Key): Key => {
  if (keepsOnRevoke(turn, key)) return key
  cite(turn, 'life/revoke-empties')
  turn.loose = true
  const ring = key.ring === null ? null : { ...key.ring, slots: [], rooted: false, ordered: true }
  // How long a big key was, is told even so.
  const payload = key.type === 'big_key' ? key.payload : null
  return { ...key, payload, grant: null, ring, chargedBytes: 0 }
})

/** life/revoked-at: the hour of death is now. An earlier expiry would stay, but refuses revocation. */
export const revokedAt = rule('life/revoked-at', (turn, key: Key): number => {
  if (key.expiry !== null) cite(turn, 'life/revoked-at')
  return turn.world.now
})

/** life/instant-reap: seconds from a key's death to the loss of its links. */
export const gcDelay = rule('life/instant-reap', (turn, key: Key): number => {
  if (typeOf(turn.profile, key.type)?.instantReap !== true) return settingOf(turn, 'gc_delay')
  if (expired(turn, key)) cite(turn, 'life/instant-reap')
  return 0
})

/** life/links-of-the-dead: true where the collector takes a link to this key away. */
export const losesLinks = rule('life/links-of-the-dead', (turn, key: Key): boolean => {
  if (key.expiry === null) return false
  if (key.expiry + gcDelay(turn, key) > turn.world.now) return false
  cite(turn, 'life/links-of-the-dead')
  return true
})

/** life/links-of-the-invalidated */
export const invalidatedLosesLinks = rule(
  'life/links-of-the-invalidated',
  (turn, key: Key): boolean => {
    if (key.invalidated) cite(turn, 'life/links-of-the-invalidated')
    return key.invalidated
  },
)

/** life/dead-rings-keep-links */
export const isSwept = rule('life/dead-rings-keep-links', (turn, ring: Key): boolean => {
  if (!ring.invalidated) return true
  cite(turn, 'life/dead-rings-keep-links')
  return false
})

/** life/swept-links-stay-charged */
export const chargeAfterSweep = rule(
  'life/swept-links-stay-charged',
  (turn, ring: Key, _lost: number): number => {
    cite(turn, 'life/swept-links-stay-charged')
    return ring.chargedBytes
  },
)

/** life/unreferenced-is-gone: what nothing refers to is destroyed. */
export const destroysUnreferenced = rule('life/unreferenced-is-gone', (turn): boolean => {
  cite(turn, 'life/unreferenced-is-gone')
  return true
})

/** life/swept-ring-keeps-its-array */
export const arrayAfterSweep = rule(
  'life/swept-ring-keeps-its-array',
  (turn, ring: Ring, left: readonly KeyId[]): Ring => {
    if (left.some((slot) => slot !== 0)) return { ...ring, slots: left }
    cite(turn, 'life/swept-ring-keeps-its-array')
    return { slots: [], rooted: true, ordered: true }
  },
)

/** life/passes-when-told: whether the collector passes over links, too. */
export const passesOverLinks = rule('life/passes-when-told', (turn): boolean => {
  if (turn.world.overdue) cite(turn, 'life/passes-when-told')
  return turn.sweeps
})

/** Notes a key whose links go with the next pass over links, and not before. */
export function noteOverdue(turn: Turn, key: Key): void {
  if (!losesLinks(turn, key) && !isOfLostNetwork(turn, key)) return
  cite(turn, 'life/passes-when-told')
  turn.world = { ...turn.world, overdue: true }
}

/** Lets the collector pass until it finds nothing more to do. */
export function settle(turn: Turn): void {
  if (passesOverLinks(turn)) {
    sweepLinks(turn)
    sweepRegister(turn)
    sweepPersistent(turn)
    if (turn.world.overdue) turn.world = { ...turn.world, overdue: false }
  }
  turn.loose = false
  turn.sweeps = false
  destroyUnreferenced(turn)
}

function isDead(turn: Turn, id: KeyId): boolean {
  const key = keyOf(turn.world, id)
  return invalidatedLosesLinks(turn, key) || losesLinks(turn, key) || isOfLostNetwork(turn, key)
}

function sweepLinks(turn: Turn): void {
  for (const key of turn.world.keys) {
    if (key?.ring == null || key.ring.slots.length === 0 || key.revoked) continue
    const { ring } = key
    let lost = 0
    const slots = ring.slots.map((id) => {
      if (id === 0 || !isDead(turn, id)) return id
      lost += 1
      return 0
    })
    if (lost === 0 || !isSwept(turn, key)) continue
    turn.world = withKey(turn.world, {
      ...key,
      ring: arrayAfterSweep(turn, ring, ring.ordered ? slots : slots.filter((id) => id !== 0)),
      chargedBytes: chargeAfterSweep(turn, key, lost),
    })
  }
}

function sweepPersistent(turn: Turn): void {
  const persistent = turn.world.persistent.filter(({ key }) => !isDead(turn, key))
  if (persistent.length < turn.world.persistent.length) turn.world = { ...turn.world, persistent }
}

function sweepRegister(turn: Turn): void {
  const { register } = turn.world
  const kept = (id: KeyId): KeyId => (id !== 0 && isDead(turn, id) ? 0 : id)
  if (register.every(({ user, session }) => kept(user) === user && kept(session) === session)) {
    return
  }
  turn.world = {
    ...turn.world,
    register: register.map((entry) => ({
      users: entry.users,
      uid: entry.uid,
      user: kept(entry.user),
      session: kept(entry.session),
    })),
  }
}

/** The registers of user namespaces that are gone are let go. */
function loseUsers(turn: Turn): void {
  const { userNamespaces, register, persistent } = turn.world
  if (userNamespaces.length <= firstUsers + 1) return
  const gone = userNamespaces.map((_, users) => users > firstUsers && !usersLive(turn, users))
  turn.world = {
    ...turn.world,
    userNamespaces: userNamespaces.map((one, users) =>
      gone[users] === true ? { ...one, register: 0 } : one,
    ),
    register: register.filter(({ users }) => gone[users] !== true),
    persistent: persistent.filter(({ users }) => gone[users] !== true),
  }
}

/** What goes may have been the last to keep a watch, or a user namespace with its keyrings. */
function destroyUnreferenced(turn: Turn): void {
  let { keys } = turn.world
  for (;;) {
    destroyOnce(turn)
    const mayLoseUsers = turn.world.userNamespaces.length > firstUsers + 1
    const watchesEnded = endWatches(turn)
    if (!watchesEnded && (!mayLoseUsers || turn.world.keys === keys)) return
    keys = turn.world.keys
  }
}

/** interception/unanswered: nobody can make a key any more, as the authority for it is gone. */
export const leaveUnanswered = rule('interception/unanswered', (turn, target: KeyId): void => {
  const key = turn.world.keys[target]
  if (key === undefined || key.state !== 'uninstantiated') return
  cite(turn, 'interception/unanswered')
  const expiry = turn.world.now + turn.profile.limits.negativeSeconds
  turn.world = withKey(turn.world, { ...key, state: 'ENOKEY', expiry })
  turn.woken = true
})

function destroyOnce(turn: Turn): void {
  loseUsers(turn)
  const { world } = turn
  const reached = new Uint8Array(world.keys.length)
  const restricted: Key[] = []
  const reach = (id: KeyId): void => {
    if (id === 0 || reached[id] === 1) return
    reached[id] = 1
    const key = keyOf(world, id)
    const { ring, grant } = key
    if (ring !== null) for (const link of ring.slots) reach(link)
    if (key.voucher !== 0) restricted.push(key)
    if (grant === null) return
    reach(grant.target)
    reach(grant.dest)
    reachProcess(grant.requester)
  }
  const reachProcess = (one: Process): void => {
    const { thread, process, session, authority, pinned, waits } = one
    for (const id of [thread, process, session, authority, ...pinned]) reach(id)
    if (waits === null || waits.reply !== null) return
    reach(waits.key)
    reach(waits.session)
    for (const { id } of waits.refs) reach(id)
    if (waits.mandate !== null) reach(waits.mandate.target)
    if (waits.mandate !== null) reach(waits.mandate.dest)
    if (waits.helper === null) return
    reach(waits.helper.authority)
    reach(waits.helper.ring)
    reach(waits.helper.userSession)
  }
  for (const process of world.processes) if (process !== undefined) reachProcess(process)
  for (const { register } of world.userNamespaces) reach(register)
  for (const { user, session } of world.register) {
    reach(user)
    reach(session)
  }
  for (const { key } of world.persistent) reach(key)
  for (const one of world.containers) {
    if (one?.open === true) one.holds.forEach(reach)
    if (one === undefined) continue
    one.remains.forEach(reachProcess)
    reach(one.keyring)
    for (const { queue, installer } of one.filters) {
      reach(queue)
      reachProcess(installer)
    }
  }
  for (const watch of world.watches) {
    const held = heldBy(turn, watch)
    if (held.some((id) => id !== 0 && reached[id] !== 1)) cite(turn, 'watch/holds-keyrings')
    for (const id of held) reach(id)
  }
  for (const key of world.keys) {
    if (key === undefined || key.voucher === 0 || reached[key.id] === 1) continue
    if (keepsItself(turn, key)) reach(key.id)
  }
  for (const ring of restricted) {
    const voucher = heldByRestriction(turn, ring)
    if (voucher !== 0 && reached[voucher] !== 1) cite(turn, 'links/restriction-holds-key')
    reach(voucher)
  }
  const stays = (key: Key | undefined): boolean => key === undefined || reached[key.id] === 1
  if (world.keys.every(stays) || !destroysUnreferenced(turn)) return
  const gone = world.keys.filter((key) => !stays(key))
  turn.world = { ...world, keys: world.keys.map((key) => (stays(key) ? key : undefined)) }
  for (const key of gone) if (key?.grant != null) leaveUnanswered(turn, key.grant.target)
}
