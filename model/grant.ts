/** Chapter 16, the call: what a key grants to one subject is set. */

import type { GrantPermission } from '../spec/vocabulary/command.ts'
import type { Errno } from '../spec/vocabulary/errno.ts'
import { isStandard, type Subject } from '../spec/vocabulary/subject.ts'
import { failed, type Reply, zero } from './answers.ts'
import { valuesThenKeys } from './arguments.ts'
import { keyToSet, notOwner } from './attributes.ts'
import { everyPermission } from './lists.ts'
import { processOf } from './lookup.ts'
import { toldSet } from './notices.ts'
import { cite, refuse, rule, type Turn } from './turn.ts'
import { type Ace, type AceSubject, type Acl, keyOf, withKey } from './world.ts'

/** acl/grant-bits */
export const badPermissions = rule('acl/grant-bits', (turn, perm: number): Errno | undefined => {
  return (perm & ~everyPermission) === 0 ? undefined : refuse(turn, 'acl/grant-bits', 'EINVAL')
})

/** acl/grant-subject: whom a call means. */
export const subjectOf = rule('acl/grant-subject', (turn, subject: Subject): AceSubject | Errno => {
  return isStandard(subject) ? { who: subject } : refuse(turn, 'acl/grant-subject', 'ENOENT')
})

const isSame = (one: AceSubject, other: AceSubject): boolean => one.who === other.who

/** acl/grant-nothing */
export const listWithout = rule('acl/grant-nothing', (turn, acl: Acl, subject: AceSubject): Acl => {
  cite(turn, 'acl/grant-nothing')
  return acl.filter((ace) => !isSame(ace.subject, subject))
})

/** acl/grant */
export const listWith = rule('acl/grant', (turn, acl: Acl, ace: Ace): Acl => {
  cite(turn, 'acl/grant')
  const at = acl.findIndex(({ subject }) => isSame(subject, ace.subject))
  return at < 0 ? [...acl, ace] : acl.with(at, ace)
})

/** What a call grants, and to whom. */
function entryOf(turn: Turn, { subject: given, perm }: GrantPermission): { value: Ace } | Errno {
  const refused = badPermissions(turn, perm)
  if (refused !== undefined) return refused
  const subject = subjectOf(turn, given)
  return typeof subject === 'string' ? subject : { value: { subject, grants: perm } }
}

/** `KEYCTL_GRANT_PERMISSION` */
export function grantPermission(turn: Turn, command: GrantPermission): Reply {
  const given = valuesThenKeys(
    turn,
    () => entryOf(turn, command),
    () => keyToSet(turn, command),
  )
  if (typeof given === 'string') return failed(given)
  const ace = given.first.value
  const key = keyOf(turn.world, given.second.id)
  const refused = notOwner(turn, key, processOf(turn, command.actor))
  if (refused !== undefined) return failed(refused)
  if (typeof key.perm === 'number') throw new Error('there is no such call where there are masks')
  const perm =
    ace.grants === 0 ? listWithout(turn, key.perm, ace.subject) : listWith(turn, key.perm, ace)
  turn.world = withKey(turn.world, { ...key, perm })
  toldSet(turn, key.id)
  return zero
}
