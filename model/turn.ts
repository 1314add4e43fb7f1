/** One command's turn: the world as it changes, the rules that spoke, the choices that were open. */

import type { Profile } from '../spec/profiles/profile.ts'
import type { RuleId } from '../spec/rules.ts'
import type { Errno } from '../spec/vocabulary/errno.ts'
import type { KeyId, Ref } from './key-id.ts'
import type { Teller } from './teller.ts'
import type { Mandate, World } from './world.ts'

/** A rule turned wrong: what it does instead. */
export interface Replacement {
  readonly id: RuleId
  // biome-ignore lint/suspicious/noExplicitAny: each rule has its own arguments; `broken` checks them.
  readonly does: (turn: Turn, ...args: any[]) => unknown
}

/** How far a call has come that waits for keys under construction. */
export interface Progress {
  /** What it has looked up, in order. */
  readonly refs: Ref[]
  /** How many of them it had looked up before it waited. */
  readonly before: number
  /** How many lookups it has made since it began, or was taken up again. */
  lookups: number
  /** It was interrupted while it waited. */
  readonly interrupted: boolean
  /** The key under construction that it has come upon; 0 where there is none. */
  waitsFor: KeyId
  /** It is a request that has found its key. */
  found: boolean
  /** It makes a key, and has looked at the authority for that. */
  mandate: Mandate | null
}

export const fromTheStart = (): Progress => ({
  refs: [],
  before: 0,
  lookups: 0,
  interrupted: false,
  waitsFor: 0,
  found: false,
  mandate: null,
})

export interface Turn {
  readonly profile: Profile
  /** The world so far; verbs of the chapters replace it. */
  world: World
  /** The rules that decided something, in order, each once. */
  readonly cited: RuleId[]
  /** Something lost a reference or died: the collector has work at the end of the turn. */
  loose: boolean
  /** The collector was told to pass over links, too. */
  sweeps: boolean
  /** The call that is made, or goes on. */
  progress: Progress
  /** A key was made, or is not to be had: whoever waits for it goes on. */
  woken: boolean
  /** One of `options` equally allowed ways to go on, from 0. */
  readonly choose: (options: number) => number
  readonly broken: Replacement | undefined
  /** Takes down which rules were asked; nearly always nobody wants to know. */
  readonly asked: Set<RuleId> | undefined
  /** Hears why; nearly always nobody asks. */
  readonly teller: Teller | undefined
}

/** A function that is a rule: it can be called, and replaced by a wrong one. */
export interface RuleFunction<Args extends readonly unknown[], Result> {
  (turn: Turn, ...args: Args): Result
  readonly id: RuleId
  /** The rule itself, whatever is broken. */
  readonly sound: (turn: Turn, ...args: Args) => Result
}

/** Makes a function the rule of that id. */
export function rule<Args extends readonly unknown[], Result>(
  id: RuleId,
  sound: (turn: Turn, ...args: Args) => Result,
): RuleFunction<Args, Result> {
  const call = (turn: Turn, ...args: Args): Result => {
    turn.asked?.add(id)
    return turn.broken !== undefined && turn.broken.id === id
      ? (turn.broken.does(turn, ...args) as Result)
      : sound(turn, ...args)
  }
  return Object.assign(call, { id, sound })
}

/** Notes that a rule decided something in this turn. */
export function cite(turn: Turn, id: RuleId): void {
  if (!turn.cited.includes(id)) turn.cited.push(id)
}

/** Refuses with an error, by a rule. */
export function refuse(turn: Turn, id: RuleId, errno: Errno): Errno {
  cite(turn, id)
  return errno
}
