/** Why a step is answered as it is: the turn is taken again, and tells what it does. */

import type { Ended, Explanation, Telling, Told, Way } from '../spec/told.ts'
import type { Trace } from '../spec/trace.ts'
import { tokenNamer } from '../spec/wire/naming.ts'
import { printAnswer, printCommand, printObservation } from '../spec/wire/print.ts'
import { agree, toAnswer } from './binding.ts'
import { keyNamer } from './naming.ts'
import { hypothesesAt } from './oracle.ts'
import { step as allowedAt, type Semantics } from './step.ts'
import { teller } from './teller.ts'
import type { KeyId, World } from './world.ts'

/** Explains a step that a trace reaches; undefined where it ends before. */
export function explain(semantics: Semantics, trace: Trace, step: number): Explanation | undefined {
  const command = trace.program.commands[step]
  const hypotheses = hypothesesAt(semantics, trace, step)
  if (command === undefined || hypotheses === undefined) return undefined
  const seen = trace.observations[step] ?? { kind: 'unreached' }
  const byToken = tokenNamer(trace)
  const ways = hypotheses.flatMap(({ world, binding }) =>
    allowedAt(semantics, world, command, teller).map((outcome): Way => {
      const { reply, rules, telling } = outcome
      const answer = printAnswer(toAnswer(reply), keyNamer(outcome.world, binding, byToken))
      const agrees = seen.kind === 'answered' && agree(reply, seen.answer, binding) !== undefined
      const called = plainNamer(outcome.world)
      return { answer, rules, telling: telling.map((one) => named(one, called)), seen: agrees }
    }),
  )
  return {
    step,
    command: printCommand(command),
    seen: printObservation(seen, byToken),
    ways: distinct(ways),
  }
}

/** Hypotheses that differ elsewhere explain this step alike. */
function distinct(ways: readonly Way[]): readonly Way[] {
  return [...new Map(ways.map((way) => [JSON.stringify(way), way])).values()]
}

/** By the first name that the program gave a key, else by what it is. */
function plainNamer(world: World): (id: KeyId) => string {
  return (id) => {
    const at = world.names.indexOf(id)
    if (at >= 0) return `k${at}`
    const key = world.keys[id]
    return key === undefined
      ? 'a key that is gone'
      : `${key.type} "${key.description.slice(0, 32)}"`
  }
}

type Namer = (id: KeyId) => string

function named({ told, inner, ended }: Telling<KeyId>, called: Namer): Telling<string> {
  return {
    told: namedTold(told, called),
    inner: inner.map((one) => named(one, called)),
    ended: ended === undefined ? undefined : namedEnd(ended, called),
  }
}

function namedTold(told: Told<KeyId>, called: Namer): Told<string> {
  switch (told.kind) {
    case 'lookup':
      return told
    case 'permission':
    case 'possession':
    case 'met':
      return { ...told, key: called(told.key) }
    case 'process':
      return { ...told, rings: told.rings.map(called) }
    case 'ring':
    case 'not-entered':
      return { ...told, ring: called(told.ring) }
  }
}

function namedEnd(ended: Ended<KeyId>, called: Namer): Ended<string> {
  return ended.kind === 'key' ? { ...ended, key: called(ended.key) } : ended
}
