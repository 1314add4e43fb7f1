/** Chapter 4, the default destination: where keys go that `request_key(2)` makes. */

import type { SetReqkeyKeyring } from '../spec/vocabulary/command.ts'
import type { ActorName } from '../spec/vocabulary/names.ts'
import { failed, type Reply } from './answers.ts'
import { processOf } from './lookup.ts'
import { ownRing } from './rings.ts'
import { cite, rule, type Turn } from './turn.ts'
import { type Process, withProcess } from './world.ts'

/** `KEY_REQKEY_DEFL_NO_CHANGE` */
const noChange = -1

/** From `KEY_REQKEY_DEFL_DEFAULT` to `KEY_REQKEY_DEFL_REQUESTOR_KEYRING`, without the group keyring. */
const destinations: ReadonlySet<number> = new Set([0, 1, 2, 3, 4, 5, 7])

/** rings/reqkey-unknown */
export const isDestination = rule('rings/reqkey-unknown', (turn, destination: number): boolean => {
  if (destinations.has(destination)) return true
  cite(turn, 'rings/reqkey-unknown')
  return false
})

/** rings/reqkey-makes-ring */
export const makeDestination = rule(
  'rings/reqkey-makes-ring',
  (turn, process: Process, destination: number): void => {
    const slot = ([undefined, 'thread', 'process'] as const)[destination]
    if (slot === undefined) return
    if (process[slot] === 0) cite(turn, 'rings/reqkey-makes-ring')
    ownRing(turn, process, slot, true)
  },
)

/** rings/reqkey-answers-before */
export const destinationBefore = rule(
  'rings/reqkey-answers-before',
  (turn, actor: ActorName, destination: number): number => {
    cite(turn, 'rings/reqkey-answers-before')
    const process = processOf(turn, actor)
    if (destination !== noChange) {
      turn.world = withProcess(turn.world, { ...process, reqkey: destination })
    }
    return process.reqkey
  },
)

/** `KEYCTL_SET_REQKEY_KEYRING` */
export function setReqkey(turn: Turn, { actor, destination }: SetReqkeyKeyring): Reply {
  if (destination !== noChange) {
    if (!isDestination(turn, destination)) return failed('EINVAL')
    makeDestination(turn, processOf(turn, actor), destination)
  }
  return { kind: 'value', value: destinationBefore(turn, actor, destination) }
}

/** rings/reqkey-inherited: what a child has of its parent's. */
export const inheritedReqkey = rule('rings/reqkey-inherited', (turn, parent: Process): number => {
  if (parent.reqkey !== 0) cite(turn, 'rings/reqkey-inherited')
  return parent.reqkey
})
