/** `npm run mutants`: every wrong kernel, found or not, as a table. */

import { allKernels } from '../kernel/kernels.ts'
import { runCampaign } from '../properties/campaign.ts'
import { mainline } from '../spec/profiles/mainline.ts'
import type { Finding } from '../spec/report.ts'
import { examplePrograms } from './chapters.ts'
import { chooseTarget } from './choose-target.ts'
import { buildProgress } from './progress.ts'
import { status } from './status.ts'

/** Seconds that a plain run is given to find a wrong kernel. */
const patience = 60

const seconds = (): number => performance.now() / 1000

/** A plain run on a wrong kernel, up to its first finding. */
async function hunt(name: string, seed: number): Promise<Finding | undefined> {
  const build = buildProgress(name)
  const target = await chooseTarget({ build: name, profile: 'auto' }, { onProgress: build.tell })
  build.end()
  try {
    const { findings } = await runCampaign({
      target,
      semantics: { profile: mainline },
      seed,
      first: examplePrograms(),
      mostPrograms: Number.POSITIVE_INFINITY,
      budgetSeconds: patience,
      mostFindings: 1,
      clock: seconds,
      stopped: () => false,
    })
    return findings[0]
  } finally {
    await target.close()
  }
}

function row(name: string, finding: Finding | undefined): string {
  if (finding === undefined) return `| ${name} | not found in ${patience} s | | | | |`
  const { afterSeconds, shrunkAfterSeconds, program, originalCommands } = finding.found
  const cells = [
    name,
    afterSeconds.toFixed(1),
    (shrunkAfterSeconds - afterSeconds).toFixed(1),
    String(program),
    `${originalCommands} → ${finding.commands}`,
    finding.rules.join(', '),
  ]
  return `| ${cells.join(' | ')} |`
}

const [only] = process.argv.slice(2)
const names = allKernels()
  .map(({ name }) => name)
  .filter((name) => name.startsWith('mutant-') && (only === undefined || name.includes(only)))

console.log('| wrong kernel | found after s | shrunk in s | programs | commands | rules |')
console.log('| --- | --- | --- | --- | --- | --- |')
for (const name of names) {
  const finding = await hunt(name, 1)
  console.log(row(name, finding))
  if (finding === undefined) process.exitCode = status.finding
}
