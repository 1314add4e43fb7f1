/** Chapter 12, what becomes of arguments on their way in, and in the entry for 32-bit programs. */

import type { Command } from '../spec/vocabulary/command.ts'
import type { Errno } from '../spec/vocabulary/errno.ts'
import type { Room, Unmapped } from '../spec/vocabulary/memory.ts'
import type { KeyRef } from '../spec/vocabulary/names.ts'
import { cite, rule } from './turn.ts'
import type { Process } from './world.ts'

/** arguments/compat-has-every-option */
export const missingInEntry = rule(
  'arguments/compat-has-every-option',
  (turn, process: Process, { op }: Command): Errno | undefined => {
    if (process.compat && op.startsWith('keyctl_')) cite(turn, 'arguments/compat-has-every-option')
    return undefined
  },
)

/** arguments/compat-keeps-signs: a key id as the call sees it. */
export const enteredId = rule(
  'arguments/compat-keeps-signs',
  (turn, process: Process, ref: KeyRef): KeyRef => {
    if (process.compat && /^(@|#-)/.test(ref)) cite(turn, 'arguments/compat-keeps-signs')
    return ref
  },
)

/** What a register of 32 bits holds of a length. */
const cut = <T extends Unmapped | Room>(place: T): T => ({ ...place, bytes: place.bytes % 2 ** 32 })

/** arguments/compat-cuts-lengths: a command as the call sees it. */
export const enteredLengths = rule(
  'arguments/compat-cuts-lengths',
  (turn, process: Process, command: Command): Command => {
    if (!process.compat) return command
    if ('room' in command && command.room !== undefined && command.room.bytes >= 2 ** 32) {
      cite(turn, 'arguments/compat-cuts-lengths')
      return { ...command, room: cut(command.room) }
    }
    if (!('payload' in command) || command.op === 'keyctl_instantiate_iov') return command
    const { payload } = command
    if (payload === null || typeof payload === 'string' || payload.bytes < 2 ** 32) return command
    cite(turn, 'arguments/compat-cuts-lengths')
    return { ...command, payload: cut(payload) }
  },
)

/** The texts that end at their first NUL; a payload has a length. */
const texts: { readonly [O in Command['op']]?: readonly string[] } = {
  add_key: ['type', 'description'],
  keyctl_search: ['type', 'description'],
  request_key: ['type', 'description', 'callout'],
  keyctl_join_session_keyring: ['description'],
  keyctl_restrict_keyring: ['type', 'restriction'],
}

/** arguments/text-ends-at-nul: a command with its texts as the call reads them. */
export const readTexts = rule('arguments/text-ends-at-nul', (turn, command: Command): Command => {
  const names = texts[command.op]
  if (names === undefined) return command
  const read = Object.entries(command).flatMap(([name, text]: [string, unknown]) =>
    names.includes(name) && typeof text === 'string' && text.includes('\0')
      ? [[name, text.slice(0, text.indexOf('\0'))]]
      : [],
  )
  if (read.length === 0) return command
  cite(turn, 'arguments/text-ends-at-nul')
  return { ...command, ...Object.fromEntries(read) }
})
