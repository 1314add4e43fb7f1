/** Chapter 19, the daemon: what a request is, and which is next. */

import type { FindLru, QueryAuthority } from '../spec/vocabulary/command.ts'
import type { Errno } from '../spec/vocabulary/errno.ts'
import { failed, type Reply } from './answers.ts'
import type { Taken } from './arguments.ts'
import { authorityType } from './authority.ts'
import { unknownTypeSought } from './find.ts'
import { takeType } from './keys.ts'
import { deathOf } from './life.ts'
import { type Looked, lookup, processOf } from './lookup.ts'
import { cite, refuse, rule, type Turn } from './turn.ts'
import { typeOf } from './types.ts'
import { shownGidIn, shownUid } from './users.ts'
import { type Grant, type Key, type KeyId, keyOf, linksOf, type Process, withKey } from './world.ts'

/** interception/query-needs-search */
export const authorityToQuery = rule(
  'interception/query-needs-search',
  (turn, { actor, key }: QueryAuthority): Looked => {
    const ref = lookup(turn, actor, key, 'search')
    if (ref === 'EACCES') cite(turn, 'interception/query-needs-search')
    return ref
  },
)

/** interception/query-authorities-only */
export const noAuthorityKey = rule(
  'interception/query-authorities-only',
  (turn, { type }: Key): Errno | undefined => {
    if (type === authorityType) return undefined
    return refuse(turn, 'interception/query-authorities-only', 'EINVAL')
  },
)

/** interception/query: what is told of a request. */
export const told = rule(
  'interception/query',
  (turn, caller: Process, { target, requester }: Grant): Reply => {
    cite(turn, 'interception/query')
    const { thread, process, session } = requester
    const uid = shownUid(turn, caller, requester.fsuid)
    const gid = shownGidIn(turn, caller, requester.fsgid)
    return {
      kind: 'asked',
      asked: { operation: 'create', key: target, uid, gid, thread, process, session },
    }
  },
)

/** interception/query-unmapped: what is told to nobody, for it cannot be written. */
export const toldNowhere = rule(
  'interception/query-unmapped',
  (turn, { data }: QueryAuthority): Errno | undefined => {
    if (data === undefined) return undefined
    return refuse(turn, 'interception/query-unmapped', 'EFAULT')
  },
)

/** `KEYCTL_QUERY_REQUEST_KEY_AUTH` */
export function queryAuthority(turn: Turn, command: QueryAuthority): Reply {
  const ref = authorityToQuery(turn, command)
  if (typeof ref === 'string') return failed(ref)
  const key = keyOf(turn.world, ref.id)
  const refused = noAuthorityKey(turn, key)
  if (refused !== undefined) return failed(refused)
  if (key.grant === null) return failed('EKEYREVOKED')
  const fault = toldNowhere(turn, command)
  if (fault !== undefined) return failed(fault)
  return told(turn, processOf(turn, command.actor), key.grant)
}

/** interception/lru-authorities: the type of authorisation keys may be named. */
export const takeLruType = rule(
  'interception/lru-authorities',
  (turn, { type }: FindLru): Taken<string> => {
    if (type !== authorityType) return takeType(turn, type)
    cite(turn, 'interception/lru-authorities')
    return { value: type }
  },
)

/** interception/lru-needs-search */
export const ringToTakeFrom = rule(
  'interception/lru-needs-search',
  (turn, { actor, ring }: FindLru): Looked => {
    const ref = lookup(turn, actor, ring, 'search')
    if (ref === 'EACCES') cite(turn, 'interception/lru-needs-search')
    return ref
  },
)

/** interception/lru-keyrings-only */
export const noRingToTakeFrom = rule(
  'interception/lru-keyrings-only',
  (turn, { ring }: Key): Errno | undefined => {
    return ring === null ? refuse(turn, 'interception/lru-keyrings-only', 'ENOTDIR') : undefined
  },
)

/** interception/lru-once: the keys of a type in a keyring that were not found yet, and are valid. */
export const notTaken = rule(
  'interception/lru-once',
  (turn, { ring }: Key, type: string): readonly Key[] => {
    const keys = (ring === null ? [] : linksOf(ring)).map((id) => keyOf(turn.world, id))
    const fitting = keys.filter((key) => key.type === type && deathOf(turn, key) === undefined)
    if (fitting.some(({ handedOut }) => handedOut)) cite(turn, 'interception/lru-once')
    return fitting.filter(({ handedOut }) => !handedOut)
  },
)

/** interception/lru-order: those that were used least recently, as far as that is told. */
export const leastRecent = rule(
  'interception/lru-order',
  (turn, keys: readonly Key[]): readonly Key[] => {
    const first = Math.min(...keys.map(({ usedAt }) => usedAt))
    const least = keys.filter(({ ring, usedAt }) => ring !== null || usedAt === first)
    if (least.length < keys.length) {
      cite(turn, 'interception/lru-order')
      if (keys.some(({ madeAt, usedAt }) => madeAt !== usedAt)) cite(turn, 'interception/lru-use')
    }
    return least
  },
)

/** interception/lru-none */
export const nothingToTake = rule('interception/lru-none', (turn): Errno => {
  return refuse(turn, 'interception/lru-none', 'EAGAIN')
})

function take(turn: Turn, key: Key): KeyId {
  turn.world = withKey(turn.world, { ...key, handedOut: true })
  return key.id
}

/** `KEYCTL_FIND_LRU` */
export function findLru(turn: Turn, command: FindLru): Reply {
  const type = takeLruType(turn, command)
  if (typeof type === 'string') return failed(type)
  const ref = ringToTakeFrom(turn, command)
  if (typeof ref === 'string') return failed(ref)
  const ring = keyOf(turn.world, ref.id)
  const refused = noRingToTakeFrom(turn, ring)
  if (refused !== undefined) return failed(refused)
  if (typeOf(turn.profile, type.value) === undefined) return failed(unknownTypeSought(turn))
  const keys = leastRecent(turn, notTaken(turn, ring, type.value))
  const key = keys.length > 1 ? keys[turn.choose(keys.length)] : keys[0]
  return key === undefined ? failed(nothingToTake(turn)) : { kind: 'key', key: take(turn, key) }
}
