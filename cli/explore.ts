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
import { features } from '../spec/profiles/features.ts'
import { shownProfiles } from '../spec/profiles/index.ts'
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
  const chosen = chosenWorlds(name, options)
  const interrupt = listenForInterrupt()
  if (options.reach !== undefined) {
    return await showReached(chosen, parseRule(options.reach), options, interrupt)
  }
  const asked = isAsked(options)
  const programs: Program[] = []
  let ended: Status = status.conforms
  for (const { world, semantics } of chosen) {
    const depth = options.depth ?? (asked ? world.depth - 2 : world.depth)
    const onStep = asked ? (path: () => Program) => programs.push(path()) : undefined
    const started = performance.now()
    const explored = await visit(semantics, world, depth, interrupt, onStep)
    if (explored === undefined) return status.interrupted
    const seconds = (performance.now() - started) / 1000
    process.stdout.write(`${told(world, semantics, explored, seconds)}\n`)
    if (explored.violations.length > 0) ended = status.finding
  }
  if (!asked) return ended
  const all = { seed: 0, programs: programs.length, maxFindings: 1, json: false, verbose: false }
  const answered = await run({ ...options, ...all }, programs)
  return ended === status.conforms ? answered : ended
}

/** A world, and what it is explored by. */
interface Chosen {
  readonly world: SmallWorld
  readonly semantics: Semantics
}

/** The world of that name, or all that the profile has what they want for. */
function chosenWorlds(name: string | undefined, options: ExploreOptions): readonly Chosen[] {
  if (name === undefined) {
    return worlds.flatMap((world) => {
      const semantics = semanticsFor(world, options)
      return semantics === undefined ? [] : [{ world, semantics }]
    })
  }
  const world = parseWorld(name)
  const semantics = semanticsFor(world, options)
  if (semantics !== undefined) return [{ world, semantics }]
  const { name: profile } = chosenProfile(options)
  const wants = world.wants.map((feature) => features[feature]).join(', ')
  throw new UsageError(
    `The world ${name} wants ${wants}, which the profile ${profile} does not have.`,
  )
}

/** By the profile that was chosen, or else the first that has what the world is about. */
function semanticsFor({ wants }: SmallWorld, options: ExploreOptions): Semantics | undefined {
  const chosen = options.profile !== 'auto' || isAsked(options)
  const profiles = chosen ? [chosenProfile(options)] : shownProfiles
  const profile = profiles.find((one) => wants.every((want) => one.features.includes(want)))
  return profile && { profile }
}

function isAsked({ kernel, build, target }: ExploreOptions): boolean {
  return [kernel, build, target].some((one) => one !== undefined)
}

function told(
  { name, says }: SmallWorld,
  { profile }: Semantics,
  explored: Explored,
  seconds: number,
): string {
  const violations = explored.violations.map(({ law, program }) => ({
    says: law.says,
    program: printProgram(program),
  }))
  const rules = explored.reached.size
  const laws = worldLaws.length
  return explorationText(
    { ...explored, name, says, profile: profile.name, rules, laws, violations, seconds },
    paint,
  )
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
  chosen: readonly Chosen[],
  rule: RuleId,
  { depth }: ExploreOptions,
  interrupt: Interrupt,
): Promise<Status> {
  let shortest: { readonly program: Program; readonly semantics: Semantics } | undefined
  for (const { world, semantics } of chosen) {
    const explored = await visit(semantics, world, depth ?? world.depth, interrupt)
    if (explored === undefined) return status.interrupted
    const program = explored.reached.get(rule)
    if (program === undefined) continue
    if (shortest === undefined || program.commands.length < shortest.program.commands.length) {
      shortest = { program, semantics }
    }
  }
  if (shortest === undefined) {
    const names = chosen.map(({ world }) => world.name).join(', ')
    console.error(`keyspec: ${rule} decides nothing in ${names}.`)
    return status.finding
  }
  const { program, semantics } = shortest
  const trace = runOnModel(semantics, program)
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
