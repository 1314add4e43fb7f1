/** Chapters 2 and 16: what a caller may do with a key. */

import type { Errno } from '../spec/vocabulary/errno.ts'
import { acePermissions, grantedByList, maskOfList } from './lists.ts'
import { classOf, grantedByMask } from './masks.ts'
import type { Teller } from './teller.ts'
import { refuse, rule, type Turn } from './turn.ts'
import { type Key, keyOf, type Mask, type Process, type Ref } from './world.ts'

export type { Ref } from './world.ts'

/** What a caller wants of a key; the last four are wanted only where there are lists. */
export type Need = keyof typeof acePermissions

/** Everything that is granted to the caller, be it by a mask or by a list. */
export function granted(turn: Turn, ref: Ref, process: Process): number {
  const key = keyOf(turn.world, ref.id)
  const { perm } = key
  return typeof perm === 'number'
    ? grantedByMask(turn, key, perm, ref.possessed, process)
    : grantedByList(turn, key, perm, ref.possessed, process)
}

/** True where the caller is granted what it needs. */
export function permits(turn: Turn, ref: Ref, process: Process, need: Need): boolean {
  const may = (granted(turn, ref, process) & acePermissions[need]) !== 0
  if (turn.teller !== undefined) tellPermission(turn, turn.teller, ref, process, need, may)
  return may
}

function tellPermission(
  turn: Turn,
  teller: Teller,
  { id, possessed }: Ref,
  process: Process,
  need: Need,
  may: boolean,
): void {
  const key = keyOf(turn.world, id)
  const { perm } = key
  const by =
    typeof perm === 'number'
      ? ({ kind: 'mask', mask: perm, class: classOf(turn, key, perm, process) } as const)
      : ({ kind: 'list', grants: granted(turn, { id, possessed }, process) } as const)
  teller.say({ kind: 'permission', key: id, need, possessed, by, granted: may })
}

/** What a key grants, as it is shown. */
export function shownMask(turn: Turn, { perm }: Key): Mask {
  return typeof perm === 'number' ? perm : maskOfList(turn, perm)
}

/** permission/refused */
export const permissionRefuses = rule(
  'permission/refused',
  (turn, ref: Ref, process: Process, need: Need): Errno | undefined => {
    if (permits(turn, ref, process, need)) return undefined
    return refuse(turn, 'permission/refused', 'EACCES')
  },
)
