/**
 * `npm run series`: each patch of the series by itself, and every choice of its options, compiled and booted. A
 * kernel with no option on is to conform to mainline; any other is to live through what mainline is asked.
 */

import { compileSeries, type Step } from '../kernel/series.ts'
import { KernelError } from '../kernel/trouble.ts'
import { runCampaign } from '../properties/campaign.ts'
import { mainline } from '../spec/profiles/mainline.ts'
import { type Target, TargetError } from '../spec/target.ts'
import { examplePrograms } from './chapters.ts'
import { chooseTarget } from './choose-target.ts'
import { knownDeviations } from './deviations.ts'
import { buildProgress } from './progress.ts'
import { status } from './status.ts'

/** Drawn programs for a kernel that is to conform. */
const drawn = 1000

const programs = examplePrograms(mainline)

/** What became of a kernel. */
interface Outcome {
  readonly ok: boolean
  readonly says: string
}

async function look({ options }: Step, target: Target): Promise<Outcome> {
  if (options.length > 0) {
    let ended = 0
    for await (const { observations } of target.run(programs)) {
      if (observations.some(({ kind }) => kind !== 'answered')) ended += 1
    }
    const says = `${programs.length - ended} of ${programs.length} programs lived through`
    return { ok: ended === 0, says }
  }
  const report = await runCampaign({
    target,
    semantics: { profile: mainline },
    seed: 1,
    first: programs,
    known: knownDeviations({ profile: mainline }),
    mostPrograms: programs.length + drawn,
    clock: () => performance.now() / 1000,
  })
  const ok = report.findings.length === 0
  return { ok, says: `${report.programs} programs, ${ok ? 'conforms' : 'does not conform'}` }
}

/** Boots an image; one that does not boot has failed its step, and the next is tried. */
async function boot(step: Step, image: string): Promise<Outcome> {
  try {
    const target = await chooseTarget({ kernel: image, profile: mainline.name }, {})
    try {
      return await look(step, target)
    } finally {
      await target.close()
    }
  } catch (error) {
    if (error instanceof TargetError) return { ok: false, says: error.message }
    throw error
  }
}

const build = buildProgress('series')
try {
  await compileSeries({ onProgress: build.tell }, async (step, image) => {
    build.end()
    const { ok, says } = await boot(step, image)
    const on = step.options.map((option) => option.replace('CONFIG_', '')).join(' ')
    console.log(`${ok ? 'ok' : 'not ok'} ${step.patch} with ${on || 'no option'}: ${says}`)
    if (!ok) process.exitCode = status.finding
  })
} catch (error) {
  if (!(error instanceof KernelError)) throw error
  console.error(`keyspec: ${error.message}.`)
  process.exitCode = status.target
} finally {
  build.end()
}
