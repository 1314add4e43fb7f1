/** Chapter 7, security labels: what a security module calls a key, where one does. */

import type { Telling } from '../spec/vocabulary/command.ts'
import type { Errno } from '../spec/vocabulary/errno.ts'
import { failed, type Reply } from './answers.ts'
import { write } from './arguments.ts'
import { missAnswer } from './find.ts'
import { lookup, processOf, resolve } from './lookup.ts'
import { searchProcess } from './possession.ts'
import { cite, rule, type Turn } from './turn.ts'

/** attributes/security-refused-by-search */
export const unseenLabel = rule(
  'attributes/security-refused-by-search',
  (turn, command: Telling): Errno => {
    cite(turn, 'attributes/security-refused-by-search')
    const process = processOf(turn, command.actor)
    const ref = resolve(turn, process, command.key, false)
    const found = searchProcess(turn, {
      type: '.request_key_auth',
      description: typeof ref === 'string' ? '0' : `authority for key ${ref.id}`,
      wanted: 0,
      process,
      possessed: true,
      minds: true,
      skipsExpired: false,
    })
    if ('id' in found) throw new Error('a search for authority found some: none is made yet')
    return missAnswer(turn, found.miss)
  },
)

/** attributes/security-without-label */
export const noLabel = rule('attributes/security-without-label', (turn): string => {
  cite(turn, 'attributes/security-without-label')
  return '\0'
})

/** `KEYCTL_GET_SECURITY` */
export function securityOf(turn: Turn, command: Telling): Reply {
  const ref = lookup(turn, command.actor, command.key, 'view')
  if (ref === 'EACCES') return failed(unseenLabel(turn, command))
  if (typeof ref === 'string') return failed(ref)
  const label = noLabel(turn)
  return write(turn, command.room, label.length, { kind: 'payload', payload: label })
}
