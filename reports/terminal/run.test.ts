import { describe, expect, test } from 'vitest'
import { mainline } from '../../spec/profiles/mainline.ts'
import type { RunReport } from '../../spec/report.ts'
import { rulesOf } from '../../spec/rules.ts'
import { operations } from '../../spec/vocabulary/command.ts'
import { errnoNumbers } from '../../spec/vocabulary/errno.ts'
import { sampleFinding, sampleReport } from '../../spec/wire/samples.ts'
import { runText } from './run.ts'

test('a run that found something', () => {
  expect(runText(sampleReport)).toBe(`\
1 finding
  1  p2 keyctl_read k1 answered "x"; allowed: EACCES

target    Linux 6.12.117 (mutant-read), QEMU TCG
kernel    6.12.117 #1 PREEMPT Sat Jan  1 00:00:00 UTC 2022
profile   mainline, seed 42
ran       21,000 programs, 441,000 commands (903,000 with audits)
took      1 min 0 s, 7,326 commands/s
median    21 commands, 2 different credentials
nameless  7 % of the commands named what nobody had made
free      12 steps at which more than one outcome was allowed

rules     2 of 3 reached
  attributes   1 of 2     search       1 of 1
  not reached: attributes/setperm-replaces
pairs     1 of 2 of operation and errno reached; 1 more are excused
  not reached: keyctl_link EDEADLK
cells     1 of 2 of argument and class reached
  not reached: keyctl_read room null

could not be tested here:
  callouts: no upcall helper
`)
})

describe('the first line is the verdict', () => {
  const first = (change: Partial<RunReport>) =>
    runText({ ...sampleReport, findings: [], ...change }).split('\n')[0]

  test.each<[string, Partial<RunReport>]>([
    ['conforms', {}],
    ['conforms as far as it ran', { interrupted: true }],
    ['answers the same', { compared: sampleReport.target }],
    ['nothing was run', { programs: 0, interrupted: true }],
    ['2 findings', { findings: [sampleFinding, sampleFinding] }],
    ['1 finding so far', { findings: [sampleFinding], interrupted: true }],
  ])('%s', (verdict, change) => expect(first(change)).toBe(verdict))
})

/** As much as there can be to tell: nothing reached, many findings. */
const vast: RunReport = {
  ...sampleReport,
  target: {
    ...sampleReport.target,
    untested: Array.from({ length: 20 }, (_, i) => ({ what: `thing ${i}`, why: 'y '.repeat(90) })),
  },
  findings: Array.from({ length: 30 }, () => sampleFinding),
  coverage: {
    rules: rulesOf(mainline).map(({ id }) => ({ id, count: 0 })),
    pairs: Object.keys(operations).flatMap((op) =>
      Object.keys(errnoNumbers).map((errno) => ({
        id: `${op} ${errno}`,
        count: 0,
        ...(errno === 'ENOMEM' ? { excuse: 'memory does not run out' } : {}),
      })),
    ),
    cells: Object.keys(operations).map((op) => ({ id: `${op} key dead`, count: 0 })),
  },
}

test('however much there is to tell, it fits a page', () => {
  const lines = runText(vast).trimEnd().split('\n')
  expect(lines.length).toBeLessThanOrEqual(45)
  expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(79)
})

test('on demand all of it is told, with excuses', () => {
  const text = runText(vast, { verbose: true })
  for (const { id } of rulesOf(mainline)) expect(text).toContain(id)
  expect(text).toContain('  excused: memory does not run out\n    add_key ENOMEM, ')
  expect(text).toContain('thing 19')
})

test.each([
  ['crash', 'crash at p2 keyctl_read k1'],
  ['hang', 'hang at p2 keyctl_read k1'],
  ['flaky', 'p2 keyctl_read k1 answered "x" now and then; allowed: EACCES'],
] as const)('a %s is told as such', (kind, words) => {
  const text = runText({ ...sampleReport, findings: [{ ...sampleFinding, kind }] })
  expect(text).toContain(`\n  1  ${words}\n`)
})
