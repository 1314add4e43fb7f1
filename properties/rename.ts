/** Names made plain: keys and actors numbered in the order in which a program brings them in. */

import { type Command, operations } from '../spec/vocabulary/command.ts'
import { type ActorName, isKeyName, type KeyName } from '../spec/vocabulary/names.ts'
import type { Program } from '../spec/vocabulary/program.ts'

/** The program with every key name put through `rename`. */
export function renameKeys(program: Program, rename: (name: KeyName) => KeyName): Program {
  return {
    ...program,
    commands: program.commands.map((command) => {
      const fields: Record<string, unknown> = { ...command }
      for (const [field, kind] of operations[command.op]) {
        const value = fields[field]
        if (!kind.startsWith('key') || typeof value !== 'string') continue
        if (isKeyName(value)) fields[field] = rename(value)
      }
      if ('name' in command && command.name !== undefined) fields.name = rename(command.name)
      return fields as unknown as Command
    }),
  }
}

/** The program with its keys called k1, k2 … and its actors p1, p2 …; the same where they are. */
export function renumber(program: Program): Program {
  const keys = new Map<KeyName, KeyName>()
  const called = (name: KeyName): KeyName => {
    const known = keys.get(name) ?? (`k${keys.size + 1}` as const)
    keys.set(name, known)
    return known
  }
  return renumberActors(renameKeys(program, called))
}

function renumberActors({ actors, commands }: Program): Program {
  const names = new Map<ActorName, ActorName>()
  const called = (name: ActorName): ActorName => {
    const known = names.get(name) ?? (`p${names.size + 1}` as const)
    names.set(name, known)
    return known
  }
  const renamed = actors.map((actor) => ({ ...actor, name: called(actor.name) }))
  return {
    actors: renamed,
    commands: commands.map((command) => {
      if (!('actor' in command)) return command
      const actor = called(command.actor)
      if ('child' in command) return { ...command, actor, child: called(command.child) }
      if ('of' in command) return { ...command, actor, of: called(command.of) }
      if ('to' in command && command.op === 'pass_container') {
        return { ...command, actor, to: called(command.to) }
      }
      if (!('network' in command) || command.network === undefined) return { ...command, actor }
      const { network } = command
      return { ...command, actor, network: network === 'nobody' ? network : called(network) }
    }),
  }
}

/** Names that commands of the program give, in order. */
export function namesIn({ commands }: Program): readonly KeyName[] {
  return commands.flatMap((one) => ('name' in one && one.name !== undefined ? [one.name] : []))
}
