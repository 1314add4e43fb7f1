/** `keyspec run`: a campaign against a target, told on the terminal or as JSON. */

import { randomInt } from 'node:crypto'
import type { Watch } from '../kernel/progress.ts'
import { runCampaign } from '../properties/campaign.ts'
import { reportJson } from '../reports/json.ts'
import { tellFinding } from '../reports/terminal/finding.ts'
import { progressText } from '../reports/terminal/progress.ts'
import { tellRun } from '../reports/terminal/run.ts'
import type { Finding, RunReport } from '../spec/report.ts'
import type { Target } from '../spec/target.ts'
import { examplePrograms } from './chapters.ts'
import { chooseTarget, chosenProfile, type TargetOptions } from './choose-target.ts'
import { type Interrupt, listenForInterrupt } from './interrupt.ts'
import { buildProgress, progressLine } from './progress.ts'
import { saveFinding } from './save.ts'
import { type Status, status } from './status.ts'

export interface RunOptions extends TargetOptions {
  readonly seed?: number
  /** Seconds. */
  readonly budget?: number
  readonly programs?: number
  readonly maxFindings: number
  readonly out: string
  readonly json: boolean
  readonly verbose: boolean
}

/** Seconds that a run takes where nothing else is asked for. */
const usualBudget = 60

/** Runs a campaign; 0 conforms, 1 finding, 130 interrupted. */
export async function run(options: RunOptions): Promise<Status> {
  const interrupt = listenForInterrupt()
  const build = buildProgress(options.build ?? 'kernel')
  const watch: Watch = { signal: interrupt.signal, onProgress: build.tell }
  const target = await chooseTarget(options, watch)
  build.end()
  try {
    const report = await campaign(options, target, interrupt)
    if (options.json) process.stdout.write(reportJson(report))
    else console.log(tellRun(report, { verbose: options.verbose }))
    if (interrupt.stopped()) return status.interrupted
    return report.findings.length > 0 ? status.finding : status.conforms
  } finally {
    await target.close()
  }
}

async function campaign(
  options: RunOptions,
  target: Target,
  { stopped }: Interrupt,
): Promise<RunReport> {
  const profile = chosenProfile(options)
  const seed = options.seed ?? randomInt(2 ** 31)
  const budgetSeconds =
    options.budget ?? (options.programs === undefined ? usualBudget : Number.POSITIVE_INFINITY)
  const line = progressLine()
  let findings = 0
  const onFinding = (finding: Finding): void => {
    findings += 1
    line.end()
    const saved = saveFinding(finding, findings, profile, options.out)
    if (!options.json) console.log(`${tellFinding(finding)}\n${saved}\n`)
    else console.error(saved)
  }
  const info = await target.describe()
  console.error(`Asking ${info.title}, seed ${seed}.`)
  const report = await runCampaign({
    target,
    semantics: { profile },
    seed,
    first: examplePrograms(),
    mostPrograms: options.programs ?? Number.POSITIVE_INFINITY,
    budgetSeconds,
    mostFindings: options.maxFindings,
    clock: () => performance.now() / 1000,
    stopped,
    onProgress: (progress) => line.tell(progressText(progress, budgetSeconds)),
    onFinding,
  })
  line.end()
  return report
}
