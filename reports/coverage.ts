/** Coverage added up for people: chapters, what was not reached, what is excused. */

import type { Count, Coverage, PairCount } from '../spec/report.ts'

export interface Chapter {
  readonly name: string
  readonly rules: number
  readonly reached: number
  /** Ids of the rules that no command was decided by. */
  readonly unreached: readonly string[]
}

const isReached = ({ count }: Count): boolean => count > 0

/** Rules by chapter, in the order in which they are first met. */
export function chaptersOf({ rules }: Coverage): readonly Chapter[] {
  const byName = groupBy(rules, ({ id }) => id.split('/')[0] ?? id)
  return [...byName].map(([name, counts]) => ({
    name,
    rules: counts.length,
    reached: counts.filter(isReached).length,
    unreached: counts.filter((count) => !isReached(count)).map(({ id }) => id),
  }))
}

export interface Pairs {
  /** Pairs that programs are to reach, and those of them that they did. */
  readonly wanted: number
  readonly reached: number
  readonly unreached: readonly string[]
  /** Pairs that the specification excuses, with the reason. */
  readonly excused: readonly Required<PairCount>[]
}

export function pairsOf({ pairs }: Coverage): Pairs {
  const wanted = pairs.filter(({ excuse }) => excuse === undefined)
  return {
    wanted: wanted.length,
    reached: wanted.filter(isReached).length,
    unreached: wanted.filter((pair) => !isReached(pair)).map(({ id }) => id),
    excused: pairs.flatMap(({ id, count, excuse }) =>
      excuse === undefined ? [] : [{ id, count, excuse }],
    ),
  }
}

/** Items by what a function says of each, in the order in which that is first said. */
export function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const group = groups.get(keyOf(item))
    if (group === undefined) groups.set(keyOf(item), [item])
    else group.push(item)
  }
  return groups
}
