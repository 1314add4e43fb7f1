/** Shrinking: the shortest program on which something is still wrong. */

import type { Command } from '../spec/vocabulary/command.ts'
import type { Program } from '../spec/vocabulary/program.ts'
import { auditOf } from './audit.ts'
import { cutBehind } from './compare.ts'
import { dropCommands } from './drop.ts'
import type { Examiner, Sight, Wrong } from './examiner.ts'
import { renumber } from './rename.ts'
import { simplerPrograms } from './simplify.ts'

/** A program with which something is wrong, and what was seen. */
export interface Failing {
  /** The program without what was appended to look at its end. */
  readonly program: Program
  /** The looks at the end that are needed to see it. */
  readonly audit: readonly Command[]
  /** Of program and audit together. */
  readonly sight: Sight
  readonly wrong: Wrong
}

/** Candidates that are run at one go: enough to keep a guest busy, few enough to stop early. */
const batch = 24

/** Programs that shrinking may run; a finding is worth some thousand. */
const mostRuns = 4000

function whole(program: Program, audit: readonly Command[]): Program {
  return { ...program, commands: [...program.commands, ...audit] }
}

/** Cuts a failing program where something is wrong. */
export function failingOf(
  program: Program,
  audit: readonly Command[],
  { trace, compared }: Sight,
  wrong: Wrong,
): Failing {
  const kept = wrong.step + 1
  const own = program.commands.slice(0, kept)
  const looks = audit.slice(0, Math.max(0, kept - program.commands.length))
  const sight: Sight = {
    trace: cutBehind(trace, wrong.step),
    compared: compared === undefined ? undefined : cutBehind(compared, wrong.step),
  }
  return { program: { ...program, commands: own }, audit: looks, sight, wrong }
}

interface Candidate {
  readonly program: Program
  readonly audit: readonly Command[]
}

/** Shrinks until nothing that is tried is simpler and still wrong. */
export async function shrink(
  examiner: Examiner,
  failing: Failing,
  stopped: () => boolean,
): Promise<Failing> {
  let best = failing
  let runs = 0
  for (let again = true; again && !stopped(); ) {
    again = false
    const tried: Candidate[] = []
    const candidates = simpler(best)
    for (;;) {
      tried.length = 0
      for (const candidate of candidates) {
        tried.push(candidate)
        if (tried.length === batch) break
      }
      if (tried.length === 0 || runs >= mostRuns || stopped()) break
      runs += tried.length
      const better = await firstFailing(examiner, tried)
      if (better === undefined) continue
      best = better
      again = true
      break
    }
  }
  return best
}

/** The first of some candidates with which something is wrong. */
async function firstFailing(
  examiner: Examiner,
  candidates: readonly Candidate[],
): Promise<Failing | undefined> {
  let at = 0
  for await (const sight of examiner.run(candidates.map((one) => whole(one.program, one.audit)))) {
    const candidate = candidates[at]
    at += 1
    const wrong = examiner.wrong(sight)
    if (candidate === undefined || wrong === undefined) continue
    return failingOf(candidate.program, candidate.audit, sight, wrong)
  }
  return undefined
}

/**
 * Simpler programs than a failing one. While looks at the end are needed, a shorter program gets
 * an audit of its own; at last the looks themselves are left out one by one.
 */
function* simpler({ program, audit }: Failing): IterableIterator<Candidate> {
  for (const smaller of dropCommands(program)) yield { program: smaller, audit }
  if (audit.length > 0) {
    for (const smaller of dropCommands(program)) {
      yield { program: smaller, audit: auditOf(smaller) }
    }
    for (const { commands } of dropCommands({ ...program, commands: audit })) {
      yield { program, audit: commands }
    }
  }
  for (const other of simplerPrograms(program)) yield { program: other, audit }
  const plain = renumbered(program, audit)
  if (plain !== undefined) yield plain
}

/** The same with plain names; undefined where they are plain. */
function renumbered(program: Program, audit: readonly Command[]): Candidate | undefined {
  const before = whole(program, audit)
  const { actors, commands } = renumber(before)
  if (JSON.stringify(commands) === JSON.stringify(before.commands)) return undefined
  const own = program.commands.length
  return { program: { actors, commands: commands.slice(0, own) }, audit: commands.slice(own) }
}
