/** Chapter 12 turned wrong: arguments on their way in. */

import { enteredId, enteredLengths, missingInEntry, readTexts } from '../entry.ts'
import { cite } from '../turn.ts'
import { type Break, broken } from './broken.ts'

export const entryBreaks: readonly Break[] = [
  broken(
    missingInEntry,
    'The 32-bit entry was forgotten when KEYCTL_MOVE was added.',
    (turn, process, command) => {
      const missing = missingInEntry.sound(turn, process, command)
      return process.compat && command.op === 'keyctl_move' ? 'EOPNOTSUPP' : missing
    },
  ),
  broken(
    enteredId,
    'The 32-bit entry takes the sign of an id for its highest bit.',
    (turn, process, ref) => {
      const entered = enteredId.sound(turn, process, ref)
      return process.compat && /^(@|#-)/.test(ref) ? '#2147483647' : entered
    },
  ),
  broken(
    enteredLengths,
    'Of a length given to the 32-bit entry all 64 bits count.',
    (turn, process, command) => {
      if (process.compat) cite(turn, 'arguments/compat-cuts-lengths')
      return command
    },
  ),
  broken(
    readTexts,
    'A text is read as far as it was given, NULs and all.',
    (_turn, command) => command,
  ),
]
