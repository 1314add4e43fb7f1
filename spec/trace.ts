/** Traces: a program with what was observed, and who was asked. */

import type { Observation } from './vocabulary/answer.ts'
import type { Program } from './vocabulary/program.ts'

/** Something that a target cannot show, with the reason. */
export interface Untested {
  readonly what: string
  readonly why: string
}

/** Who answered. */
export interface TargetInfo {
  readonly kind: 'qemu' | 'model' | 'host'
  /** What it is to a person, e.g. `Linux 6.12.117 (mainline), QEMU TCG`. */
  readonly title: string
  /** `uname -r` of the kernel; empty for the model. */
  readonly release: string
  /** `uname -v`. */
  readonly version: string
  /** The profile whose numbers the calls were made with. */
  readonly profile: string
  /** What this kernel has no means to show: options, key types, security modules. */
  readonly untested: readonly Untested[]
}

export interface Trace {
  readonly program: Program
  /** One for each command of the program, in order. */
  readonly observations: readonly Observation[]
}
