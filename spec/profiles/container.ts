/** Linux 6.12 with our series applied and all of it turned on. */

import { mainline } from './mainline.ts'
import type { Profile } from './profile.ts'

/** The numbers of the new calls are free ones of 6.12, so mainline's profile has them, too. */
export const container: Profile = {
  ...mainline,
  name: 'container',
  title: 'Linux 6.12 with key ACLs and containers',
  features: [...mainline.features, 'acl', 'containers', 'container_keyrings'],
  // What mainline has, and ACLs, grants, and keys of containers.
  capabilities: [0xfb, 0x3f],
}
