/** Chapter 3 turned wrong, second part: which keys a process possesses. */

import { permits } from '../permissions.ts'
import { mindsState, possesses, sessionSearched, specialIsPossessed } from '../possession.ts'
import { notEntered, processOrder, searchOwn, startRefused } from '../search.ts'
import { cite } from '../turn.ts'
import { keyOf } from '../world.ts'
import { type Break, broken } from './broken.ts'

export const possessionBreaks: readonly Break[] = [
  broken(
    sessionSearched,
    'A process without a session keyring is searched through its own rings alone.',
    (_turn, process) => process.session,
  ),
  broken(
    mindsState,
    'The search that tells possession passes dead keys over, so that nobody possesses them.',
    () => true,
  ),
  broken(
    possesses,
    "The search that tells possession does not go below the process's own rings.",
    (turn, process, key) => {
      const { type, description, id: wanted } = key
      const hunt = {
        ...{ type, description, wanted, process },
        ...{ possessed: true, minds: mindsState(turn), isRequest: false },
      }
      const found = processOrder(turn, process, sessionSearched(turn, process)).some((id) => {
        const ring = keyOf(turn.world, id)
        if (startRefused(turn, ring, hunt)) return false
        if (id === wanted) return true
        return !notEntered(turn, ring) && searchOwn(turn, ring, hunt, { miss: 'EAGAIN' }) !== 0
      })
      if (found) cite(turn, 'possession/by-search')
      return found
    },
  ),
  broken(
    specialIsPossessed,
    'A keyring named by special id is possessed only where its possessor may search it.',
    (turn, process, id) => {
      cite(turn, 'possession/by-special-id')
      return permits(turn, { id, possessed: true }, process, 'search')
    },
  ),
]
