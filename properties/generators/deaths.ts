/** Keys that die, by command or of age, and what is made of them afterwards. */

import type { Command } from '../../spec/vocabulary/command.ts'
import type { ActorName, KeyName, KeyRef } from '../../spec/vocabulary/names.ts'
import { type Burst, newRing, newUser, request } from './bursts.ts'
import { chance, pick, pickAny } from './draw.ts'
import { aDescription, aLeap, aPayload, aTimeout, said } from './values.ts'
import { anActor, type View } from './view.ts'

/** A process's own ring that dies while it holds something, and what time does to that. */
export const wither: Burst = (view) => {
  const { draw } = view
  const actor = anActor(view)
  const ring = pick<KeyRef>(draw, ['@t', '@p', '@s'])
  const key = newUser(view, actor, 'a', ring)
  const timeout: Command = {
    op: 'keyctl_set_timeout',
    actor,
    key: key.name,
    seconds: aTimeout(draw),
  }
  const kills: Command = chance(draw, 1, 2)
    ? { op: 'keyctl_invalidate', actor, key: ring }
    : { op: 'keyctl_revoke', actor, key: ring }
  const leap: Command = { op: 'advance_clock', seconds: aLeap(draw) }
  return [key, timeout, kills, leap, request(view, actor, 'a')]
}

/** Ways for a key to be there and not to be found. */
function spoil(view: View, actor: ActorName, key: KeyName): Command {
  switch (view.draw.int(4)) {
    case 0:
      return { op: 'keyctl_revoke', actor, key }
    case 1:
      return { op: 'keyctl_set_timeout', actor, key, seconds: 1 }
    case 2:
      return { op: 'keyctl_setperm', actor, key, perm: pick(view.draw, [0x37370000, 0x37000000]) }
    default:
      return { op: 'keyctl_invalidate', actor, key }
  }
}

/** Keys of one description in one tree, spoilt in different ways, and a search that meets them. */
export const mourn: Burst = (view) => {
  const actor = anActor(view)
  const start = newRing(view, actor, 'r', pick(view.draw, ['@s', '@t', '@p']))
  const below = newRing(view, actor, 'b', start.name)
  const last = newRing(view, actor, 'c', pick(view.draw, [start.name, below.name]))
  const keys = [start, below, last].map(({ name }) => newUser(view, actor, 'a', name))
  const spoilt = keys.filter(() => chance(view.draw, 4, 5))
  const name = view.fresh()
  const sought = { type: 'user', description: 'a', dest: null }
  return [
    start,
    below,
    last,
    ...keys,
    ...spoilt.map((key) => spoil(view, actor, key.name)),
    { op: 'advance_clock', seconds: 1 },
    chance(view.draw, 1, 2)
      ? { op: 'keyctl_search', actor, name, ring: start.name, ...sought }
      : { op: 'request_key', actor, name, ...sought, callout: null },
  ]
}

/** A key that dies of age, and is looked for around that moment. */
export const expire: Burst = (view) => {
  const { draw } = view
  const actor = anActor(view)
  const key = pickAny(draw, view.named)
  if (key === undefined) return [newUser(view, actor, 'a', '@s')]
  const commands: Command[] = [
    { op: 'keyctl_set_timeout', actor, key: key.name, seconds: aTimeout(draw) },
  ]
  if (chance(draw, 1, 5)) commands.push({ op: 'keyctl_revoke', actor, key: key.name })
  if (chance(draw, 1, 5)) commands.push({ op: 'keyctl_update', actor, key: key.name, payload: 'x' })
  commands.push({ op: 'advance_clock', seconds: aLeap(draw) })
  if (chance(draw, 1, 2)) commands.push(request(view, actor, said(key.key.description)))
  if (chance(draw, 1, 3)) commands.push({ op: 'advance_clock', seconds: aLeap(draw) })
  return commands
}

/** A key that dies by command in a ring that is then used. */
export const kill: Burst = (view) => {
  const { draw } = view
  const actor = anActor(view)
  const key = pickAny(draw, view.named)
  if (key === undefined) return [newRing(view, actor, 'a', '@s')]
  const op = chance(draw, 2, 3) ? 'keyctl_revoke' : 'keyctl_invalidate'
  const commands: Command[] = [{ op, actor, key: key.name }]
  const { type } = key.key
  const description = said(key.key.description)
  const name = view.fresh()
  const dest = null
  if (chance(draw, 1, 2))
    commands.push({ op: 'request_key', actor, name, type, description, callout: null, dest })
  if (chance(draw, 1, 3)) commands.push({ op: 'advance_clock', seconds: aLeap(draw) })
  return commands
}

/** Names of one host, or cells of one secret, one of them perhaps dead or elsewhere, and a search. */
export const hosts: Burst = (view) => {
  const { draw } = view
  const actor = anActor(view)
  const type = pick(draw, ['dns_resolver', 'dns_resolver', 'rxrpc'])
  const ring = pick<KeyRef>(draw, ['@t', '@s'])
  const keys = Array.from({ length: 2 + draw.int(2) }, (): Command & { name: KeyName } => ({
    op: 'add_key',
    actor,
    name: view.fresh(),
    type,
    description: aDescription(draw, type),
    payload: aPayload(draw, type),
    ring,
  }))
  const [first] = keys
  const spoilt = first !== undefined && chance(draw, 1, 3) ? [spoil(view, actor, first.name)] : []
  const sought = { type, description: aDescription(draw, type), dest: null }
  return [
    ...keys,
    ...keys.map(({ name }): Command => ({ op: 'keyctl_read', actor, key: name })),
    ...spoilt,
    ...(chance(draw, 1, 2) ? ([{ op: 'advance_clock', seconds: 1 }] as const) : []),
    { op: 'request_key', actor, name: view.fresh(), ...sought, callout: null },
  ]
}
