/** Lines of a kernel's source, and how often they were run. */

/** One line that something was compiled from. */
export interface CountedLine {
  /** Relative to the kernel's tree, e.g. `security/keys/keyring.c`. */
  readonly file: string
  readonly function: string
  readonly line: number
  readonly count: number
}
