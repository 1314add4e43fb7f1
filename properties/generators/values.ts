/** Small alphabets, so that programs hit, miss and collide. */

import type { Nowhere, OptionalText, Text } from '../../spec/vocabulary/memory.ts'
import type { GidName, UidName } from '../../spec/vocabulary/names.ts'
import { chance, type Draw, pick, weighted } from './draw.ts'

/** Two descriptions are enough to hit, to miss, and to collide; a third keeps some rings apart. */
const plain: readonly [string, ...string[]] = ['a', 'a', 'a', 'b', 'b', 'c']

/** A text, now and then at an address where there is none. */
export function aText(draw: Draw, text: string): Text {
  if (!chance(draw, 1, 70)) return text
  return { at: chance(draw, 1, 2) ? 'null' : 'nowhere', bytes: 0 }
}

/** Descriptions that are empty, reserved, as long as may be and longer, or end before their end. */
const strange = ['', '.a', 'a'.repeat(4095), 'a'.repeat(4096), ':a', 'a\0b'] as const

/** How a program says a description that is there: without what no program can know. */
export const said = (description: string): string => description.split('\0')[0] ?? ''

/** A description that fits the type, most of the time. */
export function aDescription(draw: Draw, type: string): string {
  if (chance(draw, 1, 60)) return pick(draw, strange)
  if (type === 'logon')
    return chance(draw, 1, 12) ? pick(draw, ['a', ':a']) : `l:${pick(draw, plain)}`
  if (type === 'keyring') return pick(draw, ringNames)
  if (type === 'dns_resolver') return pick(draw, hosts)
  if (type === 'rxrpc') return pick(draw, cells)
  if (type === 'rxrpc_s') return pick(draw, services)
  if (type === 'asymmetric' && chance(draw, 1, 2)) return pick(draw, criteria)
  return pick(draw, plain)
}

/** Names of hosts, of which several are one. */
const hosts = ['a', 'a', 'A', 'a.', 'b'] as const

/** Names of secrets; those of AFS can be read. */
const cells = ['a', 'afs@a', 'afs@abcd', 'b'] as const

/** Services and classes of security; only the first has server keys. */
const services = ['1:2', '1:2', '1:0', '1:9', 'a'] as const

/** Ways to say which asymmetric key is sought, some of them wrong. */
const criteria: readonly [string, ...string[]] = ['id:0a', 'ex:0A', 'dn:', 'id:0', 'ex:0g', '']

/** Names of rings, those that the kernel gives among them. */
const ringNames: readonly [string, ...string[]] = ['a', 'a', 'b', 'b', 'r', '_ses', '_tid']

/** Types of the greatest length, and beyond it. */
const lengthy = ['t'.repeat(31), 't'.repeat(32)] as const

/** A key type; now and then one that there is not, or may not be named. */
export function aType(draw: Draw): string {
  return weighted<string>(draw, [
    [48, 'user'],
    [34, 'keyring'],
    [12, 'logon'],
    [4, 'dns_resolver'],
    [4, 'rxrpc'],
    [1, 'rxrpc_s'],
    [6, 'big_key'],
    [2, 'asymmetric'],
    [1, 'keyring2'],
    [1, 'nonesuch'],
    [1, '.dead'],
    [1, ''],
    [1, 't'.repeat(31)],
    [1, 't'.repeat(32)],
  ])
}

/** What a keyring is restricted by: nothing at all, or a type and what the type is to make of it. */
export function aRestriction(draw: Draw): { type: OptionalText; restriction: OptionalText } {
  if (chance(draw, 2, 3)) return { type: null, restriction: null }
  if (chance(draw, 1, 2)) return { type: 'asymmetric', restriction: pick(draw, vouchers) }
  const type = chance(draw, 1, 5)
    ? null
    : pick<OptionalText>(draw, [aType(draw), aType(draw), nowhere, ...lengthy])
  const long = pick(draw, ['', 'a'.repeat(4095), 'a'.repeat(4096)])
  return { type, restriction: pick<OptionalText>(draw, ['a', 'a', 'a', null, long, nowhere]) }
}

/** Who vouches for certificates; nobody's ids, and words that are none. */
const vouchers = [
  'key_or_keyring:0:chain',
  'key_or_keyring:0:chain',
  'key_or_keyring:0',
  'key_or_keyring:1',
  'key_or_keyring:1:chain',
  'key_or_keyring:a',
  'key_or_keyring',
  'builtin_trusted',
  'builtin_and_secondary_trusted',
  'a',
] as const

export const nowhere: Nowhere = { at: 'nowhere', bytes: 0 }

/** Lengths of payloads that are not there: none, some, the most that calls take, one more. */
const lengths: readonly [number, ...number[]] = [
  0, 0, 1, 5, 4096, 4097, 1048575, 1048576, 4294967296, 4294967301,
]

/** Without a length a null address is what `null` stands for. */
function aPayloadNowhere(draw: Draw): Text | null {
  const bytes = pick(draw, lengths)
  if (chance(draw, 1, 2)) return { at: 'nowhere', bytes }
  return bytes === 0 ? null : { at: 'null', bytes }
}

/** Answers for `dns_resolver`: texts with and without errors, lists of servers, and what is neither. */
const answers = [
  'xy\0',
  'xy',
  '\0',
  'x#dnserror=1\0',
  'xyz#dnserror=1#dnserror=2#\0',
  'x#dnserror=0\0',
  'x#dnserror=511\0',
  'x#dnserror=512\0',
  'x#\0',
  '\0\0\x01\x01\x01\x01x',
  '\0\0\x01\x01\x03\x01',
  '\0\0\x02\x01\x01\x01',
  '\0\x01\x01\x01\x01\x01',
  '\0\0\x01\x01\x01',
] as const

/** A token for `rxrpc`, whose security, length of ticket and second of death are those. */
const aToken = (security: string, ticket: string, dies: string): string =>
  `\x01\0\0\0${security}\0${ticket}\0${dies}\x03\0\0\x0012345678`

const never = '\xff\xff\xff\xff'

/** Tokens: some that last, one that is dead, and what is no token. */
const tokens = [
  aToken('\x02', '\0', never),
  `${aToken('\x02', '\x05', never)}12345`,
  aToken('\x02', '\0', '\0\xf1\x53\x65'),
  aToken('\x02', '\0', '\x00\xf1\x53\x65').slice(0, -1),
  aToken('\x01', '\0', never),
  aToken('\x02', '\x01', never),
  '\x01\0\0\0',
  '\x02\0\0\0x',
] as const

/** A payload that fits the type, most of the time; big ones meet the quota. */
export function aPayload(draw: Draw, type: string): Text | null {
  if (chance(draw, 1, 1500)) return 'x'.repeat(pick(draw, [1048575, 1048576]))
  if (chance(draw, 1, 25)) return aPayloadNowhere(draw)
  if (type === 'keyring') return chance(draw, 1, 25) ? 'x' : null
  if (type === 'dns_resolver') return chance(draw, 1, 3) ? pick(draw, answers) : 'x\0'
  if (type === 'rxrpc') return chance(draw, 1, 3) ? pick(draw, tokens) : null
  if (type === 'rxrpc_s') return chance(draw, 3, 4) ? '12345678' : 'x'
  if (type === 'big_key' && chance(draw, 1, 3)) return 'x'.repeat(aBigSize(draw))
  if (type === 'asymmetric' && chance(draw, 1, 4)) return 'x'.repeat(pick(draw, [65535, 65536]))
  return weighted<string | null>(draw, [
    [60, 'x'],
    [30, 'payload'],
    [2, null],
    [2, ''],
    [2, 'x'.repeat(9000)],
    [1, 'x'.repeat(19990)],
    [1, 'x'.repeat(32767)],
    [1, 'x'.repeat(32768)],
    [1, 'x'.repeat(4096)],
    [1, 'x'.repeat(4097)],
  ])
}

/** In a buffer, about where a file is made of it, and seldom much more, bytes. */
function aBigSize(draw: Draw): number {
  if (chance(draw, 1, 100)) return 1048575
  return pick(draw, [16, 17, 600, 700, 800, 900, 4096, 4097, 9000, 19900])
}

const fullOrNone: readonly [number, ...number[]] = [0x3f, 0x3f, 0x00, 0x00, 0x01, 0x08, 0x0b, 0x1f]

/** One class's byte: all, nothing, or some bits. */
function aByte(draw: Draw): number {
  return chance(draw, 1, 3) ? draw.int(0x40) : pick(draw, fullOrNone)
}

/** What the possessor keeps: everything, everything but one bit, or anything. */
function possessorByte(draw: Draw): number {
  return weighted<number>(draw, [
    [5, 0x3f],
    [4, 0x3f & ~(1 << draw.int(6))],
    [2, aByte(draw)],
  ])
}

/** A permission mask. */
export function aMask(draw: Draw): number {
  if (chance(draw, 1, 50)) return 0xffffffff
  const possessor = possessorByte(draw)
  if (chance(draw, 1, 4)) return possessor * 0x1000000
  return possessor * 0x1000000 + aByte(draw) * 0x10000 + aByte(draw) * 0x100 + aByte(draw)
}

/** Timeouts and leaps of the clock share their steps, so that boundaries are met. */
const seconds: readonly [number, ...number[]] = [1, 1, 5, 10, 299, 300, 301, 1000]

/** Seconds of a timeout; 0 takes it away. */
export function aTimeout(draw: Draw): number {
  if (chance(draw, 1, 40)) return 0xffffffff
  return chance(draw, 1, 8) ? 0 : pick(draw, seconds)
}

/** Seconds that the clock is set forward. */
export function aLeap(draw: Draw): number {
  return pick(draw, seconds)
}

/** Three users: two who meet often, one who is a stranger. */
export function aUid(draw: Draw): UidName {
  return pick(draw, ['u1', 'u1', 'u2', 'u2', 'u3'])
}

export function aGid(draw: Draw): GidName {
  return pick(draw, ['g1', 'g1', 'g2', 'g2', 'g3'])
}
