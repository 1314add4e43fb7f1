/** Big keys: about as big as a quota, written again, given to somebody with another one. */

import type { Command } from '../../spec/vocabulary/command.ts'
import type { KeyRef } from '../../spec/vocabulary/names.ts'
import { type Burst, newRing, newUser } from './bursts.ts'
import { chance, pick } from './draw.ts'
import { aLeap, aTimeout } from './values.ts'
import { anAbleActor, anActor } from './view.ts'

/** Keys that together are about as big as the quota, and calls that want a little more. */
export const gorge: Burst = (view) => {
  const { draw } = view
  const actor = anActor(view)
  const ring = newRing(view, actor, 'r', pick<KeyRef>(draw, ['@t', '@s']))
  const small = newUser(view, actor, 'a', '@s')
  const big = { ...newUser(view, actor, 'b', '@s'), payload: 'x'.repeat(17000) }
  const rest = 20000 - 17000 - 40 - draw.int(40)
  const last = { ...newUser(view, actor, 'c', '@s'), payload: 'x'.repeat(rest) }
  const sought = { type: 'user', description: 'a', dest: ring.name }
  const key = small.name
  const wanting: readonly Command[] = [
    { op: 'keyctl_link', actor, key, ring: ring.name },
    { op: 'keyctl_move', actor, key, from: '@s', to: ring.name, flags: 0 },
    { op: 'request_key', actor, name: view.fresh(), ...sought, callout: null },
    { op: 'keyctl_search', actor, name: view.fresh(), ring: '@s', ...sought },
    { op: 'keyctl_update', actor, key, payload: 'payload' },
    newRing(view, actor, 'b', '@s'),
    { op: 'keyctl_get_keyring_id', actor, name: view.fresh(), key: '@p', create: 1 },
  ]
  const first = draw.int(wanting.length)
  return [ring, small, big, last, ...wanting.slice(first), ...wanting.slice(0, first)].slice(0, 8)
}

/** A big_key that is written again, with or without a timeout, and read around its end. */
export const hoard: Burst = (view) => {
  const { draw } = view
  const actor = anActor(view)
  const key = { ...newUser(view, actor, 'a', '@s'), type: 'big_key' }
  const again = {
    ...key,
    name: view.fresh(),
    payload: 'y'.repeat(pick(draw, [1, 900, 9000, 19900])),
  }
  const timeout: readonly Command[] = [
    { op: 'keyctl_set_timeout', actor, key: key.name, seconds: aTimeout(draw) },
  ]
  return [
    { ...key, payload: 'x'.repeat(pick(draw, [1, 900, 9000, 30000])) },
    ...(chance(draw, 2, 3) ? timeout : []),
    chance(draw, 1, 3) ? { op: 'keyctl_update', actor, key: key.name, payload: 'y' } : again,
    { op: 'advance_clock', seconds: aLeap(draw) },
    { op: 'keyctl_read', actor, key: key.name },
  ]
}

/** A big key given to root, whose quota is another, and made bigger there. */
export const endow: Burst = (view) => {
  const giver = anAbleActor(view, 'CAP_SYS_ADMIN')
  const key = newUser(view, giver, 'a', '@s')
  const bigger = { ...newUser(view, giver, 'a', '@s'), payload: 'x'.repeat(32767) }
  return [key, { op: 'keyctl_chown', actor: giver, key: key.name, uid: 'root', gid: null }, bigger]
}
