/** Chapter 13 turned wrong, users: what is found in a namespace, whose ids are meant, which capabilities count. */

import { capable } from '../credentials.ts'
import { persistentOf } from '../persistent.ts'
import { capableThere, enteredUsers, enteringRefused, makerUnmapped, notAlone } from '../unshare.ts'
import {
  capableIn,
  capableOfAll,
  groupsUnmapped,
  mapWithin,
  meantUid,
  nameIsKnown,
  newRegister,
  ownerIsMapped,
  registerOf,
  rootOf,
  shownUid,
  uidInName,
  unmapped,
  usersLive,
} from '../users.ts'
import { firstUsers } from '../world.ts'
import { type Break, broken } from './broken.ts'

export const usersBreaks: readonly Break[] = [
  broken(
    capableThere,
    'A process keeps the capabilities that it had, and has no others.',
    (turn, process, users) => {
      const { effective, permitted, securebits } = process
      return { ...capableThere.sound(turn, process, users), effective, permitted, securebits }
    },
  ),
  broken(notAlone, 'A thread may leave the others behind.', () => undefined),
  broken(makerUnmapped, 'Whoever has no id may make a namespace of its own.', () => undefined),
  broken(
    mapWithin,
    'A namespace has the ids that are asked for.',
    (_turn, _parent, wanted) => wanted,
  ),
  broken(
    enteredUsers,
    'Who enters a user namespace stays where it is.',
    (_turn, { users }) => users,
  ),
  broken(enteringRefused, 'Every user namespace may be entered.', () => undefined),
  broken(capableOfAll, 'A capability counts wherever it is held.', capable),
  broken(capableIn, 'Whoever is capable in one namespace is so in every other.', () => true),
  broken(nameIsKnown, 'Keyrings are joined by name from everywhere.', () => true),
  broken(ownerIsMapped, 'A keyring is joined whoever owns it.', () => true),
  broken(registerOf, 'A user has the same keyrings everywhere.', () => firstUsers),
  broken(newRegister, 'The register belongs to root.', (turn, users) => ({
    ...newRegister.sound(turn, users),
    uid: 'root' as const,
  })),
  broken(uidInName, 'Keyrings are called by the uid outside.', (_turn, _process, uid) => uid),
  broken(persistentOf, 'A user has one persistent keyring everywhere.', () => firstUsers),
  broken(usersLive, 'User keyrings outlive their namespace.', () => true),
  broken(meantUid, 'Uids are meant as they are outside.', (_turn, _process, uid) => uid),
  broken(unmapped, 'An id without a mapping is EPERM.', () => 'EPERM' as const),
  broken(shownUid, 'Uids are shown as they are outside.', (_turn, _process, uid) => uid),
  broken(rootOf, 'Root is who is so outside.', () => 'root' as const),
  broken(groupsUnmapped, 'Groups may be given up whatever ids there are.', () => undefined),
]
