/** The end of every program: what every key that has a name is, holds and costs, as a list of commands. */

import type { Command } from '../spec/vocabulary/command.ts'
import type { ActorName, KeyName, UidName } from '../spec/vocabulary/names.ts'
import type { Program } from '../spec/vocabulary/program.ts'

/** The processes that are there when the program ends, and the uid of each. */
function survivors(program: Program): Map<ActorName, UidName> {
  const uids = new Map<ActorName, UidName>(program.actors.map(({ name, uid }) => [name, uid]))
  const alive = new Map(uids)
  for (const command of program.commands) {
    if (command.op === 'exit') alive.delete(command.actor)
    if (command.op !== 'fork' || uids.has(command.child)) continue
    const uid = alive.get(command.actor)
    if (uid === undefined) continue
    uids.set(command.child, uid)
    alive.set(command.child, uid)
  }
  return alive
}

/**
 * The audit of a program, with names that it does not use. What a search finds bears the name of
 * the command that made it already.
 */
export function auditOf(program: Program): readonly Command[] {
  const alive = survivors(program)
  const uids = new Set<UidName>(program.actors.map(({ uid }) => uid))
  for (const command of program.commands) {
    if (command.op === 'keyctl_chown' && command.uid !== null) uids.add(command.uid)
  }
  uids.delete('root')
  const audit: Command[] = [...uids].sort().map((uid) => ({ op: 'key_users', uid }))
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
  return audit
}

/** The program with its audit behind it. */
export function withAudit(program: Program): Program {
  return { ...program, commands: [...program.commands, ...auditOf(program)] }
}
