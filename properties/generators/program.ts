/** Programs: drawn command by command beside the model, so that most of them mean something. */

import * as fc from 'fast-check'
import { type Semantics, startOf, step } from '../../model/step.ts'
import type { World } from '../../model/world.ts'
import type { Command } from '../../spec/vocabulary/command.ts'
import type { GidName, KeyName, UidName } from '../../spec/vocabulary/names.ts'
import type { Actor, Program } from '../../spec/vocabulary/program.ts'
import { dropCommands } from '../drop.ts'
import { chance, type Draw, drawOf, pick, weighted } from './draw.ts'
import { type Features, featuresOf, type Memory, memory, type Past } from './memory.ts'
import { aTheme, type Theme } from './theme.ts'
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

/** A program as far as it is written: the world it has led to, the names used, what was done to what. */
interface Draft {
  readonly world: World
  readonly names: number
  readonly past: Past
}

/** A way to go on: some commands, and what they lead to. */
interface Way {
  readonly commands: readonly Command[]
  readonly draft: Draft
  readonly features: Features
}

/** Draws a way to go on; undefined where nobody lives any more. */
function aWay(semantics: Semantics, draw: Draw, theme: Theme, from: Draft): Way | undefined {
  let names = from.names
  const fresh = (): KeyName => {
    names += 1
    return `k${names}`
  }
  const view = viewOf(semantics, draw, from.world, fresh)
  if (view === undefined) return undefined
  const commands = weighted(draw, theme)(view)
  const features: string[] = []
  let { world, past } = from
  for (const command of commands) {
    const [outcome] = step(semantics, world, command)
    const met = featuresOf(command, outcome, past)
    features.push(...met.features)
    past = met.past
    world = outcome.world
  }
  return { commands, draft: { world, names, past }, features }
}

/** Ways to go on that are compared where a program looks for what is new. */
const waysCompared = 3

/** The newest of some ways; a long one is as new as its commands are on average. */
function newestWay(ways: readonly Way[], kept: Memory): Way | undefined {
  let newest: Way | undefined
  let most = Number.NEGATIVE_INFINITY
  for (const way of ways) {
    const newness = kept.newness(way.features) / Math.max(1, way.commands.length)
    if (newness <= most) continue
    newest = way
    most = newness
  }
  return newest
}

/**
 * Draws a program. With a memory of the programs before it, every other one goes on in the newest of
 * several ways, and all are kept in mind.
 */
export function drawProgram(semantics: Semantics, draw: Draw, kept?: Memory): Program {
  const actors = someActors(draw)
  const commands: Command[] = []
  const theme = aTheme(draw)
  const length = shortest + draw.int(spread)
  const many = kept !== undefined && chance(draw, 1, 2) ? waysCompared : 1
  let draft: Draft = { world: startOf({ actors, commands }), names: 0, past: new Map() }
  while (commands.length < length) {
    const from = draft
    const ways = Array.from({ length: many }, () => aWay(semantics, draw, theme, from))
    const living = ways.filter((way) => way !== undefined)
    const way = kept === undefined ? living[0] : newestWay(living, kept)
    if (way === undefined) break
    commands.push(...way.commands)
    draft = way.draft
    kept?.keep(way.features)
  }
  return { actors, commands }
}

/** Draws the programs of a seed, each in the knowledge of those before it; the same for ever. */
export function programsOf(semantics: Semantics, seed: number): () => Program {
  const kept = memory()
  let drawn = 0
  return () => {
    const program = drawProgram(semantics, drawOf(seed, drawn), kept)
    drawn += 1
    return program
  }
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
