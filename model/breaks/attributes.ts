/** Chapter 7 turned wrong: looking at keys and changing what they are. */

import { bytesOf } from '../../spec/vocabulary/memory.ts'
import {
  badMask,
  cannotUpdate,
  changesNothing,
  chownRefused,
  expiryFor,
  foreignGroup,
  givesAway,
  keyToInvalidate,
  keyToRevoke,
  keyToSet,
  keyToUpdate,
  notOwner,
  permissionsAfter,
  updateTooLong,
} from '../attributes.ts'
import { deathOf } from '../life.ts'
import {
  keyToDescribe,
  keyToRead,
  payloadReadBack,
  possessionReads,
  readChecks,
  readRefused,
  shownGid,
  unreadable,
} from '../looking.ts'
import { lookup, processOf, resolve } from '../lookup.ts'
import { permits, shownMask } from '../permissions.ts'
import { cite, refuse } from '../turn.ts'
import { keyOf } from '../world.ts'
import { type Break, broken } from './broken.ts'

const looks: readonly Break[] = [
  broken(keyToDescribe, 'Describing a key asks read permission of it.', (turn, command) => {
    const ref = lookup(turn, command.actor, command.key, 'read')
    if (ref === 'EACCES') cite(turn, 'attributes/describe-needs-view')
    return ref
  }),
  broken(shownGid, 'A key without a group shows the id that stands for none.', (turn, gid) => {
    if (gid !== null) return gid
    cite(turn, 'attributes/no-group-shows-as-overflow')
    return '#4294967295'
  }),
  broken(keyToRead, 'Reading tells why a key was not found.', (turn, command) => {
    const ref = resolve(turn, processOf(turn, command.actor), command.key, false)
    if (typeof ref === 'string') cite(turn, 'attributes/read-hides-why-not-found')
    return ref
  }),
  broken(
    possessionReads,
    "Possession alone does not read: the possessor's byte must grant it.",
    (turn, ref) => {
      return (
        possessionReads.sound(turn, ref) &&
        (shownMask(turn, keyOf(turn.world, ref.id)) & 0x02000000) !== 0
      )
    },
  ),
  broken(readRefused, 'Whoever may view a key may read it.', (turn, ref, process) => {
    return permits(turn, ref, process, 'view') ? undefined : readRefused.sound(turn, ref, process)
  }),
  broken(
    unreadable,
    'Reading a key whose type cannot be read is answered with EACCES.',
    (turn, key) => {
      const refused = unreadable.sound(turn, key)
      return refused && refuse(turn, 'attributes/unreadable-type', 'EACCES')
    },
  ),
  broken(payloadReadBack, 'Of a payload no more is read than its first page.', (turn, key) =>
    payloadReadBack.sound(turn, key).slice(0, 4096),
  ),
  broken(
    readChecks,
    'Reading sees that a key is dead before it asks for permission.',
    (turn, ref, process) => {
      cite(turn, 'attributes/read-permission-before-death')
      const key = keyOf(turn.world, ref.id)
      return deathOf(turn, key) ?? readRefused(turn, ref, process) ?? unreadable(turn, key)
    },
  ),
]

const updates: readonly Break[] = [
  broken(updateTooLong, 'Updating takes as long a payload as adding does.', (turn, payload) => {
    if (bytesOf(payload) <= turn.profile.limits.payloadBytes) return undefined
    return refuse(turn, 'attributes/update-length', 'EINVAL')
  }),
  broken(
    cannotUpdate,
    'Updating a key whose type cannot be updated is answered with EEXIST, as adding over it could be.',
    (turn, key) => {
      const refused = cannotUpdate.sound(turn, key)
      return refused && refuse(turn, 'attributes/update-unknown-to-type', 'EEXIST')
    },
  ),
  broken(keyToUpdate, 'Updating a key asks setattr permission of it.', (turn, command) => {
    const ref = lookup(turn, command.actor, command.key, 'setattr')
    if (ref === 'EACCES') cite(turn, 'attributes/update-needs-write')
    return ref
  }),
]

const settings: readonly Break[] = [
  broken(
    keyToSet,
    'The owner of a key needs no permission to set its attributes.',
    (turn, command) => {
      const looked = keyToSet.sound(turn, command)
      if (looked !== 'EACCES') return looked
      const process = processOf(turn, command.actor)
      const ref = resolve(turn, process, command.key, false)
      if (typeof ref === 'string') return looked
      return keyOf(turn.world, ref.id).uid === process.fsuid ? ref : looked
    },
  ),
  broken(
    badMask,
    'Every bit of the four bytes counts as one that a mask may have.',
    (turn, perm) => {
      const knownBits = 0xffffffff
      return (perm & ~knownBits) === 0 ? undefined : refuse(turn, 'attributes/mask-bits', 'EINVAL')
    },
  ),
  broken(
    notOwner,
    "A member of the key's group may change its mask as the owner may.",
    (turn, key, process) => {
      return key.gid === process.fsgid ? undefined : notOwner.sound(turn, key, process)
    },
  ),
  broken(
    permissionsAfter,
    'Setting a mask adds its bits to those that were set.',
    (turn, key, mask) => permissionsAfter.sound(turn, key, mask | shownMask(turn, key)),
  ),
  broken(
    expiryFor,
    'A timeout of 0 ends the key at once instead of ending its timeout.',
    (turn, seconds) => {
      cite(turn, 'attributes/timeout-from-now')
      return turn.world.now + seconds
    },
  ),
]

const owners: readonly Break[] = [
  broken(
    changesNothing,
    'The key is looked up even where neither owner nor group is to change.',
    (turn, command) => {
      if (command.uid === null && command.gid === null) cite(turn, 'attributes/chown-nothing')
      return false
    },
  ),
  broken(
    givesAway,
    'Only giving a key to root asks for CAP_SYS_ADMIN.',
    (turn, key, command) => command.uid === 'root' && givesAway.sound(turn, key, command),
  ),
  broken(
    foreignGroup,
    "Every group but the process's own is foreign, supplementary groups too.",
    (turn, key, { gid }, process) => {
      if (gid === null || gid === key.gid || gid === process.fsgid) return false
      cite(turn, 'attributes/chown-foreign-group-needs-sysadmin')
      return true
    },
  ),
  broken(
    chownRefused,
    'A change of owner or group without CAP_SYS_ADMIN is answered with EPERM, as for a file.',
    (turn, key, command, process) => {
      const refused = chownRefused.sound(turn, key, command, process)
      return refused && refuse(turn, 'attributes/chown-refused', 'EPERM')
    },
  ),
]

const deaths: readonly Break[] = [
  broken(keyToRevoke, 'Revoking asks write permission alone.', (turn, command) => {
    const ref = lookup(turn, command.actor, command.key, 'write')
    if (ref === 'EACCES') cite(turn, 'attributes/revoke-needs-write-or-setattr')
    return ref
  }),
  broken(
    keyToInvalidate,
    'Invalidating asks write permission, as revoking does.',
    (turn, command) => {
      const ref = lookup(turn, command.actor, command.key, 'write')
      if (ref === 'EACCES') cite(turn, 'attributes/invalidate-needs-search')
      return ref
    },
  ),
]

export const attributesBreaks: readonly Break[] = [
  ...looks,
  ...updates,
  ...settings,
  ...owners,
  ...deaths,
]
