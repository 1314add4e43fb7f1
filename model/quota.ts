/** Chapter 9: what keys cost their owner, and when that is refused. */

import type { Errno } from '../spec/vocabulary/errno.ts'
import { type UidName, uidDigits } from '../spec/vocabulary/names.ts'
import { settingOf } from './settings.ts'
import { cite, refuse, rule, type Turn } from './turn.ts'
import { type Key, type Process, withKey } from './world.ts'

/** Bytes of a description; a uid in the name of a user keyring counts with its digits. */
function descriptionBytes(description: string): number {
  const match = /^((?:_uid|_uid_ses|_persistent)\.)(u[1-9]|root)$/.exec(description)
  if (match?.[1] === undefined) return description.length
  return match[1].length + (match[2] === 'root' ? 1 : uidDigits)
}

/** quota/key-cost */
export const keyCost = rule('quota/key-cost', (_turn, description: string): number => {
  return descriptionBytes(description) + 1
})

/** What a key is charged with, payload or links included. */
export function chargeOf(turn: Turn, key: Key): number {
  return keyCost(turn, key.description) + key.chargedBytes
}

/** quota/outside: whether a key is charged to anybody. */
export const isCharged = rule('quota/outside', (turn, key: Key): boolean => {
  if (!key.inQuota) cite(turn, 'quota/outside')
  return key.inQuota
})

/** What a user's keys are charged with. */
export function chargedTo(turn: Turn, uid: UidName): { keys: number; bytes: number } {
  let keys = 0
  let bytes = 0
  for (const key of turn.world.keys) {
    if (key === undefined || key.payer !== uid || !isCharged(turn, key)) continue
    keys += 1
    bytes += chargeOf(turn, key)
  }
  return { keys, bytes }
}

/** quota/root-has-its-own */
export const quotaOf = rule('quota/root-has-its-own', (turn, uid: UidName) => {
  return uid === 'root'
    ? { keys: settingOf(turn, 'root_maxkeys'), bytes: settingOf(turn, 'root_maxbytes') }
    : { keys: settingOf(turn, 'maxkeys'), bytes: settingOf(turn, 'maxbytes') }
})

/** quota/refused */
export const quotaRefuses = rule(
  'quota/refused',
  (turn, uid: UidName, moreKeys: number, moreBytes: number): Errno | undefined => {
    if (fits(turn, uid, moreKeys, moreBytes)) return undefined
    cite(turn, 'quota/key-cost')
    return refuse(turn, 'quota/refused', 'EDQUOT')
  },
)

function fits(turn: Turn, uid: UidName, moreKeys: number, moreBytes: number): boolean {
  const quota = quotaOf(turn, uid)
  const used = chargedTo(turn, uid)
  if (uid === 'root' && used.bytes + moreBytes > settingOf(turn, 'maxbytes')) {
    cite(turn, 'quota/root-has-its-own')
  }
  // Who has too many keys already may have more bytes.
  const keysFit = moreKeys === 0 || used.keys + moreKeys <= quota.keys
  return keysFit && used.bytes + moreBytes <= quota.bytes
}

/** quota/owner-pays: who is charged for a key that a process makes for an owner. */
export const ownerPays = rule(
  'quota/owner-pays',
  (turn, owner: UidName, maker: Process): UidName => {
    if (owner !== maker.uid) cite(turn, 'quota/owner-pays')
    return owner
  },
)

/** quota/growth: sets what a key is charged beside its description; EDQUOT leaves it as it was. */
export const recharge = rule('quota/growth', (turn, key: Key, bytes: number): Errno | undefined => {
  const more = bytes - key.chargedBytes
  if (more > 0 && isCharged(turn, key)) {
    const refused = quotaRefuses(turn, key.payer, 0, more)
    if (refused !== undefined) {
      cite(turn, 'quota/growth')
      return refused
    }
  }
  if (more !== 0) turn.world = withKey(turn.world, { ...key, chargedBytes: bytes })
  return undefined
})
