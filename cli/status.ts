/** Exit statuses, and the errors that carry them. */

/** What the command line ends with. */
export const status = {
  /** The target conforms. */
  conforms: 0,
  /** At least one finding. */
  finding: 1,
  /** Wrong usage or wrong input. */
  usage: 2,
  /** The target could not be asked at all. */
  target: 3,
  /** Where two kernels are compared: nothing can be said of this one; what `git bisect` skips. */
  untestable: 125,
  /** Interrupted; what was found so far is saved. */
  interrupted: 130,
} as const

export type Status = (typeof status)[keyof typeof status]

/**
 * The status where two kernels are compared, for `git bisect run`, to which every status but 0 and
 * 125 says that the kernel is bad.
 */
export function forBisect(ended: Status): Status {
  return ended === status.usage || ended === status.target ? status.untestable : ended
}

/** Something in what the caller gave is wrong: one clear sentence. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}
