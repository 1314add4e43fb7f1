/** A run as one JSON document, for machines: what `--json` prints. */

import type { RunReport } from '../spec/report.ts'
import { writeReport } from '../spec/wire/json.ts'

export function runJson(report: RunReport): string {
  return writeReport(report)
}
