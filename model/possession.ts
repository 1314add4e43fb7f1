/** Chapter 3: which keys a process possesses, and which rings it is searched through. */

import type { Errno } from '../spec/vocabulary/errno.ts'
import { deathOf } from './life.ts'
import { permits } from './permissions.ts'
import { errorPriority, type Found, type Hunt, processOrder, searchTree } from './search.ts'
import { cite, rule, type Turn } from './turn.ts'
import { userEntry } from './users.ts'
import { type ContainerId, type Key, type KeyId, keyOf, type Process } from './world.ts'

/** possession/user-session-for-want-of-session */
export const sessionSearched = rule(
  'possession/user-session-for-want-of-session',
  (turn, process: Process): KeyId => {
    if (process.session !== 0) return process.session
    const id = usableUserSession(turn, process)
    if (id !== 0) cite(turn, 'possession/user-session-for-want-of-session')
    return id
  },
)

/** The user-session ring where it exists, lives, and may be searched by who possesses it; or 0. */
function usableUserSession(turn: Turn, process: Process): KeyId {
  const id = userEntry(turn, process).session
  if (id === 0) return 0
  if (deathOf(turn, keyOf(turn.world, id)) !== undefined) return 0
  return permits(turn, { id, possessed: true }, process, 'search') ? id : 0
}

/** Searches every ring of a process, in order, and those of whoever it makes a key for. */
export function searchProcess(turn: Turn, hunt: Hunt): Found {
  const own = searchOwnRings(turn, hunt)
  if ('id' in own || hunt.process.authority === 0) return own
  if (!isSoughtWithRequester(turn, hunt)) return own
  const theirs = searchRequestersRings(turn, hunt)
  if (theirs === undefined || 'id' in theirs) return theirs ?? own
  return { miss: missOfBoth(turn, own.miss, theirs.miss) }
}

/** upcalls/authorities-of-ones-own: whether a key may be the requester's. */
export const isSoughtWithRequester = rule(
  'upcalls/authorities-of-ones-own',
  (turn, { type }: Hunt): boolean => {
    if (type !== '.request_key_auth') return true
    cite(turn, 'upcalls/authorities-of-ones-own')
    return false
  },
)

/** upcalls/requesters-keyrings: with the requester's permissions, as long as the authority lives. */
export const searchRequestersRings = rule(
  'upcalls/requesters-keyrings',
  (turn, hunt: Hunt): Found | undefined => {
    const authority = keyOf(turn.world, hunt.process.authority)
    if (authority.grant === null || deathOf(turn, authority) !== undefined) return undefined
    // What is granted to a container, is granted to who searches.
    const { network, container } = hunt.process
    const process = { ...authority.grant.requester, network, container }
    const found = searchOwnRings(turn, { ...hunt, process, isRequest: false })
    if ('id' in found) cite(turn, 'upcalls/requesters-keyrings')
    return found
  },
)

/** upcalls/misses-of-both */
export const missOfBoth = rule(
  'upcalls/misses-of-both',
  (turn, own: Errno, theirs: Errno): Errno => {
    if (own !== theirs) cite(turn, 'upcalls/misses-of-both')
    if (own === 'ENOKEY' || theirs === 'ENOKEY') return 'ENOKEY'
    return own === 'EACCES' ? theirs : own
  },
)

/** Searches every ring of a process, in order. */
export function searchOwnRings(turn: Turn, hunt: Hunt): Found {
  const misses: Errno[] = []
  const rings = processOrder(turn, hunt.process, sessionSearched(turn, hunt.process))
  const { type, description } = hunt
  turn.teller?.begin({ kind: 'process', rings, type, description })
  for (const id of rings) {
    const found = searchTree(turn, keyOf(turn.world, id), hunt)
    if ('id' in found) {
      turn.teller?.end({ kind: 'key', key: found.id })
      if (rings.length > 1) cite(turn, 'search/process-order')
      if (hunt.isRequest && isProvided(turn, hunt.process)) cite(turn, 'provided/searched-last')
      return found
    }
    misses.push(found.miss)
  }
  const provided = hunt.isRequest ? searchProvided(turn, hunt) : undefined
  if (provided !== undefined && 'id' in provided) {
    turn.teller?.end({ kind: 'key', key: provided.id })
    return provided
  }
  if (provided !== undefined) misses.push(provided.miss)
  const miss = errorPriority(turn, misses)
  turn.teller?.end({ kind: 'errno', errno: miss })
  return { miss }
}

/** Whether a process is in a container that has a keyring. */
const isProvided = ({ world }: Turn, { container }: Process): boolean =>
  (world.containers[container]?.keyring ?? 0) !== 0

/** provided/not-inherited: the container in whose keyring a process finds keys. */
export const providerOf = rule(
  'provided/not-inherited',
  (turn, { container }: Process): ContainerId => {
    const { parent = 0 } = turn.world.containers[container] ?? {}
    if ((turn.world.containers[parent]?.keyring ?? 0) !== 0) cite(turn, 'provided/not-inherited')
    return container
  },
)

/** provided/not-possessed: whether what is found in the keyring of a container is possessed. */
export const providedPossessed = rule('provided/not-possessed', (turn): boolean => {
  cite(turn, 'provided/not-possessed')
  return false
})

/** provided/searched-last: a request looks in the keyring of the container when all else fails. */
export const searchProvided = rule(
  'provided/searched-last',
  (turn, hunt: Hunt): Found | undefined => {
    const keyring = turn.world.containers[providerOf(turn, hunt.process)]?.keyring ?? 0
    if (keyring === 0) return undefined
    cite(turn, 'provided/searched-last')
    const possessed = providedPossessed(turn)
    return searchTree(turn, keyOf(turn.world, keyring), { ...hunt, possessed })
  },
)

/** possession/ignores-state: whether a dead key can be possessed. */
export const mindsState = rule('possession/ignores-state', (_turn): boolean => false)

/** possession/by-search: a key is possessed where a search through the process's rings finds it. */
export const possesses = rule(
  'possession/by-search',
  (turn, process: Process, key: Key): boolean => {
    turn.teller?.begin({ kind: 'possession', key: key.id })
    const found = searchProcess(turn, {
      type: key.type,
      description: key.description,
      wanted: key.id,
      process,
      possessed: true,
      minds: mindsState(turn),
      isRequest: false,
    })
    turn.teller?.end({ kind: 'id' in found ? 'yes' : 'no' })
    if (!('id' in found)) return false
    cite(turn, 'possession/by-search')
    if (deathOf(turn, key) !== undefined) cite(turn, 'possession/ignores-state')
    return true
  },
)

/** possession/by-special-id */
export const specialIsPossessed = rule(
  'possession/by-special-id',
  (turn, _process: Process, _ring: KeyId): boolean => {
    cite(turn, 'possession/by-special-id')
    return true
  },
)
