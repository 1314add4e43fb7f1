/** A program's own block of user and group ids, by which its keys and quotas are its own. */

import type { GidName, UidName } from '../../spec/vocabulary/names.ts'

/** The first id of the first block: ten decimal digits, as the last has too. */
const firstId = 1_000_000_000
/** Ten, so that the ids of a block are all that begin with its digits but the last. */
export const idsPerBlock = 10
const lastId = 2 ** 31 - 1

/** Blocks there are before they repeat. */
export const blocks = Math.floor((lastId - firstId) / idsPerBlock)

/** What `u0` and `g0` of a block would be. */
export type Block = number

/** The block of the `n`th program of a machine. */
export function blockOf(n: number): Block {
  return firstId + idsPerBlock * (n % blocks)
}

/** The uid or gid of `u3` or `g3`; 0 for `root`. */
export function idNumber(block: Block, name: UidName | GidName): number {
  return name === 'root' ? 0 : block + Number(name.slice(1))
}

/** How every id of a block begins, and none of another. */
export function idPrefix(block: Block): string {
  return String(block / idsPerBlock)
}

/** `u3` or `g3`, `root`, or `#…` for a number outside of the block. */
export function idName(block: Block, letter: 'u' | 'g', id: number): string {
  if (id === 0) return 'root'
  const index = id - block
  return index >= 1 && index < idsPerBlock ? `${letter}${index}` : `#${id}`
}

/** The kernel's own names for a user's keyrings contain the uid; programs say `_uid.u1`. */
export function numberedDescription(block: Block, description: string): string {
  const match = /^((?:_uid|_uid_ses|_persistent)\.)(u[1-9]|root)$/.exec(description)
  return match === null ? description : `${match[1]}${idNumber(block, match[2] as UidName)}`
}

/** `_uid.u1` for what the kernel calls `_uid.1000000017`. */
export function namedDescription(block: Block, description: string): string {
  const match = /^((?:_uid|_uid_ses|_persistent)\.)(0|[1-9]\d{0,9})$/.exec(description)
  if (match === null) return description
  const name = idName(block, 'u', Number(match[2]))
  return name.startsWith('#') ? description : `${match[1]}${name}`
}
