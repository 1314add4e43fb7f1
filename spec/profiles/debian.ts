/** Linux 6.12 as Debian configures it for virtual machines. */

import type { Feature } from './features.ts'
import { mainline } from './mainline.ts'
import type { Profile } from './profile.ts'

/** What is not set: `CONFIG_BIG_KEYS`, `CONFIG_AF_RXRPC` and `CONFIG_WATCH_QUEUE`. */
const without: readonly Feature[] = ['big_key', 'rxrpc', 'notifications']

/** `CONFIG_SYSTEM_TRUSTED_KEYRING` is set; `dns_resolver` is a module, and loaded. */
export const debian: Profile = {
  ...mainline,
  name: 'debian',
  title: 'Linux 6.12 of Debian',
  features: [
    ...mainline.features.filter((feature) => !without.includes(feature)),
    'trusted_keyring',
  ],
  // Public-key operations instead of big keys; no notifications.
  capabilities: [0xef, 0x03],
}
