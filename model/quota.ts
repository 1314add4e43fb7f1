/** Chapter 9: what keys cost their owner, and when that is refused. */

import type { RuleId } from '../spec/rules.ts'
import type { Chown } from '../spec/vocabulary/command.ts'
import type { Errno } from '../spec/vocabulary/errno.ts'
import { type UidName, uidDigits } from '../spec/vocabulary/names.ts'
import type { Reply } from './answers.ts'
import { serialOf } from './serials.ts'
import { settingOf } from './settings.ts'
import { cite, refuse, rule, type Turn } from './turn.ts'
import { type Key, type Process, withKey } from './world.ts'

/** Bytes of a description; a uid in the name of a user keyring counts with its digits. */
function descriptionBytes(description: string): number {
  const { text, digits } = serialOf(description)
  if (digits > 0) return text.length + digits
  const match = /^((?:_uid|_uid_ses|_persistent)\.)(u[1-9]|root)$/.exec(description)
  if (match?.[1] === undefined) return description.length
  return match[1].length + (match[2] === 'root' ? 1 : uidDigits)
}

/** quota/key-cost */
export const keyCost = rule('quota/key-cost', (_turn, description: string): number => {
  return descriptionBytes(description) + 1
})

/** What a key is charged with, payload or links included. */
function chargeOf(turn: Turn, key: Key): number {
  return keyCost(turn, key.description) + key.chargedBytes
}

/** quota/outside: whether a key is charged to anybody. */
export const isCharged = rule('quota/outside', (turn, key: Key): boolean => {
  if (!key.inQuota) cite(turn, 'quota/outside')
  return key.inQuota
})

/** What a user's keys are charged with. */
function chargedTo(turn: Turn, uid: UidName): { keys: number; bytes: number } {
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

/** Whether so much may be had, which is cited at the very limit and just beyond it. */
function within(turn: Turn, id: RuleId, wanted: number, limit: number): boolean {
  if (wanted === limit || wanted === limit + 1) cite(turn, id)
  return wanted <= limit
}

/** quota/last-key: whether a new key may make it so many. */
export const newKeyFits = rule('quota/last-key', (turn, keys: number, limit: number) =>
  within(turn, 'quota/last-key', keys, limit),
)

/** quota/last-byte: whether a new key may make it so many bytes. */
export const newBytesFit = rule('quota/last-byte', (turn, bytes: number, limit: number) =>
  within(turn, 'quota/last-byte', bytes, limit),
)

/** quota/growth-to-the-limit: whether a key that grows may make it so many bytes. */
export const growthFits = rule('quota/growth-to-the-limit', (turn, bytes: number, limit: number) =>
  within(turn, 'quota/growth-to-the-limit', bytes, limit),
)

/** quota/chown-last-key: whether a key that is given may make it so many. */
export const givenKeyFits = rule('quota/chown-last-key', (turn, keys: number, limit: number) =>
  within(turn, 'quota/chown-last-key', keys, limit),
)

/** quota/chown-last-byte: whether a key that is given may make it so many bytes. */
export const givenBytesFit = rule('quota/chown-last-byte', (turn, bytes: number, limit: number) =>
  within(turn, 'quota/chown-last-byte', bytes, limit),
)

/** What comes to a user's charge: a new key, one that grows, one that is given. */
export type Burden = 'new' | 'growth' | 'given'

/** quota/refused */
export const quotaRefuses = rule(
  'quota/refused',
  (turn, uid: UidName, burden: Burden, moreBytes: number): Errno | undefined => {
    if (fits(turn, uid, burden, moreBytes)) return undefined
    cite(turn, 'quota/key-cost')
    return refuse(turn, 'quota/refused', 'EDQUOT')
  },
)

function fits(turn: Turn, uid: UidName, burden: Burden, moreBytes: number): boolean {
  const quota = quotaOf(turn, uid)
  const used = chargedTo(turn, uid)
  const [keys, bytes] = [used.keys + 1, used.bytes + moreBytes]
  if (uid === 'root' && bytes > settingOf(turn, 'maxbytes')) cite(turn, 'quota/root-has-its-own')
  switch (burden) {
    case 'new':
      return newKeyFits(turn, keys, quota.keys) && newBytesFit(turn, bytes, quota.bytes)
    case 'growth':
      return growthFits(turn, bytes, quota.bytes)
    case 'given':
      return givenKeyFits(turn, keys, quota.keys) && givenBytesFit(turn, bytes, quota.bytes)
  }
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
    const refused = quotaRefuses(turn, key.payer, 'growth', more)
    if (refused !== undefined) {
      cite(turn, 'quota/growth')
      return refused
    }
  }
  if (more !== 0) turn.world = withKey(turn.world, { ...key, chargedBytes: bytes })
  return undefined
})

/** quota/chown-moves-charge: who carries a key that changes hands, if they can. */
export const moveCharge = rule(
  'quota/chown-moves-charge',
  (turn, key: Key, command: Chown): Key | Errno => {
    const { uid } = command
    if (uid === null || uid === key.uid) return key
    cite(turn, 'quota/chown-moves-charge')
    const refused = isCharged(turn, key)
      ? quotaRefuses(turn, uid, 'given', chargeOf(turn, key))
      : undefined
    return refused ?? { ...key, uid, payer: uid }
  },
)

/** A user's line of `/proc/key-users`: quota/shown */
export const usage = rule('quota/shown', (turn, uid: Key['payer']): Reply => {
  const { keys: quotaKeys, bytes: quotaBytes } = chargedTo(turn, uid)
  const theirs = turn.world.keys.filter((key) => key?.payer === uid)
  const keys = theirs.length
  const instantiated = theirs.filter((key) => key?.state !== 'uninstantiated').length
  if (keys > 0) {
    cite(turn, 'quota/key-cost')
    cite(turn, 'quota/shown')
  }
  return {
    kind: 'usage',
    usage: { keys, instantiated, quotaKeys, quotaBytes },
  }
})
