/** Laws over whole programs: what no sequence of commands brings about. */

import * as fc from 'fast-check'
import { judge } from '../../model/oracle.ts'
import { runOnModel } from '../../model/run.ts'
import { type Semantics, startOf, step } from '../../model/step.ts'
import type { World } from '../../model/world.ts'
import type { Program } from '../../spec/vocabulary/program.ts'
import { parseProgram } from '../../spec/wire/parse.ts'
import { printProgram } from '../../spec/wire/print.ts'
import { withAudit } from '../audit.ts'
import { programs } from '../generators/program.ts'
import type { Law } from './law.ts'
import { type WorldLaw, worldLaws } from './worlds.ts'

/** Every world that a program passes through. */
function* worldsOf(semantics: Semantics, { actors, commands }: Program): IterableIterator<World> {
  let world = startOf({ actors, commands })
  for (const command of commands) {
    world = step(semantics, world, command)[0].world
    yield world
  }
}

/** The laws as they are held over the programs that are drawn for a profile. */
export function programLaws(semantics: Semantics): readonly Law[] {
  const program = programs(semantics)
  const isAccepted = (one: Program): boolean =>
    judge(semantics, runOnModel(semantics, withAudit(one))).deviations.length === 0
  /** A law over worlds, held by every world of a program. */
  const always = ({ name, says, about, holds }: WorldLaw): Law => ({
    name,
    says,
    about,
    property: fc.property(program, (one) => [...worldsOf(semantics, one)].every(holds)),
  })
  return [
    ...worldLaws.map(always),
    {
      name: 'the_model_conforms_to_itself',
      says: 'A trace of the model is accepted by the oracle, whatever the program.',
      about: ['search/process-order'],
      property: fc.property(program, isAccepted),
    },
    {
      name: 'every_sublist_is_a_program',
      says: 'Whatever commands are left out, the rest still runs and is judged.',
      about: ['lookup/nobodys-serial'],
      property: fc.property(program, fc.infiniteStream(fc.boolean()), (one, keeps) =>
        isAccepted({ ...one, commands: one.commands.filter(() => keeps.next().value === true) }),
      ),
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
}
