/** Chapter 13, the calls: into network namespaces, and out of them. */

import type { SetNetwork, UnshareNetwork } from '../spec/vocabulary/command.ts'
import type { Errno } from '../spec/vocabulary/errno.ts'
import { absent, failed, type Reply, zero } from './answers.ts'
import { capable } from './credentials.ts'
import { processOf } from './lookup.ts'
import { isOfLostNetwork } from './networks.ts'
import { cite, refuse, rule, type Turn } from './turn.ts'
import { firstNetwork, type Process, processNamed, withProcess } from './world.ts'

/** namespaces/network-needs-sysadmin */
export const networkRefused = rule(
  'namespaces/network-needs-sysadmin',
  (turn, process: Process): Errno | undefined => {
    if (capable(turn, process, 'CAP_SYS_ADMIN')) return undefined
    return refuse(turn, 'namespaces/network-needs-sysadmin', 'EPERM')
  },
)

/** namespaces/new-network */
export const newNetwork = rule('namespaces/new-network', (turn, process: Process): Process => {
  cite(turn, 'namespaces/new-network')
  const network = turn.world.networks + 1
  turn.world = { ...turn.world, networks: network }
  return { ...process, network }
})

/** `unshare(2)`, `CLONE_NEWNET` */
export function unshareNetwork(turn: Turn, { actor }: UnshareNetwork): Reply {
  const process = processOf(turn, actor)
  const refused = networkRefused(turn, process)
  if (refused !== undefined) return failed(refused)
  const moved = newNetwork(turn, process)
  turn.world = withProcess(turn.world, moved)
  leaveNetwork(turn)
  return zero
}

/** namespaces/enter-network */
export const enteredNetwork = rule(
  'namespaces/enter-network',
  (turn, process: Process, of: Process): Process => {
    if (process.network !== of.network) cite(turn, 'namespaces/enter-network')
    return { ...process, network: of.network }
  },
)

/** `setns(2)`, `CLONE_NEWNET` */
export function setNetwork(turn: Turn, { actor, of }: SetNetwork): Reply {
  const host = processNamed(turn.world, of)
  if (host === undefined || host.ended) return absent
  const process = processOf(turn, actor)
  const refused = networkRefused(turn, process)
  if (refused !== undefined) return failed(refused)
  turn.world = withProcess(turn.world, enteredNetwork(turn, process, host))
  leaveNetwork(turn)
  return zero
}

/**
 * A process has left its namespace, which may be the end of it: the collector passes over links if
 * there are keys of it. It is free to do so at other times when namespaces come and go.
 */
export function leaveNetwork(turn: Turn): void {
  const { keys, networks, overdue } = turn.world
  const keysLeft = keys.some((key) => key !== undefined && isOfLostNetwork(turn, key))
  if (keysLeft) turn.sweeps = true
  else if (overdue && networks > firstNetwork) turn.sweeps = turn.choose(2) === 1
}
