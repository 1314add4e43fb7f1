/** Chapter 19, the call: filters are installed and removed. */

import type { Intercept } from '../spec/vocabulary/command.ts'
import type { Errno } from '../spec/vocabulary/errno.ts'
import { failed, type Reply, zero } from './answers.ts'
import type { Taken } from './arguments.ts'
import { containerAt, containerOf } from './boot.ts'
import { takeType } from './keys.ts'
import { type Looked, lookup, numberOf, processOf } from './lookup.ts'
import { cite, refuse, rule, type Turn } from './turn.ts'
import { type Container, type ContainerId, type Filter, type Key, keyOf } from './world.ts'

/** interception/type-given */
export const noType = rule('interception/type-given', (turn): Errno => {
  return refuse(turn, 'interception/type-given', 'EINVAL')
})

const removes = ({ ring }: Intercept): boolean => ring === null || numberOf(ring) === 0

function takeFilterType(turn: Turn, command: Intercept): Taken<string | null> {
  if (command.type !== null) return takeType(turn, command.type)
  return removes(command) ? { value: null } : noType(turn)
}

/** interception/dead-container */
export const deadIntercepts = rule(
  'interception/dead-container',
  (turn, { dead }: Container): Errno | undefined => {
    return dead ? refuse(turn, 'interception/dead-container', 'ECANCELED') : undefined
  },
)

/** interception/needs-write */
export const queueToFill = rule(
  'interception/needs-write',
  (turn, { actor, ring }: Intercept): Looked => {
    const ref = lookup(turn, actor, ring ?? '#0', 'write', true)
    if (ref === 'EACCES') cite(turn, 'interception/needs-write')
    return ref
  },
)

/** interception/only-keyrings */
export const noQueueOf = rule(
  'interception/only-keyrings',
  (turn, { ring }: Key): Errno | undefined => {
    return ring === null ? refuse(turn, 'interception/only-keyrings', 'ENOTDIR') : undefined
  },
)

/** interception/one-for-a-type */
export const filterExists = rule(
  'interception/one-for-a-type',
  (turn, filters: readonly Filter[], type: string): Errno | undefined => {
    if (!filters.some((filter) => filter.type === type)) return undefined
    return refuse(turn, 'interception/one-for-a-type', 'EEXIST')
  },
)

/** interception/removed: the filters that are left. */
export const filtersLeft = rule(
  'interception/removed',
  (turn, filters: readonly Filter[], type: string | null): readonly Filter[] => {
    cite(turn, 'interception/removed')
    return filters.filter((filter) => type !== null && filter.type !== type)
  },
)

function withFilters(turn: Turn, id: ContainerId, filters: readonly Filter[]): void {
  const container = { ...containerAt(turn, id), filters }
  turn.world = { ...turn.world, containers: turn.world.containers.with(id, container) }
}

/** `KEYCTL_CONTAINER_INTERCEPT` */
export function intercept(turn: Turn, command: Intercept): Reply {
  const id = containerOf(turn, processOf(turn, command.actor), command.container)
  if (typeof id === 'string') return failed(id)
  const type = takeFilterType(turn, command)
  if (typeof type === 'string') return failed(type)
  const dead = deadIntercepts(turn, containerAt(turn, id))
  if (dead !== undefined) return failed(dead)
  const { filters } = containerAt(turn, id)
  if (type.value === null || removes(command)) {
    const left = filtersLeft(turn, filters, type.value)
    withFilters(turn, id, left)
    turn.loose = true
    return { kind: 'value', value: filters.length - left.length }
  }
  const ref = queueToFill(turn, command)
  if (typeof ref === 'string') return failed(ref)
  const refused =
    noQueueOf(turn, keyOf(turn.world, ref.id)) ?? filterExists(turn, filters, type.value)
  if (refused !== undefined) return failed(refused)
  const installer = { ...processOf(turn, command.actor), pinned: [], waits: null }
  withFilters(turn, id, [...filters, { type: type.value, queue: ref.id, installer }])
  return zero
}
