/** Chapter 16, the call: what a key grants to one subject is set. */

import type { GrantPermission } from '../spec/vocabulary/command.ts'
import type { Errno } from '../spec/vocabulary/errno.ts'
import { isFileName } from '../spec/vocabulary/names.ts'
import { isStandard, labelOf, noFile, noName } from '../spec/vocabulary/subject.ts'
import { failed, type Reply, zero } from './answers.ts'
import { valuesThenKeys } from './arguments.ts'
import { keyToSet, notOwner } from './attributes.ts'
import { containerAt, containerOf, noContainer } from './boot.ts'
import { everyPermission } from './lists.ts'
import { processOf } from './lookup.ts'
import { childNamed } from './members.ts'
import { toldSet } from './notices.ts'
import { cite, refuse, rule, type Turn } from './turn.ts'
import { type Ace, type AceSubject, type Acl, type ContainerId, keyOf, withKey } from './world.ts'

/** acl/grant-bits */
export const badPermissions = rule('acl/grant-bits', (turn, perm: number): Errno | undefined => {
  return (perm & ~everyPermission) === 0 ? undefined : refuse(turn, 'acl/grant-bits', 'EINVAL')
})

/** acl/grant-subject: no such subject. */
export const noSubject = rule('acl/grant-subject', (turn): Errno => {
  return refuse(turn, 'acl/grant-subject', 'ENOENT')
})

/** containers/dead-is-granted-nothing */
export const deadSubject = rule(
  'containers/dead-is-granted-nothing',
  (turn, id: ContainerId, perm: number): Errno | undefined => {
    if (perm === 0 || !containerAt(turn, id).dead) return undefined
    return refuse(turn, 'containers/dead-is-granted-nothing', 'ECANCELED')
  },
)

/** containers/name-unmapped */
export const nameNowhere = rule('containers/name-unmapped', (turn): Errno => {
  return refuse(turn, 'containers/name-unmapped', 'EFAULT')
})

/** Whom a call means. */
function subjectOf(turn: Turn, { actor, subject, perm }: GrantPermission): AceSubject | Errno {
  if (isStandard(subject)) return { who: subject }
  if (subject === noFile) return noContainer(turn)
  if (subject === noName) return nameNowhere(turn)
  const caller = processOf(turn, actor)
  const label = labelOf(subject)
  const named = label === undefined ? 0 : childNamed(turn, caller, label)
  const id = isFileName(subject) ? containerOf(turn, caller, subject) : named
  if (typeof id === 'string') return id
  if (id === 0) return noSubject(turn)
  return deadSubject(turn, id, perm) ?? { who: 'container', container: id }
}

const isSame = (one: AceSubject, other: AceSubject): boolean =>
  one.who === other.who &&
  (one.who !== 'container' || other.who !== 'container' || one.container === other.container)

/** containers/dead-entries-go: what is left of a list that is changed. */
export const withoutDead = rule('containers/dead-entries-go', (turn, acl: Acl): Acl => {
  const left = acl.filter(
    ({ subject }) => subject.who !== 'container' || !containerAt(turn, subject.container).dead,
  )
  if (left.length < acl.length) cite(turn, 'containers/dead-entries-go')
  return left
})

/** containers/sixteen-entries */
export const tooMany = rule('containers/sixteen-entries', (turn, acl: Acl): Errno | undefined => {
  if (acl.length <= turn.profile.limits.aclEntries) return undefined
  return refuse(turn, 'containers/sixteen-entries', 'EINVAL')
})

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
function entryOf(turn: Turn, command: GrantPermission): { value: Ace } | Errno {
  const { perm } = command
  const refused = badPermissions(turn, perm)
  if (refused !== undefined) return refused
  const subject = subjectOf(turn, command)
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
  const before = withoutDead(turn, key.perm)
  const perm =
    ace.grants === 0 ? listWithout(turn, before, ace.subject) : listWith(turn, before, ace)
  const crowded = tooMany(turn, perm)
  if (crowded !== undefined) return failed(crowded)
  turn.world = withKey(turn.world, { ...key, perm })
  toldSet(turn, key.id)
  return zero
}
