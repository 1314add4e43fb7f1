/** Commands on network namespaces, and bursts in which a keyring holds keys of several. */

import type { Command, Namespacing } from '../../spec/vocabulary/command.ts'
import type { ActorName, KeyName, KeyRef } from '../../spec/vocabulary/names.ts'
import type { Burst } from './bursts.ts'
import { chance, pick } from './draw.ts'
import { aDescription, aPayload } from './values.ts'
import { anAbleActor, anActor, type View } from './view.ts'

/** Mostly somebody who may. */
function mover(view: View): ActorName {
  return chance(view.draw, 1, 10) ? anActor(view) : anAbleActor(view, 'CAP_SYS_ADMIN')
}

export const networkWriters = {
  unshare_net: (view: View): Namespacing => ({ op: 'unshare_net', actor: mover(view) }),
  setns_net: (view: View): Namespacing => ({
    op: 'setns_net',
    actor: mover(view),
    of: anActor(view),
  }),
} as const

/** A key of a type that belongs to networks, in a ring. */
function networkKey(view: View, actor: ActorName, ring: KeyRef): Command & { name: KeyName } {
  const { draw } = view
  const type = pick(draw, ['dns_resolver', 'rxrpc', 'rxrpc'])
  const description = chance(draw, 1, 3) ? aDescription(draw, type) : 'a'
  const payload = chance(draw, 1, 6) ? aPayload(draw, type) : type === 'rxrpc' ? null : 'x\0'
  return { op: 'add_key', actor, name: view.fresh(), type, description, payload, ring }
}

/** Keys of two networks in one ring; what is found, linked, taken away; and the end of a network. */
export const roam: Burst = (view) => {
  const { draw } = view
  const actor = anAbleActor(view, 'CAP_SYS_ADMIN')
  const ring = pick<KeyRef>(draw, ['@t', '@s', '@u'])
  const other = pick<KeyRef>(draw, ['@t', '@s', '@p'])
  const first = networkKey(view, actor, ring)
  const second = networkKey(view, actor, ring)
  const type = pick(draw, ['dns_resolver', 'rxrpc'])
  const sought = { type, description: 'a', dest: chance(draw, 1, 4) ? other : null }
  const after: readonly Command[] = [
    { op: 'request_key', actor, name: view.fresh(), ...sought, callout: null },
    { op: 'keyctl_search', actor, name: view.fresh(), ring, ...sought },
    { op: 'keyctl_link', actor, key: first.name, ring: other },
    { op: 'keyctl_move', actor, key: first.name, from: ring, to: other, flags: draw.int(2) },
    { op: 'keyctl_unlink', actor, key: second.name, ring },
    { op: 'keyctl_read', actor, key: first.name },
    { op: 'keyctl_describe', actor, key: first.name },
    networkKey(view, anActor(view), ring),
  ]
  const from = draw.int(after.length)
  const ends: Command = chance(draw, 1, 2)
    ? { op: 'unshare_net', actor }
    : { op: 'setns_net', actor, of: anActor(view) }
  return [
    first,
    { op: 'unshare_net', actor },
    second,
    ...[...after, ...after].slice(from, from + 3),
    ...(chance(draw, 1, 2) ? [ends, ...[...after, ...after].slice(from + 3, from + 5)] : []),
    { op: 'keyctl_read', actor, key: ring },
  ]
}
