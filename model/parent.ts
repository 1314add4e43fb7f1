/** Chapter 4, a session for the parent: `KEYCTL_SESSION_TO_PARENT`. */

import type { SessionToParent } from '../spec/vocabulary/command.ts'
import type { Errno } from '../spec/vocabulary/errno.ts'
import { failed, type Reply, zero } from './answers.ts'
import { authorityAfterGift } from './authority.ts'
import { type Looked, lookup, processOf } from './lookup.ts'
import { installSession } from './rings.ts'
import { otherThreads } from './threads.ts'
import { cite, refuse, rule, type Turn } from './turn.ts'
import { indexOf, type KeyId, keyOf, type Process, withProcess } from './world.ts'

/** rings/parent-session-needs-link */
export const sessionToGive = rule(
  'rings/parent-session-needs-link',
  (turn, command: SessionToParent): Looked => {
    const ref = lookup(turn, command.actor, '@s', 'link')
    if (ref === 'EACCES') cite(turn, 'rings/parent-session-needs-link')
    return ref
  },
)

/** rings/parent-is-init: the parent of a process, or why it is none for this. */
export const parentOf = rule('rings/parent-is-init', (turn, process: Process): Process | Errno => {
  const parent = process.parent === null ? undefined : turn.world.processes[indexOf(process.parent)]
  return parent ?? refuse(turn, 'rings/parent-is-init', 'EPERM')
})

/** rings/parent-is-single-threaded */
export const manyThreads = rule(
  'rings/parent-is-single-threaded',
  (turn, parent: Process): Errno | undefined => {
    if (parent.leader === parent.name && otherThreads(turn, parent).length === 0) return undefined
    return refuse(turn, 'rings/parent-is-single-threaded', 'EPERM')
  },
)

/** rings/parent-shares-session */
export const sharesSession = rule(
  'rings/parent-shares-session',
  (turn, parent: Process, session: KeyId): boolean => {
    if (parent.session !== session) return false
    cite(turn, 'rings/parent-shares-session')
    return true
  },
)

/** rings/parent-has-same-ids */
export const otherIds = rule(
  'rings/parent-has-same-ids',
  (turn, process: Process, parent: Process): Errno | undefined => {
    const uids = [parent.uid, parent.euid, parent.suid]
    const gids = [parent.gid, parent.egid, parent.sgid]
    if (uids.every((id) => id === process.euid) && gids.every((id) => id === process.egid)) {
      return undefined
    }
    return refuse(turn, 'rings/parent-has-same-ids', 'EPERM')
  },
)

/** rings/parent-sessions-are-owned */
export const foreignSession = rule(
  'rings/parent-sessions-are-owned',
  (turn, process: Process, sessions: readonly KeyId[]): Errno | undefined => {
    const owners = sessions.filter((id) => id !== 0).map((id) => keyOf(turn.world, id).uid)
    if (owners.every((owner) => owner === process.euid)) return undefined
    return refuse(turn, 'rings/parent-sessions-are-owned', 'EPERM')
  },
)

/** rings/session-to-parent */
export const giveSession = rule(
  'rings/session-to-parent',
  (turn, parent: Process, session: KeyId): void => {
    cite(turn, 'rings/session-to-parent')
    const { waits } = parent
    if (waits === null || waits.reply !== null) {
      installSession(turn, { ...parent, authority: authorityAfterGift(turn, parent) }, session)
    } else turn.world = withProcess(turn.world, { ...parent, waits: { ...waits, session } })
  },
)

/** `KEYCTL_SESSION_TO_PARENT` */
export function sessionToParent(turn: Turn, command: SessionToParent): Reply {
  const ref = sessionToGive(turn, command)
  if (typeof ref === 'string') return failed(ref)
  const process = processOf(turn, command.actor)
  const parent = parentOf(turn, process)
  if (typeof parent === 'string') return failed(parent)
  const many = manyThreads(turn, parent)
  if (many !== undefined) return failed(many)
  if (sharesSession(turn, parent, ref.id)) return zero
  const refused =
    otherIds(turn, process, parent) ?? foreignSession(turn, process, [parent.session, ref.id])
  if (refused !== undefined) return failed(refused)
  giveSession(turn, parent, ref.id)
  return zero
}
