/** Chapter 2: which bits of a key's mask a caller has. */

import type { Errno } from '../spec/vocabulary/errno.ts'
import { actsAs } from './credentials.ts'
import type { Teller } from './teller.ts'
import { cite, refuse, rule, type Turn } from './turn.ts'
import { type Key, keyOf, type Process, type Ref } from './world.ts'

export type { Ref } from './world.ts'

/** What a caller wants of a key, as a bit of the lowest byte of a mask. */
export const needs = {
  view: 0x01,
  read: 0x02,
  write: 0x04,
  search: 0x08,
  link: 0x10,
  setattr: 0x20,
} as const

export type Need = keyof typeof needs

/** Every bit a mask may have. */
export const allBits = 0x3f3f3f3f

/** permission/owner */
export const ownerApplies = rule(
  'permission/owner',
  (turn, key: Key, process: Process): boolean => {
    if (key.uid !== actsAs(turn, process).fsuid) return false
    cite(turn, 'permission/owner')
    return true
  },
)

/** permission/supplementary-groups */
export const inGroup = rule(
  'permission/supplementary-groups',
  (turn, key: Key, process: Process): boolean => {
    if (key.gid === null) return false
    if (key.gid === actsAs(turn, process).fsgid) return true
    if (!process.groups.includes(key.gid)) return false
    cite(turn, 'permission/supplementary-groups')
    return true
  },
)

/** permission/empty-group-byte */
export const groupByteCounts = rule('permission/empty-group-byte', (turn, key: Key): boolean => {
  if ((key.perm & 0x3f00) !== 0) return true
  cite(turn, 'permission/empty-group-byte')
  return false
})

/** permission/group */
export const groupApplies = rule(
  'permission/group',
  (turn, key: Key, process: Process): boolean => {
    if (!inGroup(turn, key, process) || !groupByteCounts(turn, key)) return false
    cite(turn, 'permission/group')
    return true
  },
)

/** permission/other */
export const otherBits = rule('permission/other', (turn, key: Key): number => {
  cite(turn, 'permission/other')
  return key.perm
})

/** permission/one-class */
export const classBits = rule(
  'permission/one-class',
  (turn, key: Key, process: Process): number => {
    cite(turn, 'permission/one-class')
    if (ownerApplies(turn, key, process)) return key.perm >>> 16
    if (groupApplies(turn, key, process)) return key.perm >>> 8
    return otherBits(turn, key)
  },
)

/** permission/possessor-adds */
export const possessorAdds = rule(
  'permission/possessor-adds',
  (turn, key: Key, possessed: boolean, bits: number): number => {
    if (!possessed) return bits
    const added = key.perm >>> 24
    if ((added & ~bits & 0x3f) !== 0) cite(turn, 'permission/possessor-adds')
    return bits | added
  },
)

/** Every bit the caller has on the key. */
export function grantedBits(turn: Turn, ref: Ref, process: Process): number {
  const key = keyOf(turn.world, ref.id)
  return possessorAdds(turn, key, ref.possessed, classBits(turn, key, process)) & 0x3f
}

/** True where the caller has the bit. */
export function permits(turn: Turn, ref: Ref, process: Process, need: Need): boolean {
  const granted = (grantedBits(turn, ref, process) & needs[need]) !== 0
  if (turn.teller !== undefined) tellPermission(turn, turn.teller, ref, process, need, granted)
  return granted
}

function tellPermission(
  turn: Turn,
  teller: Teller,
  { id, possessed }: Ref,
  process: Process,
  need: Need,
  granted: boolean,
): void {
  const key = keyOf(turn.world, id)
  const group = () => (groupApplies(turn, key, process) ? 'group' : 'other')
  const byte = ownerApplies(turn, key, process) ? 'owner' : group()
  const { perm } = key
  teller.say({ kind: 'permission', key: id, need, perm, possessed, class: byte, granted })
}

/** permission/refused */
export const permissionRefuses = rule(
  'permission/refused',
  (turn, ref: Ref, process: Process, need: Need): Errno | undefined => {
    if (permits(turn, ref, process, need)) return undefined
    return refuse(turn, 'permission/refused', 'EACCES')
  },
)
