/** Chapter 11: what the ids and the capabilities of a process are for. */

import type { GidName, UidName } from '../spec/vocabulary/names.ts'
import type { Actor } from '../spec/vocabulary/program.ts'
import { cite, rule, type Turn } from './turn.ts'
import {
  firstContainer,
  firstNetwork,
  firstUsers,
  firstWhereabouts,
  type Process,
} from './world.ts'

/** Capabilities that are asked for here, as bits of a set's lower half (`linux/capability.h`). */
export const capabilities = {
  CAP_SETGID: 1 << 6,
  CAP_SETUID: 1 << 7,
  CAP_SETPCAP: 1 << 8,
  CAP_SYS_ADMIN: 1 << 21,
} as const

export type Capability = keyof typeof capabilities

/** Bits of `linux/securebits.h` that make a difference here. */
export const securebits = {
  SECBIT_NOROOT: 1 << 0,
  SECBIT_NO_SETUID_FIXUP: 1 << 2,
  SECBIT_KEEP_CAPS: 1 << 4,
} as const

/** All of them: four, and behind each the lock that keeps it as it is. */
export const everySecurebit = 0xff
export const securebitLocks = 0xaa

/** The lower half of a full set. */
export const everyCapability = 0xffffffff

/** The process that a program starts with. */
export function processOfActor(actor: Actor): Process {
  const { name, uid, gid, groups, privileged, compat = false } = actor
  const held = privileged ? everyCapability : 0
  return {
    name,
    leader: name,
    ended: false,
    parent: null,
    uid,
    euid: uid,
    suid: uid,
    fsuid: uid,
    gid,
    egid: gid,
    sgid: gid,
    fsgid: gid,
    groups,
    compat,
    effective: held,
    permitted: held,
    securebits: privileged && uid !== 'root' ? securebits.SECBIT_NO_SETUID_FIXUP : 0,
    container: firstContainer,
    where: firstWhereabouts,
    files: 0,
    killed: false,
    network: firstNetwork,
    users: firstUsers,
    pinnedUsers: firstUsers,
    thread: 0,
    process: 0,
    session: 0,
    pinned: [],
    reqkey: 0,
    authority: 0,
    waits: null,
  }
}

/** credentials/file-system-ids-act: as whom a process deals with keys. */
export const actsAs = rule(
  'credentials/file-system-ids-act',
  (turn, process: Process): { readonly fsuid: UidName; readonly fsgid: GidName } => {
    if (process.fsuid !== process.uid || process.fsgid !== process.gid) {
      cite(turn, 'credentials/file-system-ids-act')
    }
    return process
  },
)

/** credentials/real-ids-own-rings: who owns a keyring that the kernel makes for a process. */
export const ringOwner = rule(
  'credentials/real-ids-own-rings',
  (turn, process: Process): { readonly uid: UidName; readonly gid: GidName } => {
    if (process.fsuid !== process.uid || process.fsgid !== process.gid) {
      cite(turn, 'credentials/real-ids-own-rings')
    }
    return process
  },
)

/** credentials/real-uid-is-the-user: whose user keyrings a process has. */
export const userOf = rule('credentials/real-uid-is-the-user', (turn, process: Process) => {
  if (process.fsuid !== process.uid || process.euid !== process.uid) {
    cite(turn, 'credentials/real-uid-is-the-user')
  }
  return process.uid
})

/** credentials/only-effective-counts */
export const capable = rule(
  'credentials/only-effective-counts',
  (turn, process: Process, capability: Capability): boolean => {
    const bit = capabilities[capability]
    if ((process.permitted & ~process.effective & bit) !== 0) {
      cite(turn, 'credentials/only-effective-counts')
    }
    return (process.effective & bit) !== 0
  },
)

/** credentials/fork-inherits */
export const inheritedCredentials = rule(
  'credentials/fork-inherits',
  (turn: Turn, parent: Process): Process => {
    cite(turn, 'credentials/fork-inherits')
    return parent
  },
)
