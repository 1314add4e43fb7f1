/** Chapter 13, the calls: into namespaces, and out of them. */

import type {
  SetNetwork,
  SetUsers,
  UnshareNetwork,
  UnshareUsers,
} from '../spec/vocabulary/command.ts'
import type { Errno } from '../spec/vocabulary/errno.ts'
import { absent, failed, type Reply, zero } from './answers.ts'
import { capable, everyCapability } from './credentials.ts'
import { processOf } from './lookup.ts'
import { isOfLostNetwork } from './networks.ts'
import { otherThreads } from './threads.ts'
import { cite, refuse, rule, type Turn } from './turn.ts'
import { capableIn, mapWithin } from './users.ts'
import {
  firstNetwork,
  firstUsers,
  type Process,
  processNamed,
  type UserNamespace,
  type Users,
  usersOf,
  withProcess,
} from './world.ts'

/** namespaces/network-needs-sysadmin */
export const networkRefused = rule(
  'namespaces/network-needs-sysadmin',
  (turn, process: Process, owner: Users): Errno | undefined => {
    const able =
      capable(turn, process, 'CAP_SYS_ADMIN') && capableIn(turn, process, 'CAP_SYS_ADMIN', owner)
    if (able) return undefined
    return refuse(turn, 'namespaces/network-needs-sysadmin', 'EPERM')
  },
)

/** namespaces/new-network */
export const newNetwork = rule('namespaces/new-network', (turn, process: Process): Process => {
  cite(turn, 'namespaces/new-network')
  const { networkOwners } = turn.world
  const network = networkOwners.length
  turn.world = { ...turn.world, networkOwners: [...networkOwners, process.users] }
  return { ...process, network }
})

/** `unshare(2)`, `CLONE_NEWNET` */
export function unshareNetwork(turn: Turn, { actor }: UnshareNetwork): Reply {
  const process = processOf(turn, actor)
  const refused = networkRefused(turn, process, process.users)
  if (refused !== undefined) return failed(refused)
  const moved = newNetwork(turn, process)
  turn.world = withProcess(turn.world, moved)
  leaveNetwork(turn)
  return zero
}

/** namespaces/enter-network */
export const enteredNetwork = rule(
  'namespaces/enter-network',
  (turn, process: Process, of: Process): Process => {
    if (process.network !== of.network) cite(turn, 'namespaces/enter-network')
    return { ...process, network: of.network }
  },
)

/** `setns(2)`, `CLONE_NEWNET` */
export function setNetwork(turn: Turn, { actor, of }: SetNetwork): Reply {
  const host = processNamed(turn.world, of)
  if (host === undefined || host.ended) return absent
  const process = processOf(turn, actor)
  const refused = networkRefused(
    turn,
    process,
    turn.world.networkOwners[host.network] ?? firstUsers,
  )
  if (refused !== undefined) return failed(refused)
  turn.world = withProcess(turn.world, enteredNetwork(turn, process, host))
  leaveNetwork(turn)
  return zero
}

/**
 * A process has left its namespace, which may be the end of it: the collector passes over links if
 * there are keys of it. It is free to do so at other times when namespaces come and go.
 */
export function leaveNetwork(turn: Turn): void {
  const { keys, networkOwners, userNamespaces, overdue } = turn.world
  const keysLeft = keys.some((key) => key !== undefined && isOfLostNetwork(turn, key))
  if (keysLeft) turn.sweeps = true
  else if (overdue && networkOwners.length > firstNetwork + 1) turn.sweeps = turn.choose(2) === 1
  // A network keeps the user namespace that it was made in.
  if (userNamespaces.length > firstUsers + 1) turn.loose = true
}

/** namespaces/users-need-one-thread */
export const notAlone = rule(
  'namespaces/users-need-one-thread',
  (turn, process: Process): Errno | undefined => {
    const alone = otherThreads(turn, process).length === 0 && process.leader === process.name
    return alone ? undefined : refuse(turn, 'namespaces/users-need-one-thread', 'EINVAL')
  },
)

/** namespaces/maker-is-mapped */
export const makerUnmapped = rule(
  'namespaces/maker-is-mapped',
  (turn, { users, euid, egid }: Process): Errno | undefined => {
    const { uids, gids } = usersOf(turn.world, users)
    const known = (uids === 'all' || uids === euid) && (gids === 'all' || gids === egid)
    return known ? undefined : refuse(turn, 'namespaces/maker-is-mapped', 'EPERM')
  },
)

/** namespaces/new-users: what a process is that has come into a user namespace, of its own or another's. */
export const capableThere = rule(
  'namespaces/new-users',
  (turn, process: Process, users: Users): Process => {
    cite(turn, 'namespaces/new-users')
    const full = { effective: everyCapability, permitted: everyCapability, securebits: 0 }
    return { ...process, ...full, users, authority: 0 }
  },
)

/** `unshare(2)`, `CLONE_NEWUSER`, and the maps of its ids */
export function unshareUsers(turn: Turn, { actor, uids, gids }: UnshareUsers): Reply {
  const process = processOf(turn, actor)
  const refused = notAlone(turn, process) ?? makerUnmapped(turn, process)
  if (refused !== undefined) return failed(refused)
  const { userNamespaces } = turn.world
  const parent = usersOf(turn.world, process.users)
  const made: UserNamespace = {
    parent: process.users,
    owner: process.euid,
    uids: mapWithin(turn, parent.uids, uids) as UserNamespace['uids'],
    gids: mapWithin(turn, parent.gids, gids) as UserNamespace['gids'],
    register: 0,
  }
  turn.world = { ...turn.world, userNamespaces: [...userNamespaces, made] }
  moveTo(turn, process, userNamespaces.length)
  return zero
}

function moveTo(turn: Turn, process: Process, users: Users): void {
  turn.world = withProcess(turn.world, capableThere(turn, process, users))
  turn.loose = true
}

/** namespaces/enter-users-refused */
export const enteringRefused = rule(
  'namespaces/enter-users-refused',
  (turn, process: Process, users: Users): Errno | undefined => {
    if (users === process.users) return refuse(turn, 'namespaces/enter-users-refused', 'EINVAL')
    const crowded = notAlone(turn, process)
    if (crowded !== undefined) return crowded
    if (capableIn(turn, process, 'CAP_SYS_ADMIN', users)) return undefined
    return refuse(turn, 'namespaces/enter-users-refused', 'EPERM')
  },
)

/** namespaces/enter-users: the user namespace into which a process goes. */
export const enteredUsers = rule(
  'namespaces/enter-users',
  (turn, _process: Process, { users }: Process): Users => {
    cite(turn, 'namespaces/enter-users')
    return users
  },
)

/** `setns(2)`, `CLONE_NEWUSER` */
export function setUsers(turn: Turn, { actor, of }: SetUsers): Reply {
  const host = processNamed(turn.world, of)
  if (host === undefined || host.ended) return absent
  const process = processOf(turn, actor)
  const refused = enteringRefused(turn, process, host.users)
  if (refused !== undefined) return failed(refused)
  moveTo(turn, process, enteredUsers(turn, process, host))
  return zero
}
