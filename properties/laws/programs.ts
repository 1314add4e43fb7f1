/** Laws over whole programs: what no sequence of commands brings about. */

import * as fc from 'fast-check'
import { judge } from '../../model/oracle.ts'
import { runOnModel } from '../../model/run.ts'
import { startOf, step } from '../../model/step.ts'
import { type Key, keyOf, linksOf, type World } from '../../model/world.ts'
import { mainline } from '../../spec/profiles/mainline.ts'
import type { Program } from '../../spec/vocabulary/program.ts'
import { parseProgram } from '../../spec/wire/parse.ts'
import { printProgram } from '../../spec/wire/print.ts'
import { withAudit } from '../audit.ts'
import { programs } from '../generators/program.ts'
import type { Law } from './law.ts'

const semantics = { profile: mainline }
const program = programs(semantics)

/** Every world that a program passes through. */
function* worldsOf({ actors, commands }: Program): IterableIterator<World> {
  let world = startOf({ actors, commands })
  for (const command of commands) {
    world = step(semantics, world, command)[0].world
    yield world
  }
}

function always(holds: (world: World) => boolean): fc.IProperty<unknown> {
  return fc.property(program, (one) => [...worldsOf(one)].every(holds))
}

function keysOf(world: World): readonly Key[] {
  return world.keys.filter((key) => key !== undefined)
}

function reaches(world: World, from: Key, to: Key): boolean {
  if (from.ring === null) return false
  return linksOf(from.ring).some((id) => id === to.id || reaches(world, keyOf(world, id), to))
}

export const programLaws: readonly Law[] = [
  {
    name: 'no_ring_holds_itself',
    says: 'No sequence of calls links a keyring into its own tree.',
    about: ['links/no-cycle'],
    property: always((world) => keysOf(world).every((key) => !reaches(world, key, key))),
  },
  {
    name: 'links_lead_to_keys',
    says: 'What a living keyring links to exists.',
    about: ['life/unreferenced-is-gone'],
    property: always((world) =>
      keysOf(world).every(({ ring }) =>
        (ring === null ? [] : linksOf(ring)).every((id) => world.keys[id] !== undefined),
      ),
    ),
  },
  {
    name: 'one_link_per_description',
    says: 'A keyring never holds two links to keys of the same type and description.',
    about: ['links/one-per-description'],
    property: always((world) =>
      keysOf(world).every(({ ring }) => {
        const names = (ring === null ? [] : linksOf(ring)).map((id) => {
          const { type, description } = keyOf(world, id)
          return `${type} ${description}`
        })
        return new Set(names).size === names.length
      }),
    ),
  },
  {
    name: 'revoked_keys_hold_nothing',
    says: 'A revoked key has no payload and a revoked keyring no links.',
    about: ['life/revoke-empties'],
    property: always((world) =>
      keysOf(world).every(
        ({ revoked, payload, ring }) =>
          !revoked || (payload === null && (ring === null || linksOf(ring).length === 0)),
      ),
    ),
  },
  {
    name: 'charges_cover_links',
    says: 'A keyring is charged for every link that it holds, or for more.',
    about: ['links/cost', 'life/swept-links-stay-charged'],
    property: always((world) =>
      keysOf(world).every(
        ({ ring, chargedBytes }) => ring === null || chargedBytes >= 4 * linksOf(ring).length,
      ),
    ),
  },
  {
    name: 'the_model_conforms_to_itself',
    says: 'A trace of the model is accepted by the oracle, whatever the program.',
    about: ['search/process-order'],
    property: fc.property(program, (one) => {
      const trace = runOnModel(semantics, withAudit(one))
      return judge(semantics, trace).deviations.length === 0
    }),
  },
  {
    name: 'every_sublist_is_a_program',
    says: 'Whatever commands are left out, the rest still runs and is judged.',
    about: ['lookup/nobodys-serial'],
    property: fc.property(program, fc.infiniteStream(fc.boolean()), (one, keeps) => {
      const commands = one.commands.filter(() => keeps.next().value === true)
      const trace = runOnModel(semantics, withAudit({ ...one, commands }))
      return judge(semantics, trace).deviations.length === 0
    }),
  },
  {
    name: 'programs_survive_print_and_parse',
    says: 'What is printed in the notation is read back as the same program.',
    about: ['keys/new'],
    property: fc.property(program, (one) => {
      const parsed = parseProgram(printProgram(one))
      return parsed.ok && printProgram(parsed.program) === printProgram(one)
    }),
  },
]
