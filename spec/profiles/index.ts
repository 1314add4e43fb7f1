/** Every profile by its name. */

import { container } from './container.ts'
import { debian } from './debian.ts'
import { howells2019 } from './howells-2019.ts'
import { mainline } from './mainline.ts'
import type { Profile } from './profile.ts'

const profiles: readonly Profile[] = [mainline, debian, container, howells2019]

/** Two that differ in all that is told apart here; what is shown of a rule is shown on both, if it holds. */
export const shownProfiles: readonly Profile[] = [mainline, container]

export const profileNames: readonly string[] = profiles.map(({ name }) => name)

export function profileNamed(name: string): Profile | undefined {
  return profiles.find((profile) => profile.name === name)
}
