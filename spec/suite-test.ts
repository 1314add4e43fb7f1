/** Another suite's tests, as they ended in a guest. */

export const suiteVerdicts = ['passed', 'failed', 'skipped', 'timed-out'] as const
export type SuiteVerdict = (typeof suiteVerdicts)[number]

/** One test of it. */
export interface SuiteTest {
  readonly name: string
  readonly verdict: SuiteVerdict
  readonly seconds: number
  /** Key system calls that it made. */
  readonly calls: number
}
