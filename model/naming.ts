/** What the model's keys are called in a report: as the trace calls them, else by what they are. */

import type { Token } from '../spec/vocabulary/names.ts'
import type { Binding } from './binding.ts'
import type { KeyId, World } from './world.ts'

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
