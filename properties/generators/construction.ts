/** Short runs of commands in which a key under construction is changed, or come upon by others. */

import type { Command } from '../../spec/vocabulary/command.ts'
import type { ActorName, KeyRef } from '../../spec/vocabulary/names.ts'
import type { Burst } from './bursts.ts'
import { chance, pick } from './draw.ts'
import { anError, assumes, begins, type Case, ends, makes, newCase, newcomers } from './upcalls.ts'
import { aGid, aLeap, aMask, aTimeout } from './values.ts'
import { anActor, type View } from './view.ts'

/** An attribute of a key, changed. */
function changes(view: View, actor: ActorName, key: KeyRef): Command {
  const { draw } = view
  switch (draw.int(4)) {
    case 0:
      return { op: 'keyctl_setperm', actor, key, perm: aMask(draw) }
    case 1:
      return { op: 'keyctl_chown', actor, key, uid: null, gid: aGid(draw) }
    default:
      return { op: 'keyctl_set_timeout', actor, key, seconds: aTimeout(draw) }
  }
}

/** A key is changed before it is made, or after, and looked at then, mostly when time has passed. */
export const changeUnfinished: Burst = (view) => {
  const { draw } = view
  const one = newCase(view)
  const { requester: actor, helper, key } = one
  const made: Command = { op: 'keyctl_instantiate', actor: helper, key, payload: 'x', ring: null }
  const again = { type: 'user', description: 'a', callout: null, dest: null }
  return [
    ...begins(one, 'a', pick(draw, ['@t', '@p', '@s'])),
    assumes(one, view),
    changes(view, chance(draw, 5, 6) ? helper : anActor(view), key),
    chance(draw, 2, 3) ? made : makes(one),
    ...ends(one),
    ...(chance(draw, 1, 4) ? [changes(view, actor, key)] : []),
    ...(chance(draw, 2, 3) ? [{ op: 'advance_clock', seconds: aLeap(draw) } as const] : []),
    pick<Command>(draw, [
      { op: 'request_key', actor, name: view.fresh(), ...again },
      { op: 'proc_keys', actor, key },
    ]),
  ]
}

/** Authority is handed to somebody else. */
function lends({ helper, key, view }: Case, heir: ActorName): readonly Command[] {
  const name = view.fresh()
  return [
    { op: 'keyctl_assume_authority', actor: helper, name, key },
    { op: 'keyctl_link', actor: helper, key: '@a', ring: '@r' },
    { op: 'keyctl_assume_authority', actor: heir, key },
  ]
}

/** Two who share a session, and one of whom comes upon what the other has requested. */
export const askTogether: Burst = (view) => {
  const { draw } = view
  const one = newCase(view, 1)
  const { requester, key } = one
  const other = newcomers(view)(0)
  const third = newcomers(view)(2)
  const name = view.fresh()
  const meets = (actor: ActorName): Command => {
    const found = view.fresh()
    switch (draw.int(8)) {
      case 0:
        return { op: 'keyctl_revoke', actor, key }
      case 1:
        return { op: 'keyctl_update', actor, key, payload: 'payload' }
      case 2:
        return { op: 'keyctl_link', actor, key, ring: '@t' }
      case 3: {
        const what = { type: 'user', description: 'a', payload: 'z', ring: '@s' } as const
        return { op: 'add_key', actor, name: found, ...what }
      }
      case 4:
      case 5: {
        const dest: KeyRef | null = chance(draw, 1, 2) ? '@t' : null
        const callout = pick(draw, ['x', null])
        const what = { type: 'user', description: 'a', callout, dest }
        return { op: 'request_key', actor, name: found, ...what }
      }
      default:
        return { op: 'keyctl_read', actor, key }
    }
  }
  const three = chance(draw, 1, 2)
  const awaits = (actor: ActorName): Command => ({ op: 'await', actor, name: view.fresh() })
  return [
    { op: 'keyctl_join_session_keyring', actor: requester, name, description: null },
    { op: 'fork', actor: requester, child: other },
    ...begins(one, 'a', '@s'),
    ...(three ? [{ op: 'fork', actor: other, child: third } as const] : []),
    ...(chance(draw, 5, 6)
      ? [meets(other)]
      : [{ op: 'keyctl_read', actor: other, key: '@s' } as const]),
    ...(three ? [meets(third)] : []),
    ...(chance(draw, 1, 4) ? lends(one, third) : []),
    ...(chance(draw, 1, 4) ? [{ op: 'interrupt', actor: other } as const, awaits(other)] : []),
    assumes(one, view),
    makes(one),
    awaits(other),
    ...(three ? [awaits(third)] : []),
    ...(chance(draw, 1, 3) ? [{ op: 'keyctl_revoke', actor: other, key } as const] : []),
    ...ends(one),
  ]
}

/** Who looks for an asymmetric key by an identifier does not find what another has requested by the same. */
export const askByIdentifier: Burst = (view) => {
  const { draw } = view
  const actor = anActor(view)
  const other = newcomers(view)(0)
  const ring: KeyRef = pick(draw, ['@s', '@us', '@u'])
  const key = view.fresh()
  const sought = (): { readonly type: string; readonly description: string } => {
    return { type: 'asymmetric', description: pick(draw, ['ex:0A', 'ex:0A', 'id:0a', 'a']) }
  }
  const dest: KeyRef | null = pick(draw, ['@t', null])
  return [
    { op: 'keyctl_join_session_keyring', actor, name: view.fresh(), description: null },
    { op: 'fork', actor, child: other },
    { op: 'request_key', actor, name: key, ...sought(), callout: 'info', dest: ring },
    ...(chance(draw, 1, 4) ? [{ op: 'keyctl_revoke', actor: other, key } as const] : []),
    chance(draw, 1, 2)
      ? { op: 'request_key', actor: other, name: view.fresh(), ...sought(), callout: 'x', dest }
      : { op: 'keyctl_search', actor: other, name: view.fresh(), ring, ...sought(), dest },
  ]
}

/** A call that waits for a key which is its object, or a keyring that it names. */
function waitsFor(view: View, actor: ActorName, key: KeyRef): Command {
  const { draw } = view
  const name = view.fresh()
  const sought = { type: 'user', description: 'b' } as const
  return pick<Command>(draw, [
    { op: 'keyctl_revoke', actor, key },
    { op: 'keyctl_update', actor, key, payload: 'y' },
    { op: 'keyctl_invalidate', actor, key },
    { op: 'keyctl_clear', actor, key },
    { op: 'keyctl_link', actor, key, ring: '@t' },
    { op: 'keyctl_link', actor, key: '@t', ring: key },
    { op: 'keyctl_unlink', actor, key: '@t', ring: key },
    { op: 'keyctl_move', actor, key, from: '@s', to: '@t', flags: 0 },
    { op: 'keyctl_move', actor, key: '@t', from: key, to: '@s', flags: 0 },
    { op: 'keyctl_search', actor, name, ring: key, ...sought, dest: null },
    { op: 'keyctl_search', actor, name, ring: '@s', ...sought, description: 'a', dest: key },
    { op: 'request_key', actor, name, ...sought, callout: null, dest: key },
    { op: 'add_key', actor, name, ...sought, payload: 'x', ring: key },
    { op: 'keyctl_get_keyring_id', actor, name, key, create: 0 },
    { op: 'keyctl_restrict_keyring', actor, key, type: null, restriction: null },
    { op: 'keyctl_restrict_by_key', actor, key, by: '@t', chain: 0 },
    { op: 'keyctl_get_persistent', actor, name, uid: null, ring: key },
    { op: 'keyctl_watch_key', actor, key, queue: 'q1', mark: 1 },
    { op: 'keyctl_read', actor, key },
  ])
}

/** Somebody comes upon a key that another has requested: is interrupted, or told why it is not to be had. */
export const comeUpon: Burst = (view) => {
  const { draw } = view
  const one = newCase(view, 1)
  const { requester, helper, key } = one
  const other = newcomers(view)(0)
  const name = view.fresh()
  const awaits: Command = { op: 'await', actor: other, name: view.fresh() }
  const error = chance(draw, 1, 3) ? anError(draw) : pick(draw, [127, 128, 129])
  return [
    { op: 'keyctl_join_session_keyring', actor: requester, name, description: null },
    { op: 'fork', actor: requester, child: other },
    ...begins(one, 'a', '@s'),
    waitsFor(view, other, key),
    ...(chance(draw, 1, 2) ? [{ op: 'interrupt', actor: other } as const, awaits] : []),
    assumes(one, view),
    ...(chance(draw, 1, 3)
      ? [makes(one)]
      : [{ op: 'keyctl_reject', actor: helper, key, seconds: 10, error, ring: null } as const]),
    awaits,
    waitsFor(view, other, key),
    ...ends(one),
  ]
}
