/** What keys are called in a report: by the name that the program gave, else by what they are. */

import type { Trace } from '../spec/trace.ts'
import type { Token } from '../spec/vocabulary/names.ts'
import type { Binding } from './binding.ts'
import type { KeyId, World } from './world.ts'

/** Names tokens after the first command that was answered with them; `?3` for a stranger. */
export function tokenNamer(trace: Trace): (token: Token) => string {
  const names = new Map<Token, string>()
  for (const [at, command] of trace.program.commands.entries()) {
    const seen = trace.observations[at]
    if (seen?.kind !== 'answered' || seen.answer.kind !== 'key') continue
    if (!('name' in command) || command.name === undefined) continue
    if (!names.has(seen.answer.key)) names.set(seen.answer.key, command.name)
  }
  return (token) => names.get(token) ?? `?${token}`
}

/** Names the model's keys as the trace does, else by type and description. */
export function keyNamer(
  world: World,
  binding: Binding,
  byToken: (token: Token) => string,
): (key: KeyId) => string {
  return (id) => {
    const token = binding.tokenOfKey[id] ?? 0
    if (token !== 0) return byToken(token)
    const key = world.keys[id]
    return key === undefined ? 'a key' : `a new ${key.type} "${key.description.slice(0, 32)}"`
  }
}
