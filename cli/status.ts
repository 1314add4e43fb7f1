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
  /** Interrupted; what was found so far is saved. */
  interrupted: 130,
} as const

export type Status = (typeof status)[keyof typeof status]

/** Something in what the caller gave is wrong: one clear sentence. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}
