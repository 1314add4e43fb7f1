import { expect, test } from 'vitest'
import type { SuiteTest } from '../spec/suite-test.ts'
import { sampleReport } from '../spec/wire/samples.ts'
import { besideTable, linesBeside, testsTable } from './beside.ts'

const theirs: readonly SuiteTest[] = [
  { name: 'keyctl/add', verdict: 'passed', seconds: 3, calls: 200 },
  { name: 'features/limits', verdict: 'timed-out', seconds: 7, calls: 1800 },
]
const kernels = [{ kernel: 'mainline', ours: sampleReport, theirs }]

test('two suites stand beside each other', () => {
  const rows = besideTable('other 1.0', kernels).split('\n')
  expect(rows[2]).toBe(
    '| mainline | other 1.0 | 2 tests: 1 passed, 1 timed-out | 10.0 | 2,000 | 200 |',
  )
  expect(rows[3]).toBe(
    '| mainline | keyspec | 21,000 programs: 1 finding | 60.2 | 903,000 | 15,000 |',
  )
})

test('only what did not pass everywhere is listed', () => {
  expect(testsTable(kernels).split('\n').slice(2)).toEqual([
    '| features/limits | timed-out | 7.0 | 1,800 |',
  ])
})

test('lines that the other alone reaches are listed by function', () => {
  const line = (number: number, count: number) => {
    return { file: 'a.c', function: 'f', line: number, count }
  }
  const text = linesBeside('other', [line(1, 0), line(2, 5)], [line(1, 3), line(2, 1)])
  expect(text).toContain('| a.c | 2 of 2, 100 % | 1 of 2, 50 % |')
  expect(text).toMatch(/reaches and keyspec does not: 1\n {2}a\.c f\(\) 1$/)
})
