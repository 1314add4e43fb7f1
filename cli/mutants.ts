/** `npm run mutants`: every wrong kernel, found or not, as a table. */

import { type WrongKernel, wrongKernels } from '../kernel/wrong.ts'
import { runCampaign } from '../properties/campaign.ts'
import type { Finding } from '../spec/report.ts'
import { runBootChecks } from './boot-checks.ts'
import { examplePrograms } from './chapters.ts'
import { chooseTarget, chosenProfile } from './choose-target.ts'
import { knownDeviations } from './deviations.ts'
import { buildProgress } from './progress.ts'
import { status } from './status.ts'

/** Seconds that a plain run is given to find a wrong kernel. */
const patience = 60

const seconds = (): number => performance.now() / 1000

/** A plain run on a wrong kernel, up to its first finding. */
async function hunt(name: string, seed: number): Promise<Finding | undefined> {
  const build = buildProgress(name)
  const asked = { build: name, profile: 'auto' }
  const profile = chosenProfile(asked)
  const target = await chooseTarget(asked, { onProgress: build.tell })
  build.end()
  try {
    const { findings } = await runCampaign({
      target,
      semantics: { profile },
      seed,
      first: examplePrograms(profile),
      known: knownDeviations({ profile }),
      budgetSeconds: patience,
      clock: seconds,
    })
    return findings[0]
  } finally {
    await target.close()
  }
}

/** How the finding speaks of the rule that is broken: what a reader is told to look at. */
function naming(finding: Finding, rule: string): string {
  const ways = [
    ...(finding.rules.includes(rule) ? ['decided'] : []),
    ...(finding.led.includes(rule) ? ['led there'] : []),
    ...(finding.suspects.some((suspect) => suspect.rule === rule) ? ['suspect'] : []),
  ]
  return ways.length === 0 ? 'not named' : ways.join(', ')
}

function row(name: string, rule: string, finding: Finding | undefined): string {
  if (finding === undefined) return `| ${name} | ${rule} | not found in ${patience} s | | | | | |`
  const { afterSeconds, shrunkAfterSeconds, program, originalCommands } = finding.found
  const cells = [
    name,
    rule,
    afterSeconds.toFixed(1),
    (shrunkAfterSeconds - afterSeconds).toFixed(1),
    String(program),
    `${originalCommands} → ${finding.commands}`,
    `${finding.replays.same} of ${finding.replays.runs}`,
    naming(finding, rule),
  ]
  return `| ${cells.join(' | ')} |`
}

/** A wrong kernel that no rule is there for is put through the boot checks; true where it fails its own. */
async function bootChecked(name: string, check: string): Promise<boolean> {
  const { checks, planned, lost } = await runBootChecks(name, { cpus: 1, stressSeconds: 0 })
  const failed = checks.filter(({ ok }) => !ok).map((each) => each.name)
  const outcome = lost === undefined ? `${failed.length} of ${planned} failed` : 'hung'
  console.log(`| ${short(name)} | the boot checks | ${outcome}: ${failed.join('; ')} | | | | | |`)
  return failed.some((each) => each.endsWith(`: ${check}`))
}

const short = (name: string): string => name.replace(/^mutant-/, '')

/** Whether a wrong kernel is known by what its patch says; prints its row. */
async function isKnown({ name, rule, check }: WrongKernel): Promise<boolean> {
  if (rule === undefined) return bootChecked(name, check ?? '')
  const finding = await hunt(name, 1)
  console.log(row(short(name), rule, finding))
  return finding?.kind === 'deviation'
}

const [only] = process.argv.slice(2)
const asked = wrongKernels().filter(({ name }) => only === undefined || name.includes(only))

console.log(
  '| wrong kernel | breaks | found after s | shrunk in s | programs | commands | replayed | rule named as |',
)
console.log('| --- | --- | --- | --- | --- | --- | --- | --- |')
for (const wrong of asked) {
  if (!(await isKnown(wrong))) process.exitCode = status.finding
}
