/** Chapter 17, death: how containers end, and who ends with them. */

import type { CloseContainer, PassContainer } from '../spec/vocabulary/command.ts'
import { containerFlags } from '../spec/vocabulary/container-flags.ts'
import { absent, done, failed, type Reply } from './answers.ts'
import { containerAt, containerOf } from './boot.ts'
import { setFile } from './containers.ts'
import { processOf } from './lookup.ts'
import { initStays } from './members.ts'
import { endThread } from './threads.ts'
import { cite, rule, type Turn } from './turn.ts'
import { leaveNetwork } from './unshare.ts'
import {
  type Container,
  type ContainerId,
  type KeyId,
  type Process,
  processNamed,
  withProcess,
} from './world.ts'

/** `close(2)` of a container's file */
export function closeContainer(turn: Turn, { actor, container }: CloseContainer): Reply {
  const process = processOf(turn, actor)
  const id = containerOf(turn, process, container)
  if (typeof id === 'string') return failed(id)
  setFile(turn, process.files, container, 0)
  leaveNetwork(turn)
  return done
}

/** containers/file-is-passed: what somebody has whom the file of a container is passed to. */
export const passedOn = rule('containers/file-is-passed', (turn, id: ContainerId): ContainerId => {
  cite(turn, 'containers/file-is-passed')
  return id
})

/** `SCM_RIGHTS`; the other takes it under the number that it has here, which is closed before. */
export function passContainer(turn: Turn, { actor, container, to }: PassContainer): Reply {
  const taker = processNamed(turn.world, to)
  if (taker === undefined || taker.ended || taker.waits !== null) return absent
  const id = containerOf(turn, processOf(turn, actor), container)
  if (typeof id === 'string') return failed(id)
  setFile(turn, taker.files, container, passedOn(turn, id))
  leaveNetwork(turn)
  return done
}

/** containers/open-while-anybody-has-it: whether some process still has the file of a container. */
export const isOpen = rule(
  'containers/open-while-anybody-has-it',
  (turn, id: ContainerId): boolean => {
    const { files, processes } = turn.world
    const having = files.filter(
      (table, number) =>
        table.includes(id) &&
        (number === 0 || processes.some((one) => one?.files === number && !one.ended)),
    )
    if (having.length > 0 && having.length < files.length) {
      cite(turn, 'containers/open-while-anybody-has-it')
    }
    return having.length > 0
  },
)

/** containers/closed-without-init: whether a container dies whose file is closed. */
export const diesClosed = rule(
  'containers/closed-without-init',
  (turn, id: ContainerId): boolean => {
    if (containerAt(turn, id).init !== null) return false
    cite(turn, 'containers/closed-without-init')
    return true
  },
)

/** containers/kill-on-close: whether the init of a container is killed when its file is closed. */
export const killsOnClose = rule('containers/kill-on-close', (turn, id: ContainerId): boolean => {
  const { flags, init } = containerAt(turn, id)
  if (init === null || (flags & containerFlags.killOnClose) === 0) return false
  cite(turn, 'containers/kill-on-close')
  return true
})

/** containers/killed-when-back: whether somebody who is killed ends at once. */
export const endsAtOnce = rule(
  'containers/killed-when-back',
  (turn, { waits }: Process): boolean => {
    if (waits === null || waits.helper === null || waits.reply !== null) return true
    cite(turn, 'containers/killed-when-back')
    return false
  },
)

function kill(turn: Turn, victims: readonly (Process | undefined)[]): void {
  for (const victim of victims) {
    const process =
      victim === undefined ? undefined : turn.world.processes[Number(victim.name.slice(1))]
    if (process === undefined || process.ended || process.killed) continue
    if (endsAtOnce(turn, process)) endThread(turn, process)
    else turn.world = withProcess(turn.world, { ...process, killed: true })
    turn.loose = true
    leaveNetwork(turn)
  }
}

/** containers/dies-with-init: whether a container is dead whose init is gone. */
export const diesWithInit = rule('containers/dies-with-init', (turn, id: ContainerId): boolean => {
  const { init } = containerAt(turn, id)
  if (init === null || turn.world.processes.some((one) => one?.leader === init)) return false
  cite(turn, 'containers/dies-with-init')
  return true
})

/** containers/members-are-killed: who ends with a container. */
export const membersOf = rule(
  'containers/members-are-killed',
  (turn, id: ContainerId): readonly Process[] => {
    const members = turn.world.processes.filter(
      (one): one is Process => one?.container === id && !one.ended,
    )
    if (members.length > 0) cite(turn, 'containers/members-are-killed')
    return members
  },
)

/** containers/nested-die-too: which containers die with another. */
export const nestedIn = rule(
  'containers/nested-die-too',
  (turn, id: ContainerId): readonly ContainerId[] => {
    const nested = [...turn.world.containers.keys()].filter((at) => {
      const one = turn.world.containers[at]
      return one !== undefined && !one.dead && one.parent === id
    })
    if (nested.length > 0) cite(turn, 'containers/nested-die-too')
    return nested
  },
)

/** provided/until-death: the keyring that a container still has when it is dead. */
export const keyringAfterDeath = rule(
  'provided/until-death',
  (turn, { keyring }: Container): KeyId => {
    if (keyring !== 0) cite(turn, 'provided/until-death')
    return 0
  },
)

function die(turn: Turn, id: ContainerId): void {
  const container = containerAt(turn, id)
  if (container.dead) return
  const { containers } = turn.world
  const ended = {
    ...container,
    dead: true,
    filters: [],
    keyring: keyringAfterDeath(turn, container),
  }
  turn.world = { ...turn.world, containers: containers.with(id, ended) }
  for (const nested of nestedIn(turn, id)) die(turn, nested)
  kill(turn, membersOf(turn, id))
  turn.loose = true
  leaveNetwork(turn)
}

/** Ends the containers that have come to their end, and those that end because of that. */
export function endContainers(turn: Turn): void {
  for (let before: Turn['world'] | undefined; before !== turn.world; ) {
    before = turn.world
    for (const id of turn.world.containers.keys()) {
      const container = turn.world.containers[id]
      if (container === undefined) continue
      if (container.open && !isOpen(turn, id)) closed(turn, id)
      if (!container.dead && diesWithInit(turn, id)) die(turn, id)
      reap(turn, id)
    }
  }
}

/** The init of a dead container is gone when it is waited for no more. */
function reap(turn: Turn, id: ContainerId): void {
  const container = containerAt(turn, id)
  if (!container.dead || container.remains.length === 0 || initStays(turn, container)) return
  const { containers } = turn.world
  turn.world = { ...turn.world, containers: containers.with(id, { ...container, remains: [] }) }
  turn.loose = true
}

function closed(turn: Turn, id: ContainerId): void {
  const container = containerAt(turn, id)
  const { dead, init } = container
  const { containers } = turn.world
  turn.world = { ...turn.world, containers: containers.with(id, { ...container, open: false }) }
  turn.loose = true
  if (dead) return
  if (diesClosed(turn, id)) die(turn, id)
  else if (killsOnClose(turn, id)) {
    kill(
      turn,
      turn.world.processes.filter((one) => one?.leader === init),
    )
  }
}
