/** keyutils' own tests and ours on the same kernels: the second part of `npm run bench`. */

import type { Guest } from '../adapters/qemu/boot.ts'
import { readFiles } from '../adapters/qemu/guest-files.ts'
import { runSuite } from '../adapters/qemu/suite.ts'
import { qemuTarget } from '../adapters/qemu/target.ts'
import { compileAgent } from '../kernel/agent.ts'
import { buildKernel } from '../kernel/build.ts'
import { notesOf } from '../kernel/gcov.ts'
import {
  buildKeyutils,
  keyutilsClock,
  keyutilsPatienceMs,
  keyutilsResults,
  readKeyutilsResults,
} from '../kernel/keyutils.ts'
import { runCampaign } from '../properties/campaign.ts'
import { type Beside, besideTable, linesBeside, testsTable } from '../reports/beside.ts'
import { addUp } from '../reports/lines.ts'
import { mainline } from '../spec/profiles/mainline.ts'
import type { RunReport } from '../spec/report.ts'
import { examplePrograms } from './chapters.ts'
import { chosenProfile, machineFor } from './choose-target.ts'
import { knownDeviations } from './deviations.ts'
import { countedKernel, linesOfGuest, runCountingLines } from './line-run.ts'

/** For a distribution's kernel and a userland of 25 MB, MB. */
const memoryMb = 512

/** Their tests on a kernel, and what `look` sees of the guest afterwards. */
async function askKeyutils<T>(kernel: string, look: (guest: Guest) => Promise<T>) {
  console.error(`keyutils' tests on ${kernel}: some minutes`)
  const { modules } = await buildKernel(kernel)
  const { version, initramfs } = await buildKeyutils(await compileAgent(), modules, {})
  const options = await machineFor(kernel, mainline, {})
  const suite = { initramfs, memoryMb, patienceMs: keyutilsPatienceMs }
  const clock = keyutilsClock(() => performance.now() / 1000)
  const ended = async (guest: Guest) => {
    const results = (await readFiles(guest, [keyutilsResults])).get(keyutilsResults)
    return {
      name: `keyutils ${version}`,
      tests: readKeyutilsResults(results?.toString('latin1') ?? '', clock.secondsOf),
      seen: await look(guest),
    }
  }
  return runSuite(options, suite, ended, { onConsole: clock.hear })
}

async function askOurs(kernel: string, budgetSeconds: number): Promise<RunReport> {
  const profile = chosenProfile({ build: kernel, profile: 'auto' })
  const target = await qemuTarget(await machineFor(kernel, profile, {}))
  try {
    return await runCampaign({
      target,
      semantics: { profile },
      seed: 1,
      first: examplePrograms(profile),
      known: knownDeviations({ profile }),
      budgetSeconds,
      clock: () => performance.now() / 1000,
    })
  } finally {
    await target.close()
  }
}

/** Both suites on the same kernels, or on these alone, as tables; ours for so many seconds each. */
export async function benchBeside(budgetSeconds: number, some: readonly string[]): Promise<void> {
  const asked: Beside[] = []
  let other = ''
  for (const kernel of some.length === 0 ? ['mainline', 'container', 'debian'] : some) {
    const { name, tests } = await askKeyutils(kernel, async () => undefined)
    other = name
    asked.push({ kernel, ours: await askOurs(kernel, budgetSeconds), theirs: tests })
  }
  console.log(`\n${besideTable(other, asked)}\n\n${testsTable(asked)}\n`)
}

/** Lines of the kernel that each of the two reaches; ours in so many seconds. */
export async function benchLines(budgetSeconds: number): Promise<void> {
  const { image } = await buildKernel(countedKernel)
  const notes = await notesOf(image)
  const { name: other, seen } = await askKeyutils(countedKernel, (guest) =>
    linesOfGuest(guest, notes),
  )
  const { lines } = await runCountingLines(budgetSeconds)
  console.log(linesBeside(other, lines, addUp(seen)))
}
