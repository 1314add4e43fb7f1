/** Chapter 17, containers: how they are made, and what is told of them. */

import type { ContainerLine } from '../spec/vocabulary/answer.ts'
import type { CreateContainer, ListContainers } from '../spec/vocabulary/command.ts'
import { containerFlags } from '../spec/vocabulary/container-flags.ts'
import type { Errno } from '../spec/vocabulary/errno.ts'
import type { OptionalText } from '../spec/vocabulary/memory.ts'
import type { ContainerName } from '../spec/vocabulary/names.ts'
import { done, failed, type Reply } from './answers.ts'
import { type Taken, takeText } from './arguments.ts'
import { everyCapability } from './credentials.ts'
import { processOf } from './lookup.ts'
import { cite, refuse, rule, type Turn } from './turn.ts'
import { leaveNetwork, makerUnmapped } from './unshare.ts'
import { capableIn, shownGidIn, shownUid } from './users.ts'
import {
  type Container,
  type ContainerId,
  firstContainer,
  indexOf,
  type Process,
  type Whereabouts,
} from './world.ts'

const everyFlag = 0x3ff
/** Those that ask for a namespace, but for that of users. */
const namespaceFlags = 0x0df
/** Those of them that are neither of pids nor of the network. */
const placeFlags = 0x01f

/** containers/flags */
export const badFlags = rule('containers/flags', (turn, flags: number): Errno | undefined => {
  const both = containerFlags.newMounts | containerFlags.emptyMounts
  if ((flags & ~everyFlag) === 0 && (flags & both) !== both) return undefined
  return refuse(turn, 'containers/flags', 'EINVAL')
})

/** containers/spare-arguments */
export const spareIsGiven = rule(
  'containers/spare-arguments',
  (turn, { spare }: CreateContainer): Errno | undefined => {
    if (spare === undefined) return undefined
    return refuse(turn, 'containers/spare-arguments', 'EINVAL')
  },
)

/** containers/label */
export const badLabel = rule('containers/label', (turn, label: string): Errno | undefined => {
  if (label !== '' && !label.includes('/')) return undefined
  return refuse(turn, 'containers/label', 'EINVAL')
})

/** containers/label-given */
export const noLabel = rule('containers/label-given', (turn): Errno => {
  return refuse(turn, 'containers/label-given', 'EINVAL')
})

/** containers/label-length: looked at before what is in it. */
export const longLabel = rule(
  'containers/label-length',
  (turn, label: string): Errno | undefined => {
    if (label.length < turn.profile.limits.labelBytes) return undefined
    return refuse(turn, 'containers/label-length', 'ENAMETOOLONG')
  },
)

function takeLabel(turn: Turn, label: OptionalText): Taken<string> {
  if (label === null) return noLabel(turn)
  const taken = takeText(turn, label)
  if (typeof taken === 'string') return taken
  return longLabel(turn, taken.value) ?? badLabel(turn, taken.value) ?? taken
}

/** containers/without-keyrings: what a container's init is made from. */
export const withoutKeyrings = rule(
  'containers/without-keyrings',
  (turn, maker: Process): Process => {
    const { thread, process, session, authority } = maker
    if ((thread || process || session || authority) !== 0) cite(turn, 'containers/without-keyrings')
    return { ...maker, thread: 0, process: 0, session: 0, authority: 0 }
  },
)

/** containers/new-users: the same in a user namespace of its own. */
export const inNewUsers = rule('containers/new-users', (turn, maker: Process): Process => {
  cite(turn, 'containers/new-users')
  const { userNamespaces } = turn.world
  const made = { parent: maker.users, owner: maker.euid, register: 0 } as const
  turn.world = {
    ...turn.world,
    userNamespaces: [...userNamespaces, { ...made, uids: 'none', gids: 'none' }],
  }
  const full = { effective: everyCapability, permitted: everyCapability, securebits: 0 }
  return { ...maker, ...full, users: userNamespaces.length }
})

/** containers/namespaces-need-sysadmin: over the user namespace of the container. */
export const namespacesRefused = rule(
  'containers/namespaces-need-sysadmin',
  (turn, maker: Process, flags: number, template: Process): Errno | undefined => {
    if ((flags & namespaceFlags) === 0) return undefined
    if (capableIn(turn, maker, 'CAP_SYS_ADMIN', template.users)) return undefined
    return refuse(turn, 'containers/namespaces-need-sysadmin', 'EPERM')
  },
)

/** containers/new-network */
export const inNewNetwork = rule('containers/new-network', (turn, template: Process): Process => {
  cite(turn, 'containers/new-network')
  const { networkOwners } = turn.world
  turn.world = { ...turn.world, networkOwners: [...networkOwners, template.users] }
  return { ...template, network: networkOwners.length }
})

/** containers/new-pids: the pid namespace of a container. */
export const newPids = rule('containers/new-pids', (turn, parent: number): number => {
  cite(turn, 'containers/new-pids')
  const { pidNamespaces } = turn.world
  turn.world = { ...turn.world, pidNamespaces: [...pidNamespaces, parent] }
  return pidNamespaces.length
})

function whereaboutsOf(turn: Turn, { where }: Process, flags: number): Whereabouts {
  const pids = (flags & containerFlags.newPids) === 0 ? where.pids : newPids(turn, where.pids)
  if ((flags & placeFlags) === 0) return { ...where, pids }
  turn.world = { ...turn.world, places: turn.world.places + 1 }
  const sees = where.sees && (flags & containerFlags.emptyMounts) === 0
  return { pids, place: turn.world.places, sees }
}

/** containers/made-in-makers: in which container a new one is. */
export const containerOfMaker = rule(
  'containers/made-in-makers',
  (turn, { container }: Process): ContainerId => {
    if (container !== firstContainer) cite(turn, 'containers/made-in-makers')
    return container
  },
)

/** containers/file-keeps-keyrings: what the open file of a container holds. */
export const heldByFile = rule(
  'containers/file-keeps-keyrings',
  (turn, { thread, process, session, authority }: Process): Container['holds'] => {
    if ((thread || process || session || authority) !== 0) {
      cite(turn, 'containers/file-keeps-keyrings')
    }
    return [thread, process, session, authority]
  },
)

/** `container_create` */
export function createContainer(turn: Turn, command: CreateContainer): Reply {
  const { actor, container: name, flags } = command
  const bad = badFlags(turn, flags) ?? spareIsGiven(turn, command)
  if (bad !== undefined) return failed(bad)
  const label = takeLabel(turn, command.label)
  if (typeof label === 'string') return failed(label)
  const before = turn.world
  const maker = processOf(turn, actor)
  const apart = (flags & containerFlags.newUsers) !== 0
  const unmapped = apart ? makerUnmapped(turn, maker) : undefined
  if (unmapped !== undefined) return failed(unmapped)
  const own = withoutKeyrings(turn, maker)
  const credentials = apart ? inNewUsers(turn, own) : own
  const refused = namespacesRefused(turn, maker, flags, credentials)
  if (refused !== undefined) {
    turn.world = before
    return failed(refused)
  }
  const where = whereaboutsOf(turn, credentials, flags)
  const wants = (flags & containerFlags.newNetwork) !== 0
  const template = { ...(wants ? inNewNetwork(turn, credentials) : credentials), where }
  const { containers } = turn.world
  const made: Container = {
    label: label.value,
    flags,
    parent: containerOfMaker(turn, maker),
    dead: false,
    open: true,
    init: null,
    keyring: 0,
    filters: [],
    template,
    remains: [],
    holds: heldByFile(turn, maker),
    openedIn: maker.users,
  }
  turn.world = { ...turn.world, containers: [...containers, made] }
  setFile(turn, maker.files, name, containers.length)
  leaveNetwork(turn)
  return done
}

/** Puts a container where a name says in some files. */
export function setFile(turn: Turn, table: number, name: ContainerName, id: ContainerId): void {
  const files = turn.world.files.slice()
  const one = files[table]?.slice() ?? []
  one[indexOf(name)] = id
  files[table] = one
  turn.world = { ...turn.world, files }
}

/** containers/listed: those that a process is told of, the newest first. */
export const listed = rule(
  'containers/listed',
  (turn, { container }: Process): readonly Container[] => {
    cite(turn, 'containers/listed')
    return turn.world.containers
      .filter((one): one is Container => one !== undefined && !one.dead && one.parent === container)
      .toReversed()
  },
)

/** containers/owner: who is told to own a container. */
export const ownerShown = rule(
  'containers/owner',
  (turn, reader: Process, { template }: Container): Pick<ContainerLine, 'uid' | 'gid'> => {
    cite(turn, 'containers/owner')
    return {
      uid: shownUid(turn, reader, template.euid),
      gid: shownGidIn(turn, reader, template.egid),
    }
  },
)

/** A process reads `/proc/containers`. */
export function listContainers(turn: Turn, { actor }: ListContainers): Reply {
  const reader = processOf(turn, actor)
  const line = (label: string, container: Container): ContainerLine => ({
    label,
    flags: container.flags,
    ...ownerShown(turn, reader, container),
  })
  const own = turn.world.containers[reader.container]
  const current = { label: '<current>', flags: 0 }
  const first =
    own === undefined
      ? {
          ...current,
          uid: shownUid(turn, reader, 'root'),
          gid: shownGidIn(turn, reader, 'root'),
        }
      : line(current.label, own)
  const lines = [first, ...listed(turn, reader).map((one) => line(one.label, one))]
  return { kind: 'containers', lines }
}
