/** Chapter 18 turned wrong: whose keyring is searched for whom, and how it is given. */

import { keyringAfterDeath } from '../dying.ts'
import { lookup } from '../lookup.ts'
import { providedPossessed, providerOf, searchProvided } from '../possession.ts'
import {
  deadIsProvided,
  noRing,
  nothingProvided,
  providedAlready,
  providedRefuses,
  ringToProvide,
} from '../provide.ts'
import { type Break, broken } from './broken.ts'

export const provideBreaks: readonly Break[] = [
  broken(ringToProvide, 'Any keyring may be given to a container.', (turn, { actor, key }) => {
    const ref = lookup(turn, actor, key, 'search')
    return ref === 'EACCES' ? lookup(turn, actor, key, 'view') : ref
  }),
  broken(noRing, 'Any key may be given to a container.', () => undefined),
  broken(deadIsProvided, 'A dead container may be given a keyring.', () => undefined),
  broken(providedAlready, 'A container is given one keyring after the other.', () => undefined),
  broken(nothingProvided, 'A container without a keyring is EAGAIN.', () => 'EAGAIN' as const),
  broken(
    providedRefuses,
    'A keyring of a container is linked only by who may link it.',
    (turn, { actor, dest }, keyring) => {
      if (dest === null) return undefined
      const name = turn.world.names.indexOf(keyring)
      const ref = name > 0 ? lookup(turn, actor, `k${name}`, 'link') : 'ENOKEY'
      return ref === 'EACCES' ? ref : undefined
    },
  ),
  broken(
    keyringAfterDeath,
    'A container keeps its keyring when it is dead.',
    (_turn, { keyring }) => keyring,
  ),
  broken(
    providerOf,
    'A process finds the keys of the container in which its own is.',
    (turn, { container }) => {
      const own = turn.world.containers[container]
      return (own?.keyring ?? 0) !== 0 ? container : (own?.parent ?? 0)
    },
  ),
  broken(
    providedPossessed,
    'What a container provides is possessed by whoever is in it.',
    () => true,
  ),
  broken(searchProvided, 'Nobody looks in the keyring of a container.', () => undefined),
]
