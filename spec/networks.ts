/** What programs do with network namespaces, as far as can be told without running them. */

import type { Op } from './vocabulary/command.ts'

/** Operations after which nobody may be in a network namespace any more. */
export const networkEnders: ReadonlySet<Op> = new Set<Op>([
  'exit',
  'exit_thread',
  'unshare_net',
  'setns_net',
  'container_create',
  'close_container',
  'pass_container',
])
