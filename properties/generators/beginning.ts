/** How programs begin: with some actors, or with what a known program does. */

import { indexOf } from '../../model/world.ts'
import type { GidName, UidName } from '../../spec/vocabulary/names.ts'
import type { Actor, Program } from '../../spec/vocabulary/program.ts'
import { chance, type Draw, pick, pickAny } from './draw.ts'
import { aGid, aUid } from './values.ts'

/** The first actor is u1, the second mostly another. */
function uidOf(draw: Draw, at: number): UidName {
  if (at === 1) return 'u1'
  return at === 2 ? pick<UidName>(draw, ['u2', 'u2', 'u1']) : aUid(draw)
}

/** Two or three actors; the first two always differ in their credentials. */
function someActors(draw: Draw): Actor[] {
  const count = pick(draw, [2, 2, 3])
  const actors: Actor[] = []
  for (let at = 1; at <= count; at += 1) {
    const uid = uidOf(draw, at)
    const gid = aGid(draw)
    const groups: GidName[] = (['g1', 'g2', 'g3'] as const).filter(() => chance(draw, 1, 3))
    const compat = chance(draw, 1, 6)
    actors.push({ name: `p${at}`, uid, gid, groups, privileged: chance(draw, 1, 5), compat })
  }
  const [one, two] = actors
  if (one !== undefined && two !== undefined && one.uid === two.uid) {
    actors[1] = { ...two, gid: one.gid === 'g2' ? 'g3' : 'g2', privileged: !one.privileged }
  }
  return actors
}

/** The highest number of a name `p1`, `p2` … that a program bears or gives. */
function actorsIn({ actors, commands }: Program): number {
  const children = commands.flatMap((command) => ('child' in command ? [command.child] : []))
  return Math.max(0, ...[...actors.map(({ name }) => name), ...children].map(indexOf))
}

/** The highest number of a name `k1`, `k2` … that a program gives. */
export function keysIn({ commands }: Program): number {
  return Math.max(0, ...commands.map((command) => ('name' in command ? indexOf(command.name) : 0)))
}

/** A known program, or its first part, now and then without a command; somebody may join. */
function partOf(draw: Draw, known: Program): Program {
  const { length } = known.commands
  const commands = known.commands
    .slice(0, chance(draw, 1, 3) ? draw.int(length + 1) : length)
    .filter(() => !chance(draw, 1, 16))
  const guest = chance(draw, 1, 2) ? someActors(draw).slice(1, 2) : []
  const joining = guest.map((actor): Actor => ({ ...actor, name: `p${actorsIn(known) + 1}` }))
  return { actors: [...known.actors, ...joining], commands }
}

/** Actors who have done nothing yet or, once in four programs, have done what a known program tells. */
export function beginningOf(draw: Draw, known: readonly Program[]): Program {
  const one = known.length > 0 && chance(draw, 1, 4) ? pickAny(draw, known) : undefined
  return one === undefined ? { actors: someActors(draw), commands: [] } : partOf(draw, one)
}
