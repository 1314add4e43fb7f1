/** Linux 6.12 as Debian configures it for virtual machines. */

import { mainline } from './mainline.ts'
import type { Profile } from './profile.ts'

/** `CONFIG_AF_RXRPC` and `CONFIG_WATCH_QUEUE` are not set; `dns_resolver` is a module, and loaded. */
export const debian: Profile = {
  ...mainline,
  name: 'debian',
  title: 'Linux 6.12 of Debian',
  features: mainline.features.filter(
    (feature) => feature !== 'rxrpc' && feature !== 'notifications',
  ),
}
