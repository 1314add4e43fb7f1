/** Chapter 14, authority: the keys that permit to make a key, and who has them. */

import type { Errno } from '../spec/vocabulary/errno.ts'
import { searchOwnRings } from './possession.ts'
import type { Found } from './search.ts'
import { withSerial } from './serials.ts'
import { cite, refuse, rule, type Turn } from './turn.ts'
import { type Grant, type Key, type KeyId, keyOf, type Process } from './world.ts'

export const authorityType = '.request_key_auth'

/** What the authority for a key is called: the key's serial number, which costs nobody anything. */
export const authorityName = (target: KeyId): string => withSerial('', target, 1)

/** upcalls/authority-is-searched-for: the authority for a key, among what a process's own rings hold. */
export const authorityFor = rule(
  'upcalls/authority-is-searched-for',
  (turn, process: Process, target: KeyId): KeyId | Errno => {
    const found: Found = searchOwnRings(turn, {
      type: authorityType,
      description: authorityName(target),
      wanted: 0,
      process,
      possessed: true,
      minds: true,
      isRequest: false,
    })
    cite(turn, 'upcalls/authority-is-searched-for')
    if ('id' in found) return found.id
    return found.miss === 'EAGAIN' ? 'ENOKEY' : found.miss
  },
)

/** The authority under which a process acts, where it does. */
export function authorityOf(turn: Turn, process: Process): Key | undefined {
  return process.authority === 0 ? undefined : keyOf(turn.world, process.authority)
}

/** What an authority holds; one that was revoked holds nothing. */
export function grantOf(authority: Key): Grant | undefined {
  return authority.revoked ? undefined : (authority.grant ?? undefined)
}

/** upcalls/authority-lost-with-session: under what a process acts that was given a session. */
export const authorityAfterGift = rule(
  'upcalls/authority-lost-with-session',
  (turn, process: Process): KeyId => {
    if (process.authority !== 0) {
      cite(turn, 'upcalls/authority-lost-with-session')
      turn.loose = true
    }
    return 0
  },
)

/** upcalls/revoked-authority-is-none */
export const spentAuthority = rule('upcalls/revoked-authority-is-none', (turn): Errno => {
  return refuse(turn, 'upcalls/revoked-authority-is-none', 'EKEYREVOKED')
})
