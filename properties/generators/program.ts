/** Programs: drawn command by command beside the model, so that most of them mean something. */

import * as fc from 'fast-check'
import { type Semantics, startOf, step } from '../../model/step.ts'
import type { World } from '../../model/world.ts'
import type { Command } from '../../spec/vocabulary/command.ts'
import type { KeyName } from '../../spec/vocabulary/names.ts'
import type { Program } from '../../spec/vocabulary/program.ts'
import { dropCommands } from '../drop.ts'
import { beginningOf, keysIn } from './beginning.ts'
import { chance, type Draw, drawOf, weighted } from './draw.ts'
import { type Features, featuresOf, type Memory, memory, type Past } from './memory.ts'
import { aTheme, type Theme } from './theme.ts'
import { viewOf } from './view.ts'

/** Commands that a program has at least, and how many more it may have. */
const shortest = 12
const spread = 14

/** What brings somebody back where everybody is in a call that has not come back. */
function freed({ processes }: World): readonly Command[] {
  const ways = processes.flatMap((process): readonly Command[] => {
    if (process?.waits == null) return []
    const { name: actor, waits } = process
    if (waits.reply !== null) return [{ op: 'await', actor }]
    if (waits.helper?.name !== null) return []
    return [{ op: 'upcall', actor, child: `p${processes.length}` }]
  })
  return ways.slice(0, 1)
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

/** What commands lead to. */
function wayOf(semantics: Semantics, commands: readonly Command[], from: Draft): Way {
  const features: string[] = []
  let { world, past } = from
  for (const command of commands) {
    const [outcome] = step(semantics, world, command)
    const met = featuresOf(command, outcome, past)
    features.push(...met.features)
    past = met.past
    world = outcome.world
  }
  return { commands, draft: { ...from, world, past }, features }
}

/** Draws a way to go on; undefined where nobody lives any more. */
function aWay(semantics: Semantics, draw: Draw, theme: Theme, from: Draft): Way | undefined {
  let names = from.names
  const fresh = (): KeyName => {
    names += 1
    return `k${names}`
  }
  const view = viewOf(semantics, draw, from.world, fresh)
  const commands = view === undefined ? freed(from.world) : weighted(draw, theme)(view)
  if (commands.length === 0 && view === undefined) return undefined
  return wayOf(semantics, commands, { ...from, names })
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

/** What programs are drawn in the knowledge of. */
interface Known {
  /** What those before have reached. */
  readonly memory?: Memory
  /** Programs that some begin with. */
  readonly programs?: readonly Program[]
}

/**
 * Draws a program. With a memory of the programs before it, every other one goes on in the newest of
 * several ways, and all are kept in mind.
 */
export function drawProgram(
  semantics: Semantics,
  draw: Draw,
  { memory: kept, programs = [] }: Known = {},
): Program {
  const beginning = beginningOf(draw, programs)
  const { actors } = beginning
  const theme = aTheme(draw, semantics.profile)
  const length = Math.max(shortest, beginning.commands.length) + draw.int(spread)
  const many = kept !== undefined && chance(draw, 1, 2) ? waysCompared : 1
  const start = { world: startOf(beginning), names: keysIn(beginning), past: new Map() }
  const begun = wayOf(semantics, beginning.commands, start)
  const commands = [...begun.commands]
  kept?.keep(begun.features)
  let { draft } = begun
  while (commands.length < length) {
    const from = draft
    const ways = Array.from({ length: many }, () => aWay(semantics, draw, theme, from))
    const living = ways.filter((way) => way !== undefined)
    const way = kept === undefined ? living[0] : newestWay(living, kept)
    if (way === undefined) break
    commands.push(...way.commands)
    kept?.keep(way.features)
    draft = way.draft
  }
  return { actors, commands }
}

/**
 * Draws the programs of a seed, each in the knowledge of those before it; the same for ever. Some go
 * on from known programs, those of the chapters as a rule: what these set up is seldom met by chance.
 */
export function programsOf(
  semantics: Semantics,
  seed: number,
  programs: readonly Program[],
): () => Program {
  const known = { memory: memory(), programs }
  let drawn = 0
  return () => {
    const program = drawProgram(semantics, drawOf(seed, drawn), known)
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
