/** Chapter 11, the calls: a process that becomes somebody else. */

import type {
  SetFsGid,
  SetFsUid,
  SetGroups,
  SetResGid,
  SetResUid,
} from '../spec/vocabulary/command.ts'
import type { Errno } from '../spec/vocabulary/errno.ts'
import type { GidName, UidName } from '../spec/vocabulary/names.ts'
import { failed, type Reply, zero } from './answers.ts'
import { fixUp } from './capset.ts'
import { type Capability, capable } from './credentials.ts'
import { processOf } from './lookup.ts'
import { becomeToo } from './threads.ts'
import { cite, refuse, rule, type Turn } from './turn.ts'
import {
  groupsUnmapped,
  meantGid,
  meantIds,
  meantUid,
  shownGidIn,
  shownUid,
  unmapped,
} from './users.ts'
import { type Key, keyOf, type Process, withKey, withProcess } from './world.ts'

/** Real, effective, saved: what is wanted, `null` where an id is to stay. */
type Wanted<Id> = readonly [Id | null, Id | null, Id | null]

/** An id that is wanted is none of the three that the process has. */
function isForeign(own: readonly string[], wanted: readonly (string | null)[]): boolean {
  return wanted.some((id) => id !== null && !own.includes(id))
}

/** credentials/own-uids-or-setuid */
export const foreignUid = rule(
  'credentials/own-uids-or-setuid',
  (turn, process: Process, wanted: Wanted<UidName>): Errno | undefined => {
    if (!isForeign([process.uid, process.euid, process.suid], wanted)) return undefined
    if (capable(turn, process, 'CAP_SETUID')) return undefined
    return refuse(turn, 'credentials/own-uids-or-setuid', 'EPERM')
  },
)

/** credentials/own-gids-or-setgid */
export const foreignGid = rule(
  'credentials/own-gids-or-setgid',
  (turn, process: Process, wanted: Wanted<GidName>): Errno | undefined => {
    if (!isForeign([process.gid, process.egid, process.sgid], wanted)) return undefined
    if (capable(turn, process, 'CAP_SETGID')) return undefined
    return refuse(turn, 'credentials/own-gids-or-setgid', 'EPERM')
  },
)

/** credentials/file-system-id-follows: whether it becomes what the effective id is then. */
export const follows = rule(
  'credentials/file-system-id-follows',
  (
    turn,
    [real, effective, saved, fileSystem]: readonly [string, string, string, string],
    [wantedReal, wantedEffective, wantedSaved]: Wanted<string>,
  ): boolean => {
    const stays = (id: string | null, ...ids: string[]) =>
      id === null || ids.every((now) => now === id)
    if (fileSystem !== effective) cite(turn, 'credentials/file-system-id-follows')
    return !(
      stays(wantedReal, real) &&
      stays(wantedEffective, effective, fileSystem) &&
      stays(wantedSaved, saved)
    )
  },
)

/** credentials/thread-ring-stays-charged: to whom a thread keyring is charged that changes hands. */
export const payerAfter = rule(
  'credentials/thread-ring-stays-charged',
  (turn, ring: Key, _uid: UidName): UidName => {
    cite(turn, 'credentials/thread-ring-stays-charged')
    return ring.payer
  },
)

/** credentials/thread-ring-changes-hands */
export const threadRingAfter = rule(
  'credentials/thread-ring-changes-hands',
  (turn, before: Process, after: Process, ring: Key): Key => {
    const uid = after.fsuid === before.fsuid ? ring.uid : after.fsuid
    const gid = after.fsgid === before.fsgid ? ring.gid : after.fsgid
    if (uid === ring.uid && gid === ring.gid) return ring
    cite(turn, 'credentials/thread-ring-changes-hands')
    const payer = uid === ring.uid ? ring.payer : payerAfter(turn, ring, uid)
    return { ...ring, uid, gid, payer }
  },
)

/** Goes on as somebody else. */
function become(turn: Turn, before: Process, after: Process): void {
  turn.world = withProcess(turn.world, after)
  for (const { name, thread, process, session } of becomeToo(turn, before)) {
    turn.world = withProcess(turn.world, { ...after, name, thread, process, session })
  }
  if (after.thread === 0) return
  const ring = keyOf(turn.world, after.thread)
  turn.world = withKey(turn.world, threadRingAfter(turn, before, after, ring))
}

/** `setresuid(2)` */
export function setResUid(turn: Turn, { actor, ruid, euid, suid }: SetResUid): Reply {
  const before = processOf(turn, actor)
  const meant = meantIds([ruid, euid, suid], (id) => meantUid(turn, before, id))
  if (meant === undefined) return failed(unmapped(turn))
  const wanted = meant as Wanted<UidName>
  const refused = foreignUid(turn, before, wanted)
  if (refused !== undefined) return failed(refused)
  const { uid, fsuid } = before
  const after = {
    ...before,
    uid: wanted[0] ?? uid,
    euid: wanted[1] ?? before.euid,
    suid: wanted[2] ?? before.suid,
  }
  const led = follows(turn, [uid, before.euid, before.suid, fsuid], wanted)
  become(turn, before, fixUp(turn, before, { ...after, fsuid: led ? after.euid : fsuid }))
  return zero
}

/** `setresgid(2)` */
export function setResGid(turn: Turn, { actor, rgid, egid, sgid }: SetResGid): Reply {
  const before = processOf(turn, actor)
  const meant = meantIds([rgid, egid, sgid], (id) => meantGid(turn, before, id))
  if (meant === undefined) return failed(unmapped(turn))
  const wanted = meant as Wanted<GidName>
  const refused = foreignGid(turn, before, wanted)
  if (refused !== undefined) return failed(refused)
  const { gid, fsgid } = before
  const after = {
    ...before,
    gid: wanted[0] ?? gid,
    egid: wanted[1] ?? before.egid,
    sgid: wanted[2] ?? before.sgid,
  }
  const led = follows(turn, [gid, before.egid, before.sgid, fsgid], wanted)
  become(turn, before, { ...after, fsgid: led ? after.egid : fsgid })
  return zero
}

/** credentials/file-system-id-own-or-capable */
export const mayTake = rule(
  'credentials/file-system-id-own-or-capable',
  (
    turn,
    process: Process,
    own: readonly [real: string, effective: string, saved: string, fileSystem: string],
    id: string,
    capability: Capability,
  ): boolean => {
    if (own.includes(id) || capable(turn, process, capability)) return true
    cite(turn, 'credentials/file-system-id-own-or-capable')
    return false
  },
)

/** credentials/file-system-id-answers-before */
export const answeredId = rule(
  'credentials/file-system-id-answers-before',
  (turn, before: string, _after: string): string => {
    cite(turn, 'credentials/file-system-id-answers-before')
    return before
  },
)

/** `setfsuid(2)` */
export function setFsUid(turn: Turn, { actor, uid: given }: SetFsUid): Reply {
  const before = processOf(turn, actor)
  const own = [before.uid, before.euid, before.suid, before.fsuid] as const
  const uid = meantUid(turn, before, given)
  const taken = uid !== undefined && mayTake(turn, before, own, uid, 'CAP_SETUID')
  const fsuid = taken ? uid : before.fsuid
  become(turn, before, { ...before, fsuid })
  return {
    kind: 'id',
    id: answeredId(turn, shownUid(turn, before, before.fsuid), shownUid(turn, before, fsuid)),
  }
}

/** `setfsgid(2)` */
export function setFsGid(turn: Turn, { actor, gid: given }: SetFsGid): Reply {
  const before = processOf(turn, actor)
  const own = [before.gid, before.egid, before.sgid, before.fsgid] as const
  const gid = meantGid(turn, before, given)
  const taken = gid !== undefined && mayTake(turn, before, own, gid, 'CAP_SETGID')
  const fsgid = taken ? gid : before.fsgid
  become(turn, before, { ...before, fsgid })
  return {
    kind: 'id',
    id: answeredId(turn, shownGidIn(turn, before, before.fsgid), shownGidIn(turn, before, fsgid)),
  }
}

/** credentials/groups-need-setgid */
export const groupsRefused = rule(
  'credentials/groups-need-setgid',
  (turn, process: Process): Errno | undefined => {
    if (capable(turn, process, 'CAP_SETGID')) return undefined
    return refuse(turn, 'credentials/groups-need-setgid', 'EPERM')
  },
)

/** credentials/groups-replaced */
export const groupsAfter = rule(
  'credentials/groups-replaced',
  (turn, _process: Process, groups: readonly GidName[]): readonly GidName[] => {
    cite(turn, 'credentials/groups-replaced')
    return groups
  },
)

/** `setgroups(2)` */
export function setGroups(turn: Turn, { actor, groups: given }: SetGroups): Reply {
  const before = processOf(turn, actor)
  const refused = groupsRefused(turn, before) ?? groupsUnmapped(turn, before)
  if (refused !== undefined) return failed(refused)
  const meant = meantIds(given, (id) => meantGid(turn, before, id))
  if (meant === undefined) return failed(unmapped(turn))
  const groups = meant as readonly GidName[]
  turn.world = withProcess(turn.world, { ...before, groups: groupsAfter(turn, before, groups) })
  return zero
}
