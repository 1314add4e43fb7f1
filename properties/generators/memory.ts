/**
 * What the programs of a campaign have reached, by the model that they are drawn beside. It knows no
 * operation and no rule by name: a new one is sought as soon as it is there.
 */

import type { Outcome } from '../../model/step.ts'
import type { Command } from '../../spec/vocabulary/command.ts'

/** What a step is told from others by; the oftener each was met, the less new the step is. */
export type Features = readonly string[]

export interface Memory {
  /** 1 for a feature that was never met, half of it once it was, and so on; added up. */
  newness(features: Features): number
  keep(features: Features): void
}

export function memory(): Memory {
  const times = new Map<string, number>()
  return {
    newness: (features) =>
      features.reduce((sum, feature) => sum + 1 / (1 + (times.get(feature) ?? 0)), 0),
    keep(features) {
      for (const feature of features) times.set(feature, (times.get(feature) ?? 0) + 1)
    },
  }
}

/** The last thing that happened to whatever commands name, within a program. */
export type Past = ReadonlyMap<string, string>

const operands = ['key', 'ring', 'from', 'to', 'dest'] as const

/** What a command names; a special ring is its actor's own. */
function namedBy(command: Command): readonly string[] {
  const fields = command as unknown as Readonly<Record<string, unknown>>
  return operands.flatMap((operand) => {
    const value = fields[operand]
    if (typeof value !== 'string') return []
    return value.startsWith('@') ? `${fields.actor}${value}` : value
  })
}

/**
 * The features of a step: each rule that decided, the operation with its answer, all of these
 * together, and for each thing that is named what happened to it last and what happens now.
 */
export function featuresOf(
  command: Command,
  { reply, rules }: Outcome,
  past: Past,
): { readonly features: Features; readonly past: Past } {
  const pair = `${command.op} ${reply.kind === 'errno' ? reply.errno : 'success'}`
  const after = new Map(past)
  const features: string[] = [...rules, pair, `${pair} ${rules.join(' ')}`]
  for (const thing of namedBy(command)) {
    features.push(`${past.get(thing) ?? 'made'}, ${pair}`)
    after.set(thing, pair)
  }
  return { features, past: after }
}
