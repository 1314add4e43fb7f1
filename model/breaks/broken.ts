/** What a break is: a rule, and the mistake that stands in its place. */

import type { Replacement, RuleFunction, Turn } from '../turn.ts'

/** A rule turned wrong, as a kernel developer could get it wrong. */
export interface Break extends Replacement {
  /** What is done instead, as a sentence. */
  readonly says: string
}

/** Puts a mistake in the place of a rule; it takes and answers what the rule does. */
export function broken<Args extends readonly unknown[], Result>(
  ruleFunction: RuleFunction<Args, Result>,
  says: string,
  does: (turn: Turn, ...args: Args) => NoInfer<Result>,
): Break {
  return { id: ruleFunction.id, says, does }
}
