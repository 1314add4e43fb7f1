/** Calls of the agent itself whose answers nobody reads. */

import type { Argument, Syscall } from '../wire/call.ts'

export function silent(nr: number, args: readonly Argument[]): Syscall {
  return { kind: 'syscall', slot: 0, report: 'never', nr, args }
}
