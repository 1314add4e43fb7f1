/** Chapter 9 turned wrong: what keys cost their owner, and when that is refused. */

import type { Reply } from '../answers.ts'
import { payloadCharge, roomForUpdate } from '../large-payloads.ts'
import {
  givenBytesFit,
  givenKeyFits,
  growthFits,
  keyCost,
  moveCharge,
  newBytesFit,
  newKeyFits,
  ownerPays,
  quotaOf,
  quotaRefuses,
  recharge,
  usage,
} from '../quota.ts'
import { outOfRange, settingOf } from '../settings.ts'
import { cite } from '../turn.ts'
import { type Break, broken } from './broken.ts'

export const quotaBreaks: readonly Break[] = [
  broken(
    keyCost,
    'A description is charged without its NUL.',
    (turn, description) => keyCost.sound(turn, description) - 1,
  ),
  broken(quotaOf, 'Root has the quota that everybody has.', (turn) => ({
    keys: settingOf(turn, 'maxkeys'),
    bytes: settingOf(turn, 'maxbytes'),
  })),
  broken(
    quotaRefuses,
    'Only what is charged already is held against the quota, not what is to come.',
    (turn, uid, burden) => quotaRefuses.sound(turn, uid, burden, 0),
  ),
  broken(newKeyFits, 'The last key that a user may have is refused.', (turn, keys, limit) =>
    newKeyFits.sound(turn, keys + 1, limit),
  ),
  broken(newBytesFit, 'A new key is refused that fits to the byte.', (turn, bytes, limit) =>
    newBytesFit.sound(turn, bytes + 1, limit),
  ),
  broken(growthFits, 'A key may grow a byte beyond the limit.', (turn, bytes, limit) =>
    growthFits.sound(turn, bytes - 1, limit),
  ),
  broken(givenKeyFits, 'A user may be given one key too many.', (turn, keys, limit) =>
    givenKeyFits.sound(turn, keys - 1, limit),
  ),
  broken(givenBytesFit, 'A key is not given that fits to the byte.', (turn, bytes, limit) =>
    givenBytesFit.sound(turn, bytes + 1, limit),
  ),
  broken(ownerPays, 'A new key is charged to the real uid of its maker.', (turn, owner, maker) => {
    ownerPays.sound(turn, owner, maker)
    return maker.uid
  }),
  broken(
    settingOf,
    'What was set is not looked at: the limits are what they always are.',
    (turn, setting) =>
      settingOf.sound({ ...turn, world: { ...turn.world, settings: {} } }, setting),
  ),
  broken(outOfRange, 'A limit may be set to nothing at all.', (turn, command) =>
    command.value === 0 ? undefined : outOfRange.sound(turn, command),
  ),
  broken(recharge, 'A payload that shrinks gives nothing back.', (turn, key, bytes) =>
    bytes < key.chargedBytes ? undefined : recharge.sound(turn, key, bytes),
  ),
  broken(
    moveCharge,
    'A key that changes hands stays charged to who had it.',
    (turn, key, command) => {
      if (command.uid === null || command.uid === key.uid) return key
      cite(turn, 'quota/chown-moves-charge')
      return { ...key, uid: command.uid }
    },
  ),
  broken(payloadCharge, 'A big_key is charged for what it holds.', (turn, type, payload) => {
    if (type === 'big_key') cite(turn, 'quota/big-key-is-flat')
    return payload.length
  }),
  broken(
    roomForUpdate,
    'Updating a big_key is weighed by what it will be charged, which is as before.',
    () => undefined,
  ),
  broken(usage, 'Revoked keys are not counted, though they are charged.', (turn, uid): Reply => {
    const shown = usage.sound(turn, uid)
    if (shown.kind !== 'usage') return shown
    const revoked = turn.world.keys.filter((key) => key?.payer === uid && key.revoked).length
    const keys = shown.usage.keys - revoked
    return { kind: 'usage', usage: { ...shown.usage, keys, instantiated: keys } }
  }),
]
