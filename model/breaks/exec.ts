/** Chapter 11 turned wrong, execve(2). */

import { capabilities } from '../credentials.ts'
import {
  effectiveAfterExec,
  endedByExec,
  idsAfterExec,
  isNoRoot,
  permittedAfterExec,
  pinnedAfterExec,
  ringsAfterExec,
  securebitsAfterExec,
} from '../exec.ts'
import { cite } from '../turn.ts'
import { type Break, broken } from './broken.ts'

export const execBreaks: readonly Break[] = [
  broken(
    ringsAfterExec,
    'A process keyring outlives execve(2), for it is still the same process.',
    (turn, process) => ({ ...ringsAfterExec.sound(turn, process), process: process.process }),
  ),
  broken(
    pinnedAfterExec,
    'What execve(2) lets go of is gone if nothing else refers to it.',
    (turn, process) => {
      pinnedAfterExec.sound(turn, process)
      return []
    },
  ),
  broken(
    idsAfterExec,
    'Saved ids follow the effective ones, file-system ids are left alone.',
    (turn, process) => {
      const { fsuid, fsgid } = process
      return { ...idsAfterExec.sound(turn, process), fsuid, fsgid }
    },
  ),
  broken(isNoRoot, 'SECBIT_NOROOT makes no difference.', (turn, process) => {
    isNoRoot.sound(turn, process)
    return false
  }),
  broken(
    permittedAfterExec,
    'Root is permitted what it was permitted before.',
    (turn, process) => permittedAfterExec.sound(turn, process) & process.permitted,
  ),
  broken(
    effectiveAfterExec,
    'CAP_SYS_ADMIN stays effective.',
    (turn, process, permitted) =>
      effectiveAfterExec.sound(turn, process, permitted) |
      (process.effective & capabilities.CAP_SYS_ADMIN),
  ),
  broken(securebitsAfterExec, 'All securebits are cleared.', (turn, process) => {
    securebitsAfterExec.sound(turn, process)
    return 0
  }),
  broken(endedByExec, 'Other threads go on with the old program.', (turn, process) => {
    if (endedByExec.sound(turn, process).length > 0) cite(turn, 'exec/ends-other-threads')
    return []
  }),
]
