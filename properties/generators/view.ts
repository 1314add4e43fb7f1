/** What a generator knows while it writes a program: the world so far, and the names in it. */

import { type Capability, capabilities } from '../../model/credentials.ts'
import { type Semantics, step } from '../../model/step.ts'
import { type Key, linksOf, type Process, type Ring, type World } from '../../model/world.ts'
import type { Command } from '../../spec/vocabulary/command.ts'
import type { ActorName, KeyName, KeyRef, UidName } from '../../spec/vocabulary/names.ts'
import { chance, type Draw, pick, pickAny } from './draw.ts'

/** A key that a name of the program stands for. */
export interface Named {
  readonly name: KeyName
  readonly key: Key
}

export interface View {
  readonly draw: Draw
  readonly world: World
  /** Living actors; never empty. */
  readonly actors: readonly [Process, ...Process[]]
  /** Actors in calls that have not come back, or were not awaited. */
  readonly waiting: readonly Process[]
  /** Names whose keys exist. */
  readonly named: readonly Named[]
  /** What a user's keys are charged with. */
  readonly charged: (uid: UidName) => { readonly keys: number; readonly bytes: number }
  /** The same, once a command is carried out. */
  readonly chargedAfter: (
    command: Command,
    uid: UidName,
  ) => { readonly keys: number; readonly bytes: number }
  /** A name that nothing bears yet; each call gives another. */
  readonly fresh: () => KeyName
}

/** The view of a world in which somebody lives; undefined where nobody does. */
export function viewOf(
  semantics: Semantics,
  draw: Draw,
  world: World,
  fresh: () => KeyName,
): View | undefined {
  const all = world.processes.filter(
    (process): process is Process => process !== undefined && !process.ended,
  )
  const [first, ...rest] = all.filter(({ waits }) => waits === null)
  if (first === undefined) return undefined
  const waiting = all.filter(({ waits }) => waits !== null)
  const named: Named[] = []
  for (const [index, id] of world.names.entries()) {
    const key = id === undefined ? undefined : world.keys[id]
    if (key !== undefined) named.push({ name: `k${index}`, key })
  }
  const chargedIn = (one: World, uid: UidName) => {
    const { reply } = step(semantics, one, { op: 'key_users', uid })[0]
    if (reply.kind !== 'usage') throw new Error('key_users answers usage')
    return { keys: reply.usage.quotaKeys, bytes: reply.usage.quotaBytes }
  }
  const charged = (uid: UidName) => chargedIn(world, uid)
  const chargedAfter = (command: Command, uid: UidName) =>
    chargedIn(step(semantics, world, command)[0].world, uid)
  return { draw, world, actors: [first, ...rest], waiting, named, charged, chargedAfter, fresh }
}

export function anActor(view: View): ActorName {
  return pick(view.draw, view.actors).name
}

/** An actor who has a capability, where there is one. */
export function anAbleActor(view: View, capability: Capability): ActorName {
  const able = view.actors.filter(({ effective }) => (effective & capabilities[capability]) !== 0)
  return pickAny(view.draw, able)?.name ?? anActor(view)
}

/** An actor whose parent is another, where there is one. */
export function aChild(view: View): ActorName {
  return (
    pickAny(
      view.draw,
      view.actors.filter(({ parent }) => parent !== null),
    )?.name ?? anActor(view)
  )
}

/** The special rings as often as they are worth a look. */
const rings: readonly [KeyRef, ...KeyRef[]] = ['@s', '@s', '@s', '@t', '@t', '@p', '@u', '@us']

/** Ids that are nobody's, each refused in its own way. */
const wrong: readonly [KeyRef, ...KeyRef[]] = ['#0', '#-9', '#1', '@g', '@a', '@r', 'k99', 'k98']

/** A ring: a special one, or one with a name; seldom a key that is none, or nobody's. */
export function aRing(view: View): KeyRef {
  const { draw } = view
  if (chance(draw, 1, 40)) return pick(draw, wrong)
  if (chance(draw, 1, 40)) return aKey(view)
  if (chance(draw, 1, 2)) return pick(draw, rings)
  return pickAny(draw, namedRings(view))?.name ?? pick(draw, rings)
}

/** A key with a name; seldom a special ring, or nobody's. */
export function aKey(view: View): KeyRef {
  const { draw } = view
  if (chance(draw, 1, 30)) return pick(draw, wrong)
  if (chance(draw, 1, 6)) return pick(draw, rings)
  return pickAny(draw, view.named)?.name ?? pick(draw, rings)
}

/** Names of keyrings. */
export function namedRings(view: View): readonly Named[] {
  return view.named.filter(({ key }) => key.ring !== null)
}

/** The rings that an actor can name: its own and its user's, and those with names. */
function ringsAround(view: View, actor: Process): { ref: KeyRef; ring: Ring }[] {
  const { world } = view
  const user = world.register.find(({ uid }) => uid === actor.uid)
  const special: readonly (readonly [KeyRef, number])[] = [
    ['@s', actor.session],
    ['@t', actor.thread],
    ['@p', actor.process],
    ['@u', user?.user ?? 0],
    ['@us', user?.session ?? 0],
  ]
  const around: { ref: KeyRef; ring: Ring }[] = []
  for (const [ref, id] of special) {
    const ring = world.keys[id]?.ring
    if (ring != null && ring.slots.length > 0) around.push({ ref, ring })
  }
  for (const { name, key } of view.named) {
    if (key.ring !== null && key.ring.slots.length > 0) around.push({ ref: name, ring: key.ring })
  }
  return around
}

/** A key with a name, linked in a ring that the actor can name; undefined where none is drawn. */
export function aLink(view: View, actor: ActorName): { named: Named; ring: KeyRef } | undefined {
  const process = view.actors.find(({ name }) => name === actor)
  if (process === undefined) return undefined
  const around = pickAny(view.draw, ringsAround(view, process))
  if (around === undefined) return undefined
  const id = pickAny(view.draw, linksOf(around.ring))
  const named = view.named.find(({ key }) => key.id === id)
  return named === undefined ? undefined : { named, ring: around.ref }
}
