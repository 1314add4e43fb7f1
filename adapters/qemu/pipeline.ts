/**
 * Many programs through one guest: some are always on their way, so that neither side waits for
 * the other. A machine that dies, hangs or talks nonsense is replaced, and the program that it was
 * at runs once more, alone, to see how far it comes.
 */

import { setTimeout as sleep } from 'node:timers/promises'
import type { Trace } from '../../spec/trace.ts'
import type { Observation } from '../../spec/vocabulary/answer.ts'
import type { Program } from '../../spec/vocabulary/program.ts'
import { endOf } from '../executor/decode.ts'
import type { Settling } from '../executor/settle.ts'
import type { Guest } from './boot.ts'
import type { GuestEvent } from './events.ts'
import {
  crash,
  deadlines,
  type Flight,
  hear,
  land,
  type Manner,
  type Passenger,
  takeOff,
} from './flight.ts'

/** A guest, and how programs are sent to it. */
export interface ReadyGuest extends Guest {
  readonly manner: Manner
}

/** Who runs programs. */
export interface Crew {
  /** The machine, booted if there is none. */
  guest(): Promise<ReadyGuest>
  /** Ends the machine. */
  discard(): Promise<void>
  /** A number that no program had before. */
  number(): number
}

/** Programs on their way at once, and their bytes: a tenth of a second of them, or one in reserve. */
const manyFlights: Readonly<Record<Settling['way'], number>> = { yield: 64, canary: 2 }
const manyBytes = 4 * 1024 * 1024

/** How much longer than the agent the host waits for a reply, ms; the agent gives up and tells. */
const gracePeriodMs = 8000

/** How often a program is run again because something came between: a second of the guest's clock that ended. */
const lateTries = 8

/**
 * After half of these, what came between may be a timer of the program itself, left over from the try before, as
 * where a machine is so busy that a try takes a good part of a second, or a machine that stood still and comes back
 * slowly: each try waits so much longer than the one before, ms.
 */
const longerMs = 3000

/**
 * When a machine has served its time. Every keyring that was ever in the register of users' keyrings
 * costs root's quota for good (security/keys/keyring.c keyring_gc()), and its length has 16 bits.
 */
const worn = { programs: 50_000, leftovers: 100 } as const

interface Run {
  readonly crew: Crew
  /** Programs that were not asked for yet, and how many were. */
  readonly source: Iterator<Program>
  drawn: number
  /** Not sent yet, in order. */
  readonly waiting: Passenger[]
  /** Sent and not answered, in order. */
  readonly flying: Flight[]
  /** Done, by place in the run, until those before are done. */
  readonly landed: Map<number, Trace>
}

/** Runs programs, drawn as there is room for them on the way; their traces come in their order. */
export async function* runPrograms(crew: Crew, programs: Iterable<Program>): AsyncGenerator<Trace> {
  const source = programs[Symbol.iterator]()
  const run: Run = {
    crew,
    source,
    drawn: 0,
    waiting: [],
    flying: [],
    landed: new Map(),
  }
  try {
    for (let told = 0; run.flying.length > 0 || first(run) !== undefined; ) {
      const guest = await freshGuest(run)
      board(run, guest)
      await arrive(run, guest, await nextEvent(guest))
      for (let trace = run.landed.get(told); trace !== undefined; trace = run.landed.get(told)) {
        run.landed.delete(told++)
        yield trace
      }
    }
  } finally {
    await callIn(run)
  }
}

/** The next program to be sent, drawn if none waits; undefined when there is no more. */
function first(run: Run): Passenger | undefined {
  if (run.waiting.length === 0) {
    const drawn = run.source.next()
    if (drawn.done === true) return undefined
    run.waiting.push({ index: run.drawn++, program: drawn.value, late: 0, fate: undefined })
  }
  return run.waiting[0]
}

/** Replies to nobody would be taken for the next run's: they are waited for, or the machine goes. */
async function callIn({ crew, flying }: Run): Promise<void> {
  while (flying.length > 0) {
    const guest = await crew.guest()
    const event = await nextEvent(guest)
    const flight = flying[0] as Flight
    if (event.kind === 'partial' && hear(flight, event.payload) === undefined) continue
    if (event.kind !== 'reply') return crew.discard()
    flying.shift()
  }
}

const nextEvent = ({ process, manner }: ReadyGuest): Promise<GuestEvent> =>
  process.next(deadlines[manner.settling.way] + gracePeriodMs)

const isWorn = ({ wear }: Guest): boolean =>
  wear.programs >= worn.programs || wear.leftovers >= worn.leftovers

/** The machine, or another when it is worn and nothing is on its way. */
async function freshGuest({ crew, flying }: Run): Promise<ReadyGuest> {
  const guest = await crew.guest()
  if (!isWorn(guest) || flying.length > 0) return guest
  await crew.discard()
  return crew.guest()
}

/** Sends what may be sent; a program that killed a machine goes alone. */
function board(run: Run, guest: ReadyGuest): void {
  if (isWorn(guest)) return
  const many = manyFlights[guest.manner.settling.way]
  const { crew, waiting, flying } = run
  let bytes = flying.reduce((sum, flight) => sum + flight.bytes, 0)
  for (let next = first(run); next !== undefined; next = first(run)) {
    const alone = next.fate !== undefined || flying[0]?.fate !== undefined
    if (flying.length > 0 && (alone || flying.length >= many || bytes > manyBytes)) return
    const { flight, frame } = takeOff(next, crew.number(), guest.manner)
    guest.process.send(frame)
    guest.wear.programs++
    bytes += frame.length
    waiting.shift()
    flying.push(flight)
  }
}

/** Takes up what the guest did; it is about the first program on its way. */
async function arrive(run: Run, { process, wear }: Guest, event: GuestEvent): Promise<void> {
  const flight = run.flying[0]
  if (flight === undefined) return run.crew.discard()
  const landing = heard(flight, event, process.log)
  if (landing === undefined) return
  switch (landing.kind) {
    case 'trace':
      run.flying.shift()
      wear.leftovers += landing.leftovers
      settleTrace(run, flight, landing.trace)
      return landing.haunted ? replace(run) : undefined
    case 'late':
      run.flying.shift()
      return tryAgain(run, flight, landing.why)
    case 'hung':
      run.flying.shift()
      run.landed.set(flight.index, landing.trace)
      return replace(run)
    default: {
      const died =
        landing.kind === 'complained' ? await hearOut(run, process) : landing.kind === 'died'
      const fate = fateOf(landing, process.log())
      const atFault = run.flying.shift() ?? flight
      const others = died ? run.flying.length : 0
      await replace(run)
      return blame(run, atFault, fate, others)
    }
  }
}

/** How long a kernel that complains is listened to when it says nothing more, ms. */
const sayingNothingMs = 5000

/**
 * Until the kernel has said what it has to say; true where it died of it. The console may be heard before
 * the wire: what was replied before a death is not at fault. A kernel that lives on goes on replying, and
 * that is not wanted any more.
 */
async function hearOut(run: Run, { next, log }: ReadyGuest['process']): Promise<boolean> {
  const late: GuestEvent[] = []
  for (;;) {
    const event = await next(sayingNothingMs)
    if (event.kind === 'silent') return false
    if (event.kind === 'died') break
    late.push(event)
  }
  for (const event of late) {
    const [flight, following] = run.flying
    if (flight === undefined) break
    const landing = heard(flight, event, log)
    if (landing === undefined) continue
    if (following === undefined || (landing.kind !== 'trace' && landing.kind !== 'late')) break
    run.flying.shift()
    if (landing.kind === 'trace') settleTrace(run, flight, landing.trace)
    else await tryAgain(run, flight, landing.why)
  }
  return true
}

/** What an event means to the flight that it is about; undefined where it goes on. */
function heard(flight: Flight, event: GuestEvent, log: () => string) {
  if (!('payload' in event)) return event
  if (event.kind === 'partial') return hear(flight, event.payload)
  return event.kind === 'reply' ? land(flight, event.payload, log) : event
}

/**
 * A program that took a machine down and now did not: what it did is kept, with its log; unless there are
 * others who may have done it.
 */
function settleTrace(
  { landed, waiting }: Run,
  { index, program, fate }: Flight,
  trace: Trace,
): void {
  const innocent = fate === undefined || waiting.some((other) => other.fate === fate)
  const observations = innocent ? trace.observations : endOf(program, 0, fate)
  landed.set(index, { program, observations })
}

/** A program that was late is run again; the last time, it is told why. */
async function tryAgain({ waiting, landed }: Run, flight: Flight, why: string): Promise<void> {
  const { index, program, fate } = flight
  const late = flight.late + 1
  if (late < lateTries) {
    await sleep(longerMs * Math.max(0, late + 1 - lateTries / 2))
    waiting.unshift({ index, program, fate, late })
    return
  }
  const log = `each of ${lateTries} runs was disturbed; the last, as ${why}`
  const observations = endOf(program, 0, { kind: 'timed-out', afterMs: 1000, log })
  landed.set(index, { program, observations })
}

/**
 * The first time, a program is run again to see how far it comes; the second time decides. Replies that were
 * on their way are lost with a machine that dies, so that it may have been one of the `others`, too.
 */
function blame({ waiting, landed }: Run, flight: Flight, fate: Observation, others: number): void {
  const { index, program, late } = flight
  if (flight.fate === undefined) {
    const suspects = [{ index, program, late }, ...waiting.splice(0, others)]
    waiting.unshift(...suspects.map((suspect) => ({ ...suspect, fate })))
    return
  }
  landed.set(index, crash(flight, fate))
  for (const [at, other] of waiting.entries()) {
    if (other.fate === flight.fate) waiting[at] = { ...other, fate: undefined }
  }
}

/** Another machine next time; what was on its way starts anew. */
async function replace({ crew, waiting, flying }: Run): Promise<void> {
  waiting.unshift(...flying.splice(0))
  await crew.discard()
}

function fateOf(event: GuestEvent, log: string): Observation {
  switch (event.kind) {
    case 'silent':
      return { kind: 'timed-out', afterMs: event.afterMs, log }
    case 'died':
    case 'complained':
      return { kind: 'crashed', log }
    case 'nonsense':
      return { kind: 'crashed', log: `${log}\nkeyspec: ${event.sentence}` }
    case 'error': {
      const words = event.payload.toString('latin1')
      return { kind: 'crashed', log: `${log}\nkeyspec: the agent refuses: ${words}` }
    }
    default:
      return { kind: 'crashed', log: `${log}\nkeyspec: the guest sent a ${event.kind} unasked` }
  }
}
