/** Chapter 19, the call: filters are installed and removed. */

import type { Intercept, Network } from '../spec/vocabulary/command.ts'
import type { Errno } from '../spec/vocabulary/errno.ts'
import type { ActorName } from '../spec/vocabulary/names.ts'
import { absent, failed, type Reply, zero } from './answers.ts'
import { fileThenRest, queueLast, type Taken } from './arguments.ts'
import { containerAt, fileAt } from './boot.ts'
import { takeType } from './keys.ts'
import { type Looked, lookup, numberOf, processOf } from './lookup.ts'
import type { Ref } from './permissions.ts'
import { cite, refuse, rule, type Turn } from './turn.ts'
import { capableIn } from './users.ts'
import {
  type Container,
  type ContainerId,
  type Domain,
  type Filter,
  firstUsers,
  type Key,
  keyOf,
  type Process,
  processNamed,
} from './world.ts'

/** interception/type-given */
export const noType = rule('interception/type-given', (turn): Errno => {
  return refuse(turn, 'interception/type-given', 'EINVAL')
})

const removes = ({ ring }: Intercept): boolean => ring === null || numberOf(ring) === 0

function takeFilterType(turn: Turn, command: Intercept): Taken<string | null> {
  if (command.type !== null) return takeType(turn, command.type)
  return removes(command) ? { value: null } : noType(turn)
}

/** interception/no-such-namespace */
export const noNamespace = rule('interception/no-such-namespace', (turn): Domain | Errno => {
  return refuse(turn, 'interception/no-such-namespace', 'ENOENT')
})

/** interception/which-namespace: whether a process may have a filter for keys of a namespace. */
export const namespaceRefused = rule(
  'interception/which-namespace',
  (turn, process: Process, { dead, template }: Container, domain: Domain): Errno | undefined => {
    if (domain === process.network || (!dead && domain === template.network)) return undefined
    const owner = turn.world.networkOwners[domain] ?? firstUsers
    if (capableIn(turn, process, 'CAP_SYS_ADMIN', owner)) return undefined
    return refuse(turn, 'interception/which-namespace', 'ENOENT')
  },
)

/** The namespace that a filter is to be for; 0 for none. */
function takeDomain(
  turn: Turn,
  process: Process,
  container: Container,
  whose: Network | undefined,
): Domain | Errno {
  if (whose === undefined) return 0
  if (whose === 'nobody') return noNamespace(turn)
  const domain = processNamed(turn.world, whose)?.network ?? 0
  return namespaceRefused(turn, process, container, domain) ?? domain
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

/** interception/namespaces-apart: whether a filter is for a network namespace, or likewise for none. */
export const isForDomain = rule(
  'interception/namespaces-apart',
  (turn, filter: Filter, domain: Domain): boolean => {
    if (filter.domain !== domain) cite(turn, 'interception/namespaces-apart')
    return filter.domain === domain
  },
)

/** interception/one-for-a-type */
export const filterExists = rule(
  'interception/one-for-a-type',
  (turn, filters: readonly Filter[], type: string, domain: Domain): Errno | undefined => {
    const ofType = filters.filter((filter) => filter.type === type)
    if (!ofType.some((filter) => isForDomain(turn, filter, domain))) return undefined
    return refuse(turn, 'interception/one-for-a-type', 'EEXIST')
  },
)

/** interception/removed: the filters that are left. */
export const filtersLeft = rule(
  'interception/removed',
  (turn, filters: readonly Filter[], type: string | null, domain: Domain): readonly Filter[] => {
    cite(turn, 'interception/removed')
    const isNamed = (filter: Filter) => type === null || filter.type === type
    return filters.filter((filter) => !(isNamed(filter) && goesWith(turn, filter, domain)))
  },
)

/** interception/removed-by-namespace: whether a filter goes when those for a namespace do. */
export const goesWith = rule(
  'interception/removed-by-namespace',
  (turn, filter: Filter, domain: Domain): boolean => {
    if (domain === 0 || filter.domain === domain) return true
    cite(turn, 'interception/removed-by-namespace')
    return false
  },
)

function withFilters(turn: Turn, id: ContainerId, filters: readonly Filter[]): void {
  const container = { ...containerAt(turn, id), filters }
  turn.world = { ...turn.world, containers: turn.world.containers.with(id, container) }
}

function isThere({ world }: Turn, name: ActorName): boolean {
  return processNamed(world, name)?.ended === false
}

/** What a filter takes, or which filters are removed; of what container. */
interface Wanted {
  readonly id: ContainerId
  /** `null` for any, where filters are removed. */
  readonly type: string | null
  readonly domain: Domain
}

function takeFilter(turn: Turn, command: Intercept): Wanted | Errno {
  const given = fileThenRest(
    turn,
    () => fileAt(turn, command.actor, command.container),
    () => takeFilterType(turn, command),
  )
  if (typeof given === 'string') return given
  const { id } = given.first
  const container = containerAt(turn, id)
  const domain = takeDomain(turn, processOf(turn, command.actor), container, command.network)
  if (typeof domain === 'string') return domain
  return deadIntercepts(turn, container) ?? { id, type: given.second.value, domain }
}

/** The keyring that a filter fills; undefined where filters are removed. */
function takeQueue(turn: Turn, command: Intercept): Taken<Ref | undefined> {
  if (removes(command)) return { value: undefined }
  const ref = queueToFill(turn, command)
  return typeof ref === 'string' ? ref : { value: ref }
}

/** `KEYCTL_CONTAINER_INTERCEPT` */
export function intercept(turn: Turn, command: Intercept): Reply {
  const { network } = command
  if (network !== undefined && network !== 'nobody' && !isThere(turn, network)) return absent
  const given = queueLast(
    turn,
    () => takeFilter(turn, command),
    () => takeQueue(turn, command),
  )
  if (typeof given === 'string') return failed(given)
  const { id, type, domain } = given.first
  const { filters } = containerAt(turn, id)
  const queue = given.second.value
  if (type === null || queue === undefined) {
    const left = filtersLeft(turn, filters, type, domain)
    withFilters(turn, id, left)
    turn.loose = true
    return { kind: 'value', value: filters.length - left.length }
  }
  const refused =
    noQueueOf(turn, keyOf(turn.world, queue.id)) ?? filterExists(turn, filters, type, domain)
  if (refused !== undefined) return failed(refused)
  const installer = { ...processOf(turn, command.actor), pinned: [], waits: null }
  withFilters(turn, id, [...filters, { type, domain, queue: queue.id, installer }])
  return zero
}
