/** From a machine as data to a guest that has said hello. */

import { TargetError } from '../../spec/target.ts'
import { decodeHello, type Hello } from '../wire/hello.ts'
import type { GuestEvent } from './events.ts'
import type { Machine } from './machine.ts'
import { type ConsoleWatch, type QemuProcess, startQemu } from './process.ts'

/** A guest whose agent waits for programs. */
export interface Guest {
  readonly hello: Hello
  /** What it is called in sentences. */
  readonly machine: Pick<Machine, 'image'>
  readonly process: QemuProcess
  readonly wear: Wear
}

/** What a guest has been through. */
export interface Wear {
  programs: number
  /** Users with keys that nobody may take away; the collector passes over each of them. */
  leftovers: number
}

/** How long a boot may take, ms. */
const bootPatienceMs = 60_000

export type Booted =
  | { readonly ok: true; readonly guest: Guest }
  /** Why it did not come up: a sentence. */
  | { readonly ok: false; readonly sentence: string; readonly wentDown: boolean }

export async function boot(
  machine: Machine,
  watch: ConsoleWatch = {},
  patienceMs = bootPatienceMs,
): Promise<Booted> {
  const process = await startQemu(machine, watch)
  const event = await process.next(patienceMs)
  const wear = { programs: 0, leftovers: 0 }
  const hello = event.kind === 'hello' ? decodeHello(event.payload) : event
  if ('release' in hello) return { ok: true, guest: { hello, machine, process, wear } }
  await process.kill()
  const wentDown = event.kind === 'died'
  return { ok: false, sentence: whyNot(machine, hello, process.log()), wentDown }
}

/** How often a machine that goes down while it boots is started: a busy host can be the reason. */
const bootTries = 3

/** As `boot`, but tries again, and throws TargetError where there is no guest. */
export async function bootOrThrow(machine: Machine, watch: ConsoleWatch): Promise<Guest> {
  for (let tries = 1; ; tries++) {
    const booted = await boot(machine, watch)
    if (booted.ok) return booted.guest
    if (tries === bootTries || !booted.wentDown) throw new TargetError(booted.sentence)
  }
}

function whyNot({ image }: Machine, event: Exclude<GuestEvent, Hello>, log: string): string {
  return `${image} does not boot: ${what(event)}${lastWords(log)}`
}

function what(event: GuestEvent): string {
  switch (event.kind) {
    case 'nonsense':
      return event.sentence
    case 'silent':
      return `its agent did not answer within ${event.afterMs / 1000} s`
    case 'complained':
      return `its kernel printed "${event.line}" before its agent answered`
    case 'died':
      return 'the machine went down before its agent answered'
    default:
      return `its agent began with a frame of kind ${event.kind}`
  }
}

/** A line that says more than those behind it: a panic is followed by a stack. */
const telling = /Kernel panic|agent: |qemu/

/** What a machine said at its end, for the end of a sentence. */
export function lastWords(log: string): string {
  const lines = log.split(/\r?\n/).filter((line) => line.trim() !== '')
  const line = lines.findLast((text) => telling.test(text)) ?? lines.at(-1)
  return line === undefined ? '; it printed nothing' : `; it printed "${line.trim()}"`
}
