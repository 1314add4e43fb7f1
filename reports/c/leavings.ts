/** What a step of a reproducer leaves to the kernel, which has to be waited for before the next. */

import { networkEnders } from '../../spec/networks.ts'
import type { Command, Op } from '../../spec/vocabulary/command.ts'
import { containerFlags } from '../../spec/vocabulary/container-flags.ts'
import type { Program } from '../../spec/vocabulary/program.ts'

/** Dead keys go after a grace period; links to dead keys go when the collector passes over links. */
export type Leavings = 'NOTHING' | 'DEAD_KEYS' | 'DEAD_LINKS'

/** Operations that may let go of keys. */
const dropping: ReadonlySet<Op> = new Set<Op>([
  'add_key',
  'request_key',
  'keyctl_search',
  'keyctl_get_keyring_id',
  'keyctl_join_session_keyring',
  'keyctl_revoke',
  'keyctl_clear',
  'keyctl_link',
  'keyctl_get_persistent',
  'keyctl_unlink',
  'keyctl_move',
  'keyctl_session_to_parent',
  'keyctl_get_container_keyring',
  'execve',
  'unshare_user',
  'setns_user',
])

/** Operations that may let go of network namespaces, if there are any; a filter holds that of its installer. */
const leaving: ReadonlySet<Op> = new Set<Op>([...networkEnders, 'keyctl_container_intercept'])

/** Operations that have the collector pass over links, or somebody go on who may. */
const sweeping: ReadonlySet<Op> = new Set<Op>([
  'keyctl_invalidate',
  'keyctl_instantiate',
  'keyctl_instantiate_iov',
  'keyctl_negate',
  'keyctl_reject',
  'await',
  'interrupt',
  'advance_clock',
  'sysctl',
])

/**
 * What the kernel may have left to do after a step. Links to dead keys stay until the collector passes over them,
 * so it must not be made to where it would not.
 */
export function leftBy(command: Command, { commands }: Program): Leavings {
  const { op } = command
  if (sweeping.has(op) || ('callout' in command && command.callout !== null)) return 'DEAD_LINKS'
  if (leaving.has(op)) return commands.some(makesNetwork) ? 'DEAD_LINKS' : 'DEAD_KEYS'
  return dropping.has(op) ? 'DEAD_KEYS' : 'NOTHING'
}

const makesNetwork = (command: Command): boolean =>
  command.op === 'unshare_net' ||
  (command.op === 'container_create' && (command.flags & containerFlags.newNetwork) !== 0)
