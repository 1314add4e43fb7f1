import { expect, test } from 'vitest'
import { runBootChecks } from './boot-checks.ts'

/** A kernel with our series is compiled as a whole where the cache has none, ms. */
const buildMs = 1_800_000

/** For all checks and a little stress, ms; on an idle machine they take a quarter of a minute. */
const checksMs = 600_000

test(
  'the kernel with our series answers as its documents say, and bears some stress',
  async () => {
    const { planned, checks, complaints, lost } = await runBootChecks('container', {
      cpus: 1,
      stressSeconds: 5,
    })
    expect(lost).toBeUndefined()
    expect(checks.filter(({ ok }) => !ok)).toEqual([])
    expect(checks).toHaveLength(planned ?? Number.NaN)
    expect(complaints).toEqual([])
  },
  buildMs + checksMs,
)
