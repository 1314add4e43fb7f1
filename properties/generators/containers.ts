/** Commands on containers. */

import type { Containing, Network, Providing } from '../../spec/vocabulary/command.ts'
import { containerFlags } from '../../spec/vocabulary/container-flags.ts'
import type { Nowhere, OptionalText, Text, Unmapped } from '../../spec/vocabulary/memory.ts'
import {
  type ActorName,
  type ContainerName,
  type KeyRef,
  otherFile,
} from '../../spec/vocabulary/names.ts'
import { chance, type Draw, pick, pickAny } from './draw.ts'
import { nowhere } from './values.ts'
import { aKey, anAbleActor, anActor, aRing, type View } from './view.ts'

/** More names than files that are open at once. */
export const names: readonly [ContainerName, ...ContainerName[]] = ['c1', 'c2', 'c3', 'c4']

const { newUsers, newPids, newNetwork, killOnClose, closeOnExec } = containerFlags

/** Any of those that make a difference to keys; or one of the others, in a user namespace or not. */
export function someFlags(draw: Draw): number {
  if (chance(draw, 1, 20)) return pick(draw, [0x003, 0x400, 0x80000000])
  if (chance(draw, 1, 4)) {
    const other = pick(draw, [0x001, 0x002, 0x004, 0x008, 0x010])
    return chance(draw, 1, 2) ? other | newUsers : other
  }
  return [newUsers, newUsers, newPids, newNetwork, killOnClose, closeOnExec]
    .filter(() => chance(draw, 1, 4))
    .reduce((sum, bit) => sum | bit, 0)
}

function aLabel(draw: Draw): OptionalText {
  if (chance(draw, 1, 25)) return pick(draw, [null, nowhere, '', 'a/b', '/', 'x'.repeat(24)])
  return pick(draw, ['a', 'a', 'b', 'web', 'x'.repeat(23)])
}

export function create({ draw }: View, actor: ActorName, container: ContainerName): Containing {
  const wanted = { label: aLabel(draw), flags: someFlags(draw) }
  const spare = chance(draw, 1, 40) ? { spare: pick(draw, [3, 4, 5]) } : {}
  return { op: 'container_create', actor, container, ...wanted, ...spare }
}

/** Names under which an actor has the file of a container. */
function filesOf({ world, actors }: View, actor: ActorName): readonly ContainerName[] {
  const table = world.files[actors.find(({ name }) => name === actor)?.files ?? 0] ?? []
  return names.filter((name) => (table[Number(name.slice(1))] ?? 0) !== 0)
}

/** A file that an actor has, or may have. */
function anOwnFile(view: View, actor: ActorName): ContainerName {
  const had = chance(view.draw, 9, 10) ? pickAny(view.draw, filesOf(view, actor)) : undefined
  return had ?? pick(view.draw, names)
}

/** A file that a call may be given: rarely it is none of a container. */
function aFile(view: View, actor: ActorName): ContainerName {
  return chance(view.draw, 1, 30) ? otherFile : anOwnFile(view, actor)
}

/** Mostly a name that means nothing yet. */
export function aNewFile(view: View, actor: ActorName): ContainerName {
  const had = filesOf(view, actor)
  const free = names.filter((name) => !had.includes(name))
  return (chance(view.draw, 5, 6) ? pickAny(view.draw, free) : undefined) ?? pick(view.draw, names)
}

export const newcomer = ({ world }: View, at = 0): ActorName =>
  `p${Math.max(world.processes.length, 1) + at}`

/** Somebody who is in a container, where there is anybody. */
function aMember(view: View): ActorName {
  const members = view.actors.filter(({ container }) => container !== 0)
  return pickAny(view.draw, members)?.name ?? anActor(view)
}

export const maker = (view: View): ActorName =>
  chance(view.draw, 1, 2) ? anAbleActor(view, 'CAP_SYS_ADMIN') : anActor(view)

export const authorities = '.request_key_auth'

const noMemory: readonly [Unmapped, Unmapped] = [nowhere, { at: 'null', bytes: 0 }]

/** Types that are none, and one that is as long as one may be. */
const badTypes: readonly (string | Nowhere)[] = [
  nowhere,
  '',
  '.other',
  'x'.repeat(31),
  'x'.repeat(32),
]

/** A type that requests are for, all of them, or what is none. */
function aFilterType({ draw }: View): OptionalText {
  if (chance(draw, 1, 12)) return pick(draw, [null, ...badTypes])
  return pick(draw, ['user', 'user', '*', 'logon', null])
}

function anAuthority(view: View): KeyRef {
  const known = view.named.filter(({ key }) => key.type === authorities)
  const named = chance(view.draw, 5, 6) ? pickAny(view.draw, known)?.name : undefined
  return named ?? aKey(view)
}

/** Sometimes a network namespace; seldom that of somebody who is gone. */
function ofSomebody(view: View): { readonly network?: Network } {
  const { draw } = view
  if (chance(draw, 2, 3)) return {}
  const network = chance(draw, 1, 4)
    ? pick(draw, ['nobody', 'p1', 'p2', 'p3'] as const)
    : anActor(view)
  return { network }
}

export const containerWriters = {
  container_create: (view: View): Containing => {
    const actor = maker(view)
    return create(view, actor, aNewFile(view, actor))
  },
  fork_into_container: (view: View): Containing => {
    const actor = maker(view)
    return {
      op: 'fork_into_container',
      actor,
      child: newcomer(view),
      container: aFile(view, actor),
    }
  },
  close_container: (view: View): Containing => {
    const actor = chance(view.draw, 1, 2) ? aMember(view) : anActor(view)
    return { op: 'close_container', actor, container: anOwnFile(view, actor) }
  },
  pass_container: (view: View): Containing => {
    const actor = chance(view.draw, 1, 2) ? aMember(view) : anActor(view)
    const to = chance(view.draw, 1, 2) ? aMember(view) : anActor(view)
    return { op: 'pass_container', actor, container: anOwnFile(view, actor), to }
  },
  keyctl_set_container_keyring: (view: View): Providing => {
    const actor = anActor(view)
    const key = chance(view.draw, 3, 4) ? aRing(view) : aKey(view)
    return { op: 'keyctl_set_container_keyring', actor, container: aFile(view, actor), key }
  },
  keyctl_get_container_keyring: (view: View): Providing => {
    const actor = anActor(view)
    const linked = chance(view.draw, 1, 2) ? aRing(view) : aKey(view)
    const dest = chance(view.draw, 1, 2) ? linked : null
    const named = { name: view.fresh(), container: aFile(view, actor) }
    return { op: 'keyctl_get_container_keyring', actor, ...named, dest }
  },
  keyctl_container_intercept: (view: View): Providing => {
    const actor = anActor(view)
    const type = aFilterType(view)
    const ring = chance(view.draw, 1, 3) ? null : chance(view.draw, 5, 6) ? aRing(view) : aKey(view)
    const container = aFile(view, actor)
    return {
      op: 'keyctl_container_intercept',
      actor,
      container,
      type,
      ring,
      ...ofSomebody(view),
    }
  },
  keyctl_query_request_key_auth: (view: View): Providing => ({
    op: 'keyctl_query_request_key_auth',
    actor: anActor(view),
    name: view.fresh(),
    key: anAuthority(view),
    ...(chance(view.draw, 1, 10) ? { data: pick(view.draw, noMemory) } : {}),
  }),
  keyctl_find_lru: (view: View): Providing => ({
    op: 'keyctl_find_lru',
    actor: anActor(view),
    name: view.fresh(),
    ring: chance(view.draw, 5, 6) ? aRing(view) : aKey(view),
    type: chance(view.draw, 1, 15)
      ? pick<Text>(view.draw, [{ at: 'null', bytes: 0 }, 'nonesuch', ...badTypes])
      : pick(view.draw, ['user', 'keyring', authorities]),
  }),
  proc_containers: (view: View): Containing => ({
    op: 'proc_containers',
    actor: chance(view.draw, 1, 2) ? aMember(view) : anActor(view),
  }),
} as const
