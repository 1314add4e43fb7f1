/** What is thought of a trace that has been seen so far: ways in which the specification explains it. */

import type { RuleId } from '../spec/rules.ts'
import type { Trace } from '../spec/trace.ts'
import type { Deviation } from '../spec/verdict.ts'
import type { Answer } from '../spec/vocabulary/answer.ts'
import type { Command } from '../spec/vocabulary/command.ts'
import type { Binding } from './binding.ts'
import type { World } from './world.ts'

/** A way in which the specification explains everything seen so far. */
export interface Hypothesis {
  readonly world: World
  readonly binding: Binding
}

/** What a step of a judged trace is told to whoever counts. */
export interface Judged {
  /** Index of the command, from 0. */
  readonly step: number
  readonly command: Command
  /** As the command found it. */
  readonly world: World
  readonly answer: Answer
  /** The rules that decided the outcome that was seen. */
  readonly rules: readonly RuleId[]
  /** More than one answer was allowed: several outcomes, or links in any order. */
  readonly free: boolean
}

/** Hears of every step that conforms. */
export type Tell = (judged: Judged) => void

/** How a command, or several that were released together, went; and what is thought from there on. */
export interface Judgement {
  readonly deviation?: Deviation
  /** There is nothing to go on from. */
  readonly ends?: boolean
  readonly hypotheses: readonly Hypothesis[]
}

/** What a command answered, if it answered anything. */
export function answerAt({ observations }: Trace, at: number): Answer | undefined {
  const seen = observations[at]
  return seen?.kind === 'answered' ? seen.answer : undefined
}

/** Hypotheses that say the same are one. */
export function distinct(hypotheses: readonly Hypothesis[]): readonly Hypothesis[] {
  const seen = new Map<string, Hypothesis>()
  for (const hypothesis of hypotheses) seen.set(JSON.stringify(hypothesis), hypothesis)
  return [...seen.values()]
}
