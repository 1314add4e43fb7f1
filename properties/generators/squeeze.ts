/** Limits that are met: a short run of commands at the edge of a quota. */

import type { Command } from '../../spec/vocabulary/command.ts'
import type { Burst } from './bursts.ts'
import { squeezed, writers } from './commands.ts'
import { chance, pick } from './draw.ts'

/** A limit set about where a user stands, and calls that want a little more; mostly it is let go then. */
export const squeeze: Burst = (view) => {
  const { draw } = view
  const actor = pick(draw, view.actors)
  const wants = (): Command => {
    const command = writers[pick(draw, wanting)](view)
    return 'actor' in command ? { ...command, actor: actor.name } : command
  }
  const calls = Array.from({ length: 1 + draw.int(3) }, wants)
  const loosened: readonly Command[] = [
    { op: 'sysctl', setting: 'maxkeys', value: 200 },
    { op: 'sysctl', setting: 'maxbytes', value: 20000 },
  ]
  return [squeezed(view, actor.fsuid), ...calls, ...(chance(draw, 2, 3) ? loosened : [])]
}

/** What may take some quota. */
const wanting = [
  'add_key',
  'add_key',
  'keyctl_link',
  'keyctl_move',
  'keyctl_update',
  'request_key',
  'keyctl_search',
  'keyctl_chown',
  'keyctl_join_session_keyring',
  'keyctl_get_keyring_id',
] as const
