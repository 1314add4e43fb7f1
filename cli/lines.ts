/** `npm run lines`: which lines of the kernel's key retention a plain run reaches, as a table. */

import { readFileSync } from 'node:fs'
import { mountDebugfs, readFiles } from '../adapters/qemu/guest-files.ts'
import { qemuTarget } from '../adapters/qemu/target.ts'
import { countLines, debugfs, notesOf } from '../kernel/gcov.ts'
import { kernelData } from '../kernel/paths.ts'
import { runCampaign } from '../properties/campaign.ts'
import { addUp, type LineReasons, linesText } from '../reports/lines.ts'
import { progressWriter } from '../reports/terminal/progress.ts'
import type { CountedLine } from '../spec/counted-line.ts'
import { mainline } from '../spec/profiles/mainline.ts'
import { rules } from '../spec/rules.ts'
import { examplePrograms } from './chapters.ts'
import { machineFor } from './choose-target.ts'
import { parseDuration } from './options.ts'
import { buildProgress } from './progress.ts'
import { status } from './status.ts'

const kernel = 'mainline-gcov'
const within = 'security/keys/'

const budgetSeconds = parseDuration(process.argv[2] ?? '60s')
const seconds = (): number => performance.now() / 1000

const build = buildProgress(kernel)
const options = await machineFor(kernel, mainline, { onProgress: build.tell })
build.end()
const notes = await notesOf(options.image)
const lines: CountedLine[] = []
const target = await qemuTarget({
  ...options,
  lastLook: async (guest) => {
    await mountDebugfs(guest, debugfs)
    const counted = await readFiles(guest, notes.counters)
    lines.push(...(await countLines(notes, counted, within, {})))
  },
})
const progress = progressWriter(process.stderr)
const report = await runCampaign({
  target,
  semantics: { profile: mainline },
  seed: 1,
  first: examplePrograms(),
  mostPrograms: Number.POSITIVE_INFINITY,
  budgetSeconds,
  mostFindings: 1,
  clock: seconds,
  stopped: () => false,
  onProgress: (at) => {
    progress.tell({ ...at, rules: rules.length, secondsLeft: budgetSeconds - at.seconds })
  },
})
progress.end()
await target.close()
const reasons = JSON.parse(
  readFileSync(kernelData('coverage', 'reasons.json'), 'utf8'),
) as LineReasons
console.log(`${report.target.title}: ${report.programs} programs, ${report.commands} commands\n`)
console.log(linesText(addUp(lines), reasons))
if (report.findings.length > 0) process.exitCode = status.finding
