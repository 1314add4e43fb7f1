/** What new keys grant: a mask, or a list where the kernel has lists. */

import {
  listOfMask,
  listOfNamedSession,
  listOfNewKey,
  listOfOwnRing,
  listOfSession,
  listOfUserRing,
} from './lists.ts'
import { hasAcls } from './subjects.ts'
import { cite, rule, type Turn } from './turn.ts'
import type { KeyType } from './types.ts'
import type { Acl, Mask, Permissions } from './world.ts'

/** Keyrings that the kernel makes for processes and users; `own` is a thread's or a process's. */
export type KernelRing = 'own' | 'session' | 'named session' | 'user'

const ringMasks: Readonly<Record<KernelRing, Mask>> = {
  own: 0x3f010000,
  session: 0x3f030000,
  'named session': 0x3f130000,
  user: 0x1f3f0000,
}

/** rings/masks */
export const maskOfRing = rule('rings/masks', (turn, which: KernelRing): Mask => {
  cite(turn, 'rings/masks')
  return ringMasks[which]
})

const ringLists: Readonly<Record<KernelRing, (turn: Turn) => Acl>> = {
  own: listOfOwnRing,
  session: listOfSession,
  'named session': listOfNamedSession,
  user: listOfUserRing,
}

export function permissionsOfRing(turn: Turn, which: KernelRing): Permissions {
  return hasAcls(turn) ? ringLists[which](turn) : maskOfRing(turn, which)
}

/** keys/default-permissions */
export const defaultMask = rule('keys/default-permissions', (turn, type: KeyType): Mask => {
  cite(turn, 'keys/default-permissions')
  const read = type.reads ? 0x02000000 : 0
  const write = type.updates || type.name === 'keyring' ? 0x04000000 : 0
  return 0x39010000 | read | write
})

/** Those of a key that is added or requested. */
export function permissionsOfNew(turn: Turn, type: KeyType): Permissions {
  return hasAcls(turn) ? listOfNewKey(turn) : defaultMask(turn, type)
}

/** What a mask comes to, whoever gives it to a key of that type. */
export function permissionsOfMask(turn: Turn, type: string, mask: Mask): Permissions {
  return hasAcls(turn) ? listOfMask(turn, type, mask) : mask
}
