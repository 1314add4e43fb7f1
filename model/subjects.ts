/** Chapter 2: who a caller is to a key, be it to a mask or to a list. */

import { actsAs } from './credentials.ts'
import { cite, rule, type Turn } from './turn.ts'
import type { Key, Process } from './world.ts'

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

/** permission/possessor-adds: to `bits`, which it has anyway, what possession grants. */
export const possessorAdds = rule(
  'permission/possessor-adds',
  (turn, possessed: boolean, bits: number, granted: number): number => {
    if (!possessed) return bits
    if ((granted & ~bits) !== 0) cite(turn, 'permission/possessor-adds')
    return bits | granted
  },
)

export function hasAcls({ profile }: Turn): boolean {
  return profile.features.includes('acl')
}
