/** Chapter 19, filters: which of them takes a request. */

import { isLost } from './networks.ts'
import { cite, rule, type Turn } from './turn.ts'
import { capableIn } from './users.ts'
import {
  type ContainerId,
  type Filter,
  type Key,
  type KeyId,
  keyOf,
  type Process,
} from './world.ts'

/** interception/own-container: whose filters a request may meet. */
export const filteredBy = rule(
  'interception/own-container',
  (turn, { container }: Process): ContainerId => {
    const { parent = 0 } = turn.world.containers[container] ?? {}
    if ((turn.world.containers[parent]?.filters.length ?? 0) > 0) {
      cite(turn, 'interception/own-container')
    }
    return container
  },
)

/** interception/for-a-namespace: whether a filter is for keys of the network namespace that a key is of. */
export const isForKey = rule(
  'interception/for-a-namespace',
  (turn, filter: Filter, key: Key): boolean => {
    if (filter.domain === 0 || filter.domain === key.domain) return true
    if (isLost(turn, filter.domain)) return takesForAnother(turn)
    cite(turn, 'interception/for-a-namespace')
    return false
  },
)

/** interception/namespace-outlived: whether a filter whose network namespace is gone takes requests for another's keys. */
export const takesForAnother = rule('interception/namespace-outlived', (turn): boolean => {
  cite(turn, 'interception/namespace-outlived')
  return false
})

/** interception/namespace-first: the order of filters for one type. */
export const narrowFirst = rule(
  'interception/namespace-first',
  (turn, filters: readonly Filter[]): readonly Filter[] => {
    const narrow = filters.filter(({ domain }) => domain !== 0)
    const wide = filters.filter(({ domain }) => domain === 0)
    if (narrow.length > 0 && wide.length > 0) cite(turn, 'interception/namespace-first')
    return [...narrow, ...wide]
  },
)

/** interception/specific-first */
export const inOrder = rule(
  'interception/specific-first',
  (turn, filters: readonly Filter[], type: string): readonly Filter[] => {
    const own = filters.filter((filter) => filter.type === type)
    const any = filters.filter((filter) => filter.type === '*')
    if (own.length + any.length > 1) cite(turn, 'interception/specific-first')
    return [...narrowFirst(turn, own), ...narrowFirst(turn, any)]
  },
)

/** interception/who-may: whether who installed a filter may be given authority over a request. */
export const mayTake = rule(
  'interception/who-may',
  (turn, { installer }: Filter, requester: Process): boolean => {
    if (installer.fsuid === requester.fsuid) return true
    cite(turn, 'interception/who-may')
    return capableIn(turn, installer, 'CAP_SYS_ADMIN', requester.users)
  },
)

/** The keyring into which the authority for a key is put; 0 where the kernel starts a process for it. */
export function queueFor(turn: Turn, process: Process, key: KeyId, authority: KeyId): KeyId {
  if (process.container === 0) return 0
  const container = turn.world.containers[filteredBy(turn, process)]
  const requester = keyOf(turn.world, authority).grant?.requester ?? process
  const wanted = keyOf(turn.world, key)
  const taking = inOrder(turn, container?.filters ?? [], wanted.type).find(
    (filter) =>
      isForKey(turn, filter, wanted) &&
      mayTake(turn, filter, requester) &&
      mayTake(turn, filter, process),
  )
  return taking?.queue ?? 0
}
