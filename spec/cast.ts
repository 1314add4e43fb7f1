/** Who takes part in a program, as far as can be told without running it. */

import type { Command } from './vocabulary/command.ts'
import type { ActorName } from './vocabulary/names.ts'
import type { Program } from './vocabulary/program.ts'

export interface Cast {
  /** Who is there, in the order in which they came. */
  readonly alive: Set<ActorName>
  /** Who is or was there; a name is borne once. */
  readonly named: Set<ActorName>
  /** The first thread of the process that an actor is a thread of. */
  readonly leaders: Map<ActorName, ActorName>
}

/** Those that a program begins with. */
export function castOf({ actors }: Program): Cast {
  const names = actors.map(({ name }) => name)
  return {
    alive: new Set(names),
    named: new Set(names),
    leaders: new Map(names.map((name) => [name, name])),
  }
}

/** Notes who comes and who goes by a command; false where nobody is there to carry it out. */
export function takesPart({ alive, named, leaders }: Cast, command: Command): boolean {
  if (!('actor' in command)) return true
  const { actor } = command
  if (!alive.has(actor)) return false
  const leader = leaders.get(actor) ?? actor
  switch (command.op) {
    case 'fork':
    case 'fork_into_container':
    case 'clone_thread': {
      const { child } = command
      if (named.has(child)) return false
      named.add(child)
      alive.add(child)
      leaders.set(child, command.op === 'clone_thread' ? leader : child)
      return true
    }
    case 'upcall':
      named.add(command.child)
      return true
    case 'exit':
      for (const name of named) if (leaders.get(name) === leader) alive.delete(name)
      return true
    case 'execve':
      for (const name of named) {
        if (leaders.get(name) === leader && name !== actor) alive.delete(name)
      }
      leaders.set(actor, actor)
      return true
    case 'exit_thread':
      alive.delete(actor)
      return true
    case 'setns_net':
    case 'setns_user':
      return alive.has(command.of)
    case 'pass_container':
      return alive.has(command.to)
    case 'keyctl_container_intercept':
      return (
        command.network === undefined || command.network === 'nobody' || alive.has(command.network)
      )
    default:
      return true
  }
}
