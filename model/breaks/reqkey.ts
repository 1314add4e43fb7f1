/** Chapter 4 turned wrong, the default destination of request_key. */

import { processOf } from '../lookup.ts'
import { destinationBefore, inheritedReqkey, isDestination, makeDestination } from '../reqkey.ts'
import { cite } from '../turn.ts'
import { type Break, broken } from './broken.ts'

export const reqkeyBreaks: readonly Break[] = [
  broken(
    destinationBefore,
    'Setting the default destination answers the one that is set.',
    (turn, actor, destination) => {
      destinationBefore.sound(turn, actor, destination)
      return processOf(turn, actor).reqkey
    },
  ),
  broken(
    isDestination,
    'The group keyring can be the default destination.',
    (turn, destination) => {
      return destination === 6 || isDestination.sound(turn, destination)
    },
  ),
  broken(
    makeDestination,
    'Only the thread keyring is made when it becomes the default destination.',
    (turn, process, destination) => {
      if (destination === 2) cite(turn, 'rings/reqkey-makes-ring')
      else makeDestination.sound(turn, process, destination)
    },
  ),
  broken(
    inheritedReqkey,
    'A child starts with the default destination of a new process.',
    (turn, parent) => {
      if (parent.reqkey !== 0) cite(turn, 'rings/reqkey-inherited')
      return 0
    },
  ),
]
