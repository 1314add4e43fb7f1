/** Findings and run reports: what is saved, shown, and replayed. Plain JSON. */

import type { KnownReason } from './known.ts'
import type { CrashCause } from './splat.ts'
import type { TargetInfo } from './trace.ts'
import type { Contrast, Deviation } from './verdict.ts'
import type { Observation } from './vocabulary/answer.ts'

/**
 * deviation: an outcome the specification does not allow; difference: another outcome than that of
 * the kernel that was compared with; crash, hang: the kernel or the agent died or fell silent;
 * flaky: seen, and not seen again in each replay.
 */
export type FindingKind = 'deviation' | 'difference' | 'crash' | 'hang' | 'flaky'

/** The kernel that was compared with, and what it answered. */
export interface Comparison extends Contrast {
  readonly target: TargetInfo
  /** One for each command of the finding's program. */
  readonly observations: readonly Observation[]
}

/** A rule that, turned wrong in the way that is kept for it, explains a finding whole. */
export interface Suspect {
  readonly rule: string
  /** What the wrong variant does. */
  readonly wrong: string
}

/** A shrunk, replayed divergence with everything needed to show it to somebody else. */
export interface Finding {
  readonly format: 'keyspec-finding/1'
  readonly kind: FindingKind
  readonly target: TargetInfo
  readonly seed: number
  /** The shortest program that shows it, in the notation; audit commands come last. */
  readonly program: string
  /** How many of its commands are the program's own; the rest is the audit. */
  readonly commands: number
  /** One for each command of `program`. */
  readonly observations: readonly Observation[]
  /** The first deviation; of a crash or hang: the step that it happened at. */
  readonly deviation: Deviation
  /** Where two kernels were compared. */
  readonly compared?: Comparison
  /** Ids of the rules that decided what was allowed, the last to speak first. */
  readonly rules: readonly string[]
  /** Ids of the other rules that decided the steps before: what led there. */
  readonly led: readonly string[]
  /** Rules whose one wrong variant answers every step as the target did. */
  readonly suspects: readonly Suspect[]
  readonly replays: { readonly runs: number; readonly same: number }
  readonly found: {
    /** Number of the program in the run, from 1. */
    readonly program: number
    /** Seconds from the start of the run to the first sight, and to the end of shrinking. */
    readonly afterSeconds: number
    readonly shrunkAfterSeconds: number
    /** The program as generated, in the notation, and its commands without the audit. */
    readonly original: string
    readonly originalCommands: number
  }
  /** The end of the kernel's log where it died; else empty. */
  readonly log: string
  /** What it died of, where it died. */
  readonly cause?: CrashCause
}

/** How often something was reached. */
export interface Count {
  readonly id: string
  readonly count: number
}

/** Something that programs need not reach where the specification excuses it. */
export interface Excusable extends Count {
  /** Why programs do not reach it. */
  readonly excuse?: string
}

export interface Coverage {
  /** Every rule of the catalogue, in its order. */
  readonly rules: readonly Count[]
  /** Every pair of `errnosOf`, in its order: `keyctl_link EDEADLK`, `add_key success`. */
  readonly pairs: readonly Excusable[]
  /** Every class of every argument of a call: `keyctl_link ring dead`. */
  readonly cells: readonly Excusable[]
}

/** What became of a deviation that is listed for the kernel. */
export interface KnownCount {
  readonly rule: string
  readonly reason: KnownReason
  readonly note: string
  /** The program that shows it, and in how many of its replays it did. */
  readonly program: string
  readonly runs: number
  readonly same: number
  /** Other programs of the run that ended at it, unjudged from there on. */
  readonly programs: number
}

/** What a run did and found. */
export interface RunReport {
  readonly format: 'keyspec-report/1'
  readonly target: TargetInfo
  /** Who was asked the same, where two kernels were compared. */
  readonly compared?: TargetInfo
  readonly seed: number
  readonly programs: number
  /** Commands run and judged, without and with the audits. */
  readonly commands: number
  readonly commandsWithAudit: number
  readonly seconds: number
  /** Commands of the median program, and its actors with different credentials. */
  readonly medianCommands: number
  readonly medianCredentials: number
  /** Commands that failed because they name something nobody made. */
  readonly nameless: number
  /** Steps at which a rule names the outcome as free. */
  readonly freeSteps: number
  readonly findings: readonly Finding[]
  /** Left out where none is listed for the kernel. */
  readonly known?: readonly KnownCount[]
  readonly coverage: Coverage
  readonly interrupted: boolean
  /** Why the target could not be asked any longer, where that ended the run: a sentence. */
  readonly lost?: string
}

/** A trace as it is kept in a file: who was asked, what, and what was observed. */
export interface TraceFile {
  readonly format: 'keyspec-trace/1'
  readonly target: TargetInfo
  /** The program, in the notation. */
  readonly program: string
  /** One for each command of `program`. */
  readonly observations: readonly Observation[]
}

/** The first line of a file of traces: who was asked. */
export interface TracesHeader {
  readonly format: 'keyspec-traces/1'
  readonly target: TargetInfo
}

/** Each further line of a file of traces. */
export type TraceLine = Pick<TraceFile, 'program' | 'observations'>
