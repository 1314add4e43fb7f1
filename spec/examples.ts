/** Which examples of a chapter are about the kernels of a profile. */

import type { Chapter, Section } from './chapters.ts'
import { holdsFor, type Scope } from './profiles/features.ts'
import type { Profile } from './profiles/profile.ts'

/** The sections of a chapter that hold for a profile, each with those of its examples that do. */
export function sectionsFor({ rules, sections }: Chapter, profile: Profile): readonly Section[] {
  const all: readonly (Section & { readonly holds?: Scope })[] = [...rules, ...sections]
  return all
    .filter(({ holds = {} }) => holdsFor(holds, profile))
    .map((section) => ({
      ...section,
      examples: section.examples.filter(({ holds = {} }) => holdsFor(holds, profile)),
    }))
}
