/** Drawing: the few ways in which generators use chance. */

import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'

/** A source of chance: fast-check's, or one seeded for a program of a campaign. */
export interface Draw {
  /** A whole number from 0 to `below - 1`. */
  int(below: number): number
}

/** The chance that program `index` of a campaign is made with: the same for ever. */
export function drawOf(seed: number, index: number): Draw {
  const generator = xoroshiro128plus(Math.imul(seed, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca6b))
  return { int: (below) => uniformInt(generator, 0, below - 1) }
}

/** True `times` times in `of`. */
export function chance(draw: Draw, times: number, of: number): boolean {
  return draw.int(of) < times
}

/** One of a list that is not empty. */
export function pick<T>(draw: Draw, list: readonly [T, ...T[]]): T {
  return list[draw.int(list.length)] as T
}

/** One of a list; undefined of an empty one. */
export function pickAny<T>(draw: Draw, list: readonly T[]): T | undefined {
  return list.length === 0 ? undefined : list[draw.int(list.length)]
}

/** One of the values, each as often as its weight. */
export function weighted<T>(draw: Draw, choices: readonly (readonly [number, T])[]): T {
  let rest = draw.int(choices.reduce((sum, [weight]) => sum + weight, 0))
  for (const [weight, value] of choices) {
    if (rest < weight) return value
    rest -= weight
  }
  throw new Error('weights that sum to nothing')
}
