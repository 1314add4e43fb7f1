/** Chapter 14 turned wrong: requests, and keys under construction. */

import { bytesOf } from '../../spec/vocabulary/memory.ts'
import { failed, type Reply } from '../answers.ts'
import {
  interruption,
  makeNegative,
  negativeMet,
  negativeRefuses,
  waitsFor,
} from '../construction.ts'
import { foundUnmade } from '../find.ts'
import { madePositive } from '../keys.ts'
import { removeLink } from '../links.ts'
import { lookup, lookupUnfinished } from '../lookup.ts'
import { cite, refuse } from '../turn.ts'
import {
  begin,
  calloutTooLong,
  defaultDestination,
  defaultRefused,
  diedMeanwhile,
  finish,
  giveUp,
  heldUserSession,
  leaveUnmade,
  noKeyrings,
  revokedDestination,
  start,
} from '../upcalls.ts'
import { goOn } from '../waiting.ts'
import { keyOf } from '../world.ts'
import { type Break, broken } from './broken.ts'

const requests: readonly Break[] = [
  broken(heldUserSession, 'The keyring goes while the call waits.', () => 0),
  broken(
    start,
    'The process is told of no thread keyring.',
    (turn, process, command, key, authority) => {
      const reply = start.sound(turn, process, command, key, authority)
      return 'called' in reply ? { ...reply, called: { ...reply.called, thread: 0 } } : reply
    },
  ),
  broken(calloutTooLong, 'Callout information may be one byte longer.', (turn, callout) =>
    bytesOf(callout) > turn.profile.limits.calloutBytes
      ? calloutTooLong.sound(turn, callout)
      : undefined,
  ),
  broken(noKeyrings, 'Keyrings are asked for like other keys.', () => undefined),
  broken(
    defaultDestination,
    'The thread keyring is never the default destination.',
    (turn, process) => defaultDestination.sound(turn, { ...process, thread: 0 }),
  ),
  broken(
    defaultRefused,
    'The default destination is not asked for Write.',
    (_turn, _process, _dest) => undefined,
  ),
  broken(
    revokedDestination,
    'A revoked keyring takes the key that is to be made.',
    (_turn, _id) => undefined,
  ),
  broken(
    begin,
    'A key is put into its destination only when it was made.',
    (turn, process, command, dest) => {
      const id = begin.sound(turn, process, command, dest)
      if (typeof id === 'number') removeLink(turn, dest, id)
      turn.loose = false
      return id
    },
  ),
  broken(
    giveUp,
    'A request that cannot have the process started is ENOKEY, whatever the reason.',
    (turn, key, authority) => giveUp.sound(turn, key, authority, 'ENOKEY'),
  ),
  broken(
    finish,
    'A request is ENOKEY where its key was rejected, with whichever error.',
    (turn, key, authority) => {
      const reply = finish.sound(turn, key, authority)
      return reply.kind === 'errno' ? failed('ENOKEY') : reply
    },
  ),
  broken(leaveUnmade, 'A key that nobody made is as one that was rejected.', (turn, key) => {
    cite(turn, 'upcalls/nobody-made-it')
    makeNegative(turn, key, 'EKEYREJECTED', turn.profile.limits.negativeSeconds)
    return refuse(turn, 'upcalls/nobody-made-it', 'EKEYREJECTED')
  }),
  broken(
    diedMeanwhile,
    'A request answers a key that has died meanwhile.',
    (_turn, _key) => undefined,
  ),
]

const negatives: readonly Break[] = [
  broken(makeNegative, 'A negative key stays so for one second more.', (turn, id, error, seconds) =>
    makeNegative.sound(turn, id, error, seconds + 1),
  ),
  broken(negativeMet, 'A search finds negative keys.', (_turn, _key) => undefined),
  broken(negativeRefuses, 'Whoever uses a negative key is told ENOKEY.', (turn, key) =>
    negativeRefuses.sound(turn, key) === undefined
      ? undefined
      : refuse(turn, 'upcalls/negative-refuses', 'ENOKEY'),
  ),
  broken(madePositive, 'A negative key that is added over stays negative.', (_turn, key) => key),
]

const waits: readonly Break[] = [
  broken(
    lookupUnfinished,
    'Who looks at the attributes of a key waits until it was made.',
    (turn, actor, ref, need, create) => lookup(turn, actor, ref, need, create),
  ),
  broken(waitsFor, 'A key under construction is ENOKEY to who wants to use it.', (turn, id) =>
    keyOf(turn.world, id).state === 'uninstantiated' ? 'ENOKEY' : undefined,
  ),
  broken(
    foundUnmade,
    'A request answers a key that is still to be made.',
    (_turn, key): Reply => ({
      kind: 'key',
      key,
    }),
  ),
  broken(goOn, 'One alone of those who wait for a key goes on.', (turn, act) => {
    const waiting = turn.world.processes.filter((process) => process?.waits?.reply === null)
    const last = waiting.filter((process) => process?.waits?.helper === null).at(-1)
    const others = turn.world.processes.map((process) => (process === last ? process : undefined))
    if (waiting.length < 3 || last === undefined) return goOn.sound(turn, act)
    const before = turn.world.processes
    turn.world = { ...turn.world, processes: others }
    goOn.sound(turn, act)
    const after = turn.world.processes
    turn.world = { ...turn.world, processes: before.map((process, at) => after[at] ?? process) }
  }),
  broken(interruption, 'A call that is interrupted says that it may be made again.', (turn) =>
    refuse(turn, 'upcalls/interrupted', 'EAGAIN'),
  ),
]

export const upcallsBreaks: readonly Break[] = [...requests, ...negatives, ...waits]
