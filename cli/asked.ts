/** Kernels that are asked in tests. */

import type { Semantics } from '../model/step.ts'
import { runCampaign } from '../properties/campaign.ts'
import type { programsTogether } from '../properties/generators/together.ts'
import type { KnownDeviation } from '../spec/known.ts'
import { mainline } from '../spec/profiles/mainline.ts'
import type { Target } from '../spec/target.ts'
import type { Trace } from '../spec/trace.ts'
import type { Program } from '../spec/vocabulary/program.ts'
import { parseProgram } from '../spec/wire/parse.ts'
import { chooseTarget } from './choose-target.ts'
import { knownDeviations } from './deviations.ts'

export const semantics = { profile: mainline }
export const bootMs = 240_000
/** For a kernel that may have to be built. */
export const buildMs = 1_200_000

export const kernel = (build: string): Promise<Target> =>
  chooseTarget({ build, profile: 'auto' }, {})

export async function traces(target: Target, programs: readonly Program[]): Promise<Trace[]> {
  const seen: Trace[] = []
  for await (const trace of target.run(programs)) seen.push(trace)
  return seen
}

export interface More {
  readonly first?: readonly Program[]
  readonly compared?: Target
  readonly known?: readonly KnownDeviation[]
  readonly semantics?: Semantics
  readonly draws?: typeof programsTogether
}

export function campaign(target: Target, mostPrograms: number, more: More = {}) {
  const known = more.compared === undefined ? knownDeviations(more.semantics ?? semantics) : []
  return runCampaign({
    target,
    known,
    semantics,
    ...more,
    seed: 612,
    mostPrograms,
    clock: () => 0,
  })
}

export function programOf(text: string): Program {
  const parsed = parseProgram(text)
  if (!parsed.ok) throw new Error(parsed.error)
  return parsed.program
}
