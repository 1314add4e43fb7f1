/** Chapter 6 turned wrong, restrictions: who may close a keyring, and what that keeps out. */

import type { Errno } from '../../spec/vocabulary/errno.ts'
import { addingOverRefused } from '../keys.ts'
import { certificatesOnly, restrictionRefuses, ringOf } from '../links.ts'
import { lookup } from '../lookup.ts'
import {
  asymmetricRestriction,
  lacksOther,
  noSuchType,
  notRestrictable,
  offersNone,
  restrict,
  restrictionTooLong,
  ringToRestrict,
  takenFromBuiltIn,
} from '../restrict.ts'
import { cite, refuse } from '../turn.ts'
import { heldByRestriction, keepsItself, voucherOf, vouchesForItself } from '../vouching.ts'
import { keyOf, linksOf, withKey } from '../world.ts'
import { type Break, broken } from './broken.ts'

export const restrictBreaks: readonly Break[] = [
  broken(ringToRestrict, 'A keyring is restricted by whoever may write to it.', (turn, command) =>
    lookup(turn, command.actor, command.key, 'write'),
  ),
  broken(
    lacksOther,
    'A restriction without a type is taken for none, and closes the keyring.',
    (turn, { type, restriction }) => {
      if (type === null || restriction !== null) return undefined
      return refuse(turn, 'links/restriction-goes-with-type', 'EINVAL')
    },
  ),
  broken(restrictionTooLong, 'A restriction is read without room for its NUL.', (turn, text) =>
    text.length > turn.profile.limits.restrictionBytes
      ? restrictionTooLong.sound(turn, text)
      : undefined,
  ),
  broken(
    notRestrictable,
    'A key that is no keyring is not told from one that is not there.',
    (turn, key) =>
      key.ring === null ? refuse(turn, 'links/restrict-keyrings-only', 'ENOKEY') : undefined,
  ),
  broken(
    noSuchType,
    'A type that there is not answers as one that has no restrictions.',
    (turn, type): Errno | undefined => {
      const unknown = noSuchType.sound(turn, type)
      return unknown === undefined ? undefined : 'ENOENT'
    },
  ),
  broken(offersNone, 'A type that has no restrictions is told as EOPNOTSUPP.', (turn) =>
    refuse(turn, 'links/type-without-restrictions', 'EOPNOTSUPP'),
  ),
  broken(restrict, 'A second restriction takes the place of the first.', (turn, id) => {
    const ring = keyOf(turn.world, id)
    if (ring.restricted !== 'no') cite(turn, 'links/restricted-once')
    turn.world = withKey(turn.world, { ...ring, restricted: 'wholly' })
    return undefined
  }),
  broken(
    restrictionRefuses,
    'A restriction is looked at only where a keyring holds something.',
    (turn, ring) => {
      if (ring.restricted !== 'wholly') return undefined
      cite(turn, 'links/restricted-takes-nothing')
      return linksOf(ringOf(ring)).length === 0 ? undefined : 'EPERM'
    },
  ),
  broken(
    addingOverRefused,
    'A key in a restricted keyring is updated by adding over it.',
    () => undefined,
  ),
  broken(
    asymmetricRestriction,
    'A way to restrict that is not known is told as EOPNOTSUPP.',
    (turn, text) => {
      const restricted = asymmetricRestriction.sound(turn, text)
      return restricted === 'EINVAL' ? 'EOPNOTSUPP' : restricted
    },
  ),
  broken(
    takenFromBuiltIn,
    'A keyring that takes only what nobody vouches for takes any certificate.',
    () => 'to certificates' as const,
  ),
  broken(
    certificatesOnly,
    'What is no certificate is refused as by any restriction, with EPERM.',
    (turn, ring) => {
      if (ring.restricted !== 'to certificates') return undefined
      return refuse(turn, 'links/certificates-only', 'EPERM')
    },
  ),
  broken(voucherOf, 'A key vouches for nothing that its caller may not view.', (turn, command) => {
    const ref = lookup(turn, command.actor, command.by, 'view')
    const voucher = voucherOf.sound(turn, command)
    return ref === 'EACCES' ? ref : voucher
  }),
  broken(
    vouchesForItself,
    'Only a keyring that vouches for itself at once is refused.',
    (turn, ring, id) => (id === ring ? vouchesForItself.sound(turn, ring, id) : undefined),
  ),
  broken(keepsItself, 'A keyring that lies in what vouches for it goes with it.', () => false),
  broken(heldByRestriction, 'What vouches is not held.', (turn, key) => {
    if (key.voucher !== 0) cite(turn, 'links/restriction-holds-key')
    return 0
  }),
]
