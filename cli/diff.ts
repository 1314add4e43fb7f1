/** `keyspec diff`: the shortest programs on which two profiles disagree, and by which rules. */

import { type Disagreement, disagreements } from '../properties/diff.ts'
import { disagreementsText } from '../reports/terminal/disagreements.ts'
import { examplePrograms } from './chapters.ts'
import { listenForInterrupt } from './interrupt.ts'
import { parseProfile } from './options.ts'
import { type Status, status } from './status.ts'

export interface DiffOptions {
  readonly seed: number
  readonly programs: number
}

/** Searches on the model alone; 0 whatever is found, for a difference is no mistake. */
export async function diff(
  nameOfOne: string,
  nameOfOther: string,
  { seed, programs }: DiffOptions,
): Promise<Status> {
  const [one, other] = [parseProfile(nameOfOne), parseProfile(nameOfOther)]
  const { stopped } = listenForInterrupt()
  const first = examplePrograms(one)
  const search = { one, other, seed, programs, first, stopped }
  const found: readonly Disagreement[] = await disagreements(search)
  process.stdout.write(disagreementsText(found, one.name, other.name))
  return stopped() ? status.interrupted : status.conforms
}
