/** A run as JUnit XML, for a CI: a suite a chapter, a case a rule. */

import type { RunReport } from '../spec/report.ts'
import {
  askedWords,
  hasFailed,
  type Named,
  type Result,
  type ResultGroup,
  resultsByRule,
} from './by-rule.ts'
import { findingText } from './terminal/finding.ts'
import { printable } from './text.ts'

export function runJunit(report: RunReport): string {
  const groups = resultsByRule(report)
  const all = groups.flatMap(({ results }) => results)
  const about = { name: 'keyspec', ...counts(all), time: report.seconds.toFixed(3) }
  const suites = groups.flatMap((group) => suite(group, askedWords(report)))
  const body = element('testsuites', about, suites)
  return `<?xml version="1.0" encoding="UTF-8"?>\n${body.join('\n')}\n`
}

function suite({ name, results }: ResultGroup, asked: string): string[] {
  const properties = element('properties', {}, element('property', { name: 'asked', value: asked }))
  const cases = results.flatMap((result) => testcase(result, name))
  return element('testsuite', { name, ...counts(results) }, [...properties, ...cases])
}

const counts = (results: readonly Result[]) => ({
  tests: String(results.length),
  failures: String(results.filter(hasFailed).length),
  skipped: String(results.filter(isSkipped).length),
})

const isSkipped = (result: Result): boolean =>
  !hasFailed(result) && whySkipped(result) !== undefined

const whySkipped = ({ skipped, known }: Result): string | undefined =>
  known === undefined ? skipped : `known deviation: ${known}`

function testcase(result: Result, classname: string): string[] {
  const { name, findings, gone } = result
  const inner = isSkipped(result)
    ? element('skipped', { message: whySkipped(result) ?? '' })
    : [
        ...findings.flatMap(failure),
        ...(gone === undefined
          ? []
          : element('failure', { type: 'gone', message: `a known deviation is gone: ${gone}` })),
      ]
  return element('testcase', { name, classname }, inner)
}

function failure({ name, finding }: Named): string[] {
  const message = `${finding.kind}: ${finding.deviation.seen}`
  return element('failure', { type: finding.kind, message }, [
    escaped(findingText(finding, { name })),
  ])
}

/** An element in lines; attributes and content that it is given are whole. */
function element(
  name: string,
  attributes: Readonly<Record<string, string>>,
  inner: readonly string[] = [],
): string[] {
  const words = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(value)}"`)
  const start = `<${name}${words.join('')}`
  return inner.length === 0 ? [`${start}/>`] : [`${start}>`, ...inner, `</${name}>`]
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
}

/** Control characters have no place in XML, however they are written. */
const escaped = (text: string): string =>
  printable(text).replace(/[&<>"]/g, (char) => entities[char] ?? char)
