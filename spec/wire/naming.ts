/** What keys are called in a report: by the first name that the program gave them. */

import type { Trace } from '../trace.ts'
import type { Answer } from '../vocabulary/answer.ts'
import type { Token } from '../vocabulary/names.ts'

/**
 * Names tokens after the first command that was answered with them; `?3` for a stranger. What comes
 * behind step `last` names nothing, so that a step is told alike with and without it.
 */
export function tokenNamer(trace: Trace, last = Infinity): (token: Token) => string {
  const names = new Map<Token, string>()
  for (const [at, command] of trace.program.commands.entries()) {
    if (at > last) break
    const seen = trace.observations[at]
    if (seen?.kind !== 'answered') continue
    if (!('name' in command) || command.name === undefined) continue
    const { answer } = seen
    const token = namedBy(answer)
    if (token !== undefined && !names.has(token)) names.set(token, command.name)
  }
  return (token) => names.get(token) ?? `?${token}`
}

/** The key that an answer may give a name to. */
function namedBy(answer: Answer): Token | undefined {
  if (answer.kind === 'upcall') return answer.called.key
  if (answer.kind === 'asked') return answer.asked.key
  return answer.kind === 'key' ? answer.key : undefined
}
