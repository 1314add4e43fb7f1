/** Our suite beside another, on the same kernels: tables in Markdown. */

import type { CountedLine } from '../spec/counted-line.ts'
import type { RunReport } from '../spec/report.ts'
import { type SuiteTest, type SuiteVerdict, suiteVerdicts } from '../spec/suite-test.ts'
import { groupBy } from './coverage.ts'
import { counted, grouped, share } from './text.ts'

/** What both did on one kernel. */
export interface Beside {
  readonly kernel: string
  readonly ours: RunReport
  readonly theirs: readonly SuiteTest[]
}

/** Who the other is, e.g. `keyutils 1.6.3-2`. */
export function besideTable(other: string, kernels: readonly Beside[]): string {
  const rows = kernels.flatMap(({ kernel, ours, theirs }) => [
    [kernel, other, testsOf(theirs), ...pace(sum(theirs, 'seconds'), sum(theirs, 'calls'))],
    [kernel, 'keyspec', programsOf(ours), ...pace(ours.seconds, ours.commandsWithAudit)],
  ])
  return table(['kernel', 'suite', 'verdicts', 'seconds', 'key calls', 'calls a second'], rows)
}

/** Each of the other's tests that did not pass everywhere, with what it cost on the first kernel. */
export function testsTable(kernels: readonly Beside[]): string {
  const first = kernels[0]?.theirs ?? []
  const verdicts = (name: string) =>
    kernels.map(({ theirs }) => theirs.find((test) => test.name === name)?.verdict ?? 'not run')
  const rows = first
    .map(({ name, seconds, calls }) => [
      name,
      ...verdicts(name),
      seconds.toFixed(1),
      grouped(calls),
    ])
    .filter((row) => row.slice(1, 1 + kernels.length).some((verdict) => verdict !== 'passed'))
  return table(['test', ...kernels.map(({ kernel }) => kernel), 'seconds', 'key calls'], rows)
}

/** The lines of the kernel that were run, file by file. */
export function linesBeside(
  other: string,
  ours: readonly CountedLine[],
  theirs: readonly CountedLine[],
): string {
  const files = [...groupBy(ours, ({ file }) => file).keys()]
  const share = (lines: readonly CountedLine[], file?: string) =>
    runOf(lines.filter((line) => file === undefined || line.file === file))
  const rows = [...files, undefined].map((file) => [
    file ?? 'all',
    share(theirs, file),
    share(ours, file),
  ])
  const only = theirs.filter((line) => line.count > 0 && !wasRun(ours, line))
  const left = [...groupBy(only, (line) => `${line.file} ${line.function}()`)].map(
    ([where, lines]) => `  ${where} ${lines.map(({ line }) => line).join(', ')}`,
  )
  const reached = `Lines that ${other} reaches and keyspec does not: ${only.length}`
  return [table(['file', other, 'keyspec'], rows), '', reached, ...left].join('\n')
}

const wasRun = (lines: readonly CountedLine[], { file, line }: CountedLine): boolean =>
  lines.some((its) => its.file === file && its.line === line && its.count > 0)

function runOf(lines: readonly CountedLine[]): string {
  const run = lines.filter(({ count }) => count > 0).length
  return `${run} of ${lines.length}, ${share(run, lines.length)}`
}

const sum = (tests: readonly SuiteTest[], what: 'seconds' | 'calls'): number =>
  tests.reduce((total, test) => total + test[what], 0)

const pace = (seconds: number, calls: number): string[] => [
  seconds.toFixed(1),
  grouped(calls),
  grouped(calls / seconds),
]

/** `86 tests: 80 passed, 6 failed` */
function testsOf(tests: readonly SuiteTest[]): string {
  const many = (verdict: SuiteVerdict) => tests.filter((test) => test.verdict === verdict).length
  const words = suiteVerdicts.filter((verdict) => many(verdict) > 0)
  return `${counted(tests.length, 'test')}: ${words.map((word) => `${many(word)} ${word}`).join(', ')}`
}

const programsOf = ({ programs, findings }: RunReport): string =>
  `${counted(programs, 'program')}: ${counted(findings.length, 'finding')}`

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map(() => '---'), ...rows]
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}
