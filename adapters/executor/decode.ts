/** Traces from replies. */

import type { Trace } from '../../spec/trace.ts'
import type { Answer, Observation } from '../../spec/vocabulary/answer.ts'
import type { Command } from '../../spec/vocabulary/command.ts'
import type { KeyName, Token } from '../../spec/vocabulary/names.ts'
import type { Program } from '../../spec/vocabulary/program.ts'
import { type GuestNonsense, nonsense } from '../wire/nonsense.ts'
import type { Reply, Result } from '../wire/reply.ts'
import { answerOf, type Reading, waitingFor } from './answer.ts'
import type { Compiled } from './compile.ts'
import type { Place } from './place.ts'
import { tokens } from './tokens.ts'

/**
 * A program's trace; or that a second passed while it ran, or the collector, so that its times are
 * not its own.
 */
export type Decoded =
  /** `leftovers` counts the users who still have keys; where it is haunted, other programs would meet those. */
  | {
      readonly kind: 'trace'
      readonly trace: Trace
      readonly leftovers: number
      readonly haunted: boolean
    }
  /** `why` says by which command, in words. */
  | { readonly kind: 'late'; readonly why: string }

/** Reads a reply to its end; what it does not tell, was done or had nobody to do it. */
export function decode(
  program: Program,
  compiled: Compiled,
  reply: Reply,
): Decoded | GuestNonsense {
  const results = resultsOf(reply)
  const wrong = worldTrouble(compiled, results)
  if (wrong !== undefined) return wrong
  const why = lateness(compiled, results)
  if (why !== undefined) return { kind: 'late', why: `${why} (${reply.elapsedUs} µs in all)` }
  const { look, haunts } = compiled.left
  const leftovers = look === undefined ? 0 : linesOf(results.get(look)?.bytes)
  const haunted = haunts.some((call) => results.has(call))
  const trace = traceOf(program, compiled, results, program.commands.length)
  return { kind: 'trace', trace, leftovers, haunted }
}

/** A reply that ends too soon: the command that it ends in met its fate, the rest was not reached. */
export function decodeEnd(
  program: Program,
  compiled: Compiled,
  reply: Reply,
  fate: Observation,
): Trace {
  const last = commandAt(compiled, reply.at)
  const { observations } = traceOf(program, compiled, resultsOf(reply), last)
  return { program, observations: [...observations, ...endOf(program, last, fate)] }
}

/** The observations from command `from` on, of a program that met its fate there. */
export function endOf({ commands }: Program, from: number, fate: Observation): Observation[] {
  return commands.slice(from).map((_, i) => (i === 0 ? fate : { kind: 'unreached' }))
}

const resultsOf = ({ results }: Reply): ReadonlyMap<number, Result> =>
  new Map(results.map((result) => [result.call, result]))

/** The answers of the first commands. */
function traceOf(
  program: Program,
  { block, places }: Compiled,
  results: ReadonlyMap<number, Result>,
  commands: number,
): Trace {
  const [all, serialOf] = [tokens(), new Map<Token, number>()]
  const tokenOf = (serial: number): Token => {
    const token = all(serial)
    serialOf.set(token, serial)
    return token
  }
  const serials = new Map<KeyName, number>()
  const reading: Reading = { block, tokenOf, serials, ...textsOf(program) }
  const open: OpenCalls = new Map()
  const observations = program.commands.slice(0, commands).map((command, i): Observation => {
    const place = places[i] as Place
    const result = place.kind === 'absent' ? undefined : results.get(place.call)
    const answer = result === undefined ? untold(place) : told(reading, open, command, result)
    const serial = serialOf.get(namedBy(answer))
    if (serial !== undefined && 'name' in command && command.name !== undefined) {
      serials.set(command.name, serial)
    }
    return { kind: 'answered', answer }
  })
  return { program, observations }
}

/** The key that a command which is answered so may give a name to; 0 where there is none. */
function namedBy(answer: Answer): Token {
  if (answer.kind === 'upcall') return answer.called.key
  if (answer.kind === 'asked') return answer.asked.key
  return answer.kind === 'key' ? answer.key : 0
}

/** Calls that have not come back, by who made them. */
type OpenCalls = Map<string, Command>

/** What a result answers: an awaited one, the call that it is the result of. */
function told(reading: Reading, open: OpenCalls, command: Command, result: Result): Answer {
  if (!('actor' in command) || result.noTask) return answerOf(reading, command, result)
  if (result.blocked) {
    if (command.op !== 'await') open.set(command.actor, command)
    return waitingFor(reading, result)
  }
  const made = command.op === 'await' ? open.get(command.actor) : command
  return answerOf(reading, made ?? command, result)
}

const newline = 10

const linesOf = (bytes: Buffer | undefined): number =>
  bytes?.filter((byte) => byte === newline).length ?? 0

/** The answer that needs no telling; a call that should have told and did not, told nothing. */
function untold(place: Place): Answer {
  switch (place.kind) {
    case 'absent':
    case 'perhaps':
      return { kind: 'absent' }
    case 'silent':
      return { kind: 'done' }
    case 'told':
      return { kind: 'garbled', bytes: '' }
  }
}

/**
 * Calls that are no command's tell only of what went wrong: a world that could not be made or
 * unmade is no program's fault. That of settling, in bodies, shows in what is answered.
 */
function worldTrouble(
  { calls, places, clockChecks, sentinelLooks, left, pipes }: Compiled,
  results: ReadonlyMap<number, Result>,
): GuestNonsense | undefined {
  const checks = [...clockChecks.map(({ call }) => call), ...sentinelLooks, ...pipes]
  const expected = new Set<number | undefined>([left.look, ...left.haunts, ...checks])
  for (const place of places) if (place.kind !== 'absent') expected.add(place.call)
  for (const { call, value } of results.values()) {
    if (expected.has(call) || call >= calls.main.length) continue
    return nonsense(`the guest answered ${value} to call ${call}, which is no command's`)
  }
  return undefined
}

/** The command to which call `at` belongs: the last that begins there or before. */
function commandAt({ places }: Pick<Compiled, 'places'>, at: number): number {
  return Math.max(
    0,
    places.findLastIndex((place) => place.kind !== 'absent' && place.call <= at),
  )
}

/**
 * Why a program is to be run again: when it was looked at, the clock did not stand at the second that it was set
 * to, or the collector had passed over links when it was not to. Undefined where all is well.
 */
function lateness(
  { clockChecks, sentinelLooks, places }: Compiled,
  results: ReadonlyMap<number, Result>,
): string | undefined {
  for (const { call, second, slack } of clockChecks) {
    const bytes = results.get(call)?.bytes
    const passed = bytes?.length === 16 ? Number(bytes.readBigInt64LE(0)) - second : Number.NaN
    if (!(passed >= 0 && passed <= slack)) {
      return `the clock was ${passed} s on, and not ${slack} at the most, by ${ordinal(places, call)}`
    }
  }
  const unasked = sentinelLooks.find((call) => results.get(call)?.value !== 0)
  if (unasked === undefined) return undefined
  return `the collector had passed over links unasked by ${ordinal(places, unasked)}`
}

/** The command that was the last to begin before a call, in words. */
function ordinal(places: Compiled['places'], call: number): string {
  return `command ${1 + commandAt({ places }, call)} of ${places.length}`
}

/** Payloads as they were given, and without the NUL at their end, which a type may drop. */
function textsOf({ commands }: Program): Pick<Reading, 'payloads' | 'descriptions'> {
  const payloads = new Set<string>()
  const descriptions = new Set<string>()
  const add = (texts: Set<string>, text: unknown) => {
    if (typeof text === 'string') texts.add(text)
  }
  for (const command of commands) {
    if ('payload' in command && typeof command.payload === 'string') {
      payloads.add(command.payload)
      payloads.add(command.payload.replace(/\0$/, ''))
    }
    if ('callout' in command) add(payloads, command.callout)
    if ('description' in command) add(descriptions, command.description)
  }
  return { payloads, descriptions }
}
