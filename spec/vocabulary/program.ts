/** Programs: a finite list of commands over symbolic names. */

import type { Command } from './command.ts'
import type { ActorName, GidName, UidName } from './names.ts'

/** When every program begins, seconds since 1970; far above any uptime. */
export const startOfTime = 1_700_000_000

/** A process that a program starts with; it has no keyrings yet. */
export interface Actor {
  readonly name: ActorName
  /** Real, effective, saved and file-system uid. */
  readonly uid: UidName
  readonly gid: GidName
  /** Supplementary groups. */
  readonly groups: readonly GidName[]
  /** Keeps every capability, CAP_SYS_ADMIN among them, whatever its uid. */
  readonly privileged: boolean
  /** Makes its calls through the entry for 32-bit programs; so do its children. */
  readonly compat?: boolean
}

export interface Program {
  readonly actors: readonly Actor[]
  readonly commands: readonly Command[]
}
