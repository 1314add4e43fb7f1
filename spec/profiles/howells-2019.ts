/** The series as it was posted in February 2019, with the numbers that it had then. */

import { container } from './container.ts'
import type { Profile } from './profile.ts'

/** No kernel has an option of this number. */
const none = 0xffff

/**
 * The options of the posting are those that mainline gave away later: 31 and 32 were no capabilities and
 * no watches then. What was asked of a container's keyring had no number yet.
 */
export const howells2019: Profile = {
  ...container,
  name: 'howells-2019',
  title: 'the series of February 2019 with its own numbers',
  features: container.features.filter(
    (feature) => feature !== 'move' && feature !== 'capabilities' && feature !== 'notifications',
  ),
  abi: {
    ...container.abi,
    keyctl: {
      ...container.abi.keyctl,
      move: none,
      capabilities: none,
      watch_key: none,
      container_intercept: 31,
      query_request_key_auth: 32,
      find_lru: 34,
      set_container_keyring: 35,
      grant_permission: 36,
      get_container_keyring: none,
    },
  },
  capabilities: [],
}
