/** Chapter 7 turned wrong: labels, and what the kernel says of itself. */

import { capabilityBuffer, capabilityBytes } from '../kernel.ts'
import { noLabel, unseenLabel } from '../security.ts'
import { cite, refuse } from '../turn.ts'
import { type Break, broken } from './broken.ts'

export const securityBreaks: readonly Break[] = [
  broken(unseenLabel, 'Asking for the label of a key without View is EACCES.', (turn) =>
    refuse(turn, 'attributes/security-refused-by-search', 'EACCES'),
  ),
  broken(noLabel, 'Where no module labels keys, the label has no bytes at all.', (turn) => {
    cite(turn, 'attributes/security-without-label')
    return ''
  }),
  broken(
    capabilityBytes,
    'What is answered is how many bytes were written to the buffer.',
    (turn, size) => {
      cite(turn, 'attributes/capabilities-length')
      return Math.min(size, capabilityBytes.sound(turn, size))
    },
  ),
  broken(
    capabilityBuffer,
    'The buffer behind the capabilities is left as it was.',
    (turn, size) => {
      const { length } = turn.profile.capabilities
      return capabilityBuffer.sound(turn, Math.min(size, length)).padEnd(size, '\xa5')
    },
  ),
]
