/** Chapter 4, the calls: joining sessions, asking for a ring's id, fork and exit. */

import type { Exit, Fork, GetKeyringId, JoinSessionKeyring } from '../spec/vocabulary/command.ts'
import type { Errno } from '../spec/vocabulary/errno.ts'
import { absent, done, failed, type Reply, zero } from './answers.ts'
import { inheritedCredentials } from './credentials.ts'
import { takeDescription } from './keys.ts'
import { type Looked, lookup, processOf } from './lookup.ts'
import { inheritedContainer } from './members.ts'
import { inheritedNetwork } from './networks.ts'
import { permits, type Ref } from './permissions.ts'
import { inheritedReqkey } from './reqkey.ts'
import { installSession, joinAnonymous, makeNamedSession, ownRing } from './rings.ts'
import { hasAcls } from './subjects.ts'
import { beginsWithRing, endProcess, endThread, parentOfThread, sharedByThread } from './threads.ts'
import { cite, refuse, rule, type Turn } from './turn.ts'
import { leaveNetwork } from './unshare.ts'
import { nameIsKnown, ownerIsMapped } from './users.ts'
import { leave } from './waiting.ts'
import { indexOf, type Key, type KeyId, keyOf, type Process, withProcess } from './world.ts'

/** rings/id-needs-search */
export const ringToName = rule('rings/id-needs-search', (turn, command: GetKeyringId): Looked => {
  const ref = lookup(turn, command.actor, command.key, 'search', command.create !== 0)
  if (ref === 'EACCES') cite(turn, 'rings/id-needs-search')
  return ref
})

/** `KEYCTL_GET_KEYRING_ID` */
export function getKeyringId(turn: Turn, command: GetKeyringId): Reply {
  const ref = ringToName(turn, command)
  return typeof ref === 'string' ? failed(ref) : { kind: 'key', key: ref.id }
}

/** rings/join-dot */
export const dotSession = rule('rings/join-dot', (turn, name: string): Errno | undefined => {
  return name.startsWith('.') ? refuse(turn, 'rings/join-dot', 'EPERM') : undefined
})

/** rings/join-no-name */
export const emptyName = rule('rings/join-no-name', (turn, name: string): Errno | undefined => {
  return name === '' ? refuse(turn, 'rings/join-no-name', 'EINVAL') : undefined
})

/** rings/join-without-possession: whether a ring may be joined, as far as it is asked. */
export const joinedAs = rule(
  'rings/join-without-possession',
  (turn, ring: Key, _process: Process): Ref => {
    cite(turn, 'rings/join-without-possession')
    return { id: ring.id, possessed: false }
  },
)

/** rings/join-needs-search */
export const searchJoins = rule(
  'rings/join-needs-search',
  (turn, ring: Ref, process: Process): boolean => {
    cite(turn, 'rings/join-needs-search')
    return permits(turn, ring, process, 'search')
  },
)

/** acl/join-needs-join */
export const joinJoins = rule(
  'acl/join-needs-join',
  (turn, ring: Ref, process: Process): boolean => {
    cite(turn, 'acl/join-needs-join')
    return permits(turn, ring, process, 'join')
  },
)

export function mayJoin(turn: Turn, ring: Key, process: Process): boolean {
  const ref = joinedAs(turn, ring, process)
  return hasAcls(turn) ? joinJoins(turn, ref, process) : searchJoins(turn, ref, process)
}

/** rings/join-skips-revoked */
export const skipsRevoked = rule('rings/join-skips-revoked', (turn, ring: Key): boolean => {
  if (ring.revoked) cite(turn, 'rings/join-skips-revoked')
  return ring.revoked
})

/** rings/join-oldest: the rings of a name, in the order in which they are tried. */
export const ringsNamed = rule('rings/join-oldest', (turn, name: string): readonly Key[] => {
  const rings = turn.world.keys.filter(
    (key): key is Key => key !== undefined && key.ring !== null && key.description === name,
  )
  if (rings.length > 1) cite(turn, 'rings/join-oldest')
  return rings
})

/** rings/join-named: the ring that a process joins by name, where there is one. */
export const ringToJoin = rule(
  'rings/join-named',
  (turn, process: Process, name: string): KeyId => {
    const ring = ringsNamed(turn, name).find(
      (candidate) =>
        nameIsKnown(turn, candidate, process) &&
        ownerIsMapped(turn, candidate, process) &&
        !skipsRevoked(turn, candidate) &&
        mayJoin(turn, candidate, process),
    )
    if (ring !== undefined) cite(turn, 'rings/join-named')
    return ring?.id ?? 0
  },
)

/** rings/join-own-session */
export const alreadyIn = rule(
  'rings/join-own-session',
  (turn, process: Process, id: KeyId): boolean => {
    if (process.session !== id) return false
    cite(turn, 'rings/join-own-session')
    return true
  },
)

/** `KEYCTL_JOIN_SESSION_KEYRING` */
export function joinSession(turn: Turn, command: JoinSessionKeyring): Reply {
  const process = processOf(turn, command.actor)
  if (command.description === null) {
    const id = joinAnonymous(turn, process)
    return typeof id === 'string' ? failed(id) : { kind: 'key', key: id }
  }
  const description = takeDescription(turn, command.description)
  if (typeof description === 'string') return failed(description)
  const name = description.value
  const bad = dotSession(turn, name) ?? emptyName(turn, name)
  if (bad !== undefined) return failed(bad)
  const known = ringToJoin(turn, process, name)
  if (known !== 0 && alreadyIn(turn, process, known)) return zero
  const id = known !== 0 ? known : makeNamedSession(turn, process, name)
  if (typeof id === 'string') return failed(id)
  installSession(turn, process, id)
  return { kind: 'key', key: id }
}

/** rings/fork-shares-session: what a child has of its parent's keyrings. */
export const childOf = rule(
  'rings/fork-shares-session',
  (turn, parent: Process, command: Fork): Process => {
    cite(turn, 'rings/fork-shares-session')
    return { ...parent, name: command.child, thread: 0, process: 0 }
  },
)

/** A child is the first thread of a process of its own. */
function forked(turn: Turn, parent: Process, command: Fork): Process {
  const own = { leader: command.child, parent: parent.name }
  return { ...childOf(turn, parent, command), ...own }
}

/** A thread of its maker's process, which may begin with a ring of its own: an error where it can't. */
function cloned(turn: Turn, maker: Process, { child }: Fork): Process | Errno {
  const { process, session } = sharedByThread(turn, maker)
  const parent = parentOfThread(turn, maker)
  const thread = { ...maker, name: child, parent, thread: 0, process, session }
  if (!beginsWithRing(turn, maker)) return thread
  const ring = ownRing(turn, thread, 'thread', true)
  return typeof ring === 'string' ? ring : { ...thread, thread: ring }
}

/** `fork(2)`, or `clone(2)` with CLONE_THREAD; a name can be borne once. */
export function fork(turn: Turn, command: Fork): Reply {
  if (indexOf(command.child) in turn.world.processes) return absent
  const parent = inheritedCredentials(turn, processOf(turn, command.actor))
  const child =
    command.op === 'fork' ? forked(turn, parent, command) : cloned(turn, parent, command)
  if (typeof child === 'string') return failed(child)
  const network = inheritedNetwork(turn, parent)
  const container = inheritedContainer(turn, parent)
  const reqkey = inheritedReqkey(turn, parent)
  turn.world = withProcess(turn.world, { ...child, network, container, reqkey })
  return done
}

/** rings/exit-lets-go */
export const letsGo = rule('rings/exit-lets-go', (turn, process: Process): boolean => {
  const own = [process.thread, process.process, process.session]
  if (own.some((id) => id !== 0 && keyOf(turn.world, id) !== undefined)) {
    cite(turn, 'rings/exit-lets-go')
  }
  return true
})

/** `_exit(2)`, and the system call that ends a thread alone */
export function exit(turn: Turn, command: Exit): Reply {
  const process = processOf(turn, command.actor)
  turn.loose = letsGo(turn, process)
  if (command.op === 'exit') endProcess(turn, process)
  else endThread(turn, process)
  leave(turn, process.leader)
  leaveNetwork(turn)
  return done
}
