/** Short runs of commands that bring about what single commands seldom do. */

import type { Command } from '../../spec/vocabulary/command.ts'
import type { Nowhere, Text } from '../../spec/vocabulary/memory.ts'
import type { ActorName, KeyName, KeyRef, UidName } from '../../spec/vocabulary/names.ts'
import { chance, pick, pickAny } from './draw.ts'
import { aDescription, aLeap, aMask, aPayload, aTimeout, nowhere, said } from './values.ts'
import { anAbleActor, anActor, namedRings, type View } from './view.ts'

/** Writes several commands that belong together. */
export type Burst = (view: View) => readonly Command[]

/** A keyring, added. */
export function newRing(view: View, actor: ActorName, description: string, ring: KeyRef) {
  const name = view.fresh()
  return { name, op: 'add_key', actor, type: 'keyring', description, payload: null, ring } as const
}

function newUser(view: View, actor: ActorName, description: string, ring: KeyRef) {
  const name = view.fresh()
  return { name, op: 'add_key', actor, type: 'user', description, payload: 'x', ring } as const
}

function request(view: View, actor: ActorName, description: string): Command {
  const name = view.fresh()
  return { op: 'request_key', actor, name, type: 'user', description, callout: null, dest: null }
}

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

/** A child that joins a session and hands it up to its parent, who may be somebody else by then. */
export const handUp: Burst = (view) => {
  const { draw } = view
  const parent = chance(draw, 1, 2) ? anAbleActor(view, 'CAP_SETUID') : anActor(view)
  const child: ActorName = `p${Math.max(view.world.processes.length, 1)}`
  const join = (actor: ActorName): Command => {
    const description = pick(draw, [null, null, 'a', 'r'])
    return { op: 'keyctl_join_session_keyring', actor, name: view.fresh(), description }
  }
  const either = (): ActorName => (chance(draw, 1, 2) ? parent : child)
  const uid = (): UidName | null => (chance(draw, 1, 2) ? pick<UidName>(draw, ['u1', 'u2']) : null)
  const between: readonly Command[] = [
    ...(chance(draw, 1, 4)
      ? [{ op: 'setresuid', actor: either(), ruid: uid(), euid: uid(), suid: uid() } as const]
      : []),
    ...(chance(draw, 3, 4) ? [join(child)] : []),
    ...(chance(draw, 1, 6)
      ? [{ op: 'keyctl_chown', actor: either(), key: '@s', uid: uid() ?? 'u1', gid: null } as const]
      : []),
    ...(chance(draw, 1, 6)
      ? [{ op: 'keyctl_setperm', actor: child, key: '@s', perm: aMask(draw) } as const]
      : []),
  ]
  const made: readonly Command[] = chance(draw, 1, 2) ? [newUser(view, parent, 'a', '@p')] : []
  const threads = chance(draw, 1, 4)
  const thread: ActorName = threads ? `p${Math.max(view.world.processes.length, 1) + 1}` : child
  return [
    ...(chance(draw, 1, 2) ? [join(parent)] : []),
    ...made,
    { op: 'fork', actor: parent, child },
    ...between,
    ...(threads ? [{ op: 'clone_thread', actor: child, child: thread } as const] : []),
    { op: 'keyctl_session_to_parent', actor: thread },
  ]
}

/** Threads that part company: rings and ids of one's own, ends alone and together. */
export const unravel: Burst = (view) => {
  const { draw } = view
  const first = anActor(view)
  const next = Math.max(view.world.processes.length, 1)
  const other: ActorName = `p${next}`
  const either = (): ActorName => (chance(draw, 1, 2) ? first : other)
  const ring = (): KeyRef => pick<KeyRef>(draw, ['@t', '@p', '@p', '@s'])
  const get = (actor: ActorName): Command => {
    return { op: 'keyctl_get_keyring_id', actor, name: view.fresh(), key: ring(), create: 1 }
  }
  const later: readonly Command[] = [
    ...(chance(draw, 1, 2) ? [get(either())] : []),
    newUser(view, either(), 'a', ring()),
    ...(chance(draw, 1, 3)
      ? [{ op: 'fork', actor: either(), child: `p${next + 1}` } as const]
      : []),
    ...(chance(draw, 1, 3) ? [{ op: 'exit_thread', actor: either() } as const] : []),
  ]
  const third: ActorName = `p${next + 1}`
  return [
    ...(chance(draw, 1, 2) ? [get(first)] : []),
    { op: 'clone_thread', actor: first, child: other },
    ...later,
    ...(later.some(({ op }) => op === 'fork') && chance(draw, 1, 2)
      ? [{ op: 'keyctl_session_to_parent', actor: third } as const]
      : []),
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
  const revoked = chance(draw, 1, 4) ? pickAny(draw, rings)?.name : undefined
  const kills: readonly Command[] =
    revoked === undefined ? [] : [{ op: 'keyctl_revoke', actor, key: revoked }]
  return [
    ...rings,
    ...rings.map(({ name }) => opened(name)),
    ...kills,
    join(anActor(view)),
    join(anActor(view)),
  ]
}

/** Values that calls refuse, among some that they do not. */
const mistaken = {
  key: ['#0', '#1', '#-9', '@g', '@a', '@s'],
  type: ['user', 'user', 'keyring', 'nonesuch', '.a', '', nowhere],
  text: ['a', '.a', 'a'.repeat(4096), nowhere],
  payload: [
    'x',
    { at: 'null', bytes: 1 },
    { at: 'nowhere', bytes: 4097 },
    { at: 'nowhere', bytes: 1048576 },
  ],
  perm: [0x3f000000, 0x40000000],
} as const

/** Commands with more than one mistake, each of which would be told if it were the only one. */
export const misuse: Burst = (view) => {
  const { draw } = view
  const actor = anActor(view)
  return Array.from({ length: 4 }, (): Command => {
    const key = pick<KeyRef>(draw, mistaken.key)
    const ring = pick<KeyRef>(draw, mistaken.key)
    const dest = pick<KeyRef>(draw, mistaken.key)
    const type = pick<string | Nowhere>(draw, mistaken.type)
    const description = pick<string | Nowhere>(draw, mistaken.text)
    const payload = pick<Text>(draw, mistaken.payload)
    const infos = [null, null, 'info', 'x'.repeat(4096), { at: 'nowhere', bytes: 0 }] as const
    switch (draw.int(9)) {
      case 0:
        return { op: 'add_key', actor, type, description, payload, ring }
      case 1:
        return { op: 'request_key', actor, type, description, callout: pick(draw, infos), dest }
      case 2:
        return { op: 'keyctl_search', actor, ring, type, description, dest }
      case 3:
        return { op: 'keyctl_update', actor, key, payload }
      case 4:
        return { op: 'keyctl_link', actor, key, ring }
      case 5:
        return { op: 'keyctl_unlink', actor, key, ring }
      case 6:
        return { op: 'keyctl_move', actor, key, from: ring, to: dest, flags: pick(draw, [0, 0, 2]) }
      case 7:
        return { op: 'keyctl_setperm', actor, key, perm: pick<number>(draw, mistaken.perm) }
      default:
        return { op: 'keyctl_restrict_keyring', actor, key, type, restriction: description }
    }
  })
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
