/** What can be told of a program's keys without running it. */

import type { Command } from '../../spec/vocabulary/command.ts'
import { isKeyName, type KeyName, type KeyRef } from '../../spec/vocabulary/names.ts'

/** Every place of a command where a key stands. */
export function keyRefs(command: Command): KeyRef[] {
  const fields = command as unknown as Readonly<Record<string, KeyRef | null | undefined>>
  return ['key', 'ring', 'from', 'to', 'dest']
    .map((field) => fields[field])
    .filter((ref) => ref !== undefined && ref !== null)
}

/** Names that may stand for a keyring at some time. */
export function ringNames(commands: readonly Command[]): ReadonlySet<KeyName> {
  const names = new Set<KeyName>()
  for (const command of commands) {
    if (!('name' in command) || command.name === undefined) continue
    if ('type' in command && command.type !== 'keyring') continue
    names.add(command.name)
  }
  return names
}

/** True when the command may put a keyring into a keyring. */
export function mayNest(command: Command, rings: ReadonlySet<KeyName>): boolean {
  switch (command.op) {
    case 'keyctl_get_persistent':
    case 'keyctl_get_container_keyring':
    // A keyring that is restricted holds what it is restricted by.
    case 'keyctl_restrict_by_key':
      return true
    case 'add_key':
      return command.type === 'keyring'
    case 'request_key':
    case 'keyctl_search':
      return command.dest !== null && command.type === 'keyring'
    case 'keyctl_link':
    case 'keyctl_move':
      return !isKeyName(command.key) || rings.has(command.key)
    default:
      return false
  }
}

/** True when the command may have the kernel start a process that is to make a key. */
export function asksForKeys(command: Command): boolean {
  return command.op === 'request_key' && command.callout !== null
}

/** True when the command may make the user keyring and user session keyring of its actor. */
export function mayMakeUserRings(command: Command): boolean {
  if (asksForKeys(command) || command.op === 'keyctl_session_to_parent') return true
  return keyRefs(command).some((ref) => ref === '@s' || ref === '@u' || ref === '@us')
}
