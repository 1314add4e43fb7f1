/** Chapter 16, access control lists: what is granted to whom adds up. */

import { type StandardSubject, standardSubjects } from '../spec/vocabulary/subject.ts'
import { isMember } from './members.ts'
import { inGroup, ownerApplies, possessorAdds } from './subjects.ts'
import { cite, rule, type Turn } from './turn.ts'
import type { Ace, AceSubject, Acl, Key, Mask, Process } from './world.ts'

/** What an entry can grant; the first six are the bits of a mask. */
export const acePermissions = {
  view: 0x001,
  read: 0x002,
  write: 0x004,
  search: 0x008,
  link: 0x010,
  setattr: 0x020,
  invalidate: 0x040,
  revoke: 0x080,
  join: 0x100,
  clear: 0x200,
} as const

const { view, read, write, search, link, setattr, invalidate, revoke, join, clear } = acePermissions

/** Every permission that there is. */
export const everyPermission = 0x3ff

/** Those that a mask has a bit for. */
const ofMasks = 0x3f

/** acl/everyone */
export const everyoneApplies = rule('acl/everyone', (turn, key: Key, process: Process): boolean => {
  if (ownerApplies.sound(turn, key, process) || inGroup.sound(turn, key, process)) {
    cite(turn, 'acl/everyone')
  }
  return true
})

/** acl/group */
export const groupOfListApplies = rule('acl/group', (turn, key: Key, process: Process): boolean => {
  if (!inGroup(turn, key, process)) return false
  cite(turn, 'acl/group')
  return true
})

/** Whether an entry is about a caller, however that has come to the key. */
function isAbout(turn: Turn, subject: AceSubject, key: Key, process: Process): boolean {
  switch (subject.who) {
    case 'container':
      return isMember(turn, process, subject.container)
    case 'everyone':
      return everyoneApplies(turn, key, process)
    case 'group':
      return groupOfListApplies(turn, key, process)
    case 'owner':
      return ownerApplies(turn, key, process)
    case 'possessor':
      return false
  }
}

/** acl/grants-add-up */
export const grantsAddUp = rule(
  'acl/grants-add-up',
  (turn, key: Key, acl: Acl, process: Process): number => {
    let granted = 0
    let subjects = 0
    for (const { subject, grants } of acl) {
      if (!isAbout(turn, subject, key, process)) continue
      granted |= grants
      subjects += 1
    }
    if (subjects > 1) cite(turn, 'acl/grants-add-up')
    return granted
  },
)

/** What a list grants a caller. */
export function grantedByList(
  turn: Turn,
  key: Key,
  acl: Acl,
  possessed: boolean,
  process: Process,
): number {
  const bits = grantsAddUp(turn, key, acl, process)
  return possessorAdds(turn, possessed, bits, possessed ? grantsTo(acl, 'possessor') : 0)
}

/** What a list grants to a standard subject. */
function grantsTo(acl: Acl, who: AceSubject['who']): number {
  return acl.find(({ subject }) => subject.who === who)?.grants ?? 0
}

/** acl/write-or-setattr-revokes */
export const alsoRevokes = rule('acl/write-or-setattr-revokes', (turn, bits: number): number => {
  if ((bits & (write | setattr)) === 0) return 0
  cite(turn, 'acl/write-or-setattr-revokes')
  return revoke
})

/** acl/search-invalidates */
export const alsoInvalidates = rule('acl/search-invalidates', (turn, bits: number): number => {
  if ((bits & search) === 0) return 0
  cite(turn, 'acl/search-invalidates')
  return invalidate
})

/** acl/search-joins */
export const alsoJoins = rule('acl/search-joins', (turn, type: string, bits: number): number => {
  if (type !== 'keyring' || (bits & search) === 0) return 0
  cite(turn, 'acl/search-joins')
  return join
})

/** acl/write-clears */
export const alsoClears = rule('acl/write-clears', (turn, type: string, bits: number): number => {
  if (type !== 'keyring' || (bits & write) === 0) return 0
  cite(turn, 'acl/write-clears')
  return clear
})

function grantsOfByte(turn: Turn, type: string, bits: number): number {
  const more = alsoRevokes(turn, bits) | alsoInvalidates(turn, bits)
  return bits | more | alsoJoins(turn, type, bits) | alsoClears(turn, type, bits)
}

const byteOf = (mask: Mask, who: StandardSubject): number =>
  (mask >>> (8 * standardSubjects.indexOf(who))) & ofMasks

/** Possessor first. */
const bySignificance = standardSubjects.toReversed()

/** acl/mask-becomes-list: for a key of that type. */
export const listOfMask = rule('acl/mask-becomes-list', (turn, type: string, mask: Mask): Acl => {
  cite(turn, 'acl/mask-becomes-list')
  return bySignificance.flatMap((who): Ace[] => {
    const bits = byteOf(mask, who)
    return bits === 0 ? [] : [{ subject: { who }, grants: grantsOfByte(turn, type, bits) }]
  })
})

/** acl/shown-search */
export const showsSearch = rule('acl/shown-search', (turn, grants: number): number => {
  if ((grants & (invalidate | join)) === 0) return 0
  cite(turn, 'acl/shown-search')
  return search
})

/** acl/shown-clear */
export const showsClear = rule('acl/shown-clear', (turn, grants: number): number => {
  if ((grants & clear) === 0) return 0
  cite(turn, 'acl/shown-clear')
  return write
})

/** acl/shown-revoke */
export const showsRevoke = rule('acl/shown-revoke', (turn, grants: number): number => {
  if ((grants & revoke) === 0) return 0
  cite(turn, 'acl/shown-revoke')
  return (grants & setattr) === 0 ? write : 0
})

/** A list as a mask, as far as that can tell it. */
export function maskOfList(turn: Turn, acl: Acl): Mask {
  return standardSubjects.reduce((mask, who, at) => {
    const grants = grantsTo(acl, who)
    const more = showsSearch(turn, grants) | showsClear(turn, grants) | showsRevoke(turn, grants)
    return mask + ((grants & ofMasks) | more) * 2 ** (8 * at)
  }, 0)
}

const granting = (possessor: number, owner: number): Acl => [
  { subject: { who: 'possessor' }, grants: possessor },
  { subject: { who: 'owner' }, grants: owner },
]

const newKeyList = granting(everyPermission & ~join, view)
const ownRingList = granting(everyPermission & ~(join | setattr), view)
const sessionList = granting(everyPermission, view | read)
const namedSessionList = granting(everyPermission & ~join, view | read | link | join)
const userRingList = granting(
  view | read | write | search | link,
  everyPermission & ~(join | setattr),
)

/** acl/new-key */
export const listOfNewKey = rule('acl/new-key', (turn): Acl => {
  cite(turn, 'acl/new-key')
  return newKeyList
})

/** acl/own-rings */
export const listOfOwnRing = rule('acl/own-rings', (turn): Acl => {
  cite(turn, 'acl/own-rings')
  return ownRingList
})

/** acl/session */
export const listOfSession = rule('acl/session', (turn): Acl => {
  cite(turn, 'acl/session')
  return sessionList
})

/** acl/named-session */
export const listOfNamedSession = rule('acl/named-session', (turn): Acl => {
  cite(turn, 'acl/named-session')
  return namedSessionList
})

/** acl/user-rings */
export const listOfUserRing = rule('acl/user-rings', (turn): Acl => {
  cite(turn, 'acl/user-rings')
  return userRingList
})
