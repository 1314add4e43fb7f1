/** Chapter 19 turned wrong: whose requests are diverted where, and what a daemon is told. */

import { filteredBy, inOrder, isForKey, mayTake, narrowFirst, takesForAnother } from '../filters.ts'
import {
  deadIntercepts,
  filterExists,
  filtersLeft,
  goesWith,
  isForDomain,
  namespaceRefused,
  noNamespace,
  noQueueOf,
  noType,
  queueToFill,
} from '../intercept.ts'
import { takeType } from '../keys.ts'
import { leaveUnanswered } from '../life.ts'
import { lookup } from '../lookup.ts'
import {
  authorityToQuery,
  leastRecent,
  noAuthorityKey,
  noRingToTakeFrom,
  nothingToTake,
  notTaken,
  ringToTakeFrom,
  takeLruType,
  told,
  toldNowhere,
} from '../queues.ts'
import { divert, giveUp, queueRefuses } from '../upcalls.ts'
import { use } from '../use.ts'
import { keyOf, linksOf } from '../world.ts'
import { type Break, broken } from './broken.ts'

export const interceptionBreaks: readonly Break[] = [
  broken(noType, 'A filter without a type is EFAULT.', () => 'EFAULT' as const),
  broken(deadIntercepts, 'A dead container may get filters.', () => undefined),
  broken(queueToFill, 'Any keyring may be a queue.', (turn, { actor, ring }) => {
    const ref = lookup(turn, actor, ring ?? '#0', 'write', true)
    return ref === 'EACCES' ? lookup(turn, actor, ring ?? '#0', 'view', true) : ref
  }),
  broken(noQueueOf, 'What is no keyring is noticed only when a request comes.', () => undefined),
  broken(filterExists, 'There may be any number of filters for a type.', () => undefined),
  broken(isForDomain, 'A filter for a type keeps out those for it in any namespace.', () => true),
  broken(noNamespace, 'A number that no network namespace has counts as none.', () => 0),
  broken(namespaceRefused, 'Any network namespace may be named.', () => undefined),
  broken(goesWith, 'Filters for all namespaces are removed, whichever is given.', () => true),
  broken(filtersLeft, 'All filters are removed, whichever type is given.', () => []),
  broken(divert, 'A request that should be diverted fails.', (turn, key, authority) =>
    giveUp(turn, key, authority, 'ENOKEY'),
  ),
  broken(inOrder, 'A filter for all types comes first.', (turn, filters, type) =>
    inOrder.sound(turn, filters, type).toReversed(),
  ),
  broken(
    isForKey,
    'A filter for a network namespace takes requests for keys of none.',
    (turn, filter, key) => key.domain === 0 || isForKey.sound(turn, filter, key),
  ),
  broken(
    takesForAnother,
    'A filter whose network namespace is gone takes requests for the keys of others.',
    () => true,
  ),
  broken(narrowFirst, 'A filter for no namespace comes first.', (turn, filters) =>
    narrowFirst.sound(turn, filters).toReversed(),
  ),
  broken(filteredBy, 'The filters of the container count in which that is.', (turn, process) => {
    const { container } = process
    const own = turn.world.containers[container]
    return (own?.filters.length ?? 0) > 0 ? container : (own?.parent ?? 0)
  }),
  broken(mayTake, 'A filter takes the requests of everybody.', () => true),
  broken(queueRefuses, 'Requests go into keyrings that are dead.', () => undefined),
  broken(
    leaveUnanswered,
    'Who waits for a key that nobody can make waits for ever.',
    () => undefined,
  ),
  broken(told, 'The process keyring that is told is the thread keyring.', (turn, caller, grant) => {
    const { thread } = grant.requester
    return told.sound(turn, caller, {
      ...grant,
      requester: { ...grant.requester, process: thread },
    })
  }),
  broken(toldNowhere, 'That nothing could be told of a request is not noticed.', () => undefined),
  broken(authorityToQuery, 'Anybody may query an authorisation key.', (turn, { actor, key }) => {
    const ref = lookup(turn, actor, key, 'search')
    return ref === 'EACCES' ? lookup(turn, actor, key, 'view') : ref
  }),
  broken(
    noAuthorityKey,
    'A key of another type is queried as if it had been used.',
    () => undefined,
  ),
  broken(takeLruType, 'The type of authorisation keys is as secret as ever.', (turn, { type }) =>
    takeType(turn, type),
  ),
  broken(
    ringToTakeFrom,
    'Whoever sees a keyring takes keys out of it.',
    (turn, { actor, ring }) => {
      const ref = lookup(turn, actor, ring, 'search')
      return ref === 'EACCES' ? lookup(turn, actor, ring, 'view') : ref
    },
  ),
  broken(noRingToTakeFrom, 'In what is no keyring there is no key left.', () => undefined),
  broken(notTaken, 'A key is found again and again.', (turn, { ring }, type) =>
    (ring === null ? [] : linksOf(ring))
      .map((id) => keyOf(turn.world, id))
      .filter((key) => key.type === type),
  ),
  broken(nothingToTake, 'When there is no key left it is ENOKEY.', () => 'ENOKEY' as const),
  broken(leastRecent, 'The key is found first that was used last.', (_turn, keys) => {
    const last = Math.max(...keys.map(({ usedAt }) => usedAt))
    return keys.filter(({ usedAt }) => usedAt === last)
  }),
  broken(use, 'What counts is when a key was made, not when it was used.', () => undefined),
]
