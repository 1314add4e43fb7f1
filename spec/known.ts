/** Known deviations of kernels: a reviewed list, each with the program that shows it. */

import type { Feature } from './profiles/features.ts'
import type { Program } from './vocabulary/program.ts'

/** Whose doing it is. */
export const knownReasons = ['bug', 'intended', 'document wrong'] as const
export type KnownReason = (typeof knownReasons)[number]

/** An entry as it stands in the file. */
export interface KnownEntry {
  /** The rule that the kernel does not keep to. */
  readonly rule: string
  /** The first and the last kernel that deviates, `6.12` or `6.12.117`; without an end where left out. */
  readonly from?: string
  readonly to?: string
  /** The kernels that it is about have this; all of these versions if left out. */
  readonly with?: Feature
  readonly reason: KnownReason
  /** What is known of it, with a citation. */
  readonly note: string
  /** A program that shows it; `-> answer` says, once, what such a kernel answers. */
  readonly program: string
}

export interface KnownFile {
  readonly format: 'keyspec-deviations/1'
  readonly deviations: readonly KnownEntry[]
}

/** An entry whose program was read. */
export interface KnownDeviation extends KnownEntry {
  readonly shown: Program
  /** Index of the command that deviates, and what it answers then. */
  readonly step: number
  readonly answer: string
}

/** Whether an entry is about a kernel, by its `uname -r`. */
export function isAbout({ from, to }: KnownEntry, release: string): boolean {
  if (release === '') return from === undefined && to === undefined
  const after = from === undefined || compared(release, from) >= 0
  return after && (to === undefined || compared(release, to) <= 0)
}

/** As far as the bound goes: 6.12.117 is neither before nor after 6.12. */
function compared(release: string, bound: string): number {
  const numbers = release.split(/[.-]/).map((part) => Number.parseInt(part, 10) || 0)
  for (const [at, wanted] of bound.split('.').entries()) {
    const difference = (numbers[at] ?? 0) - Number(wanted)
    if (difference !== 0) return difference
  }
  return 0
}
