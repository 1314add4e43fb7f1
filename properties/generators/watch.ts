/** Keys that are watched, and what is told of them. */

import type { Command } from '../../spec/vocabulary/command.ts'
import type { KeyRef, QueueName } from '../../spec/vocabulary/names.ts'
import { type Burst, newRing } from './bursts.ts'
import { chance, pick, pickAny } from './draw.ts'
import { anActor } from './view.ts'

/** A queue that is told of a keyring and of a key in it, and something that becomes of them. */
export const observe: Burst = (view) => {
  const { draw, world } = view
  const actor = anActor(view)
  const number = Math.min(world.queues.length, 9)
  const queue: QueueName = `q${number}`
  const spare: KeyRef = pick(draw, ['@t', '@p', '@s'])
  const keyring = newRing(view, actor, 'r', spare)
  const ring = keyring.name
  const key = view.fresh()
  const namesake = view.fresh()
  const add = { op: 'add_key', actor, type: 'user', payload: 'x' } as const
  const watch = (one: KeyRef, mark: number): Command => {
    return { op: 'keyctl_watch_key', actor, key: one, queue, mark }
  }
  const deeds: readonly (() => Command)[] = [
    () => ({ ...add, name: view.fresh(), description: 'a', ring }),
    () => ({ op: 'keyctl_update', actor, key, payload: 'y' }),
    () => ({ op: 'keyctl_unlink', actor, key: pick(draw, [key, namesake]), ring }),
    () => ({
      op: 'keyctl_move',
      actor,
      key: pick(draw, [key, namesake]),
      from: ring,
      to: spare,
      flags: 0,
    }),
    () => ({ op: 'keyctl_link', actor, key, ring: pick<KeyRef>(draw, [ring, spare]) }),
    () => ({ op: 'keyctl_clear', actor, key: ring }),
    () => ({ op: 'keyctl_revoke', actor, key: pick(draw, [key, ring]) }),
    () => ({ op: 'keyctl_invalidate', actor, key: pick(draw, [key, ring]) }),
    () => ({ op: 'keyctl_setperm', actor, key, perm: pick(draw, [0x3f010000, 0x3e010000]) }),
    () => ({ op: 'keyctl_chown', actor, key, uid: null, gid: pick(draw, ['g1', 'g2']) }),
    () => ({ op: 'keyctl_set_timeout', actor, key: pick(draw, [key, ring]), seconds: 0 }),
    () => ({ op: 'keyctl_restrict_keyring', actor, key: ring, type: null, restriction: null }),
    () => ({ op: 'keyctl_get_persistent', actor, name: view.fresh(), uid: null, ring }),
    () => {
      const callout = pick(draw, [null, null, 'info'])
      return { op: 'request_key', actor, type: 'user', description: 'a', callout, dest: ring }
    },
    () => ({ op: 'execve', actor }),
    () => watch(key, pick(draw, [-1, -1, 7, 7])),
    () => ({ op: 'exit', actor }),
  ]
  const last = view.actors.length < 2 ? deeds.length - 1 : deeds.length
  const some = Array.from({ length: 2 + draw.int(4) }, () => deeds[draw.int(last)]?.())
  return [
    { op: 'watch_queue', queue, size: 1 },
    keyring,
    { ...add, name: key, description: 'a', ring },
    watch(ring, 5),
    watch(key, 6),
    ...(chance(draw, 1, 2) ? [{ ...add, name: namesake, description: 'a', ring: spare }] : []),
    ...some.filter((command) => command !== undefined),
    { op: 'read_queue', queue },
  ]
}

/** About as many events as a queue has room for. */
export const flood: Burst = (view) => {
  const actor = anActor(view)
  const queue: QueueName = `q${Math.min(view.world.queues.length, 9)}`
  const key = pickAny(view.draw, view.named)?.name ?? '@t'
  const event: Command = { op: 'keyctl_set_timeout', actor, key, seconds: 0 }
  const times = pick(view.draw, [31, 32, 33, 34])
  return [
    { op: 'watch_queue', queue, size: 1 },
    { op: 'keyctl_watch_key', actor, key, queue, mark: 1 },
    ...Array.from({ length: times }, () => event),
    { op: 'read_queue', queue },
    event,
    { op: 'read_queue', queue },
  ]
}
