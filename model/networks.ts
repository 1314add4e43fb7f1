/** Chapter 13, network namespaces: which keys belong to one, and what becomes of them. */

import { cite, rule, type Turn } from './turn.ts'
import { typeOf } from './types.ts'
import { type Domain, firstNetwork, type Key, type Process } from './world.ts'

/** namespaces/network-types: the namespace that a key of a type belongs to, made by a process; 0 for none. */
export const domainOf = rule(
  'namespaces/network-types',
  (turn, type: string, { network }: Process): Domain => {
    if (typeOf(turn.profile, type)?.ofNetwork !== true) return 0
    if (network !== firstNetwork) cite(turn, 'namespaces/network-types')
    return network
  },
)

/** namespaces/search-in-own-network: the namespace whose keys a search by a process is for. */
export const soughtDomain = rule(
  'namespaces/search-in-own-network',
  (turn, type: string, { network }: Process): Domain => {
    if (typeOf(turn.profile, type)?.ofNetwork !== true) return 0
    if (network !== firstNetwork) cite(turn, 'namespaces/search-in-own-network')
    return network
  },
)

/** namespaces/hosts-of-any-network: whether a search that compares names itself takes a key of another. */
export const takesForeign = rule(
  'namespaces/hosts-of-any-network',
  (turn, key: Key, { network }: Process): boolean => {
    if (key.domain !== network) cite(turn, 'namespaces/hosts-of-any-network')
    return true
  },
)

/** namespaces/possession-in-any-network: the namespace in which a key is sought to see if it is possessed. */
export const possessedDomain = rule(
  'namespaces/possession-in-any-network',
  (turn, key: Key, { network }: Process): Domain => {
    if (key.domain !== 0 && key.domain !== network) {
      cite(turn, 'namespaces/possession-in-any-network')
    }
    return key.domain
  },
)

/** namespaces/tag-tells-links-apart: whether two keys of one type and description belong together. */
export const sameDomain = rule(
  'namespaces/tag-tells-links-apart',
  (turn, one: Domain, other: Domain): boolean => {
    if (one !== other) cite(turn, 'namespaces/tag-tells-links-apart')
    return one === other
  },
)

/** namespaces/network-goes: whether the namespace that a key belongs to is gone. */
export const isOfLostNetwork = rule('namespaces/network-goes', (turn, { domain }: Key): boolean => {
  if (!isLost(turn, domain)) return false
  cite(turn, 'namespaces/network-goes')
  return true
})

/** True for a network namespace that nobody has any more. */
export function isLost(turn: Turn, domain: Domain): boolean {
  if (domain <= firstNetwork) return false
  if (turn.world.processes.some((one) => one?.network === domain && !one.ended)) return false
  return !isOfContainer(turn, domain)
}

/** containers/keeps-network: whether a container that lives has a namespace. */
export const isOfContainer = rule('containers/keeps-network', (turn, domain: Domain): boolean => {
  const kept = turn.world.containers.some(
    (one) => one?.dead === false && one.template.network === domain,
  )
  if (kept) cite(turn, 'containers/keeps-network')
  return kept
})

/** namespaces/fork-shares-network */
export const inheritedNetwork = rule(
  'namespaces/fork-shares-network',
  (turn, parent: Process): Domain => {
    if (parent.network !== firstNetwork) cite(turn, 'namespaces/fork-shares-network')
    return parent.network
  },
)
