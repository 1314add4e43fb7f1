/** The end of a run on one page: the verdict first, then what it rests on. */

import type { Coverage, Excusable, Finding, KnownCount, RunReport } from '../../spec/report.ts'
import { printCommand } from '../../spec/wire/print.ts'
import { type Chapter, chaptersOf, groupBy, reachedOf } from '../coverage.ts'
import { noPaint, type Paint } from '../paint.ts'
import { allowedWords, programOf } from '../steps.ts'
import { counted, duration, grouped, lineWidth, printable, share, wrap } from '../text.ts'

export interface RunTelling {
  readonly paint?: Paint
  /** Everything that was not reached, and every excuse. */
  readonly verbose?: boolean
}

/** Tells a run; every line ended. At most 45 lines unless it is to be verbose. */
export function runText(report: RunReport, telling: RunTelling = {}): string {
  const paint = telling.paint ?? noPaint
  const verbose = telling.verbose ?? false
  const parts = [
    [verdictLine(report, paint), ...findingLines(report.findings), ...goneLines(report)],
    factLines(report),
    coverageLines(report.coverage, verbose),
    knownLines(report),
    untestedLines(report, verbose),
  ]
  return parts
    .filter((part) => part.length > 0)
    .map((part) => `${part.join('\n')}\n`)
    .join('\n')
}

function verdictLine(report: RunReport, paint: Paint): string {
  const { findings, programs, compared } = report
  const cut = report.interrupted || report.lost !== undefined
  if (findings.length > 0) {
    return paint.bad(`${counted(findings.length, 'finding')}${cut ? ' so far' : ''}`)
  }
  if (gone(report).length > 0) return paint.bad('a known deviation happens no more')
  if (programs === 0) return 'nothing was run'
  const well = compared === undefined ? 'conforms' : 'answers the same'
  return paint.good(cut ? `${well} as far as it ran` : well)
}

/** Deviations that are listed for the kernel, and that no replay has shown. */
export function gone({ known }: RunReport): readonly KnownCount[] {
  return (known ?? []).filter(({ same }) => same === 0)
}

function goneLines(report: RunReport): string[] {
  return gone(report).flatMap(({ rule, note, runs }) =>
    wrap(printable(`${rule}: ${note} Not seen in ${runs} replays of its program.`), '  '),
  )
}

function knownLines({ known }: RunReport): string[] {
  const happening = (known ?? []).filter(({ same }) => same > 0)
  if (happening.length === 0) return []
  return [
    'known deviations, which are no findings:',
    ...happening.flatMap(({ rule, reason, note, runs, same, programs }) =>
      wrap(
        printable(
          `${rule} (${reason}): ${note} Seen in ${same} of ${runs} replays; ` +
            `${counted(programs, 'program')} ended there.`,
        ),
        '  ',
      ),
    ),
  ]
}

/** More findings than this are not listed. */
const mostFindings = 5

function findingLines(findings: readonly Finding[]): string[] {
  const lines = findings
    .slice(0, mostFindings)
    .map((finding, at) => clipped(`  ${at + 1}  ${findingWords(finding)}`))
  const left = findings.length - lines.length
  return left === 0 ? lines : [...lines, `     and ${left} more`]
}

/** `p2 keyctl_read k1 answered "x"; allowed: EACCES`, and the kind where it is another. */
function findingWords(finding: Finding): string {
  const { kind, deviation, compared } = finding
  const command = programOf(finding).commands[deviation.step]
  const text = command === undefined ? `step ${deviation.step + 1}` : printCommand(command)
  if (kind === 'crash' || kind === 'hang') return `${kind} at ${text}`
  const often = kind === 'flaky' ? ' now and then' : ''
  const allowed = allowedWords(finding) ?? 'nothing'
  const other = compared === undefined ? '' : `; compared: ${printable(compared.seen)}`
  return `${text} answered ${printable(deviation.seen)}${often}${other}; allowed: ${allowed}`
}

const clipped = (line: string): string =>
  line.length <= lineWidth ? line : `${line.slice(0, lineWidth - 3)}...`

function factLines(report: RunReport): string[] {
  const { target, compared, seed, programs, commands, commandsWithAudit, seconds, lost } = report
  const kernel = printable(`${target.release} ${target.version}`.trim())
  const rate = seconds > 0 ? commands / seconds : 0
  const facts: [string, string][] = [
    ['target', printable(target.title)],
    ...(kernel === '' ? [] : ([['kernel', kernel]] as [string, string][])),
    ...(compared === undefined
      ? []
      : ([['compared', printable(compared.title)]] as [string, string][])),
    ['profile', `${target.profile}, seed ${seed}`],
    [
      'ran',
      `${counted(programs, 'program')}, ${counted(commands, 'command')} ` +
        `(${grouped(commandsWithAudit)} with audits)`,
    ],
    ...(lost === undefined ? [] : ([['lost', printable(lost)]] as [string, string][])),
    ['took', `${duration(seconds)}, ${grouped(rate)} commands/s`],
    [
      'median',
      `${counted(report.medianCommands, 'command')}, ` +
        `${report.medianCredentials} different credentials`,
    ],
    ['nameless', `${share(report.nameless, commands)} of the commands named what nobody had made`],
    ['free', `${counted(report.freeSteps, 'step')} at which more than one outcome was allowed`],
  ]
  return facts.map(([name, text]) => `${name.padEnd(9)} ${text}`)
}

function coverageLines(coverage: Coverage, verbose: boolean): string[] {
  const chapters = chaptersOf(coverage)
  const rules = coverage.rules.length
  const unreached = chapters.flatMap((chapter) => chapter.unreached)
  return [
    `rules     ${rules - unreached.length} of ${rules} reached`,
    ...table(chapters),
    ...unreachedLines(unreached, verbose),
    ...reachedLines('pairs', 'operation and errno', coverage.pairs, verbose),
    ...reachedLines('cells', 'argument and class', coverage.cells, verbose),
  ]
}

function reachedLines(
  name: string,
  of: string,
  counts: readonly Excusable[],
  verbose: boolean,
): string[] {
  const { reached, wanted, unreached, excused } = reachedOf(counts)
  const more = excused.length === 0 ? '' : `; ${excused.length} more are excused`
  return [
    `${name.padEnd(9)} ${reached} of ${wanted} of ${of} reached${more}`,
    ...unreachedLines(unreached, verbose),
    ...(verbose ? excuseLines(excused) : []),
  ]
}

/** Three chapters a line. */
function table(chapters: readonly Chapter[]): string[] {
  const width = Math.max(0, ...chapters.map(({ name }) => name.length))
  const cells = chapters.map(({ name, rules, reached }) => {
    return `  ${name.padEnd(width)} ${String(reached).padStart(3)} of ${String(rules).padEnd(3)}`
  })
  const rows = Math.ceil(cells.length / 3)
  return cells.slice(0, rows).map((cell, row) => {
    return [cell, cells[rows + row], cells[2 * rows + row]].join(' ').trimEnd()
  })
}

/** Unless it is verbose, a list ends after so many lines. */
const mostLines = 2

function unreachedLines(ids: readonly string[], verbose: boolean): string[] {
  if (ids.length === 0) return []
  const lines = wrap(`not reached: ${ids.map(unbroken).join(', ')}`, '  ').map((line) =>
    line.replaceAll(joint, ' '),
  )
  return verbose || lines.length <= mostLines
    ? lines
    : [...lines.slice(0, mostLines), '  ... (--verbose tells all)']
}

/** Stands for a space at which no line is broken. */
const joint = '\u0001'
const unbroken = (id: string): string => id.replaceAll(' ', joint)

/** The pairs of each reason in one paragraph. */
function excuseLines(
  excused: readonly { readonly id: string; readonly excuse: string }[],
): string[] {
  const byReason = groupBy(excused, ({ excuse }) => excuse)
  return [...byReason].flatMap(([reason, pairs]) => [
    ...wrap(`excused: ${reason}`, '  '),
    ...wrap(pairs.map(({ id }) => unbroken(id)).join(', '), '    ').map((line) =>
      line.replaceAll(joint, ' '),
    ),
  ])
}

const mostUntested = 3

function untestedLines({ target }: RunReport, verbose: boolean): string[] {
  const { untested } = target
  if (untested.length === 0) return []
  const shown = verbose ? untested : untested.slice(0, mostUntested)
  const left = untested.length - shown.length
  return [
    'could not be tested here:',
    ...shown.flatMap(({ what, why }) => {
      const lines = wrap(printable(`${what}: ${why}`), '  ')
      return verbose || lines.length === 1 ? lines : [`${(lines[0] ?? '').slice(0, 72)} ...`]
    }),
    ...(left === 0 ? [] : [`  and ${left} more (--verbose tells all)`]),
  ]
}
