/** Bursts in which a key is looked for in `/proc/keys`. */

import type { Command } from '../../spec/vocabulary/command.ts'
import type { Burst } from './bursts.ts'
import { chance, pick } from './draw.ts'
import { aDescription, aMask, aPayload } from './values.ts'
import { anActor } from './view.ts'

/** Seconds around which the unit of a time changes. */
const spans = [1, 59, 60, 61, 3599, 3600, 86_399, 86_400, 604_799, 604_800, 1_300_000] as const

const types = ['user', 'keyring', 'big_key', 'dns_resolver', 'rxrpc', 'logon'] as const

/** A key is made and changed, and listed to somebody. */
export const glance: Burst = (view) => {
  const { draw } = view
  const actor = anActor(view)
  const name = view.fresh()
  const type = pick(draw, types)
  const payload = type === 'keyring' ? null : aPayload(draw, type)
  const ring = pick(draw, ['@t', '@s', '@u'] as const)
  const changes: readonly Command[] = [
    { op: 'keyctl_set_timeout', actor, key: name, seconds: pick(draw, spans) },
    { op: 'keyctl_setperm', actor, key: name, perm: aMask(draw) },
    { op: 'keyctl_revoke', actor, key: name },
    { op: 'keyctl_invalidate', actor, key: name },
    { op: 'keyctl_chown', actor, key: name, uid: null, gid: 'g2' },
    { op: 'keyctl_link', actor, key: '@t', ring: name },
    { op: 'advance_clock', seconds: 1 },
  ]
  const list = (who = actor): Command => ({ op: 'proc_keys', actor: who, key: name })
  return [
    { op: 'add_key', actor, name, type, description: aDescription(draw, type), payload, ring },
    ...changes.filter(() => chance(draw, 1, 4)),
    list(),
    ...(chance(draw, 1, 2) ? [list(anActor(view))] : []),
  ]
}
