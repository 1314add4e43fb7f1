/** Chapter 11, execve(2): what a process keeps when it runs another program. */

import type { Exec } from '../spec/vocabulary/command.ts'
import { done, type Reply } from './answers.ts'
import { everyCapability, securebits } from './credentials.ts'
import { processOf } from './lookup.ts'
import { filesAfterExec, initTakenOver } from './members.ts'
import { otherThreads } from './threads.ts'
import { cite, rule, type Turn } from './turn.ts'
import { leaveNetwork } from './unshare.ts'
import { rootOf } from './users.ts'
import { takeOver } from './waiting.ts'
import { type KeyId, type Process, withoutProcess, withProcess } from './world.ts'

/** exec/drops-own-rings */
export const ringsAfterExec = rule(
  'exec/drops-own-rings',
  (turn, { thread, process }: Process): { readonly thread: number; readonly process: number } => {
    if (thread !== 0 || process !== 0) cite(turn, 'exec/drops-own-rings')
    return { thread: 0, process: 0 }
  },
)

/** exec/old-keyrings-linger: what stays in being though the process no longer has it. */
export const pinnedAfterExec = rule(
  'exec/old-keyrings-linger',
  (turn, { thread, process, session, authority }: Process): readonly KeyId[] => {
    if (thread !== 0 || process !== 0) cite(turn, 'exec/old-keyrings-linger')
    return [thread, process, session, authority].filter((id) => id !== 0)
  },
)

/** exec/ids-follow-effective */
export const idsAfterExec = rule(
  'exec/ids-follow-effective',
  (turn, process: Process): Pick<Process, 'suid' | 'fsuid' | 'sgid' | 'fsgid'> => {
    const { euid, egid, suid, fsuid, sgid, fsgid } = process
    if (suid !== euid || fsuid !== euid || sgid !== egid || fsgid !== egid) {
      cite(turn, 'exec/ids-follow-effective')
    }
    return { suid: euid, fsuid: euid, sgid: egid, fsgid: egid }
  },
)

/** exec/no-root: whether root is nobody special to it. */
export const isNoRoot = rule('exec/no-root', (turn, process: Process): boolean => {
  if ((process.securebits & securebits.SECBIT_NOROOT) === 0) return false
  cite(turn, 'exec/no-root')
  return true
})

/** exec/root-is-permitted-all: what is permitted then. */
export const permittedAfterExec = rule(
  'exec/root-is-permitted-all',
  (turn, process: Process): number => {
    const root = rootOf(turn, process)
    const isRoot = process.uid === root || process.euid === root
    if (!isRoot || isNoRoot(turn, process)) return 0
    cite(turn, 'exec/root-is-permitted-all')
    return everyCapability
  },
)

/** exec/drops-capabilities: what of that is effective. */
export const effectiveAfterExec = rule(
  'exec/drops-capabilities',
  (turn, process: Process, permitted: number): number => {
    if (process.euid === rootOf(turn, process)) return permitted
    if (process.effective !== 0) cite(turn, 'exec/drops-capabilities')
    return 0
  },
)

/** exec/keep-caps-ends */
export const securebitsAfterExec = rule(
  'exec/keep-caps-ends',
  (turn, { securebits: bits }: Process): number => {
    if ((bits & securebits.SECBIT_KEEP_CAPS) !== 0) cite(turn, 'exec/keep-caps-ends')
    return bits & ~securebits.SECBIT_KEEP_CAPS
  },
)

/** exec/ends-other-threads */
export const endedByExec = rule(
  'exec/ends-other-threads',
  (turn, process: Process): readonly Process[] => {
    const first = turn.world.processes.filter(
      (one): one is Process => one !== undefined && one.name === process.leader && one.ended,
    )
    const others = [...otherThreads(turn, process), ...first]
    if (others.length > 0) cite(turn, 'exec/ends-other-threads')
    return others
  },
)

/** `execve(2)` of a program that is neither set-user-ID nor has capabilities of its own */
export function exec(turn: Turn, command: Exec): Reply {
  const before = processOf(turn, command.actor)
  for (const { name } of endedByExec(turn, before)) {
    turn.world = withoutProcess(turn.world, name, before.name)
  }
  takeOver(turn, before.leader, before.name)
  initTakenOver(turn, before.leader, before.name)
  const permitted = permittedAfterExec(turn, before)
  const files = filesAfterExec(turn, before.files)
  turn.world = withProcess(turn.world, {
    ...before,
    ...ringsAfterExec(turn, before),
    ...idsAfterExec(turn, before),
    permitted,
    effective: effectiveAfterExec(turn, before, permitted),
    securebits: securebitsAfterExec(turn, before),
    leader: before.name,
    pinned: pinnedAfterExec(turn, before),
    pinnedUsers: before.users,
    files,
  })
  turn.loose = true
  if (turn.profile.features.includes('containers')) leaveNetwork(turn)
  return done
}
