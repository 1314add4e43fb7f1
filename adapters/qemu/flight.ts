/** A program on its way to a guest and back. */

import type { Profile } from '../../spec/profiles/profile.ts'
import type { Trace } from '../../spec/trace.ts'
import type { Observation } from '../../spec/vocabulary/answer.ts'
import type { Program } from '../../spec/vocabulary/program.ts'
import { type Block, blockOf } from '../executor/block.ts'
import { type Compiled, compile } from '../executor/compile.ts'
import { type Decoded, decode, decodeEnd, endOf } from '../executor/decode.ts'
import type { Settling } from '../executor/settle.ts'
import { encodeProgram } from '../wire/encode.ts'
import { type GuestNonsense, nonsense } from '../wire/nonsense.ts'
import { decodeReply, isDone, type Reply } from '../wire/reply.ts'

/** A program that wants to be run, for the nth time. */
export interface Passenger {
  /** Its place among the programs of the run. */
  readonly index: number
  readonly program: Program
  /** How often the clock ran over it. */
  readonly late: number
  /** What it did to a machine before; such a program travels alone and tells how far it is. */
  readonly fate: Observation | undefined
}

export interface Flight extends Passenger {
  readonly seq: number
  readonly compiled: Compiled
  readonly bytes: number
  /** What it leaves is waited for by giving way, so that the kernel's threads are to come first. */
  readonly givesWay: boolean
  /** How far it said it was, and how often it has said so. */
  partial: Buffer | undefined
  partials: number
}

/**
 * Takes note of how far a flight says it is. Only a careful one tells, before each of its calls, and
 * before one that ends a task twice; who goes on telling would keep us for ever.
 */
export function hear(flight: Flight, payload: Buffer): GuestNonsense | undefined {
  const { compiled, fate } = flight
  flight.partial = payload
  flight.partials += 1
  const most = fate === undefined ? 0 : 2 * compiled.calls.main.length
  if (flight.partials <= most) return undefined
  return nonsense(`the guest told ${flight.partials} times how far it is, and may ${most} times`)
}

/** For the whole of a program, ms: a hundred times what a long one takes. */
export const deadlines: Readonly<Record<Settling['way'], number>> = {
  yield: 10_000,
  canary: 60_000,
}

/** How programs are sent. */
export interface Manner {
  readonly profile: Profile
  readonly settling: Settling
  /** The kernel has an entry for 32-bit programs. */
  readonly compat: boolean
  /** The clock is ours to set. */
  readonly ownClock: boolean
  /** Ids of another block than those of earlier runs on the same kernel. */
  readonly firstBlock: number
}

/** A passenger takes off: the frame to be sent, and what is known of it meanwhile. */
export function takeOff(
  passenger: Passenger,
  seq: number,
  { profile, settling, compat, ownClock, firstBlock }: Manner,
): { readonly flight: Flight; readonly frame: Buffer } {
  const block: Block = blockOf(firstBlock + seq)
  const careful = passenger.fate !== undefined
  const deadlineMs = deadlines[settling.way]
  const late = passenger.late > 0
  const circumstances = { profile, block, settling, compat, ownClock, deadlineMs, careful, late }
  const compiled = compile(passenger.program, circumstances)
  const frame = encodeProgram(seq, compiled.calls)
  const bytes = frame.length
  const givesWay = settling.way === 'yield'
  return {
    flight: { ...passenger, seq, compiled, bytes, givesWay, partial: undefined, partials: 0 },
    frame,
  }
}

/** What a reply means for its program. */
export type Landing =
  | Decoded
  /** The trace ends too soon, and the machine should not be asked again. */
  | { readonly kind: 'hung'; readonly trace: Trace }

/** Reads the reply to a flight. */
export function land(flight: Flight, payload: Buffer, log: () => string): Landing | GuestNonsense {
  const { program, compiled, givesWay, seq } = flight
  const reply = decodeReply(payload, callsOf(compiled))
  if (reply.kind === 'nonsense') return reply
  if (reply.seq !== seq) return nonsense(`the guest replied to ${reply.seq} instead of ${seq}`)
  if (reply.ending === 'disturbed' && givesWay) {
    return { kind: 'late', why: 'the kernel has made or ended threads of its own meanwhile' }
  }
  if (isDone(reply)) return decode(program, compiled, reply)
  const fate = {
    kind: 'timed-out',
    afterMs: Math.round(reply.elapsedUs / 1000),
    log: log(),
  } as const
  return { kind: 'hung', trace: decodeEnd(program, compiled, reply, fate) }
}

/** The trace of a program that took its machine down: as far as it was heard of. */
export function crash(flight: Flight, fate: Observation): Trace {
  const { program, compiled, partial, seq } = flight
  const reply = partial === undefined ? undefined : decodeReply(partial, callsOf(compiled))
  if (reply?.kind === 'reply' && reply.seq === seq) {
    return decodeEnd(program, compiled, reply as Reply, fate)
  }
  return { program, observations: endOf(program, 0, fate) }
}

const callsOf = ({ calls }: Compiled): number => calls.main.length + calls.bodies.length
