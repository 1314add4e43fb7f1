/** This machine's own kernel as a target, kept away from whatever else runs on it. */

import { randomInt } from 'node:crypto'
import type { Profile } from '../../spec/profiles/profile.ts'
import { type Target, TargetError } from '../../spec/target.ts'
import type { TargetInfo, Untested } from '../../spec/trace.ts'
import type { Program } from '../../spec/vocabulary/program.ts'
import { blockOf, blocks, idsPerBlock } from '../executor/block.ts'
import { spawn } from '../executor/world.ts'
import { ask, question } from '../qemu/ask.ts'
import type { Guest } from '../qemu/boot.ts'
import { describeGuest } from '../qemu/describe.ts'
import { keptTarget } from '../qemu/kept.ts'
import type { ReadyGuest } from '../qemu/pipeline.ts'
import { rehearse } from '../qemu/rehearse.ts'
import { type Held, heldTo } from '../qemu/told-profile.ts'
import type { Call, CallProgram } from '../wire/call.ts'
import { decodeHello } from '../wire/hello.ts'
import { whyUnfit } from './fit.ts'
import { idsOfOne, startHostAgent } from './process.ts'

/** For the agent's first word, ms. */
const patienceMs = 10_000

/** What cannot be shown without being the first user namespace of a machine of our own. */
const unshown: readonly Untested[] = [
  { what: 'time', why: "the clock of this machine is not ours to set, so no key's time runs out" },
  {
    what: 'privilege over keys',
    why: 'CAP_SYS_ADMIN of a user namespace counts for nothing there',
  },
  { what: 'callouts', why: "this machine's own /sbin/request-key would run, as root" },
  { what: 'credentials', why: 'they change within a user namespace, by other rules' },
]

/**
 * Starts the agent on this kernel. Throws TargetError with a sentence where it may not be, has no
 * keys, or could not but touch the caller's own session keyring.
 */
export async function hostTarget(agent: string, held: Held): Promise<Target> {
  const firstBlock = randomInt(blocks - idsOfOne / idsPerBlock)
  const start = async (): Promise<Guest> => enter(agent, blockOf(firstBlock))
  const first = await start()
  const profile = await heldTo(held, first)
  const ready = async (guest: Guest): Promise<ReadyGuest> => {
    const settling = await rehearse(guest, profile)
    return { ...guest, manner: { profile, settling, compat: false, ownClock: false, firstBlock } }
  }
  const info = await describeGuest(first, profile, "(this machine's)")
  await refuseSessions(first, profile)
  const told: TargetInfo = { ...info, kind: 'host', untested: [...unshown, ...info.untested] }
  const target = keptTarget(told, await ready(first), async () => ready(await start()))
  return { ...target, run: (programs) => target.run(onlyFit(programs)) }
}

/** Lets programs pass that harm nobody; throws TargetError at the first other one. */
function* onlyFit(programs: Iterable<Program>): IterableIterator<Program> {
  for (const program of programs) {
    const why = whyUnfit(program)
    if (why !== undefined) throw new TargetError(`--target host does not run this program: ${why}`)
    yield program
  }
}

async function enter(agent: string, firstId: number): Promise<Guest> {
  const process = await startHostAgent(agent, firstId)
  const event = await process.next(patienceMs)
  const hello = event.kind === 'hello' ? decodeHello(event.payload) : event
  if ('release' in hello) {
    const machine = { image: "this machine's kernel" }
    return { hello, machine, process, wear: { programs: 0, leftovers: 0 } }
  }
  await process.kill()
  throw new TargetError("the agent does not start on this machine's kernel")
}

/**
 * Two children of one process make themselves a session keyring each, unless they have inherited
 * one; then it would be the caller's that programs find, and nobody can give that up.
 */
async function refuseSessions(guest: Guest, { abi }: Profile): Promise<void> {
  const session = [abi.keyctl.get_keyring_id, abi.specialKeys['@s'], 1]
  const children = [1, 2]
  const main: Call[] = children.flatMap((slot): Call[] => [
    spawn(slot),
    { kind: 'syscall', slot, nr: abi.syscalls.keyctl, args: session },
  ])
  const program: CallProgram = { ...question, main, data: Buffer.alloc(1) }
  const { results } = await ask(guest, program)
  const serials = results.filter(({ call }) => call % 2 === 1).map(({ value }) => value)
  if (serials.length === 2 && serials[0] !== serials[1]) return
  await guest.process.kill()
  throw new TargetError(
    '--target host cannot be had here: this process has a session keyring, which its children ' +
      'would share and could not give up; start keyspec from a process that has none',
  )
}
