/** Laws over worlds: what holds after every command, whatever came before. */

import { type Key, keyOf, linksOf, type World } from '../../model/world.ts'
import type { RuleId } from '../../spec/rules.ts'

export interface WorldLaw {
  /** A claim, in snake_case. */
  readonly name: string
  readonly says: string
  /** The rules that it rests on. */
  readonly about: readonly [RuleId, ...RuleId[]]
  readonly holds: (world: World) => boolean
}

function keysOf(world: World): readonly Key[] {
  return world.keys.filter((key) => key !== undefined)
}

function reaches(world: World, from: Key, to: Key): boolean {
  if (from.ring === null) return false
  return linksOf(from.ring).some((id) => id === to.id || reaches(world, keyOf(world, id), to))
}

export const worldLaws: readonly WorldLaw[] = [
  {
    name: 'no_ring_holds_itself',
    says: 'No sequence of calls links a keyring into its own tree.',
    about: ['links/no-cycle'],
    holds: (world) => keysOf(world).every((key) => !reaches(world, key, key)),
  },
  {
    name: 'links_lead_to_keys',
    says: 'What a living keyring links to exists.',
    about: ['life/unreferenced-is-gone'],
    holds: (world) =>
      keysOf(world).every(({ ring }) =>
        (ring === null ? [] : linksOf(ring)).every((id) => world.keys[id] !== undefined),
      ),
  },
  {
    name: 'one_link_per_description',
    says: 'A keyring never holds two links to keys of the same type, description and network.',
    about: ['links/one-per-description', 'namespaces/tag-tells-links-apart'],
    holds: (world) =>
      keysOf(world).every(({ ring }) => {
        const names = (ring === null ? [] : linksOf(ring)).map((id) => {
          const { type, description, domain } = keyOf(world, id)
          return `${type} ${description} ${domain}`
        })
        return new Set(names).size === names.length
      }),
  },
  {
    name: 'revoked_keys_hold_nothing',
    says: 'A revoked key has no payload, unless it is a token, or big: then its length is told; a revoked keyring has no links.',
    about: ['life/revoke-empties', 'life/revoked-tokens-stay'],
    holds: (world) =>
      keysOf(world).every(
        ({ type, revoked, payload, ring }) =>
          !revoked ||
          ((payload === null || type === 'rxrpc' || type === 'big_key') &&
            (ring === null || linksOf(ring).length === 0)),
      ),
  },
  {
    name: 'charges_cover_links',
    says: 'A keyring is charged for every link that it holds, or for more.',
    about: ['links/cost', 'life/swept-links-stay-charged'],
    holds: (world) =>
      keysOf(world).every(
        ({ ring, chargedBytes }) => ring === null || chargedBytes >= 4 * linksOf(ring).length,
      ),
  },
  {
    name: 'one_entry_for_a_subject',
    says: 'No list has two entries for the same subject.',
    about: ['acl/grant'],
    holds: (world) =>
      keysOf(world).every(({ perm }) => {
        if (typeof perm === 'number') return true
        const subjects = perm.map(({ subject }) => JSON.stringify(subject))
        return new Set(subjects).size === subjects.length
      }),
  },
  {
    name: 'dead_containers_have_nothing',
    says: 'A dead container has no keyring, and diverts no requests.',
    about: ['provided/until-death', 'interception/dead-container'],
    holds: ({ containers }) =>
      containers.every(
        (one) => one?.dead !== true || (one.keyring === 0 && one.filters.length === 0),
      ),
  },
  {
    name: 'nobody_outlives_a_container',
    says: 'Whoever is in a dead container is being killed.',
    about: ['containers/members-are-killed'],
    holds: ({ containers, processes }) =>
      processes.every(
        (one) =>
          one === undefined || one.killed || one.ended || containers[one.container]?.dead !== true,
      ),
  },
]
