/** Chapter 5, the calls: `request_key(2)`, and `KEYCTL_SEARCH`. */

import type { RequestKey, Search } from '../spec/vocabulary/command.ts'
import type { Errno } from '../spec/vocabulary/errno.ts'
import { failed, type Reply } from './answers.ts'
import {
  type Both,
  ringsThenType,
  searchedThenDestination,
  type Taken,
  takeText,
  typeThenDescription,
  valuesThenKeys,
} from './arguments.ts'
import { outcomeOf, waitsFor } from './construction.ts'
import { takeDescription, takeType } from './keys.ts'
import { badCriterion } from './large-payloads.ts'
import { link } from './links.ts'
import { lookup, numberOf, processOf } from './lookup.ts'
import { permissionRefuses, type Ref } from './permissions.ts'
import { searchProcess } from './possession.ts'
import { searchTree } from './search.ts'
import { cite, refuse, rule, type Turn } from './turn.ts'
import { type KeyType, typeOf } from './types.ts'
import { calloutTooLong, construct } from './upcalls.ts'
import { type KeyId, keyOf } from './world.ts'

/** keys/unknown-type-sought */
export const unknownTypeSought = rule('keys/unknown-type-sought', (turn): Errno => {
  return refuse(turn, 'keys/unknown-type-sought', 'ENOKEY')
})

/** search/miss-is-enokey */
export const missAnswer = rule('search/miss-is-enokey', (turn, miss: Errno): Errno => {
  if (miss !== 'EAGAIN') return miss
  return refuse(turn, 'search/miss-is-enokey', 'ENOKEY')
})

/** search/destination-needs-link */
export const foundNeedsLink = rule(
  'search/destination-needs-link',
  (turn, command: RequestKey | Search, found: Ref): Errno | undefined => {
    const refused = permissionRefuses(turn, found, processOf(turn, command.actor), 'link')
    if (refused !== undefined) cite(turn, 'search/destination-needs-link')
    return refused
  },
)

/** search/destination-gets-link: a key found is linked into the destination. */
export const linkFound = rule(
  'search/destination-gets-link',
  (turn, dest: KeyId, found: KeyId): Errno | undefined => {
    cite(turn, 'search/destination-gets-link')
    return link(turn, dest, found)
  },
)

/** The key found, linked into the destination where one was given. */
function deliver(
  turn: Turn,
  command: RequestKey | Search,
  found: Ref,
  dest: Ref | undefined,
): Reply {
  if (dest !== undefined) {
    const refused = foundNeedsLink(turn, command, found) ?? linkFound(turn, dest.id, found.id)
    if (refused !== undefined) return failed(refused)
  }
  return { kind: 'key', key: found.id }
}

/** The destination of a search, where one was given: it must be writable. */
function destination(turn: Turn, command: RequestKey | Search): Taken<Ref | undefined> {
  if (command.dest === null || numberOf(command.dest) === 0) return { value: undefined }
  const dest = lookup(turn, command.actor, command.dest, 'write', true)
  return typeof dest === 'string' ? dest : { value: dest }
}

/** What is looked for, by name. */
function takeSought(turn: Turn, { type, description }: RequestKey | Search) {
  return typeThenDescription(
    turn,
    () => takeType(turn, type),
    () => takeDescription(turn, description),
  )
}

function knownType(turn: Turn, text: RequestKey['type']): KeyType | Errno {
  return (
    (typeof text === 'string' ? typeOf(turn.profile, text) : undefined) ?? unknownTypeSought(turn)
  )
}

/** upcalls/request-waits: a key that is found under construction is linked, and then waited for. */
export const foundUnmade = rule('upcalls/request-waits', (turn, id: KeyId): Reply => {
  const waiting = waitsFor(turn, id)
  if (waiting !== undefined) {
    cite(turn, 'upcalls/request-waits')
    turn.progress.found = true
    turn.progress.refs.push({ id, possessed: true })
    return failed(waiting)
  }
  const refused = outcomeOf(turn, id)
  return refused === undefined ? { kind: 'key', key: id } : failed(refused)
})

/** `request_key(2)` */
export function requestKey(turn: Turn, command: RequestKey): Reply {
  const awaited = turn.progress.found ? turn.progress.refs.at(-1) : undefined
  if (awaited !== undefined) return foundUnmade(turn, awaited.id)
  const given = valuesThenKeys(
    turn,
    () => takeAsked(turn, command),
    () =>
      ringsThenType(
        turn,
        () => destination(turn, command),
        () => knownType(turn, command.type),
      ),
  )
  if (typeof given === 'string') return failed(given)
  const { first: sought, second: rings } = given
  const senseless = badCriterion(turn, sought.first.value, sought.second.value)
  if (senseless !== undefined) return failed(senseless)
  const found = searchProcess(turn, {
    type: sought.first.value,
    description: sought.second.value,
    wanted: 0,
    process: processOf(turn, command.actor),
    possessed: true,
    minds: true,
    isRequest: true,
  })
  const dest = rings.first.value
  if (!('id' in found)) {
    if (found.miss !== 'EAGAIN' || command.callout === null) {
      return failed(missAnswer(turn, found.miss))
    }
    const wanted = { type: sought.first.value, description: sought.second.value }
    return construct(turn, command, wanted, dest?.id)
  }
  const delivered = deliver(turn, command, found, dest)
  return delivered.kind === 'key' ? foundUnmade(turn, found.id) : delivered
}

/** What is looked for, by name, and what is told to who is to make it. */
function takeAsked(turn: Turn, command: RequestKey) {
  const sought = takeSought(turn, command)
  if (typeof sought === 'string' || command.callout === null) return sought
  const callout = takeText(turn, command.callout)
  if (typeof callout === 'string') return callout
  return calloutTooLong(turn, command.callout) ?? sought
}

/** Where a search begins, and where what it finds goes. */
function searchedRings(turn: Turn, command: Search): Both<Ref, { value: Ref | undefined }> | Errno {
  return searchedThenDestination(
    turn,
    () => lookup(turn, command.actor, command.ring, 'search'),
    () => destination(turn, command),
  )
}

/** `KEYCTL_SEARCH` */
export function search(turn: Turn, command: Search): Reply {
  const given = valuesThenKeys(
    turn,
    () => takeSought(turn, command),
    () =>
      ringsThenType(
        turn,
        () => searchedRings(turn, command),
        () => knownType(turn, command.type),
      ),
  )
  if (typeof given === 'string') return failed(given)
  const { first: sought, second: looked } = given
  const { first: root, second: dest } = looked.first
  const senseless = badCriterion(turn, sought.first.value, sought.second.value)
  if (senseless !== undefined) return failed(senseless)
  const found = searchTree(turn, keyOf(turn.world, root.id), {
    type: sought.first.value,
    description: sought.second.value,
    wanted: 0,
    process: processOf(turn, command.actor),
    possessed: root.possessed,
    minds: true,
    isRequest: false,
  })
  if (!('id' in found)) return failed(missAnswer(turn, found.miss))
  return deliver(turn, command, { id: found.id, possessed: root.possessed }, dest.value)
}
