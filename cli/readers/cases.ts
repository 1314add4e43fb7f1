/** Our results as read by parsers that are none of ours: the kernel's for KTAP, Python's for XML. */

import { join } from 'node:path'
import { execa } from 'execa'
import { describe, expect, test } from 'vitest'
import { keptPackage } from '../../kernel/packages.ts'
import { projectRoot } from '../../kernel/paths.ts'
import { resultsByRule } from '../../reports/by-rule.ts'
import { runJunit } from '../../reports/junit.ts'
import { runKtap } from '../../reports/ktap.ts'
import type { RunReport } from '../../spec/report.ts'
import { sampleFinding, sampleReport } from '../../spec/wire/samples.ts'

/** What cli/readers/read.py answers. */
interface Read {
  readonly errors: number
  readonly crashed: number
  readonly tests: readonly (readonly [string, string, 'SUCCESS' | 'FAILURE' | 'SKIPPED'])[]
}

/** What a kernel may write to its console in the hope of being taken for a result. */
const log = 'Oops <&"> ]]>\u001b[31m\nok 1 forged\n1..7\nKTAP version 1\nnot ok 9 forged # SKIP\n'

const reports: readonly (readonly [string, RunReport])[] = [
  ['a run with a finding', sampleReport],
  [
    'a run on which a kernel died',
    { ...sampleReport, findings: [{ ...sampleFinding, kind: 'crash', log }] },
  ],
  ['a run of nothing', { ...sampleReport, programs: 0, findings: [], interrupted: true }],
]

/** Registers the tests; the kernel's parser is in the source of a kernel that has been built. */
export function testForeignReaders(): void {
  describe.each(reports)('%s', (_, report) => {
    test('as KTAP is what the kernel reads in it', async () => {
      const source = await keptPackage('linux-source-6\\.12')
      if (source === undefined) throw new Error('mainline has been built, and left no source')
      const kunit = join(source.folder, 'linux', 'tools', 'testing', 'kunit')
      expect(await read(runKtap(report), [kunit])).toEqual(expected(report))
    })

    test('as JUnit is what others read in it', async () => {
      expect(await read(runJunit(report), [])).toEqual(expected(report))
    })
  })
}

async function read(text: string, args: readonly string[]): Promise<Read> {
  const script = join(projectRoot(), 'cli', 'readers', 'read.py')
  const { stdout } = await execa('python3', [script, ...args], { input: text })
  return JSON.parse(stdout)
}

const expected = (report: RunReport): Read => ({
  errors: 0,
  crashed: 0,
  tests: resultsByRule(report).flatMap(({ name: group, results }) =>
    results.map(({ name, findings, skipped }) => {
      const status = findings.length > 0 ? 'FAILURE' : skipped === undefined ? 'SUCCESS' : 'SKIPPED'
      return [group, name, status] as const
    }),
  ),
})
