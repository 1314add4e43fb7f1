/** Chapter 14, the requester: a key is made, and a process started that is to fill it. */

import type { RequestKey } from '../spec/vocabulary/command.ts'
import type { Errno } from '../spec/vocabulary/errno.ts'
import { bytesOf, type OptionalText } from '../spec/vocabulary/memory.ts'
import { failed, type Reply } from './answers.ts'
import { authorityName, authorityOf, authorityType, spentAuthority } from './authority.ts'
import { endAuthority, errorOf, makeNegative, waitsFor } from './construction.ts'
import { actsAs } from './credentials.ts'
import { permissionsOfMask, permissionsOfNew } from './defaults.ts'
import { queueFor } from './filters.ts'
import { logonDescription, noDescription } from './keys.ts'
import { deathOf } from './life.ts'
import { chargeLink, link, notAKeyring, putLink } from './links.ts'
import { processOf } from './lookup.ts'
import { domainOf } from './networks.ts'
import { toldRevoked } from './notices.ts'
import { permissionRefuses } from './permissions.ts'
import { keyCost, quotaRefuses } from './quota.ts'
import { lookUpUserRings, makeRing } from './rings.ts'
import { withSerial } from './serials.ts'
import { cite, refuse, rule, type Turn } from './turn.ts'
import { typeOf } from './types.ts'
import { newlyUsed } from './use.ts'
import {
  type Helper,
  type IndexKey,
  type KeyId,
  keyOf,
  type Process,
  withKey,
  withProcess,
} from './world.ts'

/** upcalls/callout-length */
export const calloutTooLong = rule(
  'upcalls/callout-length',
  (turn, callout: OptionalText): Errno | undefined => {
    if (bytesOf(callout) < turn.profile.limits.calloutBytes) return undefined
    return refuse(turn, 'upcalls/callout-length', 'EINVAL')
  },
)

/** upcalls/no-keyrings */
export const noKeyrings = rule('upcalls/no-keyrings', (turn, type: string): Errno | undefined => {
  return type === 'keyring' ? refuse(turn, 'upcalls/no-keyrings', 'EPERM') : undefined
})

/** Where a request's key goes that names no destination, and whether Write on it is asked for. */
interface Destination {
  readonly id: KeyId
  readonly asks: boolean
}

/** `KEY_REQKEY_DEFL_*` */
const defaults = { thread: 1, process: 2, session: 3, user: 4, userSession: 5 } as const

/** upcalls/requestors-destination */
export const requestorsDestination = rule(
  'upcalls/requestors-destination',
  (turn, process: Process): KeyId => {
    if (process.reqkey !== 0 && process.reqkey !== 7) return 0
    const dest = authorityOf(turn, process)?.grant?.dest ?? 0
    if (dest !== 0) cite(turn, 'upcalls/requestors-destination')
    return dest
  },
)

/** upcalls/default-destination: the first keyring that there is from the one that was set. */
export const defaultDestination = rule(
  'upcalls/default-destination',
  (turn, process: Process): Destination | Errno => {
    const requestors = requestorsDestination(turn, process)
    if (requestors !== 0) return { id: requestors, asks: false }
    cite(turn, 'upcalls/default-destination')
    const from = process.reqkey === 7 ? 0 : process.reqkey
    const { thread, process: own, session } = process
    const ring =
      (from <= defaults.thread && thread) ||
      (from <= defaults.process && own) ||
      (from <= defaults.session && session)
    if (ring !== false && ring !== 0) return { id: ring, asks: true }
    const rings = lookUpUserRings(turn, process)
    if (typeof rings === 'string') return rings
    return { id: from === defaults.user ? rings.user : rings.session, asks: true }
  },
)

/** upcalls/default-needs-write */
export const defaultRefused = rule(
  'upcalls/default-needs-write',
  (turn, process: Process, { id, asks }: Destination): Errno | undefined => {
    if (!asks) return undefined
    const refused = permissionRefuses(turn, { id, possessed: true }, process, 'write')
    if (refused !== undefined) cite(turn, 'upcalls/default-needs-write')
    return refused
  },
)

function destinationOf(turn: Turn, process: Process): KeyId | Errno {
  const dest = defaultDestination(turn, process)
  if (typeof dest === 'string') return dest
  return defaultRefused(turn, processOf(turn, process.name), dest) ?? dest.id
}

/** upcalls/revoked-destination: nothing is put into a keyring that was emptied for good. */
export const revokedDestination = rule(
  'upcalls/revoked-destination',
  (turn, id: KeyId): Errno | undefined => {
    if (!keyOf(turn.world, id).revoked) return undefined
    return refuse(turn, 'upcalls/revoked-destination', 'EKEYREVOKED')
  },
)

/** What keeps such a key from being linked there, if anything does; it is charged for. */
export function linkCharge(turn: Turn, ring: KeyId, index: IndexKey): Errno | undefined {
  return (
    notAKeyring(turn, keyOf(turn.world, ring)) ??
    revokedDestination(turn, ring) ??
    chargeLink(turn, ring, index)
  )
}

/** The name of what is to be made. */
export interface Wanted {
  readonly type: string
  readonly description: string
}

/** upcalls/linked-before-made: the key is in its destination while it is under construction. */
export const begin = rule(
  'upcalls/linked-before-made',
  (turn, process: Process, { type, description }: Wanted, dest: KeyId): KeyId | Errno => {
    const { fsuid: uid, fsgid: gid } = actsAs(turn, process)
    const known = typeOf(turn.profile, type)
    if (known === undefined) throw new Error(`${type} is no type: keys/unknown-type-sought`)
    const index = { type, description, domain: domainOf(turn, type, process) }
    const before = turn.world
    const refused =
      noDescription(turn, description) ??
      logonDescription(turn, type, description) ??
      quotaRefuses(turn, uid, 'new', keyCost(turn, description))
    if (refused !== undefined) return refused
    const id = turn.world.keys.length
    const key = {
      id,
      ...index,
      uid,
      gid,
      payer: uid,
      perm: permissionsOfNew(turn, known),
      users: process.users,
    }
    turn.world = withKey(turn.world, { ...unmade, ...newlyUsed(turn), ...key })
    const unlinked = linkCharge(turn, dest, index)
    if (unlinked !== undefined) {
      turn.world = before
      return unlinked
    }
    cite(turn, 'upcalls/linked-before-made')
    putLink(turn, dest, id)
    return id
  },
)

/** A key that holds nothing yet. */
const unmade = {
  revoked: false,
  invalidated: false,
  expiry: null,
  chargedBytes: 0,
  uidKeyring: false,
  restricted: 'no',
  voucher: 0,
  payload: null,
  readError: null,
  ring: null,
  state: 'uninstantiated',
  inQuota: true,
  grant: null,
  handedOut: false,
} as const

/** upcalls/for-whoever-asked-first: a process that makes a key asks for the one that wants it. */
export const requesterOf = rule(
  'upcalls/for-whoever-asked-first',
  (turn, process: Process): Process | Errno => {
    const authority = authorityOf(turn, process)
    if (authority === undefined) return process
    if (authority.revoked || authority.grant === null) return spentAuthority(turn)
    cite(turn, 'upcalls/for-whoever-asked-first')
    return authority.grant.requester
  },
)

/** upcalls/authority: the key that permits to make another. */
export const newAuthority = rule(
  'upcalls/authority',
  (turn, process: Process, target: KeyId, dest: KeyId, callout: string): KeyId | Errno => {
    const requester = requesterOf(turn, process)
    if (typeof requester === 'string') return requester
    cite(turn, 'upcalls/authority')
    const { fsuid: uid, fsgid: gid } = actsAs(turn, process)
    const id = turn.world.keys.length
    turn.world = withKey(turn.world, {
      ...unmade,
      ...newlyUsed(turn),
      id,
      type: authorityType,
      description: authorityName(target),
      domain: 0,
      uid,
      gid,
      payer: uid,
      perm: permissionsOfMask(turn, authorityType, 0x1b010000),
      users: process.users,
      payload: callout,
      state: 'instantiated',
      inQuota: false,
      // Credentials do not keep the file of a program.
      grant: { target, dest, requester: { ...requester, pinned: [] }, hexDigits: 0 },
    })
    return id
  },
)

/** upcalls/helpers-session */
export const helpersRing = rule(
  'upcalls/helpers-session',
  (turn, process: Process, target: KeyId, digits: number): KeyId => {
    cite(turn, 'upcalls/helpers-session')
    const description = withSerial('_req.', target, digits)
    const { fsuid: uid, fsgid: gid } = actsAs(turn, process)
    const perm = permissionsOfMask(turn, 'keyring', 0x3f030000)
    return makeRing(turn, { description, uid, gid, perm, users: process.users })
  },
)

/** How many digits a serial number can have, decimal and hexadecimal: the number itself is a secret. */
const lengths: readonly (readonly [number, number])[] = [
  [10, 8],
  [9, 8],
  [9, 7],
  [8, 7],
  [8, 6],
  [7, 6],
  [7, 5],
  [6, 5],
  [5, 5],
  [5, 4],
  [4, 4],
  [4, 3],
  [3, 3],
  [3, 2],
  [2, 2],
  [2, 1],
  [1, 1],
]

function nameAuthority(turn: Turn, id: KeyId, hexDigits: number): void {
  const key = keyOf(turn.world, id)
  if (key.grant === null) return
  turn.world = withKey(turn.world, { ...key, grant: { ...key.grant, hexDigits } })
}

/** upcalls/call-keeps-user-session: the keyring that stays as long as the call waits for a process. */
export const heldUserSession = rule(
  'upcalls/call-keeps-user-session',
  (turn, userSession: KeyId): KeyId => {
    cite(turn, 'upcalls/call-keeps-user-session')
    return userSession
  },
)

/** upcalls/asks: the process is started, and told of the key; the call waits for its end. */
export const start = rule(
  'upcalls/asks',
  (turn, process: Process, command: RequestKey, key: KeyId, authority: KeyId): Reply => {
    const rings = lookUpUserRings(turn, process)
    if (typeof rings === 'string') return giveUp(turn, key, authority, rings)
    const [digits, hexDigits] = lengths[turn.choose(lengths.length)] ?? [0, 0]
    nameAuthority(turn, authority, hexDigits)
    const ring = helpersRing(turn, process, key, digits)
    const unlinked = link(turn, ring, authority)
    if (unlinked !== undefined) return giveUp(turn, key, authority, unlinked)
    cite(turn, 'upcalls/asks')
    const userSession = heldUserSession(turn, rings.session)
    const helper: Helper = { authority, ring, userSession, name: null }
    const { refs, mandate } = turn.progress
    const waits = { command, key, refs, found: true, mandate, helper, session: 0, reply: null }
    turn.world = withProcess(turn.world, { ...process, waits })
    const { fsuid: uid, fsgid: gid } = actsAs(turn, process)
    const { thread, session } = process
    const called = { operation: 'create', key, digits, hexDigits, uid, gid, thread }
    return {
      kind: 'upcall',
      called: { ...called, process: process.process, session: session || rings.session },
    }
  },
)

/** upcalls/cannot-ask: whatever keeps the process from being started, the key is negative from then on. */
export const giveUp = rule(
  'upcalls/cannot-ask',
  (turn, key: KeyId, authority: KeyId, why: Errno): Reply => {
    cite(turn, 'upcalls/cannot-ask')
    makeNegative(turn, key, 'ENOKEY', turn.profile.limits.negativeSeconds)
    if (authority !== 0) endAuthority(turn, authority)
    turn.loose = true
    return failed(why)
  },
)

/** interception/queued: the authority goes into the queue, no process is started, and the call waits. */
export const divert = rule(
  'interception/queued',
  (turn, key: KeyId, authority: KeyId, queue: KeyId): Reply => {
    cite(turn, 'interception/queued')
    const unlinked = queueRefuses(turn, queue) ?? link(turn, queue, authority)
    if (unlinked !== undefined) return giveUp(turn, key, authority, unlinked)
    const waiting = waitsFor(turn, key) ?? 'EINPROGRESS'
    turn.progress.found = true
    turn.progress.refs.push({ id: key, possessed: true })
    return failed(waiting)
  },
)

/** interception/dead-queue */
export const queueRefuses = rule(
  'interception/dead-queue',
  (turn, queue: KeyId): Errno | undefined => {
    const death = deathOf(turn, keyOf(turn.world, queue))
    if (death !== undefined) cite(turn, 'interception/dead-queue')
    return death
  },
)

/** `request_key(2)` with callout information, which has found nothing. */
export function construct(
  turn: Turn,
  command: RequestKey,
  wanted: Wanted,
  dest: KeyId | undefined,
): Reply {
  const { actor, callout } = command
  const refused = noKeyrings(turn, wanted.type)
  if (refused !== undefined) return failed(refused)
  const ring = dest ?? destinationOf(turn, processOf(turn, actor))
  if (typeof ring === 'string') return failed(ring)
  const key = begin(turn, processOf(turn, actor), wanted, ring)
  if (typeof key === 'string') return failed(key)
  const authority = newAuthority(turn, processOf(turn, actor), key, ring, String(callout ?? ''))
  if (typeof authority === 'string') return giveUp(turn, key, 0, authority)
  const queue = queueFor(turn, processOf(turn, actor), key, authority)
  if (queue !== 0) return divert(turn, key, authority, queue)
  return start(turn, processOf(turn, actor), command, key, authority)
}

/** upcalls/nobody-made-it: what is done where the process has ended and left the key as it was. */
export const leaveUnmade = rule('upcalls/nobody-made-it', (turn, key: KeyId): Errno => {
  cite(turn, 'upcalls/nobody-made-it')
  makeNegative(turn, key, 'ENOKEY', turn.profile.limits.negativeSeconds)
  return 'ENOKEY'
})

/** upcalls/made-and-died: a key that is of no use any more when the process ends. */
export const diedMeanwhile = rule(
  'upcalls/made-and-died',
  (turn, key: KeyId): Errno | undefined => {
    if (deathOf(turn, keyOf(turn.world, key)) === undefined) return undefined
    return refuse(turn, 'upcalls/made-and-died', 'ENOKEY')
  },
)

/** upcalls/answers-when-helper-ends: what a request answers when the process that it started has ended. */
export const finish = rule(
  'upcalls/answers-when-helper-ends',
  (turn, key: KeyId, authority: KeyId): Reply => {
    cite(turn, 'upcalls/answers-when-helper-ends')
    if (keyOf(turn.world, key).state === 'uninstantiated') {
      const errno = leaveUnmade(turn, key)
      endAuthority(turn, authority)
      return failed(errno)
    }
    const died = diedMeanwhile(turn, key)
    if (died !== undefined) return failed(died)
    revokeAuthority(turn, authority)
    const error = errorOf(keyOf(turn.world, key))
    return error === undefined ? { kind: 'key', key } : failed(error)
  },
)

/** Whoever still acts under it has lost it. */
function revokeAuthority(turn: Turn, id: KeyId): void {
  const key = keyOf(turn.world, id)
  turn.world = withKey(turn.world, { ...key, revoked: true, payload: null, grant: null })
  toldRevoked(turn, id)
  turn.loose = true
}
