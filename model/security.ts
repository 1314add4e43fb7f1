/** Chapter 7, security labels: what a security module calls a key, where one does. */

import type { Telling } from '../spec/vocabulary/command.ts'
import type { Errno } from '../spec/vocabulary/errno.ts'
import { failed, type Reply } from './answers.ts'
import { write } from './arguments.ts'
import { authorityFor } from './authority.ts'
import { lookupUnfinished, processOf, resolve } from './lookup.ts'
import { cite, rule, type Turn } from './turn.ts'

/** attributes/security-refused-by-search */
export const unseenLabel = rule(
  'attributes/security-refused-by-search',
  (turn, command: Telling): Errno | undefined => {
    cite(turn, 'attributes/security-refused-by-search')
    const process = processOf(turn, command.actor)
    const ref = resolve(turn, process, command.key, false)
    const target = typeof ref === 'string' ? 0 : ref.id
    const authority = authorityFor(turn, process, target)
    return typeof authority === 'string' ? authority : undefined
  },
)

/** attributes/security-without-label */
export const noLabel = rule('attributes/security-without-label', (turn): string => {
  cite(turn, 'attributes/security-without-label')
  return '\0'
})

/** `KEYCTL_GET_SECURITY` */
export function securityOf(turn: Turn, command: Telling): Reply {
  const ref = lookupUnfinished(turn, command.actor, command.key, 'view', false)
  const unseen = ref === 'EACCES' ? unseenLabel(turn, command) : undefined
  if (unseen !== undefined) return failed(unseen)
  if (typeof ref === 'string' && ref !== 'EACCES') return failed(ref)
  const label = noLabel(turn)
  return write(turn, command.room, label.length, { kind: 'payload', payload: label })
}
