/** Exhaustive exploration: every state of a small world, breadth first, so that paths are shortest. */

import { worldEncoder } from '../model/encoding.ts'
import { type Semantics, startOf, step } from '../model/step.ts'
import type { World } from '../model/world.ts'
import type { RuleId } from '../spec/rules.ts'
import type { Command } from '../spec/vocabulary/command.ts'
import type { Program } from '../spec/vocabulary/program.ts'
import type { WorldLaw } from './laws/worlds.ts'
import type { SmallWorld } from './worlds/world.ts'

export interface Exploration {
  readonly semantics: Semantics
  readonly world: SmallWorld
  /** Commands after the start that are followed at most. */
  readonly depth: number
  /** What must hold in every state. */
  readonly laws: readonly WorldLaw[]
  /** Hears of every step that is taken for the first time: state × command. */
  readonly onStep?: (path: () => Program, rules: readonly RuleId[]) => void
}

/** What a depth added: states not seen at a smaller one, and steps taken from them. */
export interface Level {
  readonly depth: number
  readonly states: number
  readonly steps: number
}

/** A state in which a law does not hold, and the shortest way there. */
export interface Violation {
  readonly law: WorldLaw
  readonly program: Program
}

export interface Explored {
  readonly levels: readonly Level[]
  readonly states: number
  readonly steps: number
  /** Nothing new lies beyond: the world is exhausted. */
  readonly exhausted: boolean
  /** The rules that decided a step, each with a shortest program in which it does. */
  readonly reached: ReadonlyMap<RuleId, Program>
  readonly violations: readonly Violation[]
}

/** A state on the frontier, and the way back from it. */
interface Node {
  readonly world: World
  readonly came: Came | undefined
}

interface Came {
  readonly from: Came | undefined
  readonly by: Command
}

/** Steps between two signs of life. */
const stepsBetween = 20_000

/** Explores; yields the states and steps so far now and then, so that it can be told and stopped. */
export function* explore(
  exploration: Exploration,
): Generator<
  { readonly depth: number; readonly states: number; readonly steps: number },
  Explored
> {
  const { semantics, world, depth: deepest, laws, onStep } = exploration
  const encode = worldEncoder()
  const seen = new Set<string>()
  const reached = new Map<RuleId, Program>()
  const violations = new Map<string, Violation>()
  const levels: Level[] = []
  const pathTo = (came: Came | undefined): Program => ({
    ...world.start,
    commands: [...world.start.commands, ...commandsOf(came)],
  })
  const isNew = ({ world: state, came }: Node): boolean => {
    const before = seen.size
    seen.add(encode(state))
    if (seen.size === before) return false
    for (const law of laws) {
      if (violations.has(law.name) || law.holds(state)) continue
      violations.set(law.name, { law, program: pathTo(came) })
    }
    return true
  }
  let frontier: Node[] = [{ world: afterStart(semantics, world.start), came: undefined }]
  frontier.forEach(isNew)
  let steps = 0
  for (let depth = 0; depth < deepest && frontier.length > 0; depth += 1) {
    const next: Node[] = []
    const before = steps
    for (const node of frontier) {
      for (const by of world.alphabet) {
        steps += 1
        if (steps % stepsBetween === 0) yield { depth, states: seen.size, steps }
        const came = { from: node.came, by }
        for (const { world: after, rules } of step(semantics, node.world, by)) {
          onStep?.(() => pathTo(came), rules)
          for (const id of rules) if (!reached.has(id)) reached.set(id, pathTo(came))
          const reachedNode = { world: after, came }
          if (after !== node.world && isNew(reachedNode)) next.push(reachedNode)
        }
      }
    }
    levels.push({ depth, states: frontier.length, steps: steps - before })
    frontier = next
  }
  if (frontier.length > 0) levels.push({ depth: deepest, states: frontier.length, steps: 0 })
  return {
    levels,
    states: seen.size,
    steps,
    exhausted: frontier.length === 0,
    reached,
    violations: [...violations.values()],
  }
}

function afterStart(semantics: Semantics, start: Program): World {
  return start.commands.reduce(
    (world, command) => step(semantics, world, command)[0].world,
    startOf(start),
  )
}

function commandsOf(came: Came | undefined): Command[] {
  const commands: Command[] = []
  for (let at = came; at !== undefined; at = at.from) commands.push(at.by)
  return commands.reverse()
}
