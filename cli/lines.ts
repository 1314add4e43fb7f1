/** `npm run lines`: which lines of the kernel's key retention a plain run reaches, as a table. */

import { readFileSync } from 'node:fs'
import { kernelData } from '../kernel/paths.ts'
import { type LineReasons, linesText } from '../reports/lines.ts'
import { runCountingLines } from './line-run.ts'
import { parseDuration } from './options.ts'
import { status } from './status.ts'

const { report, lines } = await runCountingLines(parseDuration(process.argv[2] ?? '60s'))
const reasons = JSON.parse(
  readFileSync(kernelData('coverage', 'reasons.json'), 'utf8'),
) as LineReasons
console.log(`${report.target.title}: ${report.programs} programs, ${report.commands} commands\n`)
console.log(linesText(lines, reasons))
if (report.findings.length > 0) process.exitCode = status.finding
