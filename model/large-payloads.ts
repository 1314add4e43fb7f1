/** Chapter 1, payloads of `big_key` and `asymmetric`; what the former cost is of chapter 9. */

import type { Errno } from '../spec/vocabulary/errno.ts'
import { recharge } from './quota.ts'
import { cite, refuse, rule, type Turn } from './turn.ts'
import type { Prepared } from './types.ts'
import { type Key, keyOf } from './world.ts'

/** keys/big-key-payload */
export const emptyBigKey = rule(
  'keys/big-key-payload',
  (turn, payload: string): Errno | undefined => {
    return payload === '' ? refuse(turn, 'keys/big-key-payload', 'EINVAL') : undefined
  },
)

/** quota/big-key-is-flat: what the payload of a key costs, bytes. */
export const payloadCharge = rule(
  'quota/big-key-is-flat',
  (turn, type: string, payload: string): number => {
    if (type !== 'big_key') return payload.length
    cite(turn, 'quota/big-key-is-flat')
    return turn.profile.limits.bigKeyBytes
  },
)

/** What `big_key` makes of a payload. */
export function prepareBig(turn: Turn, payload: string): Prepared | Errno {
  const charge = payloadCharge(turn, 'big_key', payload)
  return emptyBigKey(turn, payload) ?? { payload, charge, readError: null, expiry: null }
}

/** quota/big-key-update-needs-room: for a moment a big_key is charged for all that it is to hold. */
export const roomForUpdate = rule(
  'quota/big-key-update-needs-room',
  (turn, key: Key, payload: string): Errno | undefined => {
    if (key.type !== 'big_key') return undefined
    const refused = recharge(turn, key, payload.length)
    if (refused !== undefined) cite(turn, 'quota/big-key-update-needs-room')
    return refused
  },
)

/** Charges a key for the payload that it is given anew. */
export function chargeUpdate(turn: Turn, key: Key, payload: string): Errno | undefined {
  const refused = roomForUpdate(turn, key, payload)
  if (refused !== undefined) return refused
  return recharge(turn, keyOf(turn.world, key.id), payloadCharge(turn, key.type, payload))
}

/** keys/big-key-keeps-timeout */
export const keepsTimeout = rule('keys/big-key-keeps-timeout', (turn, key: Key): boolean => {
  if (key.type !== 'big_key') return false
  if (key.expiry !== null) cite(turn, 'keys/big-key-keeps-timeout')
  return true
})

/** keys/certificate-wanted: no payload of the specification is a certificate. */
export const noCertificate = rule('keys/certificate-wanted', (turn, payload: string): Errno => {
  cite(turn, 'keys/certificate-wanted')
  if (payload === '') return 'EINVAL'
  return payload.length > turn.profile.limits.certificateBytes ? 'EMSGSIZE' : 'EBADMSG'
})

/** Ways to say which asymmetric key is sought: an identifier in hexadecimal behind a word. */
const criterion = /^(?:id|ex|dn):(.*)$/s

/** Whether a description says which asymmetric key is sought otherwise than by its description. */
export const saysIdentifier = (description: string): boolean => criterion.test(description)

/** keys/asymmetric-criterion */
export const badCriterion = rule(
  'keys/asymmetric-criterion',
  (turn, type: string, description: string): Errno | undefined => {
    if (type !== 'asymmetric') return undefined
    const [, identifier] = criterion.exec(description) ?? [undefined, undefined]
    const wellSaid = identifier === undefined ? description !== '' : isHex(identifier)
    return wellSaid ? undefined : refuse(turn, 'keys/asymmetric-criterion', 'EINVAL')
  },
)

const isHex = (text: string): boolean => /^(?:[0-9a-fA-F]{2})+$/.test(text)
