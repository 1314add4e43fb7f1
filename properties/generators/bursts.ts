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

/** A key that dies of age, and is looked for around that moment. */
export const expire: Burst = (view) => {
  const { draw } = view
  const actor = anActor(view)
  const key = pickAny(draw, view.named)
  if (key === undefined) return [newUser(view, actor, 'a', '@s')]
  const commands: Command[] = [
    { op: 'keyctl_set_timeout', actor, key: key.name, seconds: aTimeout(draw) },
    { op: 'advance_clock', seconds: aLeap(draw) },
  ]
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

/** A session that may be joined by name, joined. */
export const rejoin: Burst = (view) => {
  const { draw } = view
  const actor = anActor(view)
  const description = pick(draw, ['a', 'b', '_ses'])
  const name = view.fresh()
  const join = { op: 'keyctl_join_session_keyring', actor, description } as const
  return [
    { ...join, name },
    {
      op: 'keyctl_setperm',
      actor,
      key: name,
      perm: pick(draw, [0x3f1f0000, 0x3f3f3f3f, 0x1f1b0b09]),
    },
    { ...join, actor: anActor(view), name: view.fresh() },
    { ...join, actor: anActor(view), name: view.fresh() },
  ]
}
