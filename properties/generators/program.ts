/** Programs: drawn command by command beside the model, so that most of them mean something. */

import * as fc from 'fast-check'
import { type Semantics, startOf, step } from '../../model/step.ts'
import type { World } from '../../model/world.ts'
import type { Command } from '../../spec/vocabulary/command.ts'
import type { GidName, KeyName, UidName } from '../../spec/vocabulary/names.ts'
import type { Actor, Program } from '../../spec/vocabulary/program.ts'
import { dropCommands } from '../drop.ts'
import { chance, type Draw, pick, weighted } from './draw.ts'
import { aTheme } from './theme.ts'
import { aGid, aUid } from './values.ts'
import { viewOf } from './view.ts'

/** Commands that a program has at least, and how many more it may have. */
const shortest = 12
const spread = 14

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

/** Draws a program. */
export function drawProgram(semantics: Semantics, draw: Draw): Program {
  const actors = someActors(draw)
  const commands: Command[] = []
  const theme = aTheme(draw)
  const length = shortest + draw.int(spread)
  let world: World = startOf({ actors, commands })
  let names = 0
  const fresh = (): KeyName => {
    names += 1
    return `k${names}`
  }
  while (commands.length < length) {
    const view = viewOf(semantics, draw, world, fresh)
    if (view === undefined) break
    for (const command of weighted(draw, theme)(view)) {
      commands.push(command)
      world = step(semantics, world, command)[0].world
    }
  }
  return { actors, commands }
}

/** Programs for fast-check: drawn with its chance, shrunk by leaving commands out. */
class ProgramArbitrary extends fc.Arbitrary<Program> {
  private readonly semantics: Semantics

  constructor(semantics: Semantics) {
    super()
    this.semantics = semantics
  }

  generate(random: fc.Random): fc.Value<Program> {
    const draw: Draw = { int: (below) => random.nextInt(0, below - 1) }
    return new fc.Value(drawProgram(this.semantics, draw), undefined)
  }

  canShrinkWithoutContext(value: unknown): value is Program {
    return typeof value === 'object' && value !== null && 'commands' in value
  }

  shrink(program: Program): fc.Stream<fc.Value<Program>> {
    return fc.stream(dropCommands(program)).map((smaller) => new fc.Value(smaller, undefined))
  }
}

/** An arbitrary of programs that the given semantics finds mostly meaningful. */
export function programs(semantics: Semantics): fc.Arbitrary<Program> {
  return new ProgramArbitrary(semantics)
}
