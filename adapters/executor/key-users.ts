/** `/proc/key-users`. */

import type { Call } from '../wire/call.ts'
import type { DataArea } from './data.ts'

/** The lines of the users whose ids begin with some digits. */
export function keyUsers(data: DataArea, digits: string): Call {
  const prefixes = [data.offset(digits)]
  return { kind: 'grep', slot: 0, path: data.offset('/proc/key-users'), prefixes }
}
