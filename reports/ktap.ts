/** A run as KTAP version 1 (Documentation/dev-tools/ktap.rst): a subtest a chapter, a test a rule. */

import type { RunReport } from '../spec/report.ts'
import { askedWords, hasFailed, type Result, type ResultGroup, resultsByRule } from './by-rule.ts'
import { findingText } from './terminal/finding.ts'
import { printable } from './text.ts'

const version = 'KTAP version 1'

export function runKtap(report: RunReport): string {
  const groups = resultsByRule(report)
  const lines = [
    version,
    ...diagnostics(askedWords(report)),
    `1..${groups.length}`,
    ...groups.flatMap((group, at) => subtest(group, at + 1)),
  ]
  return `${lines.join('\n')}\n`
}

function subtest({ name, results }: ResultGroup, number: number): string[] {
  const failed = results.some(hasFailed)
  const skipped = !failed && results.every(({ skipped }) => skipped !== undefined)
  const inner = [
    version,
    `# Subtest: ${name}`,
    `1..${results.length}`,
    ...results.flatMap((result, at) => point(result, at + 1)),
  ]
  const word = failed ? 'not ok' : 'ok'
  const directive = skipped ? ' # SKIP not reached' : ''
  return [...inner.map((line) => `  ${line}`), `${word} ${number} ${name}${directive}`]
}

/** Diagnostics come before the result that they are about. */
function point(result: Result, number: number): string[] {
  const { name, findings, skipped, known, gone } = result
  if (hasFailed(result)) {
    return [
      ...(gone === undefined ? [] : diagnostics(`a known deviation happens no more: ${gone}`)),
      ...findings.flatMap(({ name: saved, finding }) =>
        diagnostics(findingText(finding, { name: saved })),
      ),
      `not ok ${number} ${name}`,
    ]
  }
  if (known !== undefined) return [...diagnostics(known), `ok ${number} ${name} # XFAIL known`]
  return [`ok ${number} ${name}${skipped === undefined ? '' : ` # SKIP ${skipped}`}`]
}

const diagnostics = (text: string): string[] =>
  printable(text)
    .trimEnd()
    .split('\n')
    .map((line) => `# ${line}`.trimEnd())
