/** The part of a kernel's log that tells how it died. */

import { causeIn } from '../spec/splat.ts'
import { printable } from './text.ts'

/** How many lines are enough to know a splat by. */
const shownLines = 20
const longestLine = 200

/** A line that a splat begins with, or one that says that something is stuck. */
const begins = (line: string): boolean =>
  causeIn(line) !== undefined || /\bINFO: (task|rcu)\b/.test(line)

/** At most 20 lines: of a crash from where it begins, else the last. */
export function logExcerpt(log: string, from: 'splat' | 'end'): string[] {
  const lines = printable(log.replaceAll('\r', ''))
    .split('\n')
    .map((line) =>
      (line.length > longestLine ? `${line.slice(0, longestLine)}...` : line).trimEnd(),
    )
    .filter((line) => line !== '')
  const start = from === 'splat' ? lines.findIndex(begins) : -1
  if (start < 0) return lines.slice(-shownLines)
  const excerpt = lines.slice(start, start + shownLines)
  const left = lines.length - start - excerpt.length
  return left === 0 ? excerpt : [...excerpt, `[${left} more in the finding's "log"]`]
}
