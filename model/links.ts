/** Chapter 6: links, where they stand in a keyring, and what refuses them. */

import type { Errno } from '../spec/vocabulary/errno.ts'
import { noteOverdue } from './life.ts'
import { sameDomain } from './networks.ts'
import { toldLinked } from './notices.ts'
import { recharge } from './quota.ts'
import { cite, refuse, rule, type Turn } from './turn.ts'
import {
  emptyRing,
  type IndexKey,
  type Key,
  type KeyId,
  keyOf,
  linksOf,
  type Ring,
  withKey,
} from './world.ts'

/** Links that one node of the associative array takes: `ASSOC_ARRAY_FAN_OUT`. */
const nodeSlots = 16

/** The keyring in a key, where it is one. */
export function ringOf(key: Key): Ring {
  if (key.ring === null)
    throw new Error(`${key.type} key ${key.id} is no keyring: links/target-is-a-keyring`)
  return key.ring
}

/** links/target-is-a-keyring */
export const notAKeyring = rule(
  'links/target-is-a-keyring',
  (turn, key: Key): Errno | undefined => {
    return key.ring === null ? refuse(turn, 'links/target-is-a-keyring', 'ENOTDIR') : undefined
  },
)

/** Bytes of a description that the kernel's hash takes in at once. */
const pieceBytes = 4

/** What of a description does not depend on the order of its pieces, as the kernel's hash mostly does not. */
export function piecesOf(description: string): string {
  const pieces = Array.from({ length: Math.ceil(description.length / pieceBytes) }, (_, at) =>
    description.slice(at * pieceBytes, (at + 1) * pieceBytes),
  )
  return pieces.sort().join()
}

/** links/all-of-the-description: whether two descriptions are one. */
export const sameDescription = rule(
  'links/all-of-the-description',
  (turn, one: string, other: string): boolean => {
    if (one === other) return true
    if (one.length <= pieceBytes || one.length !== other.length) return false
    if (piecesOf(one) === piecesOf(other)) cite(turn, 'links/all-of-the-description')
    return false
  },
)

/** links/one-per-description: the link in a ring that one of that type and description displaces. */
export const namesake = rule(
  'links/one-per-description',
  (turn, ring: Ring, { type, description, domain }: IndexKey): Key | undefined => {
    for (const id of ring.slots) {
      if (id === 0) continue
      const key = keyOf(turn.world, id)
      if (key.type !== type || !sameDescription(turn, key.description, description)) continue
      if (sameDomain(turn, key.domain, domain)) return key
    }
    return undefined
  },
)

/** links/first-slot-then-highest */
export const freeSlot = rule('links/first-slot-then-highest', (turn, ring: Ring): number => {
  if (!ring.rooted) return 0
  if (linksOf(ring).length > 1) cite(turn, 'links/first-slot-then-highest')
  for (let slot = nodeSlots - 1; slot >= 0; slot -= 1) {
    if ((ring.slots[slot] ?? 0) === 0) return slot
  }
  return -1
})

/** links/displaced-in-place */
export const displace = rule(
  'links/displaced-in-place',
  (turn, ring: Ring, old: KeyId, id: KeyId): Ring => {
    cite(turn, 'links/displaced-in-place')
    return { ...ring, slots: ring.slots.map((slot) => (slot === old ? id : slot)) }
  },
)

/** links/order-beyond-sixteen: from the seventeenth link on the order is the kernel's secret. */
export const grow = rule('links/order-beyond-sixteen', (turn, ring: Ring, id: KeyId): Ring => {
  cite(turn, 'links/order-beyond-sixteen')
  return { slots: [...linksOf(ring), id], rooted: true, ordered: false }
})

function insert(turn: Turn, ring: Ring, id: KeyId): Ring {
  if (!ring.ordered) return grow(turn, ring, id)
  const slot = freeSlot(turn, ring)
  if (slot < 0) return grow(turn, ring, id)
  const slots = Array.from({ length: nodeSlots }, (_, at) => ring.slots[at] ?? 0)
  slots[slot] = id
  return { slots, rooted: true, ordered: true }
}

/** links/cost: what a ring is charged for one more link. */
export const linkCost = rule('links/cost', (turn): number => turn.profile.limits.linkBytes)

/**
 * Charges the ring for a link to come; a link that displaces another costs nothing.
 * EDQUOT where the ring's owner cannot pay.
 */
export function chargeLink(turn: Turn, ringId: KeyId, index: IndexKey): Errno | undefined {
  const key = keyOf(turn.world, ringId)
  if (namesake(turn, ringOf(key), index) !== undefined) return undefined
  const refused = recharge(turn, key, key.chargedBytes + linkCost(turn))
  if (refused !== undefined) cite(turn, 'links/cost')
  return refused
}

/** Puts a link into a ring that was charged for it. */
export function putLink(turn: Turn, ringId: KeyId, id: KeyId): void {
  const ringKey = keyOf(turn.world, ringId)
  const key = keyOf(turn.world, id)
  const ring = ringOf(ringKey)
  const old = namesake(turn, ring, key)
  if (old !== undefined && old.id !== id) {
    cite(turn, 'links/one-per-description')
    turn.loose = true
  }
  const next = old === undefined ? insert(turn, ring, id) : displace(turn, ring, old.id, id)
  turn.world = withKey(turn.world, { ...ringKey, ring: next })
  noteOverdue(turn, key)
  toldLinked(turn, ringId, id)
}

/** links/no-cycle: what linking tree `below` into `above` answers. */
export const cycleRefuses = rule(
  'links/no-cycle',
  (turn, above: KeyId, below: KeyId): Errno | undefined => {
    const verdict = findCycle(turn, above, below, 0)
    if (verdict === 'cycle') return refuse(turn, 'links/no-cycle', 'EDEADLK')
    if (verdict === 'too-deep') return refuse(turn, 'links/too-deep', 'ELOOP')
    return undefined
  },
)

/** links/too-deep */
export const tooDeep = rule('links/too-deep', (turn, depth: number): boolean => {
  return depth >= turn.profile.limits.searchDepth
})

/** Looks for `above` in the tree at `at`, a ring's own links before its child rings. */
function findCycle(
  turn: Turn,
  above: KeyId,
  at: KeyId,
  depth: number,
): 'cycle' | 'too-deep' | undefined {
  if (at === above) return 'cycle'
  const key = keyOf(turn.world, at)
  if (key.ring === null || key.revoked || key.invalidated) return undefined
  const links = linksOf(key.ring)
  if (links.includes(above)) return 'cycle'
  for (const link of links) {
    if (keyOf(turn.world, link).ring === null) continue
    if (tooDeep(turn, depth)) return 'too-deep'
    const verdict = findCycle(turn, above, link, depth + 1)
    if (verdict !== undefined) return verdict
  }
  return undefined
}

/** links/restricted-takes-nothing */
export const restrictionRefuses = rule(
  'links/restricted-takes-nothing',
  (turn, ring: Key): Errno | undefined => {
    if (ring.restricted !== 'wholly') return certificatesOnly(turn, ring)
    return refuse(turn, 'links/restricted-takes-nothing', 'EPERM')
  },
)

/** links/certificates-only: no key of the specification is a certificate. */
export const certificatesOnly = rule(
  'links/certificates-only',
  (turn, ring: Key): Errno | undefined => {
    if (ring.restricted !== 'to certificates') return undefined
    return refuse(turn, 'links/certificates-only', 'EOPNOTSUPP')
  },
)

/** Links a key into a ring: charge, restriction, cycle check, link. The caller's permissions were checked. */
export function link(turn: Turn, ringId: KeyId, id: KeyId): Errno | undefined {
  const refusedRing = notAKeyring(turn, keyOf(turn.world, ringId))
  if (refusedRing !== undefined) return refusedRing
  const key = keyOf(turn.world, id)
  const before = turn.world
  const refused =
    chargeLink(turn, ringId, key) ??
    restrictionRefuses(turn, keyOf(turn.world, ringId)) ??
    checkTree(turn, ringId, key)
  if (refused !== undefined) {
    turn.world = before
    return refused
  }
  putLink(turn, ringId, id)
  return undefined
}

/** Only a keyring can close a circle. */
export function checkTree(turn: Turn, ringId: KeyId, key: Key): Errno | undefined {
  return key.ring === null ? undefined : cycleRefuses(turn, ringId, key.id)
}

/** links/unlinked-by-description: the link that unlinking a key from a ring takes away. */
export const linkToRemove = rule(
  'links/unlinked-by-description',
  (turn, ring: Ring, key: Key): Key | undefined => {
    const found = namesake(turn, ring, key)
    if (found !== undefined && found.id !== key.id) cite(turn, 'links/unlinked-by-description')
    return found
  },
)

/** links/unlink-wants-a-link */
export const notLinked = rule(
  'links/unlink-wants-a-link',
  (turn, found: Key | undefined): Errno | undefined => {
    return found === undefined ? refuse(turn, 'links/unlink-wants-a-link', 'ENOENT') : undefined
  },
)

/** links/emptied-ring-starts-anew: what is left of the array when a link goes. */
export const ringWithout = rule(
  'links/emptied-ring-starts-anew',
  (turn, ring: Ring, id: KeyId): Ring => {
    const slots = ring.ordered
      ? ring.slots.map((slot) => (slot === id ? 0 : slot))
      : ring.slots.filter((slot) => slot !== id)
    if (slots.some((slot) => slot !== 0)) return { ...ring, slots }
    cite(turn, 'links/emptied-ring-starts-anew')
    return emptyRing
  },
)

/** links/unlink-gives-back */
export const chargeAfterUnlink = rule('links/unlink-gives-back', (turn, ring: Key): number => {
  cite(turn, 'links/unlink-gives-back')
  return ring.chargedBytes - turn.profile.limits.linkBytes
})

/** Takes a link away; the ring is charged less. */
export function removeLink(turn: Turn, ringId: KeyId, id: KeyId): void {
  const key = keyOf(turn.world, ringId)
  turn.world = withKey(turn.world, {
    ...key,
    ring: ringWithout(turn, ringOf(key), id),
    chargedBytes: chargeAfterUnlink(turn, key),
  })
  turn.loose = true
}
