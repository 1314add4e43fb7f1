/** Which lines of the kernel's key retention a plain run reaches. */

import type { Guest } from '../adapters/qemu/boot.ts'
import { mountDebugfs, readFiles } from '../adapters/qemu/guest-files.ts'
import { qemuTarget } from '../adapters/qemu/target.ts'
import { countLines, debugfs, type Notes, notesOf } from '../kernel/gcov.ts'
import { runCampaign } from '../properties/campaign.ts'
import { addUp } from '../reports/lines.ts'
import { progressWriter } from '../reports/terminal/progress.ts'
import type { CountedLine } from '../spec/counted-line.ts'
import { mainline } from '../spec/profiles/mainline.ts'
import type { RunReport } from '../spec/report.ts'
import { rulesOf } from '../spec/rules.ts'
import { TargetError } from '../spec/target.ts'
import { examplePrograms } from './chapters.ts'
import { machineFor } from './choose-target.ts'
import { knownDeviations } from './deviations.ts'
import { buildProgress } from './progress.ts'

export const countedKernel = 'mainline-gcov'
const within = 'security/keys/'

const seconds = (): number => performance.now() / 1000

/** The lines that a guest has run so far. */
export async function linesOfGuest(guest: Guest, notes: Notes): Promise<readonly CountedLine[]> {
  await mountDebugfs(guest, debugfs)
  return countLines(notes, await readFiles(guest, notes.counters), within, {})
}

/**
 * A plain run, and the lines that all of its guests have run. It is ended from outside: deviations
 * that are listed would be looked at last, and one that is a crash takes a guest's counts with it.
 * Throws TargetError where no guest tells any.
 */
export async function runCountingLines(
  budgetSeconds: number,
): Promise<{ readonly report: RunReport; readonly lines: readonly CountedLine[] }> {
  const build = buildProgress(countedKernel)
  const options = await machineFor(countedKernel, mainline, { onProgress: build.tell })
  build.end()
  const notes = await notesOf(options.image)
  const lines: CountedLine[] = []
  const target = await qemuTarget({
    ...options,
    lastLook: async (guest) => {
      lines.push(...(await linesOfGuest(guest, notes)))
    },
  })
  const progress = progressWriter(process.stderr)
  const end = seconds() + budgetSeconds
  const report = await runCampaign({
    target,
    semantics: { profile: mainline },
    seed: 1,
    first: examplePrograms(mainline),
    known: knownDeviations({ profile: mainline }),
    clock: seconds,
    stopped: () => seconds() >= end,
    onProgress: (at) => {
      progress.tell({
        ...at,
        rules: rulesOf(mainline).length,
        secondsLeft: budgetSeconds - at.seconds,
      })
    },
  })
  progress.end()
  await target.close()
  if (lines.length === 0)
    throw new TargetError(`${countedKernel}: no guest told which lines it ran`)
  return { report, lines: addUp(lines) }
}
