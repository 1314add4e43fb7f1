/** The one door: whoever stands behind it knows no rule and no expectation. */

import type { TargetInfo, Trace } from './trace.ts'
import type { Program } from './vocabulary/program.ts'

/** Whatever can turn programs into traces. */
export interface Target {
  describe(): Promise<TargetInfo>
  /**
   * Runs programs one after the other, each in a world of its own, and yields their traces in the
   * same order. It draws them ahead of need, so that whoever judges and whoever is asked work at
   * the same time. It runs one list at a time: who leaves a list early does so before the next one.
   * Death of what is asked is an observation, and the next program meets a new one.
   */
  run(programs: Iterable<Program>): AsyncIterable<Trace>
  close(): Promise<void>
}

/** A target that could not be brought to answer at all: one clear sentence. */
export class TargetError extends Error {
  override readonly name = 'TargetError'
}
