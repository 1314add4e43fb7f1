/** Chapter 2, masks: of the bytes for owner, group and other exactly one counts. */

import type { PermissionClass } from '../spec/told.ts'
import { inGroup, ownerApplies, possessorAdds } from './subjects.ts'
import { cite, rule, type Turn } from './turn.ts'
import type { Key, Mask, Process } from './world.ts'

/** Every bit a mask may have. */
export const allBits = 0x3f3f3f3f

/** permission/empty-group-byte */
export const groupByteCounts = rule('permission/empty-group-byte', (turn, mask: Mask): boolean => {
  if ((mask & 0x3f00) !== 0) return true
  cite(turn, 'permission/empty-group-byte')
  return false
})

/** permission/group */
export const groupApplies = rule(
  'permission/group',
  (turn, key: Key, mask: Mask, process: Process): boolean => {
    if (!inGroup(turn, key, process) || !groupByteCounts(turn, mask)) return false
    cite(turn, 'permission/group')
    return true
  },
)

/** permission/other */
export const otherBits = rule('permission/other', (turn, mask: Mask): number => {
  cite(turn, 'permission/other')
  return mask
})

/** permission/one-class */
export const classBits = rule(
  'permission/one-class',
  (turn, key: Key, mask: Mask, process: Process): number => {
    cite(turn, 'permission/one-class')
    if (ownerApplies(turn, key, process)) return mask >>> 16
    if (groupApplies(turn, key, mask, process)) return mask >>> 8
    return otherBits(turn, mask)
  },
)

/** What a mask grants a caller. */
export function grantedByMask(
  turn: Turn,
  key: Key,
  mask: Mask,
  possessed: boolean,
  process: Process,
): number {
  const bits = classBits(turn, key, mask, process) & 0x3f
  return possessorAdds(turn, possessed, bits, mask >>> 24)
}

/** Which byte that is, besides the possessor's. */
export function classOf(turn: Turn, key: Key, mask: Mask, process: Process): PermissionClass {
  if (ownerApplies(turn, key, process)) return 'owner'
  return groupApplies(turn, key, mask, process) ? 'group' : 'other'
}
