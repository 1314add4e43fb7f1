/** Chapter 6 turned wrong: links, where they stand in a keyring, and what refuses them. */

import {
  chargeAfterUnlink,
  cycleRefuses,
  displace,
  freeSlot,
  grow,
  linkCost,
  linkToRemove,
  namesake,
  notAKeyring,
  notLinked,
  piecesOf,
  removeLink,
  ringOf,
  ringWithout,
  sameDescription,
  tooDeep,
} from '../links.ts'
import { lookup } from '../lookup.ts'
import {
  badFlags,
  clear,
  exclusiveRefuses,
  keyToLink,
  keyToUnlink,
  move,
  movesNowhere,
  ringToChange,
  ringToClear,
} from '../relink.ts'
import { cite, refuse } from '../turn.ts'
import { keyOf, linksOf, withKey } from '../world.ts'
import { type Break, broken } from './broken.ts'

const places: readonly Break[] = [
  broken(
    namesake,
    'Links are told apart by description alone, whatever the type.',
    (turn, ring, { description }) => {
      return linksOf(ring)
        .map((id) => keyOf(turn.world, id))
        .find((key) => key.description === description)
    },
  ),
  broken(
    sameDescription,
    'Descriptions of the same pieces are taken for one, whatever the order of these.',
    (turn, one, other) =>
      sameDescription.sound(turn, one, other) || piecesOf(one) === piecesOf(other),
  ),
  broken(freeSlot, 'A new link takes the lowest free slot.', (turn, ring) => {
    if (!ring.rooted) return 0
    cite(turn, 'links/first-slot-then-highest')
    return Array.from({ length: 16 }, (_, at) => ring.slots[at] ?? 0).indexOf(0)
  }),
  broken(
    displace,
    'A link that displaces another takes the lowest free slot instead of its place.',
    (turn, ring, old, id) => {
      cite(turn, 'links/displaced-in-place')
      const slots = ring.slots.map((slot) => (slot === old ? 0 : slot))
      slots[slots.indexOf(0)] = id
      return { ...ring, slots }
    },
  ),
  broken(
    grow,
    'A link for which there is no slot takes the place of the last one.',
    (turn, ring, id) => {
      cite(turn, 'links/order-beyond-sixteen')
      return { ...ring, slots: [...linksOf(ring).slice(0, -1), id] }
    },
  ),
  broken(
    ringWithout,
    'A keyring that lost its last link keeps the empty array.',
    (turn, ring, id) => {
      const left = ringWithout.sound(turn, ring, id)
      return left.slots.length === 0 ? { ...left, rooted: true } : left
    },
  ),
]

const costs: readonly Break[] = [
  broken(
    linkCost,
    'A link is charged as a pointer of eight bytes.',
    (turn) => 2 * turn.profile.limits.linkBytes,
  ),
  broken(chargeAfterUnlink, 'Unlinking does not give back what the link cost.', (turn, ring) => {
    cite(turn, 'links/unlink-gives-back')
    return ring.chargedBytes
  }),
  broken(clear, 'Clearing a keyring does not give back what its links cost.', (turn, id) => {
    const { chargedBytes } = keyOf(turn.world, id)
    const refused = clear.sound(turn, id)
    if (refused !== undefined) return refused
    turn.world = withKey(turn.world, { ...keyOf(turn.world, id), chargedBytes })
    return undefined
  }),
]

const refusals: readonly Break[] = [
  broken(
    notAKeyring,
    'Linking to a key that is no keyring is answered with EINVAL.',
    (turn, key) => {
      return key.ring === null ? refuse(turn, 'links/target-is-a-keyring', 'EINVAL') : undefined
    },
  ),
  broken(
    cycleRefuses,
    'The keyring that is linked is not itself looked at: one may be linked into itself.',
    (turn, above, below) => {
      return above === below ? undefined : cycleRefuses.sound(turn, above, below)
    },
  ),
  broken(tooDeep, 'A tree may be one keyring less deep to be linked.', (turn, depth) =>
    tooDeep.sound(turn, depth + 1),
  ),
  broken(
    ringToChange,
    'Whoever may read a keyring may change its links.',
    (turn, command, ref, create) => {
      const ring = lookup(turn, command.actor, ref, 'read', create)
      if (ring === 'EACCES') cite(turn, 'links/ring-needs-write')
      return ring
    },
  ),
  broken(ringToClear, 'Whoever may read a keyring may clear it.', (turn, command) => {
    const ring = lookup(turn, command.actor, command.key, 'read', true)
    if (ring === 'EACCES') cite(turn, 'links/clear-needs-write')
    return ring
  }),
  broken(keyToLink, 'Whoever may view a key may link it.', (turn, command) => {
    const key = lookup(turn, command.actor, command.key, 'view', true)
    if (key === 'EACCES') cite(turn, 'links/key-needs-link')
    return key
  }),
  broken(
    keyToUnlink,
    'Unlinking a key asks link permission of it, as linking does.',
    (turn, command) => {
      cite(turn, 'links/unlink-asks-nothing-of-the-key')
      return lookup(turn, command.actor, command.key, 'link')
    },
  ),
  broken(notLinked, 'Unlinking what is not linked is answered with ENOKEY.', (turn, found) => {
    return found === undefined ? refuse(turn, 'links/unlink-wants-a-link', 'ENOKEY') : undefined
  }),
  broken(
    linkToRemove,
    'Unlinking takes a link away only if it is to the very key that was named.',
    (turn, ring, key) => {
      cite(turn, 'links/unlinked-by-description')
      return linksOf(ring).includes(key.id) ? key : undefined
    },
  ),
]

const moves: readonly Break[] = [
  broken(badFlags, 'The mask of known flags is one bit too wide.', (turn, flags) => {
    return (flags & ~3) === 0 ? undefined : refuse(turn, 'links/move-flags', 'EINVAL')
  }),
  broken(
    movesNowhere,
    'Moving within one keyring is carried out like any other move.',
    (turn, from, to) => {
      if (from === to) cite(turn, 'links/move-nowhere')
      return false
    },
  ),
  broken(
    exclusiveRefuses,
    'KEYCTL_MOVE_EXCL is looked for in the wrong bit, and displaces like any other move.',
    (turn, command, displaces) => {
      if (!displaces || (command.flags & 2) === 0) return undefined
      return refuse(turn, 'links/move-exclusive', 'EEXIST')
    },
  ),
  broken(
    move,
    'The key is unlinked before it is known whether it can be linked.',
    (turn, command, id, from, to) => {
      const refused = move.sound(turn, command, id, from, to)
      if (refused === undefined || keyOf(turn.world, from).ring === null) return refused
      const found = linkToRemove(turn, ringOf(keyOf(turn.world, from)), keyOf(turn.world, id))
      if (found !== undefined) removeLink(turn, from, found.id)
      return refused
    },
  ),
]

export const linksBreaks: readonly Break[] = [...places, ...costs, ...refusals, ...moves]
