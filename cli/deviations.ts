/** The list of known deviations that a run goes by: the reviewed one of the tree, or another. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from '../kernel/paths.ts'
import type { Semantics } from '../model/step.ts'
import { whyNotShown } from '../properties/known.ts'
import type { KnownDeviation } from '../spec/known.ts'
import { holdsFor } from '../spec/profiles/features.ts'
import { rulesOf } from '../spec/rules.ts'
import { readKnown } from '../spec/wire/known.ts'
import { UsageError } from './status.ts'

/** The entries of a list that concern kernels of the profile; each has a program that shows it, or the list is wrong. */
export function knownDeviations(
  semantics: Semantics,
  file = join(projectRoot(), 'spec', 'deviations.json'),
): readonly KnownDeviation[] {
  const list = readKnown(textOf(file))
  if (!list.ok) throw new UsageError(`${file}: ${list.error}`)
  const held = new Set<string>(rulesOf(semantics.profile).map(({ id }) => id))
  const concerns = (known: KnownDeviation) =>
    held.has(known.rule) && holdsFor(known, semantics.profile)
  for (const [at, known] of list.value.entries()) {
    if (!concerns(known)) continue
    const why = whyNotShown(semantics, known)
    if (why !== undefined) throw new UsageError(`${file}: deviations[${at}]: ${why}`)
  }
  return list.value.filter(concerns)
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error
    throw new UsageError(`${file} cannot be read (${error.code}).`)
  }
}
