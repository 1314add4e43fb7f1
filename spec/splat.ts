/** What a kernel prints when something in it is broken, and what that tells of a crash. */

/** What a machine went down by, as far as its log tells. */
export type CrashCause =
  /** KASAN, KCSAN, KFENCE, UBSAN. */
  | 'sanitizer'
  | 'lockdep'
  | 'warning'
  | 'oops'
  | 'panic'
  /** The agent in the guest died, or what it said cannot be read. */
  | 'agent'
  /** The log tells nothing. */
  | 'unknown'

/** By the first line that fits; the order is that of the tests on one line. */
const signs: readonly (readonly [CrashCause, RegExp])[] = [
  ['sanitizer', /\b(KASAN|KCSAN|KFENCE|UBSAN)\b/],
  [
    'lockdep',
    /\b(WARNING|INFO): (possible|inconsistent|suspicious|bad unlock|held lock|lock held|Nested lock|trying to register)/,
  ],
  ['oops', /\b(BUG|Oops)\b|general protection fault|Unable to handle|stack-protector/],
  ['warning', /\bWARNING\b|\brefcount_t/],
  ['panic', /Kernel panic/],
  ['agent', /^keyspec: /],
]

/** What a line of a log tells; undefined where it is an ordinary one. */
export function causeIn(line: string): CrashCause | undefined {
  return signs.find(([, sign]) => sign.test(line))?.[0]
}

/** What a crash came from, by its log. */
export function causeOf(log: string): CrashCause {
  for (const line of log.split(/\r?\n/)) {
    const cause = causeIn(line)
    if (cause !== undefined) return cause
  }
  return 'unknown'
}

/**
 * A line after which a kernel is not to be asked any more, though it may go on: lockdep reports
 * once and does not panic. A CPU that is stuck is left to deadlines, for a busy host looks the same.
 */
export function isComplaint(line: string): boolean {
  const cause = causeIn(line)
  return cause !== undefined && cause !== 'agent' && !/lockup/.test(line)
}
