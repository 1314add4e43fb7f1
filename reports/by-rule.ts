/** A run as test results: one for each rule, and one for each way in which a kernel can fail whole. */

import type { Finding, FindingKind, RunReport } from '../spec/report.ts'
import { groupBy } from './coverage.ts'
import { counted } from './text.ts'

/** A finding, and how the files are called that it was saved as. */
export interface Named {
  readonly name: string
  readonly finding: Finding
}

/** What became of one test. */
export interface Result {
  readonly name: string
  /** What speaks against it. */
  readonly findings: readonly Named[]
  /** Why nothing can be said of it. */
  readonly skipped: string | undefined
  /** What is known to fail, if the rule is one that the kernel is known not to keep to. */
  readonly known: string | undefined
  /** The same, where it happens no more. */
  readonly gone: string | undefined
}

/** Whether a test failed. */
export const hasFailed = ({ findings, gone }: Result): boolean =>
  findings.length > 0 || gone !== undefined

export interface ResultGroup {
  readonly name: string
  readonly results: readonly Result[]
}

/** Kinds of finding that no rule is to blame for. */
const wholeKinds: readonly FindingKind[] = ['crash', 'hang', 'flaky']
const wholeGroup = 'kernel'

/**
 * The results by chapter, in the catalogue's order. A deviation speaks against the rules that would
 * explain it if they were wrong; where none would, against the rule that decided last.
 */
export function resultsByRule(report: RunReport): readonly ResultGroup[] {
  const chapters = groupBy(report.coverage.rules, ({ id }) => id.split('/')[0] ?? id)
  const named = report.findings.map((finding, at) => ({ name: `finding-${at + 1}`, finding }))
  const kinds = report.compared === undefined ? wholeKinds : [...wholeKinds, 'difference' as const]
  const against = (name: string): readonly Named[] =>
    named.filter(({ finding }) => blame(finding).includes(name))
  return [
    ...[...chapters].map(([name, counts]) => ({
      name,
      results: counts.map(({ id, count }) => ({
        name: id,
        findings: against(id),
        skipped: count === 0 ? 'not reached' : undefined,
        known: report.known?.find(({ rule, same }) => rule === id && same > 0)?.note,
        gone: report.known?.find(({ rule, same }) => rule === id && same === 0)?.note,
      })),
    })),
    {
      name: wholeGroup,
      results: kinds.map((kind) => ({
        name: `${wholeGroup}/no-${kind}`,
        findings: against(`${wholeGroup}/no-${kind}`),
        skipped: report.programs === 0 ? 'nothing was run' : undefined,
        known: undefined,
        gone: undefined,
      })),
    },
  ]
}

function blame({ kind, suspects, rules }: Finding): readonly string[] {
  if (kind !== 'deviation') return [`${wholeGroup}/no-${kind}`]
  if (suspects.length > 0) return suspects.map(({ rule }) => rule)
  return rules.slice(0, 1)
}

/** What was asked, in one line. */
export function askedWords(report: RunReport): string {
  const { target, compared, programs, commands, seed } = report
  const cut = report.interrupted
    ? ', interrupted'
    : report.lost === undefined
      ? ''
      : ', target lost'
  const whom = compared === undefined ? target.title : `${target.title} and ${compared.title}`
  const asked = `${whom}: ${counted(programs, 'program')}, ${counted(commands, 'command')}`
  return `${asked}, profile ${target.profile}, seed ${seed}${cut}`
}
