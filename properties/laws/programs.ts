/** Laws over whole programs: what no sequence of commands brings about. */

import * as fc from 'fast-check'
import { judge } from '../../model/oracle.ts'
import { runOnModel } from '../../model/run.ts'
import { startOf, step } from '../../model/step.ts'
import type { World } from '../../model/world.ts'
import { mainline } from '../../spec/profiles/mainline.ts'
import type { Program } from '../../spec/vocabulary/program.ts'
import { parseProgram } from '../../spec/wire/parse.ts'
import { printProgram } from '../../spec/wire/print.ts'
import { withAudit } from '../audit.ts'
import { programs } from '../generators/program.ts'
import type { Law } from './law.ts'
import { type WorldLaw, worldLaws } from './worlds.ts'

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

/** A law over worlds, held by every world of a program. */
function always({ name, says, about, holds }: WorldLaw): Law {
  const property = fc.property(program, (one) => [...worldsOf(one)].every(holds))
  return { name, says, about, property }
}

export const programLaws: readonly Law[] = [
  ...worldLaws.map(always),
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
