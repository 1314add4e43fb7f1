/** Short runs of commands that bring about what single commands seldom do. */

import type { Command } from '../../spec/vocabulary/command.ts'
import type { ActorName, KeyName, KeyRef } from '../../spec/vocabulary/names.ts'
import { chance, pick, pickAny } from './draw.ts'
import { aLeap, aTimeout } from './values.ts'
import { anActor, namedRings, type View } from './view.ts'

/** Writes several commands that belong together. */
export type Burst = (view: View) => readonly Command[]

function newRing(view: View, actor: ActorName, description: string, ring: KeyRef) {
  const name = view.fresh()
  return { name, op: 'add_key', actor, type: 'keyring', description, payload: null, ring } as const
}

function newUser(view: View, actor: ActorName, description: string, ring: KeyRef) {
  const name = view.fresh()
  return { name, op: 'add_key', actor, type: 'user', description, payload: 'x', ring } as const
}

function request(view: View, actor: ActorName, description: string): Command {
  return { op: 'request_key', actor, name: view.fresh(), type: 'user', description, dest: null }
}

/** A chain of rings about as deep as a search goes, with a key at its end that is looked for. */
export const nest: Burst = (view) => {
  const actor = anActor(view)
  const depth = pick(view.draw, [2, 3, 5, 6, 7, 7, 8])
  const commands: Command[] = []
  let ring: KeyRef = pick(view.draw, ['@s', '@t', '@p'])
  let top: KeyName | undefined
  for (let level = 0; level < depth; level += 1) {
    const next = newRing(view, actor, 'r', ring)
    top ??= next.name
    commands.push(next)
    ring = next.name
  }
  commands.push(newUser(view, actor, 'a', ring), request(view, actor, 'a'))
  if (top !== undefined && chance(view.draw, 1, 2)) {
    commands.push({ op: 'keyctl_link', actor, key: top, ring })
    const other = newRing(view, actor, 'b', '@p')
    commands.push(other, { op: 'keyctl_link', actor, key: top, ring: other.name })
  }
  return commands
}

/** One ring with about as many links as a node of its array takes. */
export const fill: Burst = (view) => {
  const actor = anActor(view)
  const ring = newRing(view, actor, 'r', '@s')
  const count = pick(view.draw, [3, 5, 15, 16, 17, 18])
  const links = Array.from({ length: count }, (_, at) =>
    chance(view.draw, 1, 2)
      ? newRing(view, actor, `r${at}`, ring.name)
      : newUser(view, actor, `u${at}`, ring.name),
  )
  return [ring, ...links, { op: 'keyctl_read', actor, key: ring.name }]
}

/** Keys of one description in several rings, so that neighbours in the search order can be told apart. */
export const namesakes: Burst = (view) => {
  const actor = anActor(view)
  const rings: KeyRef[] = []
  const commands: Command[] = []
  for (const ring of ['@t', '@p', '@s'] as const) {
    if (chance(view.draw, 2, 3)) rings.push(ring)
    if (!chance(view.draw, 1, 3)) continue
    const child = newRing(view, actor, pick(view.draw, ['a', 'b', 'r']), ring)
    commands.push(child)
    rings.push(child.name)
  }
  for (const ring of rings) commands.push(newUser(view, actor, 'a', ring))
  return [...commands, request(view, actor, 'a')]
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
      : { op: 'request_key', actor, name, ...sought },
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
  commands.push({ op: 'advance_clock', seconds: aLeap(draw) })
  if (chance(draw, 1, 2)) commands.push(request(view, actor, key.key.description))
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
  const { type, description } = key.key
  const name = view.fresh()
  const dest = null
  if (chance(draw, 1, 2)) commands.push({ op: 'request_key', actor, name, type, description, dest })
  if (chance(draw, 1, 3)) commands.push({ op: 'advance_clock', seconds: aLeap(draw) })
  return commands
}

/** Keys that together are about as big as the quota. */
export const gorge: Burst = (view) => {
  const { draw } = view
  const actor = anActor(view)
  const big = (bytes: number): Command => ({
    ...newUser(view, actor, pick(draw, ['a', 'b', 'c']), pick(draw, ['@s', '@t'])),
    payload: 'x'.repeat(bytes),
  })
  const rest = 19900 - 9000 + draw.int(100)
  return [big(9000), big(rest), big(1), newRing(view, actor, 'b', '@s')]
}

/** A big key given to root, whose quota is another, and made bigger there. */
export const endow: Burst = (view) => {
  const giver = view.actors.find(({ privileged }) => privileged)?.name ?? anActor(view)
  const key = newUser(view, giver, 'a', '@s')
  const bigger = { ...newUser(view, giver, 'a', '@s'), payload: 'x'.repeat(32767) }
  return [key, { op: 'keyctl_chown', actor: giver, key: key.name, uid: 'root', gid: null }, bigger]
}

/** A ring opened to others by its mask, then reached by somebody else. */
export const share: Burst = (view) => {
  const { draw } = view
  const owner = anActor(view)
  const guest = anActor(view)
  const ring = pickAny(draw, namedRings(view))
  const name = ring?.name ?? view.fresh()
  const made: readonly Command[] =
    ring === undefined ? [{ ...newRing(view, owner, 'a', '@s'), name }] : []
  const perm = pick(draw, [0x3f3f3f3f, 0x3f3f0000, 0x3f003f00, 0x3f00003f, 0x3f0b0b0b, 0x3f1f0008])
  return [
    ...made,
    { op: 'keyctl_setperm', actor: owner, key: name, perm },
    { op: 'keyctl_link', actor: guest, key: name, ring: pick(draw, ['@s', '@t', '@u']) },
    newUser(view, guest, 'a', name),
  ]
}

/** Rings of one name that may be joined, and somebody who joins. */
export const rejoin: Burst = (view) => {
  const { draw } = view
  const actor = anActor(view)
  const description = pick(draw, ['a', 'b', '_ses'])
  const open = [0x3f1f0000, 0x3f3f3f3f, 0x1f1b0b09] as const
  const opened = (key: KeyName): Command => {
    return { op: 'keyctl_setperm', actor, key, perm: pick(draw, open) }
  }
  const join = (by: ActorName): Command & { name: KeyName } => {
    const name = view.fresh()
    return { op: 'keyctl_join_session_keyring', actor: by, name, description }
  }
  const rings = [
    join(actor),
    ...(chance(draw, 1, 2) ? [newRing(view, actor, description, '@t')] : []),
  ]
  return [
    ...rings,
    ...rings.map(({ name }) => opened(name)),
    join(anActor(view)),
    join(anActor(view)),
  ]
}
