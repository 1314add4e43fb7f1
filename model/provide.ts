/** Chapter 18, the calls: a container is given a keyring, and asked for it. */

import type { GetContainerKeyring, SetContainerKeyring } from '../spec/vocabulary/command.ts'
import type { Errno } from '../spec/vocabulary/errno.ts'
import { failed, type Reply, zero } from './answers.ts'
import { containerAt, containerOf } from './boot.ts'
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
  const id = containerOf(turn, processOf(turn, command.actor), command.container)
  if (typeof id === 'string') return failed(id)
  const ref = ringToProvide(turn, command)
  if (typeof ref === 'string') return failed(ref)
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

/** provided/told-to-holders: who has the file is told of the keyring, and may link it. */
export const linkProvided = rule(
  'provided/told-to-holders',
  (turn, { actor, dest }: GetContainerKeyring, keyring: KeyId): Errno | undefined => {
    cite(turn, 'provided/told-to-holders')
    if (dest === null || numberOf(dest) === 0) return undefined
    const ring = lookup(turn, actor, dest, 'write', true)
    return typeof ring === 'string' ? ring : link(turn, ring.id, keyring)
  },
)

/** `KEYCTL_GET_CONTAINER_KEYRING` */
export function getContainerKeyring(turn: Turn, command: GetContainerKeyring): Reply {
  const id = containerOf(turn, processOf(turn, command.actor), command.container)
  if (typeof id === 'string') return failed(id)
  const { keyring } = containerAt(turn, id)
  if (keyring === 0) return failed(nothingProvided(turn))
  const refused = linkProvided(turn, command, keyring)
  return refused === undefined ? { kind: 'key', key: keyring } : failed(refused)
}
