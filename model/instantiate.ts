/** Chapter 14, the helper: authority is assumed, and a key made or rejected. */

import type {
  AssumeAuthority,
  Instantiate,
  InstantiateIov,
  Negate,
  Reject,
} from '../spec/vocabulary/command.ts'
import { type Errno, errnoName, errnoNumbers } from '../spec/vocabulary/errno.ts'
import { bytesOf, type Text } from '../spec/vocabulary/memory.ts'
import { type ActorName, isKeyName, type KeyRef } from '../spec/vocabulary/names.ts'
import { failed, type Reply, zero, zeroOr } from './answers.ts'
import { takePayload } from './arguments.ts'
import { authorityFor, authorityOf, grantOf, spentAuthority } from './authority.ts'
import { endAuthority, makeNegative } from './construction.ts'
import { prepare } from './keys.ts'
import { putLink, restrictionRefuses } from './links.ts'
import { lookup, numberOf, processOf } from './lookup.ts'
import { recharge } from './quota.ts'
import { cite, refuse, rule, type Turn } from './turn.ts'
import { typeOf } from './types.ts'
import { linkCharge } from './upcalls.ts'
import { indexOf, type KeyId, keyOf, type Mandate, withKey, withProcess } from './world.ts'

/** The calls that make a key, or reject it. */
export type Making = Instantiate | InstantiateIov | Negate | Reject

/** The key of a serial number; 0 where it is nobody's, and what is no serial number as it is. */
function targetOf(turn: Turn, ref: KeyRef): KeyId | 'none' | 'special' {
  if (isKeyName(ref)) return turn.world.names[indexOf(ref)] ?? 0
  const number = numberOf(ref)
  if (number === 0) return 'none'
  return number === undefined || number < 0 ? 'special' : 0
}

function actUnder(turn: Turn, actor: ActorName, authority: KeyId): void {
  const process = processOf(turn, actor)
  if (process.authority !== 0) turn.loose = true
  turn.world = withProcess(turn.world, { ...process, authority })
}

/** upcalls/assume-serial-only */
export const specialTarget = rule('upcalls/assume-serial-only', (turn): Errno => {
  return refuse(turn, 'upcalls/assume-serial-only', 'EINVAL')
})

/** upcalls/authority-given-back */
export const giveBack = rule('upcalls/authority-given-back', (turn, actor: ActorName): void => {
  cite(turn, 'upcalls/authority-given-back')
  actUnder(turn, actor, 0)
})

/** `KEYCTL_ASSUME_AUTHORITY` */
export function assumeAuthority(turn: Turn, { actor, key }: AssumeAuthority): Reply {
  const target = targetOf(turn, key)
  if (target === 'special') return failed(specialTarget(turn))
  if (target === 'none') {
    giveBack(turn, actor)
    return zero
  }
  const authority = authorityFor(turn, processOf(turn, actor), target)
  if (typeof authority === 'string') return failed(authority)
  actUnder(turn, actor, authority)
  return { kind: 'key', key: authority }
}

/** upcalls/wants-authority: the key that is made must be the one that authority was assumed for. */
export const grantToMake = rule(
  'upcalls/wants-authority',
  (turn, command: Making): Mandate | Errno => {
    if (turn.progress.mandate !== null) return turn.progress.mandate
    const authority = authorityOf(turn, processOf(turn, command.actor))
    if (authority === undefined) return refuse(turn, 'upcalls/wants-authority', 'EPERM')
    const grant = grantOf(authority)
    if (grant === undefined) return spentAuthority(turn)
    const { target, dest } = grant
    if (targetOf(turn, command.key) === target) {
      turn.progress.mandate = { target, dest }
      return turn.progress.mandate
    }
    return refuse(turn, 'upcalls/wants-authority', 'EPERM')
  },
)

/** upcalls/instantiation-ring: every special id means the request's destination; 0 is none. */
export const ringToLink = rule(
  'upcalls/instantiation-ring',
  (turn, command: Making, grant: Mandate): KeyId | Errno => {
    const { ring, actor } = command
    if (ring === null || numberOf(ring) === 0) return 0
    if (isSerial(ring)) {
      const found = lookup(turn, actor, ring, 'write', true)
      return typeof found === 'string' ? found : found.id
    }
    cite(turn, 'upcalls/instantiation-ring')
    if (ring === '@a' || numberOf(ring) === -7) return 'EINVAL'
    return (numberOf(ring) ?? -1) < -8 ? 'ENOKEY' : grant.dest
  },
)

function isSerial(ref: KeyRef): boolean {
  return isKeyName(ref) || (numberOf(ref) ?? -1) > 0
}

/** upcalls/instantiate-length */
export const tooLong = rule(
  'upcalls/instantiate-length',
  (turn, payload: Text | null): Errno | undefined => {
    if (bytesOf(payload) <= turn.profile.limits.payloadBytes) return undefined
    return refuse(turn, 'upcalls/instantiate-length', 'EINVAL')
  },
)

/** upcalls/made-once */
export const madeAlready = rule('upcalls/made-once', (turn, id: KeyId): Errno | undefined => {
  if (keyOf(turn.world, id).state === 'uninstantiated') return undefined
  return refuse(turn, 'upcalls/made-once', 'EBUSY')
})

/** upcalls/makes: the key gets its payload, and one more link where that is asked for. */
export const fill = rule(
  'upcalls/makes',
  (turn, id: KeyId, payload: string | null, ring: KeyId): Errno | undefined => {
    const unmade = keyOf(turn.world, id)
    const known = typeOf(turn.profile, unmade.type)
    if (known === undefined) throw new Error('no type: upcalls/asks makes known ones')
    const before = turn.world
    const prepared = prepare(turn, known, { description: unmade.description, payload })
    if (typeof prepared === 'string') return prepared
    const refused =
      (ring === 0 ? undefined : linkCharge(turn, ring, unmade)) ??
      (ring === 0 ? undefined : restrictionRefuses(turn, keyOf(turn.world, ring))) ??
      madeAlready(turn, id) ??
      recharge(turn, keyOf(turn.world, id), prepared.charge)
    if (refused !== undefined) {
      turn.world = before
      return refused
    }
    cite(turn, 'upcalls/makes')
    const { payload: kept, readError, expiry } = prepared
    const key = keyOf(turn.world, id)
    const made = { payload: kept, readError, state: 'instantiated' } as const
    turn.world = withKey(turn.world, { ...key, ...made, expiry: expiry ?? key.expiry })
    if (ring !== 0) putLink(turn, ring, id)
    turn.woken = true
    return undefined
  },
)

/** A null address is no payload, whatever its length. */
const payloadGiven = (payload: Text | null): Text | null =>
  payload !== null && typeof payload !== 'string' && payload.at === 'null' ? null : payload

/** `KEYCTL_INSTANTIATE` and `KEYCTL_INSTANTIATE_IOV` */
export function instantiate(turn: Turn, command: Instantiate | InstantiateIov): Reply {
  const given = payloadGiven(command.payload)
  const long = tooLong(turn, given)
  if (long !== undefined) return failed(long)
  const grant = grantToMake(turn, command)
  if (typeof grant === 'string') return failed(grant)
  const payload = takePayload(turn, given)
  if (typeof payload === 'string') return failed(payload)
  const ring = ringToLink(turn, command, grant)
  if (typeof ring === 'string') return failed(ring)
  const refused = fill(turn, grant.target, payload.value, ring)
  if (refused !== undefined) return failed(refused)
  endAuthority(turn, processOf(turn, command.actor).authority)
  giveBack(turn, command.actor)
  return zero
}

/** Numbers that the kernel uses inside itself: `ERESTARTSYS` and its kin. */
const internal: ReadonlySet<number> = new Set([512, 513, 514, 516])

/** upcalls/error-to-reject-with */
export const noError = rule(
  'upcalls/error-to-reject-with',
  (turn, error: number): Errno | undefined => {
    const is = error > 0 && error < turn.profile.limits.maxErrno && !internal.has(error)
    return is ? undefined : refuse(turn, 'upcalls/error-to-reject-with', 'EINVAL')
  },
)

/** upcalls/rejected-unlinked: a key is rejected, even where it cannot be linked. */
export const reject = rule(
  'upcalls/rejected-unlinked',
  (turn, command: Negate | Reject, id: KeyId, ring: KeyId): Errno | undefined => {
    const before = turn.world
    const unlinked = ring === 0 ? undefined : linkCharge(turn, ring, keyOf(turn.world, id))
    if (unlinked !== undefined) {
      cite(turn, 'upcalls/rejected-unlinked')
      turn.world = before
    }
    const already = madeAlready(turn, id)
    if (already !== undefined) {
      turn.world = before
      return already
    }
    const { seconds } = command
    makeNegative(turn, id, 'error' in command ? errnoName(command.error) : 'ENOKEY', seconds)
    if (ring !== 0 && unlinked === undefined) putLink(turn, ring, id)
    endAuthority(turn, processOf(turn, command.actor).authority)
    return unlinked
  },
)

/** `KEYCTL_NEGATE` and `KEYCTL_REJECT` */
export function rejectKey(turn: Turn, command: Negate | Reject): Reply {
  const error = 'error' in command ? command.error : errnoNumbers.ENOKEY
  const bad = noError(turn, error)
  if (bad !== undefined) return failed(bad)
  const grant = grantToMake(turn, command)
  if (typeof grant === 'string') return failed(grant)
  const ring = ringToLink(turn, command, grant)
  if (typeof ring === 'string') return failed(ring)
  if (ring !== 0 && keyOf(turn.world, ring).restricted !== 'no') {
    return failed(refuse(turn, 'upcalls/rejected-unlinked', 'EPERM'))
  }
  const refused = reject(turn, command, grant.target, ring)
  if (refused === undefined) giveBack(turn, command.actor)
  return zeroOr(refused)
}
