/** Small worlds: a beginning and an alphabet, small enough that every state can be visited. */

import type { Feature } from '../../spec/profiles/features.ts'
import type { Command } from '../../spec/vocabulary/command.ts'
import type { Program } from '../../spec/vocabulary/program.ts'
import { parseProgram } from '../../spec/wire/parse.ts'

export interface SmallWorld {
  readonly name: string
  /** What can happen in it, in a few words. */
  readonly says: string
  /** What a kernel must have for it. */
  readonly wants: readonly Feature[]
  /** Actors, and the commands that every program starts with. */
  readonly start: Program
  /** The commands that may follow, in any order and any number. */
  readonly alphabet: readonly Command[]
  /** Commands after the start that an exploration follows where nobody says how many. */
  readonly depth: number
}

/** A small world as it is written: in the notation, where `{a,b}` stands for one after the other. */
export interface WorldText {
  readonly name: string
  readonly says: string
  readonly wants?: readonly Feature[]
  readonly start: string
  readonly alphabet: string
  readonly depth: number
}

/** Reads a small world; what it is written in is ours, so a mistake in it is our own. */
export function smallWorld({ name, says, wants, start, alphabet, depth }: WorldText): SmallWorld {
  const lines = alphabet.split('\n').flatMap(expandBraces).join('\n')
  return {
    name,
    says,
    wants: wants ?? [],
    start: programIn(name, start),
    alphabet: programIn(name, lines).commands,
    depth,
  }
}

function programIn(name: string, text: string): Program {
  const parsed = parseProgram(text)
  if (!parsed.ok) throw new Error(`the world ${name}: ${parsed.error}`)
  return parsed.program
}

/** `x {a,b} {c,d}` as the four lines that a shell makes of it. */
export function expandBraces(line: string): readonly string[] {
  const braces = /\{([^{}]*)\}/.exec(line)
  if (braces?.[1] === undefined) return [line]
  const before = line.slice(0, braces.index)
  const rest = expandBraces(line.slice(braces.index + braces[0].length))
  return braces[1].split(',').flatMap((one) => rest.map((after) => `${before}${one}${after}`))
}
