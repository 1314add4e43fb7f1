/** The agent on this machine's own kernel, in namespaces of its own. */

import { writeFileSync } from 'node:fs'
import type { Duplex } from 'node:stream'
import { execa } from 'execa'
import { TargetError } from '../../spec/target.ts'
import { events } from '../qemu/events.ts'
import { findProgram } from '../qemu/find-program.ts'
import type { QemuProcess } from '../qemu/process.ts'
import { tail } from '../qemu/tail.ts'
import { frameReader } from '../wire/frames.ts'

/**
 * Ids that an agent has, from its first block on. Each is itself, so that it is nobody else's inside and
 * outside; only theirs are seen in /proc/key-users, which tells in pieces when it is long.
 */
export const idsOfOne = 20_000_000

/** For the namespaces, ms. */
const patienceMs = 10_000

/** The child's descriptors: the wire, and what tells it that its ids are mapped. */
const wireAt = 3
const gateAt = 4

/** Only when its ids are mapped may the agent be started, or it starts without capabilities. */
const waitAndStart = `echo ready >&${gateAt}; read word <&${gateAt} && exec "$0" --host ${wireAt} ${gateAt}<&-`

/**
 * Starts the agent in user, network and process namespaces that go with it, with root's id and `idsOfOne`
 * more. Throws TargetError with a sentence where that may not be done.
 */
export async function startHostAgent(agent: string, firstId: number): Promise<QemuProcess> {
  if (process.getuid?.() !== 0) {
    throw new TargetError(
      '--target host wants root: only root may map the ids of several users into a user namespace',
    )
  }
  const unshare = await findProgram('unshare')
  if (unshare === undefined) {
    throw new TargetError('unshare is not installed: apt-get install util-linux')
  }
  const apart = ['--user', '--net', '--pid', '--fork', '--kill-child']
  const child = execa(unshare, [...apart, '--', 'sh', '-c', waitAndStart, agent], {
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'],
    buffer: false,
    reject: false,
    encoding: 'buffer',
  })
  const log = tail()
  child.stderr.on('data', log.add)
  const happened = events()
  const ended = child.then(() => happened.push({ kind: 'died' }))
  const wire = child.stdio[wireAt] as Duplex
  const gate = child.stdio[gateAt] as Duplex
  for (const socket of [child.stderr, wire, gate]) socket.on('error', ignore)
  const read = frameReader()
  wire.on('data', (chunk: Buffer) => read(chunk).forEach(happened.push))
  const kill = async (): Promise<void> => {
    // The agent is the first process of its namespace: all others go with it.
    if (child.exitCode === null && child.pid !== undefined) endGroup(child.pid)
    await ended
  }
  const why = await mapIds(child.pid, firstId, gate, ended)
  if (why !== undefined) {
    await kill()
    throw new TargetError(`no namespaces for --target host: ${why}${said(log.text())}`)
  }
  return { send: (frame) => wire.write(frame), next: happened.next, log: log.text, kill }
}

/** unshare and the agent are a group of their own. */
function endGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL')
  } catch (error) {
    // It went by itself meanwhile.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}

/** Maps the ids once the namespace is there; what is wrong, if anything. */
async function mapIds(
  pid: number | undefined,
  firstId: number,
  gate: Duplex,
  ended: Promise<unknown>,
): Promise<string | undefined> {
  const ready = new Promise<true>((resolve) => gate.once('data', () => resolve(true)))
  const late = new Promise<false>((resolve) => setTimeout(resolve, patienceMs, false).unref())
  const there = await Promise.race([ready, late, ended.then(() => false)])
  if (there !== true || pid === undefined) return 'unshare does not come up'
  try {
    const ids = `0 0 1\n${firstId} ${firstId} ${idsOfOne}\n`
    writeFileSync(`/proc/${pid}/uid_map`, ids)
    writeFileSync(`/proc/${pid}/gid_map`, ids)
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error
    return `ids may not be mapped (${error.code})`
  }
  gate.write('go\n')
  return undefined
}

const said = (log: string): string =>
  log.trim() === '' ? '' : `; ${log.trim().split('\n').at(-1)}`

function ignore(): void {}
