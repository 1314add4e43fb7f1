/** Chapter 11 turned wrong, threads. */

import { manyThreads } from '../parent.ts'
import {
  becomeToo,
  beginsWithRing,
  endsWith,
  heirOf,
  otherThreads,
  parentOfThread,
  ringGoesTo,
  sharedByThread,
  staysBehind,
} from '../threads.ts'
import { cite } from '../turn.ts'
import { type Break, broken } from './broken.ts'

export const threadsBreaks: readonly Break[] = [
  broken(
    sharedByThread,
    'A new thread has no process keyring, as a new process has none.',
    (turn, maker) => ({ ...sharedByThread.sound(turn, maker), process: 0 }),
  ),
  broken(
    beginsWithRing,
    'No thread has a thread keyring before it asks for one.',
    (turn, maker) => {
      beginsWithRing.sound(turn, maker)
      return false
    },
  ),
  broken(parentOfThread, 'The parent of a thread is the thread that made it.', (turn, maker) => {
    cite(turn, 'threads/parent-is-shared')
    return maker.name
  }),
  broken(
    ringGoesTo,
    'All threads of a process have its process keyring, whenever it is made.',
    (turn, process, which) => {
      const own = ringGoesTo.sound(turn, process, which)
      return which === 'process' ? [...own, ...otherThreads(turn, process)] : own
    },
  ),
  broken(
    becomeToo,
    'A thread that becomes somebody else takes the other threads of its process along.',
    (turn, process) => {
      becomeToo.sound(turn, process)
      return otherThreads(turn, process)
    },
  ),
  broken(
    endsWith,
    'Who ends its process ends itself alone, and other threads go on.',
    (turn, process) => {
      endsWith.sound(turn, process)
      return []
    },
  ),
  broken(
    staysBehind,
    'The first thread of a process lets go of its keyrings when it ends, like any other.',
    (turn, process, others) => {
      staysBehind.sound(turn, process, others)
      return false
    },
  ),
  broken(heirOf, "The children of a thread that has ended are init's.", (turn, others) => {
    heirOf.sound(turn, others)
    return null
  }),
  broken(manyThreads, 'A parent may have any number of threads.', (turn, parent) => {
    manyThreads.sound(turn, parent)
    return undefined
  }),
]
