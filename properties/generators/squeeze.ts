/** Limits that are met: a short run of commands at the edge of a quota. */

import type { Command } from '../../spec/vocabulary/command.ts'
import type { Burst } from './bursts.ts'
import { squeezed, writers } from './commands.ts'
import { chance, pick, pickAny } from './draw.ts'
import { anAbleActor, type View } from './view.ts'

/** A limit set about where a user stands, and calls that want a little more; mostly it is let go then. */
export const squeeze: Burst = (view) => {
  const { draw } = view
  const actor = pick(draw, view.actors)
  const wants = (): Command => {
    const command = writers[pick(draw, wanting)](view)
    return 'actor' in command ? { ...command, actor: actor.name } : command
  }
  const calls = Array.from({ length: 1 + draw.int(3) }, wants)
  return [squeezed(view, actor.fsuid), ...calls, ...(chance(draw, 2, 3) ? loosened : [])]
}

/** Calls of which one at least takes some quota, as a rule. */
const tries = 6

/**
 * A limit set just where a call will take a user to, or right below, and the call; then, perhaps,
 * another one, which finds nothing left.
 */
export const edge: Burst = (view) => {
  const { draw } = view
  for (let at = 0; at < tries; at += 1) {
    const command = chance(draw, 1, 3) ? give(view) : writers[pick(draw, taking)](view)
    for (const uid of payers) {
      const before = view.charged(uid)
      const after = view.chargedAfter(command, uid)
      const grown = (['maxkeys', 'maxbytes'] as const).filter(
        (setting) => after[unitOf[setting]] > before[unitOf[setting]],
      )
      const setting = pickAny(draw, grown)
      if (setting === undefined) continue
      const value = Math.max(1, after[unitOf[setting]] - draw.int(2))
      const more = chance(draw, 1, 3) ? [writers[pick(draw, wanting)](view)] : []
      return [{ op: 'sysctl', setting, value }, command, ...more, ...loosened]
    }
  }
  return []
}

/** A key for somebody else who has some, by an actor who may, if there is one. */
function give(view: View): Command {
  const { draw } = view
  const actor = anAbleActor(view, 'CAP_SYS_ADMIN')
  const given = pickAny(draw, view.named)
  const others = payers.filter((one) => one !== given?.key.uid && view.charged(one).keys > 0)
  const uid = pickAny(draw, others) ?? pick(draw, payers)
  return { op: 'keyctl_chown', actor, key: given?.name ?? '@t', uid, gid: null }
}

const payers = ['u1', 'u2', 'u3'] as const
const unitOf = { maxkeys: 'keys', maxbytes: 'bytes' } as const

/** Calls that may take some, each in its own way. */
const taking = [
  'add_key',
  'keyctl_link',
  'keyctl_update',
  'keyctl_move',
  'keyctl_join_session_keyring',
] as const

const loosened: readonly Command[] = [
  { op: 'sysctl', setting: 'maxkeys', value: 200 },
  { op: 'sysctl', setting: 'maxbytes', value: 20000 },
]

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
