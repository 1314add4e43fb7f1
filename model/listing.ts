/** Chapter 7, `/proc/keys`: which keys are listed to a process, and what is told of them. */

import type { Entry } from '../spec/vocabulary/answer.ts'
import type { ListKey } from '../spec/vocabulary/command.ts'
import { errnoNumber } from '../spec/vocabulary/errno.ts'
import type { Reply } from './answers.ts'
import { shownGid } from './looking.ts'
import { processOf } from './lookup.ts'
import { permits, shownMask } from './permissions.ts'
import { possesses } from './possession.ts'
import { isCharged } from './quota.ts'
import { serialOf } from './serials.ts'
import { cite, rule, type Turn } from './turn.ts'
import { hasUid, shownUid } from './users.ts'
import { indexOf, type Key, linksOf, type Process } from './world.ts'

/** attributes/listed-if-viewed */
export const isViewed = rule(
  'attributes/listed-if-viewed',
  (turn, key: Key, process: Process): boolean => {
    cite(turn, 'attributes/listed-if-viewed')
    // Not by the keyrings of whoever the process makes a key for.
    const possessed = possesses(turn, { ...process, authority: 0 }, key)
    return permits(turn, { id: key.id, possessed }, process, 'view')
  },
)

/** attributes/listed-if-payer-mapped */
export const payerIsMapped = rule(
  'attributes/listed-if-payer-mapped',
  (turn, key: Key, process: Process): boolean => {
    if (hasUid(turn, process, key.payer)) return true
    cite(turn, 'attributes/listed-if-payer-mapped')
    return false
  },
)

/** attributes/listed-flags */
export const flagsOf = rule('attributes/listed-flags', (turn, key: Key): string => {
  cite(turn, 'attributes/listed-flags')
  const open = key.state === 'uninstantiated'
  const flags = [
    [!open, 'I'],
    [key.revoked, 'R'],
    // Its type is gone.
    [false, 'D'],
    [isCharged(turn, key), 'Q'],
    [open, 'U'],
    [!open && key.state !== 'instantiated', 'N'],
    [key.invalidated, 'i'],
  ] as const
  return flags.map(([set, letter]) => (set ? letter : '-')).join('')
})

/** Units of time, the largest first, in seconds. */
const units = [
  [7 * 24 * 3600, 'w'],
  [24 * 3600, 'd'],
  [3600, 'h'],
  [60, 'm'],
  [1, 's'],
] as const

/** attributes/listed-expiry */
export const expiryText = rule(
  'attributes/listed-expiry',
  (turn, { expiry, revoked }: Key): string => {
    cite(turn, 'attributes/listed-expiry')
    // By life/revoked-at.
    if (revoked) return 'expd'
    if (expiry === null) return 'perm'
    const left = expiry - turn.world.now
    if (left <= 0) return 'expd'
    const [seconds, letter] = units.find(([unit]) => left >= unit) ?? [1, 's']
    return `${Math.floor(left / seconds)}${letter}`
  },
)

/** Characters of a type's name that are listed. */
const typeWidth = 9

/** attributes/listed-type-is-cut */
export const listedType = rule('attributes/listed-type-is-cut', (turn, { type }: Key): string => {
  if (type.length > typeWidth) cite(turn, 'attributes/listed-type-is-cut')
  return type.slice(0, typeWidth)
})

/** attributes/listed-contents: what is told behind the description, of what a key holds. */
export const contentsText = rule('attributes/listed-contents', (turn, key: Key): string => {
  cite(turn, 'attributes/listed-contents')
  const { type, payload, ring, readError, chargedBytes, state } = key
  if (state !== 'instantiated') return ''
  switch (type) {
    case 'keyring': {
      const links = ring === null ? 0 : linksOf(ring).length
      return links === 0 ? ': empty' : `: ${links}`
    }
    case 'big_key':
      return `: ${payload?.length ?? 0}`
    case 'rxrpc':
      return payload === '' ? '' : ': ka'
    case 'rxrpc_s':
      return ''
    default:
      return readError === null ? `: ${chargedBytes}` : `: -${errnoNumber(readError)}`
  }
})

/** What an authorisation key shows, tells of serial numbers and pids. */
const describes = (type: string): boolean => type !== '.request_key_auth'

/** The line of a key in `/proc/keys` */
export function listKey(turn: Turn, { actor, key: name }: ListKey): Reply {
  const process = processOf(turn, actor)
  const id = turn.world.names[indexOf(name)]
  const key = id === undefined ? undefined : turn.world.keys[id]
  if (key === undefined || !payerIsMapped(turn, key, process) || !isViewed(turn, key, process)) {
    return { kind: 'unlisted' }
  }
  const entry: Entry = {
    flags: flagsOf(turn, key),
    expiry: expiryText(turn, key),
    perm: shownMask(turn, key),
    uid: shownUid(turn, process, key.uid),
    gid: shownGid(turn, key.gid, process),
    type: listedType(turn, key),
    description: describes(key.type)
      ? serialOf(key.description).text + contentsText(turn, key)
      : '',
  }
  return { kind: 'entry', entry }
}
