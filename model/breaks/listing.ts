/** Chapter 7 turned wrong: what is listed in `/proc/keys`. */

import {
  contentsText,
  expiryText,
  flagsOf,
  isViewed,
  listedType,
  payerIsMapped,
} from '../listing.ts'
import { permits } from '../permissions.ts'
import { type Break, broken } from './broken.ts'

export const listingBreaks: readonly Break[] = [
  broken(isViewed, 'Possession lists nothing.', (turn, { id }, process) =>
    permits(turn, { id, possessed: false }, process, 'view'),
  ),
  broken(payerIsMapped, 'Keys are listed whoever carries them.', () => true),
  broken(flagsOf, 'An invalidated key is shown as revoked.', (turn, key) =>
    flagsOf.sound(turn, { ...key, revoked: key.revoked || key.invalidated }),
  ),
  broken(expiryText, 'The time that is left is shown in days at most.', (turn, key) =>
    expiryText.sound(turn, key).replace(/^(\d+)w$/, (_, weeks) => `${7 * Number(weeks)}d`),
  ),
  broken(listedType, 'The name of a type is shown in full.', (_turn, { type }) => type),
  broken(contentsText, 'A keyring shows how many bytes its links are charged.', (turn, key) =>
    key.ring === null ? contentsText.sound(turn, key) : `: ${key.chargedBytes}`,
  ),
]
