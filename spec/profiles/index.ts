/** Every profile by its name. */

import { debian } from './debian.ts'
import { mainline } from './mainline.ts'
import type { Profile } from './profile.ts'

const profiles: readonly Profile[] = [mainline, debian]

export const profileNames: readonly string[] = profiles.map(({ name }) => name)

export function profileNamed(name: string): Profile | undefined {
  return profiles.find((profile) => profile.name === name)
}
