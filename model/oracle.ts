/** The oracle: lays a trace beside everything the specification allows. The one place that compares. */

import type { Trace } from '../spec/trace.ts'
import type { Deviation, Verdict } from '../spec/verdict.ts'
import type { Answer } from '../spec/vocabulary/answer.ts'
import { groupsOf } from '../spec/vocabulary/together.ts'
import { tokenNamer } from '../spec/wire/naming.ts'
import { printAnswer, printObservation } from '../spec/wire/print.ts'
import type { Reply } from './answers.ts'
import { agree, noBinding, toAnswer } from './binding.ts'
import { answerAt, distinct, type Hypothesis, type Judgement, type Tell } from './hypothesis.ts'
import { keyNamer } from './naming.ts'
import { type Outcome, type Outcomes, type Semantics, startOf, step } from './step.ts'
import { judgeTogether } from './together.ts'

export type { Hypothesis, Judged, Tell } from './hypothesis.ts'

/** More hypotheses than this are a mistake in the model, never a reason to accept. */
const mostHypotheses = 256

/**
 * Judges a trace. After a deviation it goes on from what was allowed, so that one trace can show
 * several.
 */
export function judge(semantics: Semantics, trace: Trace, tell?: Tell): Verdict {
  return { deviations: [...deviationsOf(semantics, trace, tell)] }
}

/** Judges a trace as far as it conforms; what comes behind is not looked at. */
export function firstDeviation(
  semantics: Semantics,
  trace: Trace,
  tell?: Tell,
): Deviation | undefined {
  for (const deviation of deviationsOf(semantics, trace, tell)) return deviation
  return undefined
}

/** The ways in which the specification explains everything before a step; undefined if none is reached. */
export function hypothesesAt(
  semantics: Semantics,
  { program, observations }: Trace,
  step: number,
): readonly Hypothesis[] | undefined {
  const commands = program.commands.slice(0, step + 1)
  const until = { program: { ...program, commands }, observations }
  let found: readonly Hypothesis[] | undefined
  const before = (at: number, hypotheses: readonly Hypothesis[]): void => {
    if (at === step) found = hypotheses
  }
  for (const _ of deviationsOf(semantics, until, undefined, before));
  return found
}

function* deviationsOf(
  semantics: Semantics,
  trace: Trace,
  tell?: Tell,
  before?: (at: number, hypotheses: readonly Hypothesis[]) => void,
): Generator<Deviation> {
  let hypotheses: readonly Hypothesis[] = [{ world: startOf(trace.program), binding: noBinding }]
  for (const group of groupsOf(trace.program.commands)) {
    const [at = 0] = group
    if ((trace.observations[at] ?? { kind: 'unreached' }).kind === 'unreached') break
    before?.(at, hypotheses)
    const judged =
      group.length === 1
        ? judgeAlone(semantics, trace, at, hypotheses, tell)
        : judgeTogether(semantics, trace, group, hypotheses, tell)
    if (judged.deviation !== undefined) yield judged.deviation
    if (judged.ends) break
    hypotheses = judged.hypotheses
    if (hypotheses.length > mostHypotheses) {
      throw new Error(`more than ${mostHypotheses} hypotheses: a freedom of the model has no bound`)
    }
  }
}

function judgeAlone(
  semantics: Semantics,
  trace: Trace,
  at: number,
  hypotheses: readonly Hypothesis[],
  tell: Tell | undefined,
): Judgement {
  const command = trace.program.commands[at]
  if (command === undefined) throw new Error(`there is no command ${at}`)
  const answer = answerAt(trace, at)
  const steps = hypotheses.map((from) => ({ from, outcomes: step(semantics, from.world, command) }))
  const agreeing = answer === undefined ? [] : explanations(steps, answer)
  const [first] = agreeing
  if (first === undefined || answer === undefined) {
    const onwards = steps.flatMap(({ from, outcomes }) =>
      outcomes.map((outcome) => ({ world: outcome.world, binding: from.binding })),
    )
    const ends = answer === undefined
    return { deviation: deviation(trace, at, steps), ends, hypotheses: onwards }
  }
  const world = hypotheses[0]?.world ?? first.world
  tell?.({ step: at, command, world, answer, rules: first.rules, free: isFree(steps) })
  return { hypotheses: agreeing.length === 1 ? agreeing : distinct(agreeing) }
}

interface Steps {
  readonly from: Hypothesis
  readonly outcomes: Outcomes
}

function isFree(steps: readonly Steps[]): boolean {
  return steps.some(({ outcomes }) => outcomes.length > 1 || inAnyOrder(outcomes[0].reply))
}

/** Links whose order is secret, or records of a batch. */
function inAnyOrder(reply: Reply): boolean {
  if (reply.kind === 'links') return !reply.ordered
  if (reply.kind !== 'notices') return false
  return reply.records.some(
    ({ batch }, at) => batch !== 0 && reply.records[at + 1]?.batch === batch,
  )
}

/** The outcomes that an answer can be, each with what it tells of who is who. */
function explanations(
  steps: readonly Steps[],
  answer: Answer,
): (Hypothesis & { rules: Outcome['rules'] })[] {
  const agreeing: (Hypothesis & { rules: Outcome['rules'] })[] = []
  for (const { from, outcomes } of steps) {
    for (const outcome of outcomes) {
      const binding = agree(outcome.reply, answer, from.binding)
      if (binding !== undefined) {
        agreeing.push({ world: outcome.world, binding, rules: outcome.rules })
      }
    }
  }
  return agreeing
}

function deviation(trace: Trace, at: number, steps: readonly Steps[]): Deviation {
  const seen = trace.observations[at]
  if (seen === undefined) throw new Error(`step ${at} is judged but was not observed`)
  const byToken = tokenNamer(trace, at)
  const allowed = new Map<string, Deviation['allowed'][number]>()
  for (const { from, outcomes } of steps) {
    for (const { reply, world, rules } of outcomes) {
      const byKey = keyNamer(world, from.binding, byToken)
      const answer = printAnswer(toAnswer(reply), byKey)
      allowed.set(answer, { answer, rules })
    }
  }
  return { step: at, seen: printObservation(seen, byToken), allowed: [...allowed.values()] }
}
