/** Answers that the kernel gives as text. */

import type { Description, Usage } from '../../spec/vocabulary/answer.ts'
import { type Block, idName, namedDescription } from './block.ts'

/**
 * What `KEYCTL_DESCRIBE` wrote, with its NUL; undefined when it is nothing of the kind.
 * Source: security/keys/keyctl.c keyctl_describe_key(), `%s;%d;%d;%08x;%s`.
 */
export function parseDescription(block: Block, bytes: Buffer): Description | undefined {
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
    description: namedDescription(block, description),
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
