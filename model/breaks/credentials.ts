/** Chapter 11 turned wrong: which id is asked, and how a process becomes somebody else. */

import {
  capsetRefused,
  effectiveAfter,
  keepsPermitted,
  mindsRoot,
  permittedAfter,
  securebitsRefused,
} from '../capset.ts'
import {
  actsAs,
  capabilities,
  capable,
  inheritedCredentials,
  ringOwner,
  userOf,
} from '../credentials.ts'
import {
  answeredId,
  follows,
  foreignGid,
  foreignUid,
  groupsAfter,
  groupsRefused,
  mayTake,
  payerAfter,
  threadRingAfter,
} from '../setid.ts'
import { cite, refuse } from '../turn.ts'
import { type Break, broken } from './broken.ts'

const purposes: readonly Break[] = [
  broken(actsAs, 'A process deals with keys as its effective uid and gid.', (turn, process) => {
    actsAs.sound(turn, process)
    return { fsuid: process.euid, fsgid: process.egid }
  }),
  broken(
    ringOwner,
    'The keyrings of a process belong to its file-system uid and gid, as keys that it makes do.',
    (turn, process) => {
      ringOwner.sound(turn, process)
      return { uid: process.fsuid, gid: process.fsgid }
    },
  ),
  broken(
    userOf,
    'The user keyrings of a process are those of its file-system uid.',
    (turn, process) => {
      userOf.sound(turn, process)
      return process.fsuid
    },
  ),
  broken(
    capable,
    'A capability counts as long as it is permitted.',
    (turn, process, capability) => {
      capable.sound(turn, process, capability)
      return (process.permitted & capabilities[capability]) !== 0
    },
  ),
  broken(
    inheritedCredentials,
    "A child's file-system uid is its parent's effective uid.",
    (turn, parent) => {
      cite(turn, 'credentials/fork-inherits')
      return { ...parent, fsuid: parent.euid }
    },
  ),
]

const changes: readonly Break[] = [
  broken(
    foreignUid,
    'The file-system uid is among those that real, effective and saved uid can be set to.',
    (turn, process, wanted) => {
      const others = wanted.map((id) => (id === process.fsuid ? null : id))
      const [real = null, effective = null, saved = null] = others
      return foreignUid.sound(turn, process, [real, effective, saved])
    },
  ),
  broken(
    foreignGid,
    'CAP_SETUID is asked for where gids are set.',
    (turn, process, [real, effective, saved]) => {
      const own = [process.gid, process.egid, process.sgid, null]
      if ([real, effective, saved].every((id) => own.includes(id))) return undefined
      if (capable(turn, process, 'CAP_SETUID')) return undefined
      return refuse(turn, 'credentials/own-gids-or-setgid', 'EPERM')
    },
  ),
  broken(
    follows,
    'The file-system id always becomes the effective one.',
    (turn, now, wanted) => follows.sound(turn, now, wanted) || now[1] !== now[3],
  ),
  broken(
    mayTake,
    'The saved id is none that the file-system id can be set to.',
    (turn, process, [real, effective, _saved, fileSystem], id, capability) =>
      mayTake.sound(turn, process, [real, effective, effective, fileSystem], id, capability),
  ),
  broken(
    answeredId,
    'What is answered is the file-system id as it is now.',
    (turn, _before, after) => {
      cite(turn, 'credentials/file-system-id-answers-before')
      return after
    },
  ),
  broken(groupsRefused, 'CAP_SYS_ADMIN is asked for where groups are set.', (turn, process) => {
    if (capable(turn, process, 'CAP_SYS_ADMIN')) return undefined
    return refuse(turn, 'credentials/groups-need-setgid', 'EPERM')
  }),
  broken(
    groupsAfter,
    'The groups that are set come on top of those before.',
    (turn, process, groups) => [...process.groups, ...groupsAfter.sound(turn, process, groups)],
  ),
]

const consequences: readonly Break[] = [
  broken(
    threadRingAfter,
    'Only the owner of a thread keyring follows its process, not its group.',
    (turn, before, after, ring) => ({
      ...threadRingAfter.sound(turn, before, after, ring),
      gid: ring.gid,
    }),
  ),
  broken(
    payerAfter,
    'A thread keyring that changes hands is charged to its new owner.',
    (turn, _ring, uid) => {
      cite(turn, 'credentials/thread-ring-stays-charged')
      return uid
    },
  ),
  broken(
    capsetRefused,
    'What becomes effective is held against what was permitted before.',
    (turn, process, { effective, permitted }) => {
      if (((permitted | effective) & ~process.permitted) === 0) return undefined
      return refuse(turn, 'credentials/capset-only-drops', 'EPERM')
    },
  ),
  broken(
    permittedAfter,
    'Nothing is permitted any longer as soon as the effective uid is not that of root.',
    (turn, before, after) => {
      if (before.euid !== 'root' || after.euid === 'root') return before.permitted
      cite(turn, 'credentials/leaving-root-drops')
      return 0
    },
  ),
  broken(
    effectiveAfter,
    'Becoming root does not make effective what is permitted.',
    (turn, before, after) =>
      before.euid !== 'root' && after.euid === 'root'
        ? before.effective & after.permitted
        : effectiveAfter.sound(turn, before, after),
  ),
  broken(keepsPermitted, 'SECBIT_KEEP_CAPS keeps nothing, as after execve(2).', (turn, process) => {
    keepsPermitted.sound(turn, process)
    return false
  }),
  broken(
    securebitsRefused,
    'A lock may be opened by whoever could have closed it.',
    (turn, process, bits) => {
      const unlocked = { ...process, securebits: 0 }
      return securebitsRefused.sound(turn, unlocked, bits)
    },
  ),
  broken(
    mindsRoot,
    'SECBIT_NO_SETUID_FIXUP keeps nothing from being fixed up.',
    (turn, process) => {
      mindsRoot.sound(turn, process)
      return true
    },
  ),
]

export const credentialsBreaks: readonly Break[] = [...purposes, ...changes, ...consequences]
