/** Chapter 17 turned wrong: how containers are made, filled and ended. */

import {
  bootedAlready,
  containerOf,
  copiedFiles,
  deadRefuses,
  initOf,
  isNoMore,
  isVisible,
  mayBecome,
  mayEnter,
  standsForNone,
} from '../boot.ts'
import {
  badFlags,
  badLabel,
  containerOfMaker,
  heldByFile,
  inNewNetwork,
  inNewUsers,
  listed,
  longLabel,
  namespacesRefused,
  newPids,
  noLabel,
  ownerShown,
  spareIsGiven,
  withoutKeyrings,
} from '../containers.ts'
import {
  diesClosed,
  diesWithInit,
  endsAtOnce,
  isOpen,
  killsOnClose,
  membersOf,
  nestedIn,
  passedOn,
} from '../dying.ts'
import { deadSubject, nameNowhere, tooMany, withoutDead } from '../grant.ts'
import {
  adopterOf,
  childNamed,
  filesAfterExec,
  inheritedContainer,
  initStays,
  isMember,
} from '../members.ts'
import { isOfContainer } from '../networks.ts'
import { holdsNamespaces } from '../users.ts'
import { firstContainer } from '../world.ts'
import { type Break, broken } from './broken.ts'

export const containersBreaks: readonly Break[] = [
  broken(badFlags, 'Flags that are unknown mean nothing.', () => undefined),
  broken(spareIsGiven, 'What spare arguments are, does not matter.', () => undefined),
  broken(noLabel, 'A container without a name is EFAULT.', () => 'EFAULT' as const),
  broken(longLabel, 'A name of a container may be of any length.', () => undefined),
  broken(badLabel, 'A container may be called by nothing, or by a path.', () => undefined),
  broken(namespacesRefused, 'Anybody may make any namespace with a container.', () => undefined),
  broken(inNewUsers, 'A container is in the user namespace of its maker.', (_turn, maker) => maker),
  broken(inNewNetwork, 'A container is in the network of its maker.', (_turn, one) => one),
  broken(newPids, 'A container is in the pid namespace of its maker.', (_turn, pids) => pids),
  broken(
    containerOfMaker,
    'All containers are siblings, whoever makes them.',
    () => firstContainer,
  ),
  broken(heldByFile, 'The file of a container holds nothing of its maker.', () => []),
  broken(holdsNamespaces, 'A dead container keeps its namespaces.', () => true),
  broken(listed, 'Containers are told of the oldest first.', (turn, reader) =>
    listed.sound(turn, reader).toReversed(),
  ),
  broken(ownerShown, 'A container belongs to the real ids of its maker.', (turn, reader, one) => {
    const { uid, gid } = one.template
    const template = { ...one.template, euid: uid, egid: gid }
    return ownerShown.sound(turn, reader, { ...one, template })
  }),
  broken(containerOf, 'A number that is no open file is EINVAL.', (turn, process, name) => {
    const found = containerOf.sound(turn, process, name)
    return found === 'EBADF' ? ('EINVAL' as const) : found
  }),
  broken(standsForNone, 'A file that is none of a container is EBADF.', () => undefined),
  broken(deadRefuses, 'A container that is dead is busy.', (turn, one) =>
    deadRefuses.sound(turn, one) === undefined ? undefined : ('EBUSY' as const),
  ),
  broken(isVisible, 'Init may be put where its maker cannot see it.', () => true),
  broken(mayBecome, 'Anybody with the file makes an init that is anybody.', () => true),
  broken(mayEnter, 'Anybody with the file puts an init anywhere.', () => true),
  broken(isNoMore, 'An init may be more capable than its maker is.', () => true),
  broken(bootedAlready, 'A container may have one init after the other.', () => undefined),
  broken(initOf, 'An init is whoever its maker is.', (turn, maker, container) => {
    const { network, users, where } = container.template
    return { ...withoutKeyrings.sound(turn, maker), network, users, where }
  }),
  broken(
    withoutKeyrings,
    'An init shares the session of who made the container.',
    (_turn, maker) => ({
      ...maker,
      thread: 0,
      process: 0,
      authority: 0,
    }),
  ),
  broken(copiedFiles, 'An init shares the files of its maker.', (_turn, files) => files),
  broken(inheritedContainer, 'A child is in the first container of all.', () => firstContainer),
  broken(adopterOf, 'Children go to the first process of all, wherever they are.', () => null),
  broken(filesAfterExec, 'Every file of a container stays open.', (turn, files) => {
    const tables = turn.world.files
    turn.world = { ...turn.world, files: [...tables, tables[files] ?? []] }
    return tables.length
  }),
  broken(isOfContainer, 'The network of a container is gone with its processes.', () => false),
  broken(isOpen, 'A file is closed to all when one process closes it.', (turn, id) => {
    const { files, processes } = turn.world
    return files.every(
      (table, at) =>
        table.includes(id) || (at > 0 && !processes.some((one) => one?.files === at && !one.ended)),
    )
  }),
  broken(diesClosed, 'A container outlives its file, though nobody can get into it.', () => false),
  broken(killsOnClose, 'Nobody is killed when a file is closed.', () => false),
  broken(endsAtOnce, 'Who is killed ends at once, whatever it waits for.', () => true),
  broken(initStays, 'The init of a container is gone as soon as it has ended.', () => false),
  broken(diesWithInit, 'A container outlives its init.', () => false),
  broken(membersOf, 'Those who are in a container outlive it.', () => []),
  broken(
    isMember,
    'What is granted to a container is granted to who is in one within.',
    (turn, one, id) => {
      const { containers } = turn.world
      for (let at = one.container; at !== 0; at = containers[at]?.parent ?? 0) {
        if (at === id) return true
      }
      return false
    },
  ),
  broken(
    childNamed,
    'A name means the first container that was ever called so.',
    (turn, _caller, label) =>
      Math.max(
        turn.world.containers.findIndex((one) => one?.dead === false && one.label === label),
        0,
      ),
  ),
  broken(passedOn, 'The file that is passed on comes closed.', () => 0),
  broken(nameNowhere, "A name that is written nowhere is nobody's.", () => 'ENOENT' as const),
  broken(deadSubject, 'A dead container is granted what it can no longer use.', () => undefined),
  broken(withoutDead, 'Entries for dead containers stay, and take room.', (_turn, acl) => acl),
  broken(tooMany, 'A list may have any number of entries.', () => undefined),
  broken(nestedIn, 'A container outlives that in which it is.', () => []),
]
