/** `keyspec explore`: every state of a small world, on the model, and every step on a target. */

import { judge } from '../model/oracle.ts'
import { runOnModel } from '../model/run.ts'
import type { Semantics } from '../model/step.ts'
import { type Explored, explore } from '../properties/explore.ts'
import { worldLaws } from '../properties/laws/worlds.ts'
import { worldNamed, worlds } from '../properties/worlds/index.ts'
import type { SmallWorld } from '../properties/worlds/world.ts'
import { ansiPaint, noPaint } from '../reports/paint.ts'
import { explorationText } from '../reports/terminal/exploration.ts'
import { traceText } from '../reports/terminal/trace.ts'
import { grouped } from '../reports/text.ts'
import type { RuleId } from '../spec/rules.ts'
import type { Program } from '../spec/vocabulary/program.ts'
import { printProgram } from '../spec/wire/print.ts'
import { chosenProfile, type TargetOptions } from './choose-target.ts'
import { type Interrupt, listenForInterrupt } from './interrupt.ts'
import { modelTarget } from './model-target.ts'
import { parseRule } from './options.ts'
import { run } from './run.ts'
import { type Status, status, UsageError } from './status.ts'

export interface ExploreOptions extends TargetOptions {
  readonly depth?: number
  readonly reach?: string
  readonly out: string
}

const paint = process.stdout.isTTY === true ? ansiPaint : noPaint

/** Explores one world, or all; 0 where every law holds and the target, if any, conforms. */
export async function exploreWorlds(
  name: string | undefined,
  options: ExploreOptions,
): Promise<Status> {
  const chosen = name === undefined ? worlds : [parseWorld(name)]
  const semantics = { profile: chosenProfile(options) }
  const interrupt = listenForInterrupt()
  if (options.reach !== undefined) {
    return await showReached(semantics, chosen, parseRule(options.reach), options, interrupt)
  }
  const asked = [options.kernel, options.build, options.target].some((one) => one !== undefined)
  const programs: Program[] = []
  let ended: Status = status.conforms
  for (const world of chosen) {
    const depth = options.depth ?? (asked ? world.depth - 2 : world.depth)
    const onStep = asked ? (path: () => Program) => programs.push(path()) : undefined
    const started = performance.now()
    const explored = await visit(semantics, world, depth, interrupt, onStep)
    if (explored === undefined) return status.interrupted
    const seconds = (performance.now() - started) / 1000
    process.stdout.write(`${told(world, explored, seconds)}\n`)
    if (explored.violations.length > 0) ended = status.finding
  }
  if (!asked) return ended
  const all = { seed: 0, programs: programs.length, maxFindings: 1, json: false, verbose: false }
  const answered = await run({ ...options, ...all }, programs)
  return ended === status.conforms ? answered : ended
}

function told(world: SmallWorld, explored: Explored, seconds: number): string {
  const { name, says } = world
  const violations = explored.violations.map(({ law, program }) => ({
    says: law.says,
    program: printProgram(program),
  }))
  const rules = explored.reached.size
  const laws = worldLaws.length
  return explorationText({ ...explored, name, says, rules, laws, violations, seconds }, paint)
}

/** Visits every state; undefined where somebody asked for the end. */
async function visit(
  semantics: Semantics,
  world: SmallWorld,
  depth: number,
  { stopped }: Interrupt,
  onStep?: (path: () => Program) => void,
): Promise<Explored | undefined> {
  const told = onStep === undefined ? {} : { onStep }
  const exploring = explore({ semantics, world, depth, laws: worldLaws, ...told })
  for (;;) {
    const at = exploring.next()
    if (at.done === true) return at.value
    await new Promise((resolve) => setImmediate(resolve))
    if (stopped()) return undefined
    if (process.stderr.isTTY) {
      const { states, steps } = at.value
      process.stderr.write(
        `\r\x1b[K${world.name}: depth ${at.value.depth}, ${grouped(states)} states, ${grouped(steps)} steps`,
      )
    }
  }
}

/** The shortest program of the chosen worlds in which a rule decides; 1 where there is none. */
async function showReached(
  semantics: Semantics,
  chosen: readonly SmallWorld[],
  rule: RuleId,
  { depth }: ExploreOptions,
  interrupt: Interrupt,
): Promise<Status> {
  let shortest: Program | undefined
  for (const world of chosen) {
    const explored = await visit(semantics, world, depth ?? world.depth, interrupt)
    if (explored === undefined) return status.interrupted
    const program = explored.reached.get(rule)
    if (program === undefined) continue
    if (shortest === undefined || program.commands.length < shortest.commands.length) {
      shortest = program
    }
  }
  if (shortest === undefined) {
    console.error(
      `keyspec: ${rule} decides nothing in ${chosen.map((one) => one.name).join(', ')}.`,
    )
    return status.finding
  }
  const trace = runOnModel(semantics, shortest)
  const info = await modelTarget(semantics.profile).describe()
  process.stdout.write(traceText(info, trace, judge(semantics, trace), paint))
  return status.conforms
}

function parseWorld(name: string): SmallWorld {
  const world = worldNamed(name)
  if (world !== undefined) return world
  const names = worlds.map((one) => one.name).join(', ')
  throw new UsageError(`There is no world "${name}"; there is: ${names}.`)
}
