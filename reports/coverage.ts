/** Coverage added up for people: chapters, what was not reached, what is excused. */

import type { Count, Coverage, Excusable } from '../spec/report.ts'

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

/** Pairs or cells added up. */
export interface Reached {
  /** What programs are to reach, and how much of it they did. */
  readonly wanted: number
  readonly reached: number
  readonly unreached: readonly string[]
  /** What the specification excuses, with the reason. */
  readonly excused: readonly Required<Excusable>[]
}

export function reachedOf(counts: readonly Excusable[]): Reached {
  const wanted = counts.filter(({ excuse }) => excuse === undefined)
  return {
    wanted: wanted.length,
    reached: wanted.filter(isReached).length,
    unreached: wanted.filter((one) => !isReached(one)).map(({ id }) => id),
    excused: counts.flatMap(({ id, count, excuse }) =>
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
