/** Keyrings in keyrings, full ones, opened ones, and ones that vouch for each other. */

import type { Command } from '../../spec/vocabulary/command.ts'
import type { ActorName, KeyName, KeyRef } from '../../spec/vocabulary/names.ts'
import { type Burst, newRing, newUser, request } from './bursts.ts'
import { chance, pick, pickAny } from './draw.ts'
import { anActor, namedRings, type View } from './view.ts'

/** A chain of rings about as deep as a search goes, with a key at its end that is looked for. */
export const nest: Burst = (view) => {
  const actor = anActor(view)
  const depth = pick(view.draw, [2, 3, 5, 6, 7, 7, 8])
  const commands: Command[] = []
  const start: KeyRef = pick(view.draw, ['@s', '@t', '@p'])
  let ring: KeyRef = start
  let top: KeyName | undefined
  for (let level = 0; level < depth; level += 1) {
    const next = newRing(view, actor, 'r', ring)
    top ??= next.name
    commands.push(next)
    ring = next.name
  }
  commands.push(newUser(view, actor, 'a', ring), request(view, actor, 'a'))
  if (top !== undefined && chance(view.draw, 1, 2)) {
    commands.push({ op: 'keyctl_link', actor, key: top, ring }, ...hang(view, actor, top, start))
  }
  return commands
}

/** The top of a chain hung elsewhere, by each of the calls that can. */
function hang(view: View, actor: ActorName, top: KeyName, start: KeyRef): readonly Command[] {
  const other = newRing(view, actor, 'b', '@p')
  const sought = { type: 'keyring', description: 'r', dest: other.name }
  switch (view.draw.int(4)) {
    case 0:
      return [other, { op: 'keyctl_link', actor, key: top, ring: other.name }]
    case 1:
      return [other, { op: 'keyctl_move', actor, key: top, from: start, to: other.name, flags: 0 }]
    case 2:
      return [other, { op: 'request_key', actor, name: view.fresh(), ...sought, callout: null }]
    default:
      return [other, { op: 'keyctl_search', actor, name: view.fresh(), ring: start, ...sought }]
  }
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
  const keys = rings.map((ring) => newUser(view, actor, 'a', ring))
  commands.push(...keys)
  const [from, to] = rings
  const key = keys[0]?.name
  if (from !== undefined && to !== undefined && key !== undefined && chance(view.draw, 1, 4)) {
    commands.push({ op: 'keyctl_move', actor, key, from, to, flags: view.draw.int(2) })
  }
  return [...commands, request(view, actor, 'a')]
}

/** Rings each of which is to vouch for the one before, the last one perhaps for itself in the end. */
export const vouch: Burst = (view) => {
  const { draw } = view
  const actor = anActor(view)
  const rings = Array.from({ length: 1 + draw.int(4) }, (_, at) =>
    newRing(view, actor, `r${at}`, '@t'),
  )
  const names = rings.map(({ name }) => name)
  const restricts = names.map((key, at): Command => {
    const by = names[(at + 1) % names.length] ?? key
    return { op: 'keyctl_restrict_by_key', actor, key, by, chain: draw.int(2) }
  })
  const gone = pickAny(draw, names)
  if (gone === undefined || chance(draw, 1, 2)) return [...rings, ...restricts]
  return [...rings, ...restricts, { op: 'keyctl_unlink', actor, key: gone, ring: '@t' }]
}

/** A ring that is emptied, in one of the ways there are, and filled again. */
export const refill: Burst = (view) => {
  const { draw } = view
  const actor = anActor(view)
  const ring = newRing(view, actor, 'r', '@s')
  const keys = Array.from({ length: 1 + draw.int(3) }, (_, at) =>
    newUser(view, actor, `u${at}`, ring.name),
  )
  const again = Array.from({ length: 2 + draw.int(3) }, (_, at) =>
    newUser(view, actor, `v${at}`, ring.name),
  )
  const key = ring.name
  const way = draw.int(4)
  const empties = keys.map(({ name }): Command => {
    if (way === 0) return { op: 'keyctl_invalidate', actor, key: name }
    if (way === 1) return { op: 'keyctl_set_timeout', actor, key: name, seconds: 1 }
    return { op: 'keyctl_unlink', actor, key: name, ring: key }
  })
  const last: readonly Command[] =
    way === 1
      ? [{ op: 'advance_clock', seconds: 301 }]
      : way === 2
        ? [{ op: 'keyctl_clear', actor, key }]
        : []
  return [ring, ...keys, ...empties, ...last, ...again, { op: 'keyctl_read', actor, key }]
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
