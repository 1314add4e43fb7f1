/** Commands that are released together: which those are, and that they can be. */

import { type ArgumentKind, type Command, type Op, operations } from './command.ts'

/** Calls that end by themselves, whatever others do meanwhile, and are one system call each. */
const releasable: ReadonlySet<Op> = new Set<Op>([
  'add_key',
  'request_key',
  'keyctl_search',
  'keyctl_get_keyring_id',
  'keyctl_update',
  'keyctl_revoke',
  'keyctl_invalidate',
  'keyctl_clear',
  'keyctl_describe',
  'keyctl_read',
  'keyctl_link',
  'keyctl_unlink',
  'keyctl_move',
  'keyctl_setperm',
  'keyctl_grant_permission',
  'keyctl_restrict_keyring',
  'keyctl_chown',
  'keyctl_set_timeout',
  'keyctl_set_container_keyring',
  'keyctl_get_container_keyring',
  'keyctl_container_intercept',
  'keyctl_find_lru',
  'close_container',
  'fork',
  'fork_into_container',
  'exit',
])

/** Whether a command can be released together with others. */
export function isReleasable(command: Command): boolean {
  if (command.op === 'request_key') return command.callout === null
  if (command.op === 'keyctl_container_intercept') return command.network === undefined
  return releasable.has(command.op)
}

/** More than these have more orders than anybody wants to look at. */
const mostTogether = 4

/**
 * The commands of a program by index, in groups that are released together; most are alone. One that says
 * that it is released together with that above it, and cannot be, is alone.
 */
export function groupsOf(commands: readonly Command[]): readonly (readonly number[])[] {
  const groups: number[][] = []
  for (const [at, command] of commands.entries()) {
    const group = groups.at(-1)
    const others = (group ?? []).flatMap((other) => commands[other] ?? [])
    if (group !== undefined && joins(command, others)) group.push(at)
    else groups.push([at])
  }
  return groups
}

function joins(command: Command, others: readonly Command[]): boolean {
  if (!('together' in command) || others.length >= mostTogether) return false
  if (![command, ...others].every(isReleasable)) return false
  return others.every((other) => 'actor' in other && !meets(command, other))
}

/** Whether a command is by the same actor as one before, or names what that makes. */
function meets(command: Command, before: Command): boolean {
  if (!('actor' in command) || !('actor' in before) || command.actor === before.actor) return true
  const made = madeBy(before)
  return made.some((name) => command.actor === name || mentions(command, name))
}

const madeBy = (command: Command): readonly string[] => [
  ...('name' in command && command.name !== undefined ? [command.name] : []),
  ...('child' in command ? [command.child] : []),
]

function mentions(command: Command, name: string): boolean {
  if (madeBy(command).includes(name)) return true
  const fields = command as unknown as Record<string, unknown>
  const arguments_: readonly (readonly [string, ArgumentKind])[] = operations[command.op]
  return arguments_.some(([field]) => fields[field] === name)
}
