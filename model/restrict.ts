/** Chapter 6, restrictions: keyrings into which nothing is linked any more. */

import type { Restrict, RestrictByKey } from '../spec/vocabulary/command.ts'
import type { Errno } from '../spec/vocabulary/errno.ts'
import { failed, type Reply, zeroOr } from './answers.ts'
import { keyThenRestriction, takeText } from './arguments.ts'
import { takeType } from './keys.ts'
import { type Looked, lookup } from './lookup.ts'
import { toldSet } from './notices.ts'
import { cite, refuse, rule, type Turn } from './turn.ts'
import { typeOf } from './types.ts'
import { voucherOf, vouchesForItself } from './vouching.ts'
import { type Key, type KeyId, keyOf, withKey } from './world.ts'

/** links/restrict-needs-setattr */
export const ringToRestrict = rule(
  'links/restrict-needs-setattr',
  (turn, command: Restrict | RestrictByKey): Looked => {
    const ring = lookup(turn, command.actor, command.key, 'setattr')
    if (ring === 'EACCES') cite(turn, 'links/restrict-needs-setattr')
    return ring
  },
)

/** links/restriction-goes-with-type */
export const lacksOther = rule(
  'links/restriction-goes-with-type',
  (turn, { type, restriction }: Restrict): Errno | undefined => {
    if ((type === null) === (restriction === null)) return undefined
    return refuse(turn, 'links/restriction-goes-with-type', 'EINVAL')
  },
)

/** links/restriction-length */
export const restrictionTooLong = rule(
  'links/restriction-length',
  (turn, restriction: string): Errno | undefined => {
    if (restriction.length < turn.profile.limits.restrictionBytes) return undefined
    return refuse(turn, 'links/restriction-length', 'EINVAL')
  },
)

/** The type that a restriction is by, if it is by one. */
function takeRestriction(
  turn: Turn,
  command: Restrict,
): { type: string | null; restriction: string } | Errno {
  const alone = lacksOther(turn, command)
  if (alone !== undefined) return alone
  if (command.type === null || command.restriction === null) return { type: null, restriction: '' }
  const type = takeType(turn, command.type)
  if (typeof type === 'string') return type
  const restriction = takeText(turn, command.restriction)
  if (typeof restriction === 'string') return restriction
  return (
    restrictionTooLong(turn, restriction.value) ?? {
      type: type.value,
      restriction: restriction.value,
    }
  )
}

/** links/restrict-keyrings-only */
export const notRestrictable = rule(
  'links/restrict-keyrings-only',
  (turn, key: Key): Errno | undefined => {
    return key.ring === null ? refuse(turn, 'links/restrict-keyrings-only', 'ENOTDIR') : undefined
  },
)

/** links/restriction-of-no-type */
export const noSuchType = rule(
  'links/restriction-of-no-type',
  (turn, type: string): Errno | undefined => {
    if (typeOf(turn.profile, type) !== undefined) return undefined
    return refuse(turn, 'links/restriction-of-no-type', 'ENOKEY')
  },
)

/** links/type-without-restrictions: no type of the specification has any. */
export const offersNone = rule('links/type-without-restrictions', (turn): Errno | undefined => {
  return refuse(turn, 'links/type-without-restrictions', 'ENOENT')
})

/** A number as kstrtoint() reads it, of any base. */
const integer = String.raw`[+-]?(?:0[xX][0-9a-fA-F]+|\d+)\n?`

/** A key's id, and whether keys in the keyring itself vouch, too. */
const byKey = new RegExp(`^key_or_keyring:(${integer})(:chain)?$`)

/** links/nothing-built-in: what a keyring takes where built-in certificates are to vouch for it. */
export const takenFromBuiltIn = rule('links/nothing-built-in', (turn): Key['restricted'] => {
  if (turn.profile.features.includes('trusted_keyring')) return 'to certificates'
  cite(turn, 'links/nothing-built-in')
  return 'wholly'
})

/** links/asymmetric-restriction: what a keyring is restricted to by an `asymmetric` restriction. */
export const asymmetricRestriction = rule(
  'links/asymmetric-restriction',
  (turn, text: string): { readonly to: Key['restricted'] } | Errno => {
    cite(turn, 'links/asymmetric-restriction')
    if (/^builtin_(?:and_secondary_)?trusted$/.test(text)) return { to: takenFromBuiltIn(turn) }
    const [, id, chain] = byKey.exec(text) ?? []
    if (id === undefined || Math.abs(Number(id)) > 0x7fffffff) return 'EINVAL'
    return chain !== undefined && Number(id) === 0 ? { to: 'to certificates' } : 'ENOKEY'
  },
)

/** links/restricted-once */
export const restrict = rule(
  'links/restricted-once',
  (turn, id: KeyId, restricted: Key['restricted'], voucher: KeyId): Errno | undefined => {
    const ring = keyOf(turn.world, id)
    if (ring.restricted !== 'no') return refuse(turn, 'links/restricted-once', 'EEXIST')
    const cycle = vouchesForItself(turn, id, voucher)
    if (cycle !== undefined) return cycle
    turn.world = withKey(turn.world, { ...ring, restricted, voucher })
    toldSet(turn, id)
    return undefined
  },
)

/** `KEYCTL_RESTRICT_KEYRING` */
export function restrictRing(turn: Turn, command: Restrict | RestrictByKey): Reply {
  return command.op === 'keyctl_restrict_by_key'
    ? restrictByKey(turn, command)
    : restrictByText(turn, command)
}

function restrictByText(turn: Turn, command: Restrict): Reply {
  const given = keyThenRestriction(
    turn,
    () => ringToRestrict(turn, command),
    () => takeRestriction(turn, command),
  )
  if (typeof given === 'string') return failed(given)
  const { id } = given.first
  const { type, restriction } = given.second
  const bad = notRestrictable(turn, keyOf(turn.world, id))
  if (bad !== undefined) return failed(bad)
  if (type === null) return zeroOr(restrict(turn, id, 'wholly', 0))
  const unknown = noSuchType(turn, type)
  if (unknown !== undefined) return failed(unknown)
  if (type !== 'asymmetric') return zeroOr(offersNone(turn))
  const restricted = asymmetricRestriction(turn, restriction)
  if (typeof restricted === 'string') return failed(restricted)
  return zeroOr(restrict(turn, id, restricted.to, 0))
}

function restrictByKey(turn: Turn, command: RestrictByKey): Reply {
  const ring = ringToRestrict(turn, command)
  if (typeof ring === 'string') return failed(ring)
  const bad = notRestrictable(turn, keyOf(turn.world, ring.id)) ?? noSuchType(turn, 'asymmetric')
  if (bad !== undefined) return failed(bad)
  const voucher = voucherOf(turn, command)
  if (typeof voucher === 'string') return failed(voucher)
  return zeroOr(restrict(turn, ring.id, 'to certificates', voucher))
}
