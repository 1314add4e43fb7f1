/** Chapters 1, 5, 7 and 8 turned wrong: what the types that belong to a network do otherwise. */

import { gcDelay, keepsOnRevoke, passesOverLinks } from '../life.ts'
import { namesake } from '../links.ts'
import {
  badDnsPayload,
  badRxrpcPayload,
  badSecurity,
  badServerClass,
  badServerList,
  badServerPayload,
  dnsOption,
  dnsReadError,
  keptError,
  keptToken,
  listExpiry,
  notOfAfs,
  rxrpcContents,
  serverClass,
} from '../network-payloads.ts'
import { byIdentifier, candidates, nameFits, stateFirst } from '../search.ts'
import { cite, refuse } from '../turn.ts'
import { type Break, broken } from './broken.ts'

const names: readonly Break[] = [
  broken(badDnsPayload, 'An answer need not end in a NUL.', (turn, payload) =>
    payload.length > 1 ? undefined : refuse(turn, 'keys/dns-payload', 'EINVAL'),
  ),
  broken(dnsOption, 'An error number may be 0.', (turn, option) =>
    option === 'dnserror=0' ? { error: 0 } : dnsOption.sound(turn, option),
  ),
  broken(keptError, 'The text beside an error is charged for.', (turn, error) => ({
    ...keptError.sound(turn, error),
    charge: 1,
  })),
  broken(badServerList, 'The version of a list of servers is not looked at.', (turn, payload) =>
    badServerList.sound(turn, `${payload.slice(0, 2)}\x01${payload.slice(3)}`),
  ),
  broken(listExpiry, 'A list of servers whose lookup failed is kept for good.', () => null),
  broken(byIdentifier, 'An identifier is looked for among the descriptions.', () => false),
  broken(nameFits, 'Capital letters make another host of it.', (turn, key, hunt) => {
    const plain = (name: string) => name.replace(/\.$/, '')
    if (key.description === hunt.description) return true
    if (key.type !== 'dns_resolver' || plain(key.description) !== plain(hunt.description))
      return false
    cite(turn, 'search/dns-names')
    return true
  }),
  broken(
    candidates,
    'A search for a host takes the key with that very name, if there is one.',
    (turn, ring, hunt) => {
      const key = namesake(turn, ring, { ...hunt, domain: hunt.process.network })
      return key === undefined ? candidates.sound(turn, ring, hunt) : [key]
    },
  ),
  broken(stateFirst, 'A dead key is noted only where its name fits.', () => false),
  broken(
    dnsReadError,
    'A host that has an error for an answer is read as an empty text.',
    () => undefined,
  ),
  broken(
    gcDelay,
    'A dead answer is kept as long as any dead key.',
    (turn) => turn.profile.limits.gcDelay,
  ),
  broken(
    passesOverLinks,
    'Revoking a key that has no delay takes its links away at once.',
    () => true,
  ),
]

const secrets: readonly Break[] = [
  broken(
    badRxrpcPayload,
    'The length of a token is looked at before its version.',
    (turn, payload) => {
      const bad = badRxrpcPayload.sound(turn, payload)
      return bad === 'EKEYREJECTED' && payload.length < 24 ? 'EINVAL' : bad
    },
  ),
  broken(
    badSecurity,
    'A token for an unknown kind of security is kept for later.',
    () => undefined,
  ),
  broken(keptToken, 'A token is charged with the bytes that were given.', (turn, payload) => ({
    ...keptToken.sound(turn, payload),
    charge: payload.length,
  })),
  broken(keepsOnRevoke, 'A revoked token is dropped, and no longer charged.', () => false),
  broken(serverClass, 'A server key may be called anything.', (turn, description) => {
    const number = serverClass.sound(turn, description)
    return typeof number === 'string' ? 2 : number
  }),
  broken(badServerClass, 'Class 0 has a server key like any other.', (turn, number) =>
    number === 0 ? undefined : badServerClass.sound(turn, number),
  ),
  broken(badServerPayload, 'The length of a server key is left to the cipher.', (turn) =>
    refuse(turn, 'keys/server-payload', 'ENOENT'),
  ),
  broken(notOfAfs, 'Every key of the type is read as if it were one of AFS.', () => undefined),
  broken(rxrpcContents, 'The cell is not filled up to whole words.', (turn, key) => {
    const sound = rxrpcContents.sound(turn, key)
    const cell = key.description.length - 'afs@'.length
    return sound.slice(0, 8 + cell) + sound.slice(8 + cell + (-cell & 3))
  }),
]

export const networkBreaks: readonly Break[] = [...names, ...secrets]
