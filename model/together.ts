/**
 * Commands that were released together: whether they can have come one after the other, in some order. What one
 * leaves to be done may be done before the next or not. A process that was killed meanwhile has told nothing of its
 * command, which it may have carried out.
 */

import type { RuleId } from '../spec/rules.ts'
import type { Trace } from '../spec/trace.ts'
import type { Deviation } from '../spec/verdict.ts'
import type { Answer } from '../spec/vocabulary/answer.ts'
import type { Command } from '../spec/vocabulary/command.ts'
import type { ActorName } from '../spec/vocabulary/names.ts'
import { tokenNamer } from '../spec/wire/naming.ts'
import { printAnswer, printObservation } from '../spec/wire/print.ts'
import { agree, toAnswer } from './binding.ts'
import { answerAt, distinct, type Hypothesis, type Judgement, type Tell } from './hypothesis.ts'
import { keyNamer } from './naming.ts'
import { caughtUp, type PutOff, type Semantics, step, stepAhead } from './step.ts'
import { processNamed, type World } from './world.ts'

/** An order in which the commands so far can have come, and what is thought then. */
interface Way extends Hypothesis {
  readonly rules: ReadonlyMap<number, readonly RuleId[]>
  /** Who has carried out something and told nothing. */
  readonly silenced: readonly ActorName[]
  readonly putOff: PutOff
}

/** Judges the commands of a trace that were released together, by index. */
export function judgeTogether(
  semantics: Semantics,
  trace: Trace,
  group: readonly number[],
  hypotheses: readonly Hypothesis[],
  tell: Tell | undefined,
): Judgement {
  const ended = group.some((at) => answerAt(trace, at) === undefined)
  const possible = ended
    ? []
    : ordersOf(group).flatMap((order) => waysIn(semantics, trace, order, hypotheses))
  const [first] = possible
  if (first === undefined) {
    const onwards = inWrittenOrder(semantics, trace, group, hypotheses)
    return {
      deviation: inNoOrder(semantics, trace, group, hypotheses),
      ends: ended,
      hypotheses: onwards,
    }
  }
  const world = hypotheses[0]?.world ?? first.world
  for (const at of group) {
    const answer = answerAt(trace, at)
    if (answer === undefined) continue
    const rules = first.rules.get(at) ?? []
    tell?.({
      step: at,
      command: commandAt(trace, at),
      world,
      answer,
      rules,
      free: possible.length > 1,
    })
  }
  return {
    hypotheses: distinct(possible.map(({ world: after, binding }) => ({ world: after, binding }))),
  }
}

function commandAt({ program }: Trace, at: number): Command {
  const command = program.commands[at]
  if (command === undefined) throw new Error(`there is no command ${at}`)
  return command
}

/** All orders of some commands. */
function ordersOf(group: readonly number[]): readonly (readonly number[])[] {
  if (group.length < 2) return [group]
  return group.flatMap((first) =>
    ordersOf(group.filter((at) => at !== first)).map((rest) => [first, ...rest]),
  )
}

function waysIn(
  semantics: Semantics,
  trace: Trace,
  order: readonly number[],
  hypotheses: readonly Hypothesis[],
): readonly Way[] {
  let ways: readonly Way[] = hypotheses.map((from) => ({
    ...from,
    rules: new Map(),
    silenced: [],
    putOff: { loose: false, sweeps: false },
  }))
  for (const at of order) ways = ways.flatMap((way) => next(semantics, trace, at, way))
  return ways
    .map((way) => ({ ...way, world: caughtUp(semantics, way.world, way.putOff) }))
    .filter(({ world, silenced }) => silenced.every((actor) => isGone(world, actor)))
}

/** What a command can have done that answered so. */
function next(semantics: Semantics, trace: Trace, at: number, way: Way): readonly Way[] {
  const command = commandAt(trace, at)
  const answer = answerAt(trace, at)
  if (answer === undefined) return []
  const outcomes = stepAhead(semantics, way.world, command, way.putOff)
  return outcomes.flatMap(({ reply, rules, world, putOff }): readonly Way[] => {
    const told = new Map([...way.rules, [at, rules]])
    if (answer.kind === 'absent' && reply.kind !== 'absent' && 'actor' in command) {
      const silenced = [...way.silenced, command.actor]
      return [{ ...way, world, rules: told, silenced, putOff }]
    }
    const binding = agree(reply, answer, way.binding)
    return binding === undefined ? [] : [{ ...way, world, binding, rules: told, putOff }]
  })
}

function isGone(world: World, actor: ActorName): boolean {
  const process = processNamed(world, actor)
  return process === undefined || process.ended || process.killed
}

/** Where no order explains what was seen, the one in which the commands are written is as good as any. */
function inWrittenOrder(
  semantics: Semantics,
  trace: Trace,
  group: readonly number[],
  hypotheses: readonly Hypothesis[],
): readonly Hypothesis[] {
  return hypotheses.map(({ world, binding }) => ({
    world: worldAfter(semantics, trace, group, world),
    binding,
  }))
}

function worldAfter(
  semantics: Semantics,
  trace: Trace,
  order: readonly number[],
  world: World,
): World {
  return order.reduce((from, at) => step(semantics, from, commandAt(trace, at))[0].world, world)
}

/** What was seen, and for each order what might have been; told at the last of the commands. */
function inNoOrder(
  semantics: Semantics,
  trace: Trace,
  group: readonly number[],
  hypotheses: readonly Hypothesis[],
): Deviation {
  const last = group.at(-1) ?? 0
  const byToken = tokenNamer(trace, last)
  const seen = group.map((at) => {
    const observation = trace.observations[at]
    return observation === undefined ? 'nothing' : printObservation(observation, byToken)
  })
  const allowed = new Map<string, Deviation['allowed'][number]>()
  for (const from of hypotheses) {
    for (const order of ordersOf(group)) {
      const answers = new Map<number, string>()
      const rules = new Set<RuleId>()
      let { world } = from
      for (const at of order) {
        const [outcome] = step(semantics, world, commandAt(trace, at))
        world = outcome.world
        const answer: Answer = toAnswer(outcome.reply)
        answers.set(at, printAnswer(answer, keyNamer(world, from.binding, byToken)))
        for (const id of outcome.rules) rules.add(id)
      }
      const told = together(group.map((at) => answers.get(at) ?? ''))
      allowed.set(told, { answer: told, rules: [...rules] })
    }
  }
  return { step: last, seen: together(seen), allowed: [...allowed.values()] }
}

/** Several answers, in the order in which the commands are written. */
const together = (answers: readonly string[]): string => answers.join(' & ')
