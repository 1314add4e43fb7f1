/** Chapter 7, capabilities: what the kernel says of itself. */

import type { Capabilities } from '../spec/vocabulary/command.ts'
import { failed, type Reply } from './answers.ts'
import { writtenNowhere } from './arguments.ts'
import { cite, rule, type Turn } from './turn.ts'

/** attributes/capabilities-length: what the call answers. */
export const capabilityBytes = rule(
  'attributes/capabilities-length',
  (turn, size: number): number => {
    const { length } = turn.profile.capabilities
    if (size !== length) cite(turn, 'attributes/capabilities-length')
    return length
  },
)

/** attributes/capabilities-told: the buffer as the call leaves it. */
export const capabilityBuffer = rule(
  'attributes/capabilities-told',
  (turn, size: number): string => {
    if (size > 0) cite(turn, 'attributes/capabilities-told')
    const told = String.fromCharCode(...turn.profile.capabilities)
    return told.slice(0, size).padEnd(size, '\0')
  },
)

/** `KEYCTL_CAPABILITIES` */
export function capabilities(turn: Turn, { room }: Capabilities): Reply {
  const size = room.bytes
  const fault = room.at === 'memory' ? undefined : writtenNowhere(turn, size)
  if (fault !== undefined) return failed(fault)
  const bytes = capabilityBuffer(turn, size)
  return { kind: 'buffer', value: capabilityBytes(turn, size), bytes }
}
