import { describe, expect, test } from 'vitest'
import type { RunReport } from '../spec/report.ts'
import { sampleFinding, sampleReport } from '../spec/wire/samples.ts'
import { resultsByRule } from './by-rule.ts'
import { runJunit } from './junit.ts'
import { runKtap } from './ktap.ts'

const blamed = sampleReport.coverage.rules[0]?.id ?? ''
const deviating: RunReport = {
  ...sampleReport,
  findings: [{ ...sampleFinding, kind: 'deviation', suspects: [], rules: [blamed] }],
}
const crashed: RunReport = {
  ...sampleReport,
  findings: [{ ...sampleFinding, kind: 'crash', log: 'Oops <&">\u001b[31m\n1..7\nok 9 forged' }],
}
const empty: RunReport = { ...sampleReport, programs: 0, findings: [], interrupted: true }

const failed = (report: RunReport): string[] =>
  resultsByRule(report).flatMap(({ results }) =>
    results.filter(({ findings }) => findings.length > 0).map(({ name }) => name),
  )

describe('what speaks against what', () => {
  test('a deviation against the rule that decided last', () => {
    expect(failed(deviating)).toEqual([blamed])
  })

  test('a deviation against the rules that would explain it', () => {
    const suspects = [{ rule: blamed, wrong: 'It is wrong.' }]
    const findings = [{ ...sampleFinding, kind: 'deviation' as const, suspects, rules: ['a/b'] }]
    expect(failed({ ...sampleReport, findings })).toEqual([blamed])
  })

  test('a crash against the kernel', () => expect(failed(crashed)).toEqual(['kernel/no-crash']))
})

interface Plan {
  readonly planned: number
  readonly numbers: number[]
}

/** Reads KTAP as a parser of the kernel's does: versions, plans, results; the rest is diagnostics. */
function parseKtap(text: string): { readonly plans: readonly Plan[]; readonly failures: string[] } {
  const plans: Plan[] = []
  const open: Plan[] = []
  const failures: string[] = []
  for (const line of text.trimEnd().split('\n')) {
    const depth = (/^ */.exec(line)?.[0].length ?? 0) / 2
    const words = line.trim()
    const plan = /^1\.\.(\d+)$/.exec(words)
    const result = /^(not )?ok (\d+) (\S+)( # SKIP .+)?$/.exec(words)
    if (plan !== null) {
      const made = { planned: Number(plan[1]), numbers: [] }
      plans.push(made)
      open[depth] = made
    } else if (result !== null) {
      open[depth]?.numbers.push(Number(result[2]))
      if (result[1] !== undefined) failures.push(result[3] ?? '')
    } else expect(words).toMatch(/^(KTAP version 1$|#)/)
  }
  return { plans, failures }
}

describe.each([
  ['one that deviates', deviating, [blamed, blamed.split('/')[0]]],
  ['one that crashes', crashed, ['kernel/no-crash', 'kernel']],
  ['one that was interrupted before it began', empty, []],
])('%s', (_what, report, failures) => {
  test('as KTAP has every result that it has planned, and no forged one', () => {
    const read = parseKtap(runKtap(report))
    for (const { planned, numbers } of read.plans) {
      expect(numbers).toEqual(Array.from({ length: planned }, (_, at) => at + 1))
    }
    expect(read.plans).toHaveLength(resultsByRule(report).length + 1)
    expect(read.failures).toEqual(failures)
  })

  test('as JUnit is balanced, and holds nothing that XML does not', () => {
    const text = runJunit(report)
    const open: string[] = []
    for (const [, close, name, rest] of text.matchAll(/<(\/?)([a-z]+)([^>]*)>/g)) {
      if (close === '/') expect(open.pop()).toBe(name)
      else if (rest?.endsWith('/') !== true) open.push(name ?? '')
    }
    expect(open).toEqual([])
    expect(text).toMatch(/^[\n\x20-\x7e]*$/)
    expect(text.replace(/<[^>]*>|<\?[^>]*\?>/g, '')).not.toMatch(/[<>]|&(?!amp;|lt;|gt;|quot;)/)
    const count = failures.filter((name) => name?.includes('/')).length
    expect(text.match(/<failure /g) ?? []).toHaveLength(count)
  })
})
