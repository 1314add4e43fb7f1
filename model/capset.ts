/** Chapter 11, capabilities: how they are given up, and how they are lost and kept. */

import type { CapSet, SetSecurebits } from '../spec/vocabulary/command.ts'
import type { Errno } from '../spec/vocabulary/errno.ts'
import { failed, type Reply, zero } from './answers.ts'
import { capable, everySecurebit, securebitLocks, securebits } from './credentials.ts'
import { processOf } from './lookup.ts'
import { cite, refuse, rule, type Turn } from './turn.ts'
import { rootOf } from './users.ts'
import { type Process, withProcess } from './world.ts'

/** credentials/no-setuid-fixup: whether capabilities come and go with the uid of root. */
export const mindsRoot = rule('credentials/no-setuid-fixup', (turn, process: Process): boolean => {
  if ((process.securebits & securebits.SECBIT_NO_SETUID_FIXUP) === 0) return true
  cite(turn, 'credentials/no-setuid-fixup')
  return false
})

/** credentials/keep-caps: whether what is permitted outlives leaving root. */
export const keepsPermitted = rule('credentials/keep-caps', (turn, process: Process): boolean => {
  if ((process.securebits & securebits.SECBIT_KEEP_CAPS) === 0) return false
  cite(turn, 'credentials/keep-caps')
  return true
})

/** credentials/leaving-root-drops: what may be had of capabilities by who was root before. */
export const permittedAfter = rule(
  'credentials/leaving-root-drops',
  (turn, before: Process, after: Process): number => {
    const root = rootOf(turn, before)
    const isRoot = ({ uid, euid, suid }: Process) => [uid, euid, suid].some((id) => id === root)
    if (!isRoot(before) || isRoot(after) || keepsPermitted(turn, before)) return before.permitted
    cite(turn, 'credentials/leaving-root-drops')
    return 0
  },
)

/** credentials/effective-follows-root */
export const effectiveAfter = rule(
  'credentials/effective-follows-root',
  (turn, before: Process, after: Process): number => {
    const root = rootOf(turn, before)
    if (before.euid === root && after.euid !== root) {
      cite(turn, 'credentials/effective-follows-root')
      return 0
    }
    if (before.euid === root || after.euid !== root) return before.effective & after.permitted
    cite(turn, 'credentials/effective-follows-root')
    return after.permitted
  },
)

/** Capabilities as they are after the ids have changed. */
export function fixUp(turn: Turn, before: Process, after: Process): Process {
  if (!mindsRoot(turn, before)) return after
  const left = { ...after, permitted: permittedAfter(turn, before, after) }
  return { ...left, effective: effectiveAfter(turn, before, left) }
}

/** credentials/capset-only-drops */
export const capsetRefused = rule(
  'credentials/capset-only-drops',
  (turn, process: Process, { effective, permitted }: CapSet): Errno | undefined => {
    if ((permitted & ~process.permitted) === 0 && (effective & ~permitted) === 0) return undefined
    return refuse(turn, 'credentials/capset-only-drops', 'EPERM')
  },
)

/** `capset(2)` */
export function capset(turn: Turn, command: CapSet): Reply {
  const { actor, effective, permitted } = command
  const before = processOf(turn, actor)
  const refused = capsetRefused(turn, before, command)
  if (refused !== undefined) return failed(refused)
  turn.world = withProcess(turn.world, { ...before, effective, permitted })
  return zero
}

/** credentials/securebits-locked */
export const securebitsRefused = rule(
  'credentials/securebits-locked',
  (turn, process: Process, bits: number): Errno | undefined => {
    const locks = process.securebits & securebitLocks
    const allowed =
      ((locks >>> 1) & (process.securebits ^ bits)) === 0 &&
      (locks & ~bits) === 0 &&
      (bits & ~everySecurebit) === 0
    if (allowed && capable(turn, process, 'CAP_SETPCAP')) return undefined
    return refuse(turn, 'credentials/securebits-locked', 'EPERM')
  },
)

/** `prctl(2)`, `PR_SET_SECUREBITS` */
export function setSecurebits(turn: Turn, { actor, bits }: SetSecurebits): Reply {
  const before = processOf(turn, actor)
  const refused = securebitsRefused(turn, before, bits)
  if (refused !== undefined) return failed(refused)
  turn.world = withProcess(turn.world, { ...before, securebits: bits })
  return zero
}
