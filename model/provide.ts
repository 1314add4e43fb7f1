/** Chapter 18, the calls: a container is given a keyring, and asked for it. */

import type { GetContainerKeyring, SetContainerKeyring } from '../spec/vocabulary/command.ts'
import type { Errno } from '../spec/vocabulary/errno.ts'
import { failed, type Reply, zero } from './answers.ts'
import { fileThenRest, providedThenDestination, type Taken } from './arguments.ts'
import { containerAt, containerOf, fileAt } from './boot.ts'
import { link } from './links.ts'
import { type Looked, lookup, numberOf, processOf } from './lookup.ts'
import { cite, refuse, rule, type Turn } from './turn.ts'
import { type Container, type Key, type KeyId, keyOf } from './world.ts'

/** provided/needs-search */
export const ringToProvide = rule(
  'provided/needs-search',
  (turn, { actor, key }: SetContainerKeyring): Looked => {
    const ref = lookup(turn, actor, key, 'search')
    if (ref === 'EACCES') cite(turn, 'provided/needs-search')
    return ref
  },
)

/** provided/only-keyrings */
export const noRing = rule('provided/only-keyrings', (turn, { ring }: Key): Errno | undefined => {
  return ring === null ? refuse(turn, 'provided/only-keyrings', 'ENOTDIR') : undefined
})

/** provided/not-to-the-dead */
export const deadIsProvided = rule(
  'provided/not-to-the-dead',
  (turn, { dead }: Container): Errno | undefined => {
    return dead ? refuse(turn, 'provided/not-to-the-dead', 'ECANCELED') : undefined
  },
)

/** provided/once */
export const providedAlready = rule(
  'provided/once',
  (turn, { keyring }: Container): Errno | undefined => {
    return keyring === 0 ? undefined : refuse(turn, 'provided/once', 'EBUSY')
  },
)

/** `KEYCTL_SET_CONTAINER_KEYRING` */
export function setContainerKeyring(turn: Turn, command: SetContainerKeyring): Reply {
  const given = fileThenRest(
    turn,
    () => fileAt(turn, command.actor, command.container),
    () => ringToProvide(turn, command),
  )
  if (typeof given === 'string') return failed(given)
  const { id } = given.first
  const ref = given.second
  const container = containerAt(turn, id)
  const refused =
    noRing(turn, keyOf(turn.world, ref.id)) ??
    deadIsProvided(turn, container) ??
    providedAlready(turn, container)
  if (refused !== undefined) return failed(refused)
  const { containers } = turn.world
  turn.world = {
    ...turn.world,
    containers: containers.with(id, { ...container, keyring: ref.id }),
  }
  return zero
}

/** provided/none */
export const nothingProvided = rule('provided/none', (turn): Errno => {
  return refuse(turn, 'provided/none', 'ENOKEY')
})

function keyringOf(turn: Turn, { keyring }: Container): { readonly id: KeyId } | Errno {
  return keyring === 0 ? nothingProvided(turn) : { id: keyring }
}

/** Where a keyring is to be linked, if anywhere. */
function destinationOf(turn: Turn, { actor, dest }: GetContainerKeyring): Taken<KeyId | null> {
  if (dest === null || numberOf(dest) === 0) return { value: null }
  const ring = lookup(turn, actor, dest, 'write', true)
  return typeof ring === 'string' ? ring : { value: ring.id }
}

/** provided/told-to-holders: what a keyring has to grant to who has the file; nothing. */
export const providedRefuses = rule(
  'provided/told-to-holders',
  (turn, _command: GetContainerKeyring, _keyring: KeyId): Errno | undefined => {
    cite(turn, 'provided/told-to-holders')
    return undefined
  },
)

/** `KEYCTL_GET_CONTAINER_KEYRING` */
export function getContainerKeyring(turn: Turn, command: GetContainerKeyring): Reply {
  const id = containerOf(turn, processOf(turn, command.actor), command.container)
  if (typeof id === 'string') return failed(id)
  const given = providedThenDestination(
    turn,
    () => keyringOf(turn, containerAt(turn, id)),
    () => destinationOf(turn, command),
  )
  if (typeof given === 'string') return failed(given)
  const keyring = given.first.id
  const dest = given.second.value
  const refused =
    providedRefuses(turn, command, keyring) ??
    (dest === null ? undefined : link(turn, dest, keyring))
  return refused === undefined ? { kind: 'key', key: keyring } : failed(refused)
}
