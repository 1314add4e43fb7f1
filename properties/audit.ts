/**
 * The end of every program, as a list of commands: what every key that has a name is, holds and costs;
 * and what is still charged to whom once everybody has gone.
 */

import { type Cast, castOf, takesPart } from '../spec/cast.ts'
import type { Command } from '../spec/vocabulary/command.ts'
import type { ActorName, KeyName, UidName } from '../spec/vocabulary/names.ts'
import type { Program } from '../spec/vocabulary/program.ts'

/** Who is there when the program ends. */
function survivorsOf(program: Program): Cast {
  const cast = castOf(program)
  for (const command of program.commands) takesPart(cast, command)
  return cast
}

/** The number behind the last that a name of these bears. */
const numberAfter = (names: readonly string[]): number =>
  names.reduce((most, name) => Math.max(most, Number(name.slice(1))), 0) + 1

/**
 * Ends every request that is still open: what was asked last first, for whoever makes a key may have
 * asked for another. Processes without a name get one, as many as there may be.
 */
function drain({ actors, commands }: Program): readonly Command[] {
  const asked = commands.filter(
    (command) => command.op === 'request_key' && command.callout !== null,
  )
  if (asked.length === 0) return []
  const born = commands.flatMap((command) => ('child' in command ? [command.child] : []))
  const actorNames = [...actors.map(({ name }) => name), ...born]
  let next = numberAfter(actorNames)
  const ends = (actor: ActorName, child: ActorName): readonly Command[] => [
    { op: 'await', actor: child },
    { op: 'exit', actor: child },
    { op: 'await', actor },
  ]
  const drained = commands.toReversed().flatMap((command): readonly Command[] => {
    if (command.op === 'upcall') return ends(command.actor, command.child)
    if (command.op !== 'request_key' || command.callout === null) return []
    const child: ActorName = `p${next}`
    next += 1
    return [{ op: 'upcall', actor: command.actor, child }, ...ends(command.actor, child)]
  })
  return [...drained, ...actorNames.map((actor): Command => ({ op: 'await', actor }))]
}

/** Users to whom a command may bring keys. */
function usersIn(command: Command): readonly (UidName | null)[] {
  switch (command.op) {
    case 'keyctl_chown':
    case 'setfsuid':
      return [command.uid]
    case 'setresuid':
      return [command.ruid, command.euid]
    default:
      return []
  }
}

/**
 * The audit of a program, with names that it does not use. What a search finds bears the name of
 * the command that made it already.
 */
export function auditOf(program: Program): readonly Command[] {
  const cast = survivorsOf(program)
  const { alive } = cast
  const uids = new Set<UidName>(program.actors.map(({ uid }) => uid))
  for (const uid of program.commands.flatMap(usersIn)) if (uid !== null) uids.add(uid)
  uids.delete('root')
  const charges = [...uids].sort().map((uid): Command => ({ op: 'key_users', uid }))
  const queues = program.commands.flatMap((command): readonly Command[] =>
    command.op === 'watch_queue' ? [{ op: 'read_queue', queue: command.queue }] : [],
  )
  const drained = drain(program)
  const seen = [...charges, ...queues]
  const audit = drained.length === 0 ? [...seen] : [...seen, ...drained, ...seen]
  const [eldest] = alive.keys()
  if (eldest === undefined) return audit
  let last = 0
  const look = (actor: ActorName, key: KeyName): void => {
    audit.push({ op: 'keyctl_describe', actor, key }, { op: 'keyctl_read', actor, key })
  }
  for (const command of program.commands) {
    if (!('name' in command) || command.name === undefined) continue
    last = Math.max(last, Number(command.name.slice(1)))
    if (command.op === 'request_key' || command.op === 'keyctl_search') continue
    look(alive.has(command.actor) ? command.actor : eldest, command.name)
  }
  for (const actor of alive.keys()) {
    for (const key of ['@t', '@p', '@s'] as const) {
      last += 1
      const name: KeyName = `k${last}`
      audit.push({ op: 'keyctl_get_keyring_id', actor, name, key, create: 0 })
      look(actor, name)
    }
  }
  return [...audit, ...endsOf(cast), ...charges]
}

/** Has every process end: what is charged afterwards is kept by no process, or kept by mistake. */
function endsOf(cast: Cast): readonly Command[] {
  const ends: Command[] = []
  for (const actor of cast.alive) {
    const end: Command = { op: 'exit', actor }
    // With a process all of its threads have ended.
    if (takesPart(cast, end)) ends.push(end)
  }
  return ends
}

/** The program with its audit behind it. */
export function withAudit(program: Program): Program {
  return { ...program, commands: [...program.commands, ...auditOf(program)] }
}
