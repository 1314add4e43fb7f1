/** Chapter 13 turned wrong, networks: which keys belong to one, and what becomes of them. */

import {
  domainOf,
  inheritedNetwork,
  isOfLostNetwork,
  possessedDomain,
  sameDomain,
  soughtDomain,
  takesForeign,
} from '../networks.ts'
import { enteredNetwork, networkRefused, newNetwork } from '../unshare.ts'
import { firstNetwork } from '../world.ts'
import { type Break, broken } from './broken.ts'

export const networksBreaks: readonly Break[] = [
  broken(
    newNetwork,
    'What a process has made before moves to the new network with it.',
    (turn, process) => {
      const moved = newNetwork.sound(turn, process)
      const { keys } = turn.world
      turn.world = {
        ...turn.world,
        keys: keys.map((key) =>
          key?.domain === process.network ? { ...key, domain: moved.network } : key,
        ),
      }
      return moved
    },
  ),
  broken(networkRefused, 'Everybody may have a network to themselves.', () => undefined),
  broken(
    enteredNetwork,
    'Entering a network changes nothing for keys.',
    (_turn, process) => process,
  ),
  broken(
    inheritedNetwork,
    'A child begins in the network that everybody begins in.',
    () => firstNetwork,
  ),
  broken(
    domainOf,
    'Keys of every type but keyrings belong to a network.',
    (_turn, type, process) => (type === 'keyring' ? 0 : process.network),
  ),
  broken(
    sameDomain,
    'A keyring holds one link of a type and description, whatever the network.',
    () => true,
  ),
  broken(
    soughtDomain,
    'Every search looks in the network that everybody begins in.',
    (turn, type, process) => soughtDomain.sound(turn, type, { ...process, network: firstNetwork }),
  ),
  broken(
    takesForeign,
    'A host is looked for in the network of the caller.',
    (_turn, key, process) => key.domain === process.network,
  ),
  broken(
    possessedDomain,
    'Keys of another network are not possessed.',
    (_turn, key, { network }) => (key.domain === 0 ? 0 : network),
  ),
  broken(isOfLostNetwork, 'Keys outlive their network.', () => false),
]
