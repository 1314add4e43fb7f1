/** Answers that the kernel gives as text. */

import type {
  Asked,
  Called,
  ContainerLine,
  Description,
  Entry,
  Usage,
} from '../../spec/vocabulary/answer.ts'
import { type Block, idName, namedDescription } from './block.ts'
import type { Tokens } from './tokens.ts'

/**
 * What `KEYCTL_DESCRIBE` wrote, with its NUL; undefined when it is nothing of the kind.
 * Source: security/keys/keyctl.c keyctl_describe_key(), `%s;%d;%d;%08x;%s`.
 */
export function parseDescription(
  block: Block,
  bytes: Buffer,
  serialIn: (text: string, type: string) => Pick<Description, 'description' | 'about'> | undefined,
): Description | undefined {
  const text = bytes.toString('latin1')
  if (text.indexOf('\0') !== text.length - 1) return undefined
  const match = /^([^;]*);(-?\d{1,10});(-?\d{1,10});([0-9a-f]{8});([^\0]*)\0$/.exec(text)
  if (match === null) return undefined
  const [, type = '', uid = '', gid = '', perm = '', description = ''] = match
  return {
    type,
    uid: idName(block, 'u', Number(uid)),
    gid: idName(block, 'g', Number(gid)),
    perm: Number.parseInt(perm, 16),
    ...(serialIn(description, type) ?? { description: namedDescription(block, description) }),
  }
}

/**
 * The arguments of `/sbin/request-key`, each with its NUL; undefined when they are nothing of the kind.
 * Source: security/keys/request_key.c call_sbin_request_key().
 */
export function parseCalled(block: Block, tokenOf: Tokens, bytes: Buffer): Called | undefined {
  const [operation = '', ...words] = bytes.toString('latin1').slice(0, -1).split('\0')
  if (words.length !== 6 || !words.every((word) => /^(0|[1-9]\d{0,9})$/.test(word)))
    return undefined
  const [key = 0, uid = 0, gid = 0, ...rings] = words.map(Number)
  const [thread = 0, process = 0, session = 0] = rings.map((ring) =>
    ring === 0 ? 0 : tokenOf(ring),
  )
  return {
    operation,
    key: tokenOf(key),
    digits: words[0]?.length ?? 0,
    hexDigits: key.toString(16).length,
    uid: idName(block, 'u', uid),
    gid: idName(block, 'g', gid),
    thread,
    process,
    session,
  }
}

const noKeys: Usage = { keys: 0, instantiated: 0, quotaKeys: 0, quotaBytes: 0 }

/**
 * One user's line of `/proc/key-users`; a user without a line has no keys.
 * Source: security/keys/proc.c proc_key_users_show().
 */
export function parseUsage(bytes: Buffer): Usage | undefined {
  if (bytes.length === 0) return noKeys
  const line = /^ *\d+: +\d+ (\d+)\/(\d+) (\d+)\/\d+ (\d+)\/\d+\n$/
  const match = line.exec(bytes.toString('latin1'))
  if (match === null) return undefined
  const [keys = 0, instantiated = 0, quotaKeys = 0, quotaBytes = 0] = match.slice(1).map(Number)
  return { keys, instantiated, quotaKeys, quotaBytes }
}

/** How the line of a key begins in `/proc/keys`; a description may hold anything but NUL. */
const entryStart = /^([0-9a-f]{8}) ([A-Za-z-]{7}) +\d+ +(\S+) ([0-9a-f]{8}) +(\d+) +(\d+) (.{9}) /gm

/** The type whose keys tell of serial numbers and pids; a keyring that is called by a serial number. */
const authority = '.request_'
const serialInName = /^(_req\.)\d+(?=: |$)/

/**
 * The line of the key of a serial in `/proc/keys`; null where there is none, undefined where it is no
 * line of a key. Whether a big key is kept in a file, is up to the kernel's configuration.
 * Source: security/keys/proc.c proc_keys_show().
 */
export function parseEntry(block: Block, bytes: Buffer, serial: number): Entry | null | undefined {
  const text = bytes.toString('latin1')
  const starts = [...text.matchAll(entryStart)]
  const own = serial.toString(16).padStart(8, '0')
  const at = starts.findIndex(([, found]) => found === own)
  const start = starts[at]
  if (start === undefined) return null
  const [head, , flags = '', expiry = '', perm = '', uid = '', gid = '', type = ''] = start
  const end = starts[at + 1]?.index ?? text.length
  const rest = text.slice(start.index + head.length, end)
  if (!rest.endsWith('\n')) return undefined
  const description = type.startsWith(authority)
    ? ''
    : rest
        .slice(0, -1)
        .replace(/ \[(?:file|buff)\]$/, '')
        .replace(serialInName, '$1')
  const named = /^([^:]*)(: .*)?$/s.exec(description)
  return {
    flags,
    expiry,
    perm: Number.parseInt(perm, 16),
    uid: idName(block, 'u', Number(uid)),
    gid: idName(block, 'g', Number(gid)),
    type: type.trimEnd(),
    description:
      named === null ? description : `${namedDescription(block, named[1] ?? '')}${named[2] ?? ''}`,
  }
}

const containersHead = 'NAME                     ID                   USE  FL  OWNER GROUP'
const containersLine = /^(\S+) +(\d+) +\d+ ([0-9a-f]{3}) +(\d+) +(\d+)$/

/**
 * `/proc/containers`; undefined where it is nothing of the kind. Ids are never used again, so those of
 * containers that were made later are greater.
 */
export function parseContainers(block: Block, bytes: Buffer): readonly ContainerLine[] | undefined {
  const [head, ...rows] = bytes.toString('latin1').split('\n')
  if (head !== containersHead || rows.pop() !== '') return undefined
  const lines: ContainerLine[] = []
  let [own, last] = [0, Number.POSITIVE_INFINITY]
  for (const row of rows) {
    const match = containersLine.exec(row)
    if (match === null) return undefined
    const [, label = '', id, flags = '', uid, gid] = match
    if (lines.length === 0) own = Number(id)
    else if (Number(id) <= own || Number(id) >= last) return undefined
    else last = Number(id)
    lines.push({
      label,
      flags: Number.parseInt(flags, 16),
      uid: idName(block, 'u', Number(uid)),
      gid: idName(block, 'g', Number(gid)),
    })
  }
  return lines
}

/** `struct keyctl_query_request_key_auth`; undefined where it is nothing of the kind. */
export function parseAsked(block: Block, tokenOf: Tokens, bytes: Buffer): Asked | undefined {
  if (bytes.length !== 64 || bytes.readBigUInt64LE(56) !== 0n) return undefined
  const [operation = ''] = bytes.toString('latin1', 0, 32).split('\0')
  const ringAt = (at: number) => {
    const serial = bytes.readInt32LE(at)
    return serial === 0 ? 0 : tokenOf(serial)
  }
  return {
    operation,
    key: tokenOf(bytes.readInt32LE(40)),
    uid: idName(block, 'u', bytes.readUInt32LE(32)),
    gid: idName(block, 'g', bytes.readUInt32LE(36)),
    thread: ringAt(44),
    process: ringAt(48),
    session: ringAt(52),
  }
}
