/** Chapter 17, init: the first process of a container, and who may make it. */

import type { ForkIntoContainer } from '../spec/vocabulary/command.ts'
import type { Errno } from '../spec/vocabulary/errno.ts'
import { type ActorName, type ContainerName, otherFile } from '../spec/vocabulary/names.ts'
import { absent, done, failed, type Reply } from './answers.ts'
import { capable } from './credentials.ts'
import { processOf } from './lookup.ts'
import { cite, refuse, rule, type Turn } from './turn.ts'
import { capableIn } from './users.ts'
import {
  type Container,
  type ContainerId,
  indexOf,
  type Process,
  type Users,
  usersOf,
  withProcess,
} from './world.ts'

/** containers/other-file */
export const standsForNone = rule(
  'containers/other-file',
  (turn, name: ContainerName): Errno | undefined => {
    return name === otherFile ? refuse(turn, 'containers/other-file', 'EINVAL') : undefined
  },
)

/** containers/no-file: the container that a file stands for. */
export const containerOf = rule(
  'containers/no-file',
  (turn, { files }: Process, name: ContainerName): ContainerId | Errno => {
    const other = standsForNone(turn, name)
    if (other !== undefined) return other
    const id = turn.world.files[files]?.[indexOf(name)] ?? 0
    return id === 0 ? noContainer(turn) : id
  },
)

/** What a number is told that is no open file's. */
export const noContainer = (turn: Turn): Errno => refuse(turn, 'containers/no-file', 'EBADF')

/** The same, for what is looked at before something else. */
export function fileAt(
  turn: Turn,
  actor: ActorName,
  name: ContainerName,
): { readonly id: ContainerId } | Errno {
  const id = containerOf(turn, processOf(turn, actor), name)
  return typeof id === 'string' ? id : { id }
}

export function containerAt({ world }: Turn, id: ContainerId): Container {
  const container = world.containers[id]
  if (container === undefined) throw new Error(`container ${id} was never made`)
  return container
}

/** containers/dead-takes-nobody */
export const deadRefuses = rule(
  'containers/dead-takes-nobody',
  (turn, { dead }: Container): Errno | undefined => {
    return dead ? refuse(turn, 'containers/dead-takes-nobody', 'ECANCELED') : undefined
  },
)

/** containers/init-is-visible: whether the maker could tell the pid of the child. */
export const isVisible = rule(
  'containers/init-is-visible',
  (turn, { where }: Process, { template }: Container): boolean => {
    const { pidNamespaces } = turn.world
    for (let pids = template.where.pids; pids !== 0; pids = pidNamespaces[pids] ?? 0) {
      if (pids === where.pids) return true
    }
    cite(turn, 'containers/init-is-visible')
    return false
  },
)

const includes = <Id>(own: readonly Id[], ids: readonly Id[]): boolean =>
  ids.every((id) => own.includes(id))

/** containers/init-ids: whether the maker could become whoever the child is. */
export const mayBecome = rule(
  'containers/init-ids',
  (turn, maker: Process, to: Process): boolean => {
    const uids = [to.uid, to.euid, to.suid, to.fsuid]
    const gids = [to.gid, to.egid, to.sgid, to.fsgid]
    const sameGroups = includes(maker.groups, to.groups) && includes(to.groups, maker.groups)
    const may =
      (includes([maker.uid, maker.euid, maker.suid], uids) || capable(turn, maker, 'CAP_SETUID')) &&
      ((includes([maker.gid, maker.egid, maker.sgid], gids) && sameGroups) ||
        capable(turn, maker, 'CAP_SETGID'))
    if (!may) cite(turn, 'containers/init-ids')
    return may
  },
)

/** containers/init-place: whether the maker could go where the child is. */
export const mayEnter = rule(
  'containers/init-place',
  (turn, maker: Process, to: Process): boolean => {
    const there =
      maker.users === to.users &&
      maker.network === to.network &&
      maker.where.pids === to.where.pids &&
      maker.where.place === to.where.place
    if (there || capableIn(turn, maker, 'CAP_SYS_ADMIN', to.users)) return true
    cite(turn, 'containers/init-place')
    return false
  },
)

function isWithin({ world }: Turn, users: Users, outer: Users): boolean {
  if (users === outer) return true
  return users !== 0 && isWithin({ world } as Turn, usersOf(world, users).parent, outer)
}

/** containers/init-capabilities: whether the child is no more capable than its maker can be. */
export const isNoMore = rule(
  'containers/init-capabilities',
  (turn, maker: Process, to: Process): boolean => {
    const no =
      maker.users === to.users
        ? (to.permitted & ~maker.permitted) === 0 && to.securebits === maker.securebits
        : isWithin(turn, to.users, maker.users)
    if (!no) cite(turn, 'containers/init-capabilities')
    return no
  },
)

/** containers/booted-once */
export const bootedAlready = rule(
  'containers/booted-once',
  (turn, { init }: Container): Errno | undefined => {
    return init === null ? undefined : refuse(turn, 'containers/booted-once', 'EBUSY')
  },
)

function bootRefused(turn: Turn, maker: Process, container: Container): Errno | undefined {
  const { template } = container
  const dead = deadRefuses(turn, container)
  if (dead !== undefined) return dead
  const may =
    isVisible(turn, maker, container) &&
    mayBecome(turn, maker, template) &&
    mayEnter(turn, maker, template) &&
    isNoMore(turn, maker, template)
  return may ? bootedAlready(turn, container) : 'EPERM'
}

/** containers/init-is-as-made: what the init of a container is, beside a copy of its maker. */
export const initOf = rule(
  'containers/init-is-as-made',
  (turn, _maker: Process, { template }: Container): Process => {
    cite(turn, 'containers/init-is-as-made')
    return template
  },
)

/** containers/files-are-copied: the files that a child has which is the init of a container. */
export const copiedFiles = rule('containers/files-are-copied', (turn, files: number): number => {
  if (turn.world.files[files]?.some((id) => id !== 0)) cite(turn, 'containers/files-are-copied')
  const tables = turn.world.files
  turn.world = { ...turn.world, files: [...tables, tables[files] ?? []] }
  return tables.length
})

/** `fork_into_container` */
export function forkInto(turn: Turn, { actor, child, container: name }: ForkIntoContainer): Reply {
  if (indexOf(child) in turn.world.processes) return absent
  const maker = processOf(turn, actor)
  const id = containerOf(turn, maker, name)
  if (typeof id === 'string') return failed(id)
  const container = containerAt(turn, id)
  const refused = bootRefused(turn, maker, container)
  if (refused !== undefined) return failed(refused)
  const { compat, pinned, pinnedUsers } = maker
  const files = copiedFiles(turn, maker.files)
  turn.world = withProcess(turn.world, {
    ...initOf(turn, maker, container),
    name: child,
    leader: child,
    ended: false,
    parent: maker.name,
    compat,
    pinned,
    pinnedUsers,
    container: id,
    files,
    killed: false,
    waits: null,
  })
  turn.world = {
    ...turn.world,
    containers: turn.world.containers.with(id, { ...container, init: child }),
  }
  return done
}
