/** What a command leaves is waited for before the next, and nothing else is to happen meanwhile. */

import type { Command, Setting } from '../../spec/vocabulary/command.ts'
import type { Call } from '../wire/call.ts'
import { placing } from './containers.ts'
import type { Draft } from './draft.ts'
import { mayEndNetwork } from './networks.ts'
import { syscalls } from './numbers.ts'
import type { Place } from './place.ts'
import { post, relieve } from './sentinel.ts'
import { failsClean, settleCalls, settleNetworks, settleOf, settleWatches } from './settle.ts'
import { untouched, writeSetting } from './sysctl.ts'
import { awaitUsers, mayEndUsers } from './users.ts'
import { checkClock, setClock } from './world.ts'

/** Some network namespace may go with it. */
export const mayEnd = ({ networks, contains }: Draft, command: Command): boolean =>
  networks !== undefined && mayEndNetwork(command, contains)

/** The agent, who is root, has keys of its own to wait with: as many as it likes, whatever the program has set. */
export function atEase(draft: Draft, waits: () => void): void {
  const { data, main, profile, rootLimits } = draft
  const write = (setting: Setting, value: number): void => {
    main.push(...writeSetting(data, main.length, setting, value, 'never'))
  }
  for (const { setting } of rootLimits) write(setting, profile.limits[untouched[setting]])
  waits()
  // What was refused when the program set it is refused again.
  for (const { setting, value } of rootLimits) write(setting, value)
}

/** What a command leaves is waited for before the next. */
export function afterwards(draft: Draft, command: Command, place: Place | undefined): void {
  const made = place !== undefined && place.kind !== 'absent' ? place.call : undefined
  if (made !== undefined) {
    if (draft.blocks) draft.main.push(rest)
    if (draft.contains) draft.main.push(mourn)
    draft.main.push(...settled(draft, command, made))
    if (draft.asks && draft.diverts && settleOf(command) !== 'none') {
      draft.main.push(...settledAgain(draft))
    }
    if (mayEnd(draft, command)) endNetworks(draft, command, made)
  }
  if (mayEndUsers(command)) endUsers(draft)
}

/** Whatever goes on because of a command comes before the next. */
export const rest: Call = { kind: 'rest', slot: 0, report: 'wrong' }

/** Whoever is being killed is gone before the next. */
const mourn: Call = { kind: 'mourn', slot: 0, report: 'wrong' }

/** By whoever made the command, if it is sure to be there; canaries are not let go for nothing. */
function settled(draft: Draft, command: Command, call: number): Call[] {
  const { bodies, depth, slots, blocks, watches } = draft
  const stays = 'actor' in command && !blocks && !leavings.has(command.op)
  const slot = stays ? (slots.get(command.actor) ?? 0) : 0
  const left = settleOf(command)
  // Where nobody asks for keys, nobody waits for one that is made, or makes any.
  const settle = left === 'upcall' && !draft.asks ? 'drop' : left
  // Whoever has come back from a call that waited may not be done with it.
  const rounds = blocks ? 2 : 1
  const calls = Array.from({ length: rounds }, () =>
    settleCalls(settle, bodies, slot, depth),
  ).flat()
  if (settle !== 'none' && watches) calls.push(...settleWatches(bodies, slot, depth))
  if (command.op !== 'sysctl' && (bodies.way === 'yield' || !failsClean(command))) return calls
  return calls.map((settling) => ({ ...settling, when: { call, least: 0 } }))
}

/** Where a request is given up because nobody can answer it, whoever has made it goes on. */
function settledAgain({ bodies, depth }: Draft): Call[] {
  const calls = settleCalls('upcall', bodies, 0, depth)
  return [...calls, rest, mourn, ...calls]
}

/** What nobody comes back from. */
const leavings: ReadonlySet<Command['op']> = new Set<Command['op']>(['exit', 'exit_thread'])

/**
 * Waits until the namespaces are gone that nobody is in, if any was made: the waiting makes the collector
 * pass over links, so where nobody has left there is none. Call `left` tells whether somebody has.
 */
function endNetworks(draft: Draft, { op }: Command, left: number): void {
  const { bodies, depth, networks, main } = draft
  const waits = (made: number) => main.push(...settleNetworks(bodies, made, depth))
  if (op === 'unshare_net') {
    waits(left)
    return
  }
  const well = op === 'container_create' ? left + placing : left
  for (const made of networks?.made ?? []) {
    main.push(...both(main.length, made, well))
    waits(main.length - 1)
  }
}

/** As call `at` and the next: that answers no error, where two others have answered none; `getpgid(2)` of oneself. */
function both(at: number, one: number, other: number): readonly Call[] {
  const asks = { kind: 'syscall', slot: 0, report: 'never', nr: syscalls.getpgid } as const
  const found = { kind: 'result', call: at, otherwise: -1 } as const
  return [
    { ...asks, when: { call: one, least: 0 }, args: [0] },
    { ...asks, when: { call: other, least: 0 }, args: [found] },
  ]
}

/** Waits until the user namespaces are gone that nothing is left of. */
function endUsers({ users, profile, bodies, depth, main }: Draft): void {
  if (users === undefined) return
  main.push(...awaitUsers(profile, users), ...settleCalls('drop', bodies, 0, depth))
}

/** From here on the collector should not pass over links. */
export function watch({ sentinel, profile, data, main }: Draft): void {
  if (sentinel === undefined || sentinel.onGuard) return
  sentinel.onGuard = true
  main.push(...post(profile, data, sentinel))
}

/** From here on it may. */
export function endWatch({ sentinel, profile, main }: Draft): void {
  if (sentinel?.onGuard !== true) return
  sentinel.onGuard = false
  sentinel.looks.push(main.length)
  main.push(relieve(profile, sentinel))
}

/** Where a program may take a second, the clock is set back to its second after each command. */
export function holdClock(draft: Draft, slack: number): void {
  checkClock(draft, slack)
  setClock(draft, draft.second)
}

/**
 * Seconds for which a program that was late before may wait for what a command leaves, with its clock set back
 * afterwards. The command itself may take none; what dies meanwhile tells the sentinel.
 */
export const longestWait = 5
