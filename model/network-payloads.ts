/** Chapter 1, payloads of the types that belong to a network: `dns_resolver`, `rxrpc`, `rxrpc_s`. */

import { type Errno, type ErrnoName, errnoName } from '../spec/vocabulary/errno.ts'
import { startOfTime } from '../spec/vocabulary/program.ts'
import { cite, refuse, rule, type Turn } from './turn.ts'
import type { Prepared } from './types.ts'
import type { Key } from './world.ts'

/** What is kept of a payload that has no error and no end. */
const kept = (payload: string): Prepared => ({
  payload,
  charge: payload.length,
  readError: null,
  expiry: null,
})

/** keys/dns-payload */
export const badDnsPayload = rule(
  'keys/dns-payload',
  (turn, payload: string): Errno | undefined => {
    if (payload.length > 1 && (payload.startsWith('\0') || payload.endsWith('\0'))) return undefined
    return refuse(turn, 'keys/dns-payload', 'EINVAL')
  },
)

/** The longest option of a `dns_resolver` payload, bytes: `optval` of dns_resolver_preparse(). */
const longestOption = 128

/** keys/dns-option: the error that an option makes the answer. */
export const dnsOption = rule(
  'keys/dns-option',
  (turn, option: string): { readonly error: number } | Errno => {
    cite(turn, 'keys/dns-option')
    // Up to a NUL, and perhaps a newline, as kstrtoul() reads.
    const number = /^dnserror=\+?(\d+)\n?(?:\0.*)?$/s.exec(option)?.[1]
    const error = Number(number ?? 0)
    if (option.length > longestOption || error < 1 || error > 511) return 'EINVAL'
    return { error }
  },
)

/** keys/dns-error: what is kept of an answer that is an error. */
export const keptError = rule('keys/dns-error', (turn, error: number): Prepared => {
  cite(turn, 'keys/dns-error')
  return { payload: '', charge: 0, readError: errnoName(error), expiry: null }
})

/** The text before the first `#`, or the error of the last option behind it. */
function dnsText(turn: Turn, text: string): Prepared | Errno {
  const [result = '', ...options] = text.split('#')
  // What ends in `#` has no option behind it, if it has one before.
  if (options.length > 1 && options.at(-1) === '') options.pop()
  let error = 0
  for (const option of options) {
    const said = dnsOption(turn, option)
    if (typeof said === 'string') return said
    error = said.error
  }
  return error === 0 ? kept(result) : keptError(turn, error)
}

/** Bytes of the header of a list of servers: `struct dns_server_list_v1_header`. */
const listHeader = 6

/** keys/dns-server-list */
export const badServerList = rule(
  'keys/dns-server-list',
  (turn, payload: string): Errno | undefined => {
    cite(turn, 'keys/dns-server-list')
    const content = payload.charCodeAt(1)
    const version = payload.charCodeAt(2)
    return payload.length < listHeader || content !== 0 || version !== 1 ? 'EINVAL' : undefined
  },
)

/** keys/dns-failed-list: when a list expires, by the status of its lookup. */
export const listExpiry = rule('keys/dns-failed-list', (turn, payload: string): number | null => {
  const status = payload.charCodeAt(4)
  if (status === 1 || status === 2) return null
  cite(turn, 'keys/dns-failed-list')
  return turn.world.now + 1
})

/** What `dns_resolver` makes of a payload. */
export function prepareDns(turn: Turn, payload: string): Prepared | Errno {
  const bad = badDnsPayload(turn, payload)
  if (bad !== undefined) return bad
  if (!payload.startsWith('\0')) return dnsText(turn, payload.slice(0, -1))
  return badServerList(turn, payload) ?? { ...kept(payload), expiry: listExpiry(turn, payload) }
}

/** Little-endian, as the machine is. */
const number32 = (bytes: string, at: number): number =>
  number16(bytes, at) + number16(bytes, at + 2) * 0x10000
const number16 = (bytes: string, at: number): number =>
  bytes.charCodeAt(at) + bytes.charCodeAt(at + 1) * 0x100

/** Bytes of `struct rxrpc_key_data_v1`, behind the version. */
const tokenHeader = 20

/** keys/rxrpc-payload */
export const badRxrpcPayload = rule(
  'keys/rxrpc-payload',
  (turn, payload: string): Errno | undefined => {
    cite(turn, 'keys/rxrpc-payload')
    if (payload.length <= 4) return 'EINVAL'
    if (number32(payload, 0) !== 1) return 'EKEYREJECTED'
    const length = payload.length - 4 - tokenHeader
    return length < 0 || length !== number16(payload, 6) ? 'EINVAL' : undefined
  },
)

/** `RXRPC_SECURITY_RXKAD`, the one kind of security that tokens are known for. */
const rxkad = 2
/** `AFSTOKEN_RK_TIX_MAX`, bytes. */
const longestTicket = 12000

/** keys/rxrpc-security */
export const badSecurity = rule(
  'keys/rxrpc-security',
  (turn, payload: string): Errno | undefined => {
    if (number16(payload, 4) !== rxkad) {
      return refuse(turn, 'keys/rxrpc-security', 'EPROTONOSUPPORT')
    }
    if (number16(payload, 6) <= longestTicket) return undefined
    return refuse(turn, 'keys/rxrpc-security', 'EKEYREJECTED')
  },
)

/** `struct rxrpc_key_token` and `struct rxkad_key`, bytes. */
const tokenBytes = 24 + 28

/** keys/rxrpc-token: what a token costs, and that it dies at the second that it names. */
export const keptToken = rule('keys/rxrpc-token', (turn, payload: string): Prepared => {
  cite(turn, 'keys/rxrpc-token')
  return {
    ...kept(payload),
    charge: tokenBytes + number16(payload, 6),
    expiry: number32(payload, 8) - startOfTime,
  }
})

/** What `rxrpc` makes of a payload; none at all stands for no security. */
export function prepareRxrpc(turn: Turn, payload: string): Prepared | Errno {
  if (payload === '') return kept('')
  return badRxrpcPayload(turn, payload) ?? badSecurity(turn, payload) ?? keptToken(turn, payload)
}

/** keys/server-description: the class of security that the description of a server key names. */
export const serverClass = rule(
  'keys/server-description',
  (turn, description: string): number | Errno => {
    const match = /^[\t-\r ]*\d+:[\t-\r ]*(\d+)/.exec(description)
    if (match === null) return refuse(turn, 'keys/server-description', 'EINVAL')
    return Number(match[1])
  },
)

/** keys/server-security */
export const badServerClass = rule(
  'keys/server-security',
  (turn, number: number): Errno | undefined => {
    if (number === rxkad) return undefined
    return refuse(turn, 'keys/server-security', number === 0 ? 'EINVAL' : 'ENOPKG')
  },
)

/** keys/server-payload: eight bytes, for a cipher that the kernel does not have. */
export const badServerPayload = rule('keys/server-payload', (turn, payload: string): Errno => {
  return refuse(turn, 'keys/server-payload', payload.length === 8 ? 'ENOENT' : 'EINVAL')
})

/** What `rxrpc_s` makes of a payload: never a key, where the kernel does not have DES. */
export function prepareServer(turn: Turn, description: string, payload: string): Errno {
  const number = serverClass(turn, description)
  if (typeof number === 'string') return number
  return badServerClass(turn, number) ?? badServerPayload(turn, payload)
}

/** Big-endian, as the network is. */
const word = (value: number): string =>
  String.fromCharCode(
    (value >>> 24) & 0xff,
    (value >>> 16) & 0xff,
    (value >>> 8) & 0xff,
    value & 0xff,
  )

/** Bytes with their number before and zeroes behind, to whole words. */
const counted = (bytes: string): string =>
  word(bytes.length) + bytes + '\0'.repeat(-bytes.length & 3)

/** A token as AFS writes it: `RXRPC_SECURITY_RXKAD`, then its fields, then the ticket. */
function tokenAsRead(payload: string): string {
  const [expiry, kvno] = [number32(payload, 8), number32(payload, 12)]
  const fields = [word(0), word(kvno), payload.slice(16, 24), word(0), word(expiry), word(0)]
  return word(rxkad) + fields.join('') + counted(payload.slice(24))
}

/** attributes/rxrpc-read: only keys of AFS are read. */
export const notOfAfs = rule('attributes/rxrpc-read', (turn, key: Key): Errno | undefined => {
  if (key.description.startsWith('afs@')) return undefined
  return refuse(turn, 'attributes/rxrpc-read', 'EOPNOTSUPP')
})

/** attributes/rxrpc-contents: what reading a key of AFS brings. */
export const rxrpcContents = rule('attributes/rxrpc-contents', (turn, key: Key): string => {
  cite(turn, 'attributes/rxrpc-contents')
  const cell = word(0) + counted(key.description.slice('afs@'.length))
  if (key.payload === null || key.payload === '') return cell + word(0)
  const token = tokenAsRead(key.payload)
  return cell + word(1) + word(token.length) + token
})

/** attributes/dns-read: a name that has an error for an answer is read as that error. */
export const dnsReadError = rule('attributes/dns-read', (turn, key: Key): ErrnoName | undefined => {
  if (key.readError === null) return undefined
  cite(turn, 'attributes/dns-read')
  return key.readError
})
