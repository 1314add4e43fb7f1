/** Chapter 17, members: what the processes of a container are and have by being in it. */

import { containerFlags } from '../spec/vocabulary/container-flags.ts'
import type { ActorName } from '../spec/vocabulary/names.ts'
import { cite, rule, type Turn } from './turn.ts'
import { type Container, type ContainerId, firstContainer, type Process } from './world.ts'

/** containers/children-are-members */
export const inheritedContainer = rule(
  'containers/children-are-members',
  (turn, { container }: Process): ContainerId => {
    if (container !== firstContainer) cite(turn, 'containers/children-are-members')
    return container
  },
)

/** containers/closed-by-exec: the files that a process has which executes a program; its own. */
export const filesAfterExec = rule('containers/closed-by-exec', (turn, files: number): number => {
  const tables = turn.world.files
  const kept = (tables[files] ?? []).map((id) => {
    const flags = turn.world.containers[id]?.flags ?? 0
    if ((flags & containerFlags.closeOnExec) === 0) return id
    cite(turn, 'containers/closed-by-exec')
    return 0
  })
  turn.world = { ...turn.world, files: [...tables, kept] }
  return tables.length
})

/** A process with no files of containers, and those that it opens to itself. */
export function withoutFiles(turn: Turn): number {
  const tables = turn.world.files
  turn.world = { ...turn.world, files: [...tables, []] }
  return tables.length
}

/** Where another thread takes over the process that is the init of a container. */
export function initTakenOver(turn: Turn, leader: ActorName, heir: ActorName): void {
  const { containers } = turn.world
  if (leader === heir || !containers.some((one) => one?.init === leader)) return
  const init = (one: Container | undefined) => (one?.init === leader ? { ...one, init: heir } : one)
  turn.world = { ...turn.world, containers: containers.map(init) }
}

/**
 * The threads of a process end, which may be the init of a container with a pid namespace of its own: of that, the
 * first and the last to end are there until nobody is in that namespace. Nothing keeps what their program was.
 */
export function initEnds(turn: Turn, leader: ActorName, threads: readonly Process[]): void {
  const { containers } = turn.world
  const isInit = (one: Container | undefined): one is Container =>
    one?.init === leader && (one.flags & containerFlags.newPids) !== 0
  if (!containers.some(isInit)) return
  const remains = threads
    .filter(({ name }, at) => name === leader || at === threads.length - 1)
    .map((thread): Process => ({ ...thread, pinned: [], waits: null }))
  turn.world = {
    ...turn.world,
    containers: containers.map((one) => (isInit(one) ? { ...one, remains } : one)),
  }
}

/** containers/init-goes-last: whether the init of a container, which has ended, still has its keyrings. */
export const initStays = rule(
  'containers/init-goes-last',
  (turn, { template }: Container): boolean => {
    const { processes, pidNamespaces } = turn.world
    const isWithin = (pids: number): boolean =>
      pids === template.where.pids || (pids !== 0 && isWithin(pidNamespaces[pids] ?? 0))
    if (!processes.some((one) => one !== undefined && isWithin(one.where.pids))) return false
    cite(turn, 'containers/init-goes-last')
    return true
  },
)

/** containers/init-adopts: whose children those of a process are that ends in a pid namespace of a container. */
export const adopterOf = rule(
  'containers/init-adopts',
  (turn, { where, leader }: Process): Process['parent'] => {
    const own = turn.world.containers.find(
      (one) =>
        one?.dead === false &&
        (one.flags & containerFlags.newPids) !== 0 &&
        one.template.where.pids === where.pids,
    )
    const init = own?.init ?? null
    const there = turn.world.processes.find(
      (one) => one?.leader === init && !one.ended && init !== leader,
    )
    if (there === undefined) return null
    cite(turn, 'containers/init-adopts')
    return there.name
  },
)

/** containers/members-are-granted: whether what is granted to a container is granted to a caller. */
export const isMember = rule(
  'containers/members-are-granted',
  (turn, { container }: Process, id: ContainerId): boolean => {
    cite(turn, 'containers/members-are-granted')
    return container === id
  },
)

/** containers/named-by-position: the container that is meant by a name; 0 for none. */
export const childNamed = rule(
  'containers/named-by-position',
  (turn, { container }: Process, label: string): ContainerId => {
    const { containers } = turn.world
    const found = containers.findLastIndex(
      (one) => one?.dead === false && one.parent === container && one.label === label,
    )
    if (found > 0) cite(turn, 'containers/named-by-position')
    return Math.max(found, 0)
  },
)
