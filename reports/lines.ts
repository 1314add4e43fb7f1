/** Which lines of a kernel were never run, and why: a table, then a list by function. */

import type { CountedLine } from '../spec/counted-line.ts'
import { groupBy } from './coverage.ts'
import { counted, share } from './text.ts'

/** Why lines are not run: by file, or by file and function (`security/keys/gc.c key_gc_timer_func`). */
export type LineReasons = Readonly<Record<string, string>>

/** The lines of several guests, each once, with the sum of its counts. */
export function addUp(lines: readonly CountedLine[]): readonly CountedLine[] {
  const sums = new Map<string, CountedLine>()
  for (const line of lines) {
    const place = `${line.file}:${line.line}`
    const before = sums.get(place)?.count ?? 0
    sums.set(place, { ...line, count: before + line.count })
  }
  return [...sums.values()].sort((a, b) => a.file.localeCompare(b.file) || a.line - b.line)
}

/** Tells the lines; each once, in order. */
export function linesText(lines: readonly CountedLine[], reasons: LineReasons): string {
  const files = [...groupBy(lines, ({ file }) => file)]
  const rows = files.map(([file, its]) => row(file, its))
  const missed = files.flatMap(([file, its]) => missedIn(file, its, reasons))
  const without = missed.filter(({ reason }) => reason === undefined).length
  return [
    ...rows,
    row('all', lines),
    '',
    `${counted(missed.length, 'function')} with lines that were not run, ${without} without a reason:`,
    ...missed.map(({ where, at, reason }) => `  ${where} ${at}\n      ${reason ?? 'NO REASON'}`),
    '',
  ].join('\n')
}

function row(what: string, lines: readonly CountedLine[]): string {
  const run = lines.filter(({ count }) => count > 0).length
  const figures = `${run} of ${lines.length}`
  return `${what.padEnd(36)} ${figures.padStart(14)}  ${share(run, lines.length).padStart(5)}`
}

interface Missed {
  readonly where: string
  /** `12-14, 20` */
  readonly at: string
  readonly reason: string | undefined
}

function missedIn(file: string, lines: readonly CountedLine[], reasons: LineReasons): Missed[] {
  const functions = [...groupBy(lines, (line) => line.function)]
  return functions.flatMap(([name, its]) => {
    if (its.every(({ count }) => count > 0)) return []
    const where = `${file} ${name}()`
    const reason = reasons[`${file} ${name}`] ?? reasons[file]
    return [{ where, at: spansNotRun(its), reason }]
  })
}

/** Runs of compiled lines that were not run; lines without code in between do not part them. */
function spansNotRun(lines: readonly CountedLine[]): string {
  const found: [number, number][] = []
  let open = false
  for (const { line, count } of lines) {
    const last = found.at(-1)
    if (count === 0 && open && last !== undefined) last[1] = line
    else if (count === 0) found.push([line, line])
    open = count === 0
  }
  return found.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(', ')
}
