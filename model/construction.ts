/** Chapter 14, keys under construction and negative ones: who waits for them, and what they answer. */

import type { Errno } from '../spec/vocabulary/errno.ts'
import { deathOf } from './life.ts'
import { toldInvalidated } from './notices.ts'
import { cite, refuse, rule, type Turn } from './turn.ts'
import { type Key, type KeyId, keyOf, withKey } from './world.ts'

/** The error of a negative key. */
export function errorOf(key: Key): Errno | undefined {
  return key.state === 'instantiated' || key.state === 'uninstantiated' ? undefined : key.state
}

/** upcalls/interrupted */
export const interruption = rule('upcalls/interrupted', (turn): Errno => {
  return refuse(turn, 'upcalls/interrupted', 'EINTR')
})

/**
 * upcalls/waits: what is to be done with a key under construction. EINPROGRESS is no answer: the call
 * waits, and is taken up again when the key was made or is not to be had.
 */
export const waitsFor = rule('upcalls/waits', (turn, id: KeyId): Errno | undefined => {
  if (keyOf(turn.world, id).state !== 'uninstantiated') return undefined
  if (turn.progress.interrupted) return interruption(turn)
  cite(turn, 'upcalls/waits')
  turn.progress.waitsFor = id
  return 'EINPROGRESS'
})

/** upcalls/negative-refuses */
export const negativeRefuses = rule(
  'upcalls/negative-refuses',
  (turn, key: Key): Errno | undefined => {
    const error = errorOf(key)
    return error === undefined ? undefined : refuse(turn, 'upcalls/negative-refuses', error)
  },
)

/** What became of a key that was waited for; undefined where it can be used. */
export function outcomeOf(turn: Turn, id: KeyId): Errno | undefined {
  const key = keyOf(turn.world, id)
  return negativeRefuses(turn, key) ?? deathOf(turn, key)
}

/** upcalls/negative-is-met: what a search notes of a negative key. */
export const negativeMet = rule('upcalls/negative-is-met', (turn, key: Key): Errno | undefined => {
  const error = errorOf(key)
  if (error !== undefined) cite(turn, 'upcalls/negative-is-met')
  return error
})

/** upcalls/negative-expires: a key that is not to be had, is so for some seconds. */
export const makeNegative = rule(
  'upcalls/negative-expires',
  (turn, id: KeyId, error: Errno, seconds: number): void => {
    cite(turn, 'upcalls/negative-expires')
    const key = keyOf(turn.world, id)
    const expiry = turn.world.now + seconds
    turn.world = withKey(turn.world, { ...key, state: error, expiry })
    turn.woken = true
  },
)

/** upcalls/authority-ends: an authority has done its service. */
export const endAuthority = rule('upcalls/authority-ends', (turn, id: KeyId): void => {
  cite(turn, 'upcalls/authority-ends')
  const key = keyOf(turn.world, id)
  turn.world = withKey(turn.world, { ...key, invalidated: true })
  if (!key.invalidated) toldInvalidated(turn, id)
  turn.loose = true
  turn.sweeps = true
})
