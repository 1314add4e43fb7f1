/** Chapter 3 turned wrong, first part: what a key id means to a caller. */

import { deathOf } from '../life.ts'
import {
  bySerial,
  checks,
  noAuthority,
  nobodysSerial,
  noGroupKeyring,
  reservedId,
} from '../lookup.ts'
import { permissionRefuses } from '../permissions.ts'
import { cite, refuse } from '../turn.ts'
import { keyOf } from '../world.ts'
import { type Break, broken } from './broken.ts'

export const lookupBreaks: readonly Break[] = [
  broken(
    reservedId,
    "An id that no key can have is sought like a serial, and is nobody's.",
    (turn) => refuse(turn, 'lookup/reserved-id', 'ENOKEY'),
  ),
  broken(nobodysSerial, "A serial that is nobody's is answered with EINVAL.", (turn) =>
    refuse(turn, 'lookup/nobodys-serial', 'EINVAL'),
  ),
  broken(
    noGroupKeyring,
    'The group keyring is answered with EOPNOTSUPP, for it is not supported yet.',
    (turn) => refuse(turn, 'lookup/no-group-keyring', 'EOPNOTSUPP'),
  ),
  broken(noAuthority, 'A process without an authorisation key is answered with EACCES.', (turn) =>
    refuse(turn, 'lookup/no-authority', 'EACCES'),
  ),
  broken(
    bySerial,
    'The owner of a key that is named by serial counts as its possessor.',
    (turn, process, id) => {
      const ref = bySerial.sound(turn, process, id)
      if (typeof ref === 'string') return ref
      return { id, possessed: ref.possessed || keyOf(turn.world, id).uid === process.fsuid }
    },
  ),
  broken(
    checks,
    'Permission is asked for before it is seen that the key is dead.',
    (turn, ref, process, need) => {
      cite(turn, 'lookup/death-before-permission')
      return permissionRefuses(turn, ref, process, need) ?? deathOf(turn, keyOf(turn.world, ref.id))
    },
  ),
]
