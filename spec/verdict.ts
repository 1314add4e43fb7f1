/** Verdicts: what became of a trace when it was laid beside the specification. */

/** One thing that the specification would have allowed. */
export interface Allowed {
  /** In the words of `printAnswer`. */
  readonly answer: string
  /** Ids of the rules that decided. */
  readonly rules: readonly string[]
}

/** A step that the specification does not allow. */
export interface Deviation {
  /** Index of the command, from 0. */
  readonly step: number
  /** What was seen, in the words of `printObservation`. */
  readonly seen: string
  readonly allowed: readonly Allowed[]
}

/** Which of two kernels that differ at a step the specification allows what it answered there. */
export type Conforming = 'target' | 'compared' | 'neither'

/** What a kernel that is compared with answered at a step at which the two differ. */
export interface Contrast {
  /** In the words of `printObservation`. */
  readonly seen: string
  readonly conforms: Conforming
}

/** A step at which two kernels differ; `seen` is what the target answered. */
export interface Difference extends Deviation {
  readonly contrast: Contrast
}

export interface Verdict {
  /** In order; empty where the trace conforms. */
  readonly deviations: readonly Deviation[]
}
