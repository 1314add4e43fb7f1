/** Chapter 4: the keyrings of processes and users: when they are made, and what they are. */

import type { Errno } from '../spec/vocabulary/errno.ts'
import type { GidName, UidName } from '../spec/vocabulary/names.ts'
import { ringOwner, userOf } from './credentials.ts'
import { permissionsOfMask, permissionsOfRing } from './defaults.ts'
import { deathOf } from './life.ts'
import { link } from './links.ts'
import { permits } from './permissions.ts'
import { keyCost, quotaRefuses } from './quota.ts'
import { ringGoesTo } from './threads.ts'
import { cite, refuse, rule, type Turn } from './turn.ts'
import { newlyUsed } from './use.ts'
import { newRegister, userEntry } from './users.ts'
import {
  emptyRing,
  firstUsers,
  type Key,
  type KeyId,
  keyOf,
  type Permissions,
  type Process,
  type Registered,
  type Users,
  usersOf,
  withKey,
  withProcess,
  withRegistered,
} from './world.ts'

/** What a keyring that the kernel makes is like. */
export interface NewRing {
  readonly description: string
  readonly uid: UidName
  readonly gid: GidName | null
  readonly perm: Permissions
  readonly uidKeyring?: boolean
  /** Whether anybody is charged for it; it is so if left out. */
  readonly inQuota?: boolean
  /** The user namespace in which its name is known. */
  readonly users: Users
}

/** The same but for its namespace, which is that of whom it is made for. */
type PlainRing = Omit<NewRing, 'users'>

/** Makes a keyring whatever the quota says, linked to nothing yet. */
export function makeRing(turn: Turn, ring: NewRing): KeyId {
  const { description, uid, gid, perm, uidKeyring, inQuota, users } = ring
  const id = turn.world.keys.length
  const key: Key = {
    id,
    type: 'keyring',
    description,
    domain: 0,
    uid,
    gid,
    payer: uid,
    perm,
    revoked: false,
    invalidated: false,
    expiry: null,
    inQuota: inQuota ?? true,
    chargedBytes: 0,
    uidKeyring: uidKeyring ?? false,
    restricted: 'no',
    voucher: 0,
    users,
    payload: null,
    readError: null,
    ring: emptyRing,
    state: 'instantiated',
    grant: null,
    handedOut: false,
    ...newlyUsed(turn),
  }
  turn.world = withKey(turn.world, key)
  return id
}

/** Makes a keyring that its owner must be able to pay for. */
function makePaidRing(turn: Turn, ring: NewRing): KeyId | Errno {
  const refused = quotaRefuses(turn, ring.uid, 'new', keyCost(turn, ring.description))
  return refused ?? makeRing(turn, ring)
}

/** rings/thread */
export const newThreadRing = rule('rings/thread', (turn, process: Process): PlainRing => {
  cite(turn, 'rings/thread')
  const { uid, gid } = ringOwner(turn, process)
  return { description: '_tid', uid, gid, perm: permissionsOfRing(turn, 'own') }
})

/** rings/process */
export const newProcessRing = rule('rings/process', (turn, process: Process): PlainRing => {
  cite(turn, 'rings/process')
  const { uid, gid } = ringOwner(turn, process)
  return { description: '_pid', uid, gid, perm: permissionsOfRing(turn, 'own') }
})

/** rings/session */
export const newSessionRing = rule('rings/session', (turn, process: Process): PlainRing => {
  cite(turn, 'rings/session')
  const { uid, gid } = ringOwner(turn, process)
  return { description: '_ses', uid, gid, perm: permissionsOfRing(turn, 'session') }
})

/** rings/user */
export const newUserRing = rule(
  'rings/user',
  (turn, uid: UidName, which: '_uid' | '_uid_ses', named: string = uid): PlainRing => {
    cite(turn, 'rings/user')
    return {
      description: `${which}.${named}`,
      uid,
      gid: null,
      perm: permissionsOfRing(turn, 'user'),
      uidKeyring: true,
    }
  },
)

/** rings/own-rings-overrun-quota: whether a thread, process or first session ring must be paid for. */
export const mustPay = rule(
  'rings/own-rings-overrun-quota',
  (turn, process: Process, which: 'thread' | 'process' | 'session'): boolean => {
    cite(turn, 'rings/own-rings-overrun-quota')
    return which === 'session' && process.session !== 0
  },
)

/** rings/made-on-demand */
export const missingRing = rule(
  'rings/made-on-demand',
  (turn, process: Process, which: 'thread' | 'process', create: boolean): KeyId | Errno => {
    if (!create) return refuse(turn, 'rings/made-on-demand', 'ENOKEY')
    cite(turn, 'rings/made-on-demand')
    const plain = which === 'thread' ? newThreadRing(turn, process) : newProcessRing(turn, process)
    const ring = { ...plain, users: process.users }
    const id = mustPay(turn, process, which) ? makePaidRing(turn, ring) : makeRing(turn, ring)
    if (typeof id !== 'number') return id
    for (const one of ringGoesTo(turn, process, which)) {
      turn.world = withProcess(turn.world, { ...one, [which]: id })
    }
    return id
  },
)

/** The thread or process ring of a process. */
export function ownRing(
  turn: Turn,
  process: Process,
  which: 'thread' | 'process',
  create: boolean,
): KeyId | Errno {
  return process[which] !== 0 ? process[which] : missingRing(turn, process, which, create)
}

/** Makes a process's session anew, without a name. */
export function joinAnonymous(turn: Turn, process: Process): KeyId | Errno {
  const ring = { ...newSessionRing(turn, process), users: process.users }
  const id = mustPay(turn, process, 'session') ? makePaidRing(turn, ring) : makeRing(turn, ring)
  if (typeof id === 'number') installSession(turn, process, id)
  return id
}

/** Makes a keyring the session of a process; what it had is let go. */
export function installSession(turn: Turn, process: Process, id: KeyId): void {
  if (process.session !== 0) turn.loose = true
  turn.world = withProcess(turn.world, { ...process, session: id })
}

/** rings/session-on-demand: what `@s` means to a process without a session ring. */
export const missingSession = rule(
  'rings/session-on-demand',
  (turn, process: Process, create: boolean): KeyId | Errno => {
    cite(turn, 'rings/session-on-demand')
    const rings = userRings(turn, process)
    if (typeof rings === 'string') return rings
    if (create) return joinAnonymous(turn, process)
    installSession(turn, process, rings.session)
    return rings.session
  },
)

/** rings/user-session-is-not-written: a user ring that serves as session gives way when one is made. */
export const givesWay = rule(
  'rings/user-session-is-not-written',
  (turn, session: Key, create: boolean): boolean => {
    if (!session.uidKeyring || !create) return false
    cite(turn, 'rings/user-session-is-not-written')
    return true
  },
)

/** The session ring of a process as `@s` names it. */
export function sessionRing(turn: Turn, process: Process, create: boolean): KeyId | Errno {
  if (process.session === 0) return missingSession(turn, process, create)
  if (!givesWay(turn, keyOf(turn.world, process.session), create)) return process.session
  const id = joinAnonymous(turn, process)
  return typeof id === 'number' ? id : unusable(turn, id)
}

/** rings/unusable-is-enokey: whatever stood in the way. */
export const unusable = rule('rings/unusable-is-enokey', (turn, _why: Errno): Errno => {
  return refuse(turn, 'rings/unusable-is-enokey', 'ENOKEY')
})

/** Both user rings of a process's user, made where they are not registered. */
export function userRings(turn: Turn, process: Process): UserRings | Errno {
  const rings = lookUpUserRings(turn, process)
  return typeof rings === 'string' ? unusable(turn, rings) : rings
}

interface UserRings {
  readonly user: KeyId
  readonly session: KeyId
}

/** The same, or what stood in the way. */
export function lookUpUserRings(turn: Turn, process: Process): UserRings | Errno {
  const user = registeredUserRing(turn, process)
  if (typeof user === 'string') return user
  const session = registeredSessionRing(turn, process, user)
  return typeof session === 'string' ? session : { user, session }
}

/** rings/registered-must-be-usable */
export const registeredRefuses = rule(
  'rings/registered-must-be-usable',
  (turn, process: Process, id: KeyId): Errno | undefined => {
    const death = deathOf(turn, keyOf(turn.world, id))
    if (death !== undefined) return refuse(turn, 'rings/registered-must-be-usable', death)
    if (permits(turn, { id, possessed: true }, process, 'search')) return undefined
    return refuse(turn, 'rings/registered-must-be-usable', 'EACCES')
  },
)

/** The keyring that registers those of a namespace; that of the first is nobody's concern. */
function registerRing(turn: Turn, users: Users): KeyId | Errno {
  if (users === firstUsers) return 0
  const known = usersOf(turn.world, users)
  if (known.register !== 0) return known.register
  const perm = permissionsOfMask(turn, 'keyring', 0x0c030000)
  const ring = { ...newRegister(turn, users), gid: null, perm, users }
  const id = makePaidRing(turn, ring)
  if (typeof id === 'string') return id
  const userNamespaces = turn.world.userNamespaces.with(users, { ...known, register: id })
  turn.world = { ...turn.world, userNamespaces }
  return id
}

/** Enters a keyring in the register of its namespace. */
function register(turn: Turn, entry: Registered, id: KeyId): Errno | undefined {
  const ring = registerRing(turn, entry.users)
  if (typeof ring === 'string') return ring
  const refused = ring === 0 ? undefined : link(turn, ring, id)
  if (refused !== undefined) {
    turn.loose = true
    return refused
  }
  turn.world = withRegistered(turn.world, entry)
  return undefined
}

function registeredUserRing(turn: Turn, process: Process): KeyId | Errno {
  const entry = userEntry(turn, process)
  const noRegister = registerRing(turn, entry.users)
  if (typeof noRegister === 'string') return noRegister
  if (entry.user !== 0) return registeredRefuses(turn, process, entry.user) ?? entry.user
  const ring = newUserRing(turn, userOf(turn, process), '_uid', entry.uid)
  const id = makePaidRing(turn, { ...ring, users: entry.users })
  if (typeof id !== 'number') return id
  return register(turn, { ...entry, user: id }, id) ?? id
}

/** rings/user-session-links-user */
export const linkUserRing = rule(
  'rings/user-session-links-user',
  (turn, session: KeyId, user: KeyId): Errno | undefined => {
    cite(turn, 'rings/user-session-links-user')
    return link(turn, session, user)
  },
)

function registeredSessionRing(turn: Turn, process: Process, user: KeyId): KeyId | Errno {
  const entry = userEntry(turn, process)
  if (entry.session !== 0) return registeredRefuses(turn, process, entry.session) ?? entry.session
  const ring = newUserRing(turn, userOf(turn, process), '_uid_ses', entry.uid)
  const id = makePaidRing(turn, { ...ring, users: entry.users })
  if (typeof id !== 'number') return id
  const refused = linkUserRing(turn, id, user)
  if (refused !== undefined) {
    turn.loose = true
    return refused
  }
  return register(turn, { ...entry, session: id }, id) ?? id
}

/** rings/named-session: a named session ring, made because no ring of that name may be joined. */
export const newNamedSession = rule(
  'rings/named-session',
  (turn, process: Process, description: string): PlainRing => {
    cite(turn, 'rings/named-session')
    const { uid, gid } = ringOwner(turn, process)
    return { description, uid, gid, perm: permissionsOfRing(turn, 'named session') }
  },
)

/** Makes a named session ring; its maker pays. */
export function makeNamedSession(turn: Turn, process: Process, name: string): KeyId | Errno {
  return makePaidRing(turn, { ...newNamedSession(turn, process, name), users: process.users })
}
