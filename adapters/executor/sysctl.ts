/** `/proc/sys/kernel/keys`. */

import type { Limits } from '../../spec/profiles/profile.ts'
import type { Setting } from '../../spec/vocabulary/command.ts'
import type { Call } from '../wire/call.ts'
import type { DataArea } from './data.ts'
import { syscalls, writeOnly } from './numbers.ts'
import { silent } from './silent.ts'

/** What each file says where nobody has written to it. */
export const untouched = {
  maxkeys: 'maxKeys',
  maxbytes: 'maxBytes',
  root_maxkeys: 'rootMaxKeys',
  root_maxbytes: 'rootMaxBytes',
  gc_delay: 'gcDelay',
  persistent_keyring_expiry: 'persistentExpiry',
} as const satisfies Record<Setting, keyof Limits>

/** Writes a number, as call `first` and the two behind it; the one in the middle answers. */
export function writeSetting(
  data: DataArea,
  first: number,
  setting: Setting,
  value: number,
  report: 'always' | 'wrong' | 'never',
): Call[] {
  const text = String(value)
  const path = data.text(`/proc/sys/kernel/keys/${setting}`)
  const file = { kind: 'result', call: first, otherwise: -1 } as const
  return [
    silent(syscalls.open, [path, writeOnly]),
    {
      kind: 'syscall',
      slot: 0,
      report,
      nr: syscalls.write,
      args: [file, data.text(text), text.length],
    },
    silent(syscalls.close, [file]),
  ]
}
