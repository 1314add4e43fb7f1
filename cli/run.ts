/** `keyspec run`: a campaign against a target, told on the terminal or as JSON. */

import { randomInt } from 'node:crypto'
import { fitBesideOthers, whyUnfit } from '../adapters/host/fit.ts'
import type { Watch } from '../kernel/progress.ts'
import { runCampaign } from '../properties/campaign.ts'
import { programsTogether } from '../properties/generators/together.ts'
import { runJson } from '../reports/json.ts'
import { runJunit } from '../reports/junit.ts'
import { runKtap } from '../reports/ktap.ts'
import { ansiPaint, noPaint, type Paint } from '../reports/paint.ts'
import { findingText } from '../reports/terminal/finding.ts'
import { progressWriter } from '../reports/terminal/progress.ts'
import { gone, runText } from '../reports/terminal/run.ts'
import type { Finding, RunReport } from '../spec/report.ts'
import { rulesOf } from '../spec/rules.ts'
import type { Target } from '../spec/target.ts'
import type { Program } from '../spec/vocabulary/program.ts'
import { examplePrograms } from './chapters.ts'
import { chooseCompared, chooseTarget, type TargetOptions } from './choose-target.ts'
import { knownDeviations } from './deviations.ts'
import { type Interrupt, listenForInterrupt } from './interrupt.ts'
import { parseProfile } from './options.ts'
import { buildProgress } from './progress.ts'
import { saveFinding, saveText } from './save.ts'
import { type Status, status, UsageError } from './status.ts'
import { type Keeping, keepTraces } from './traces.ts'

export interface RunOptions extends TargetOptions {
  readonly seed?: number
  /** Seconds. */
  readonly budget?: number
  readonly programs?: number
  readonly maxFindings: number
  readonly out: string
  readonly ktap?: string
  readonly junit?: string
  readonly traces?: string
  /** A list of known deviations, instead of the one of the tree. */
  readonly deviations?: string
  readonly json: boolean
  readonly verbose: boolean
}

/** Seconds that a run takes where nothing else is asked for. */
const usualBudget = 60

const paint: Paint = process.stdout.isTTY === true ? ansiPaint : noPaint

/** The options that bring the same target back. */
function replayWith(options: TargetOptions): string {
  const { kernel, build, target, break: broken, compare, races } = options
  const words: string[] = []
  if (kernel !== undefined) words.push('--kernel', kernel)
  if (build !== undefined) words.push('--build', build)
  if (target !== undefined) words.push('--target', target)
  if (broken !== undefined) words.push('--break', broken)
  if (compare !== undefined) words.push('--compare', compare)
  if (races === true) words.push('--races')
  return words.join(' ')
}

/** Whom a run asks, and what before anything that is drawn. */
interface Asked {
  readonly first: readonly Program[] | undefined
  readonly target: Target
  readonly compared: Target | undefined
}

/**
 * Runs a campaign, `first` before what is drawn, or else what the chapters show; 0 conforms, 1 finding, 3 the target was lost on the
 * way, 130 interrupted.
 */
export async function run(options: RunOptions, first?: readonly Program[]): Promise<Status> {
  const documents = documentsOnStdout(options)
  if (documents > 1) throw new UsageError('Only one of --json, --ktap - and --junit - at a time.')
  if (options.compare !== undefined && options.deviations !== undefined) {
    throw new UsageError('--deviations says nothing where two kernels are compared.')
  }
  if (options.compare !== undefined && options.races === true) {
    throw new UsageError(
      '--races says nothing where two kernels are compared: what comes first is chance.',
    )
  }
  const interrupt = listenForInterrupt()
  const build = buildProgress(options.build ?? 'kernel')
  const watch: Watch = { signal: interrupt.signal, onProgress: build.tell }
  let target: Target | Keeping = await chooseTarget(options, watch)
  let compared: Target | undefined
  try {
    compared = await chooseCompared(options, watch)
    build.end()
    if (options.traces !== undefined) target = await keepTraces(target, options.traces)
    const report = await campaign(options, { first, target, compared }, interrupt)
    const { verbose } = options
    if (options.json) process.stdout.write(runJson(report))
    else if (documents === 0) process.stdout.write(runText(report, { verbose, paint }))
    if (report.lost !== undefined) console.error(`keyspec: ${report.lost}`)
    const saved = saveResults(report, options) && (!('whole' in target) || target.whole())
    if (interrupt.stopped()) return status.interrupted
    if (report.findings.length > 0 || gone(report).length > 0) return status.finding
    if (report.lost !== undefined) return status.target
    return saved ? status.conforms : status.usage
  } finally {
    await target.close()
    await compared?.close()
  }
}

/** How many documents for machines stdout is to hold; with one, it holds nothing else. */
function documentsOnStdout({ json, ktap, junit }: RunOptions): number {
  return [json, ktap === '-', junit === '-'].filter(Boolean).length
}

/** Writes the results where they are wanted; false where a file cannot be written, which is said. */
function saveResults(report: RunReport, { ktap, junit }: RunOptions): boolean {
  const wanted = [
    { file: ktap, text: runKtap },
    { file: junit, text: runJunit },
  ]
  const failed = wanted.filter(
    ({ file, text }) => file !== undefined && !saveText(file, text(report)),
  )
  return failed.length === 0
}

async function campaign(
  options: RunOptions,
  { first, target, compared }: Asked,
  { stopped }: Interrupt,
): Promise<RunReport> {
  const info = await target.describe()
  const profile = parseProfile(info.profile)
  const listed = compared === undefined ? knownDeviations({ profile }, options.deviations) : []
  const onHost = info.kind === 'host'
  const known = onHost ? listed.filter(({ shown }) => whyUnfit(shown) === undefined) : listed
  const seed = options.seed ?? randomInt(2 ** 31)
  const budgetSeconds =
    options.budget ?? (options.programs === undefined ? usualBudget : Number.POSITIVE_INFINITY)
  const progress = progressWriter(process.stderr)
  let findings = 0
  const onFinding = (finding: Finding): void => {
    findings += 1
    progress.end()
    const telling = { name: `finding-${findings}`, replayWith: replayWith(options) }
    const saved = saveFinding(finding, findings, profile, options.out, telling.replayWith)
    if (documentsOnStdout(options) > 0) console.error(saved)
    else process.stdout.write(`${findingText(finding, { ...telling, paint })}${saved}\n\n`)
  }
  const other = await compared?.describe()
  const both = other === undefined ? info.title : `${info.title} and ${other.title}`
  console.error(`Asking ${both}, seed ${seed}.`)
  const report = await runCampaign({
    target,
    compared,
    semantics: { profile },
    known,
    draws: options.races === true ? programsTogether : undefined,
    tailor: onHost ? fitBesideOthers : undefined,
    seed,
    // In an example nothing is released together.
    first: first ?? (options.races === true ? [] : examplePrograms(profile)),
    mostPrograms: options.programs ?? Number.POSITIVE_INFINITY,
    budgetSeconds,
    mostFindings: options.maxFindings,
    clock: () => performance.now() / 1000,
    stopped,
    onProgress: (at) => {
      const left = budgetSeconds - at.seconds
      const rest = Number.isFinite(left) ? { secondsLeft: left } : {}
      progress.tell({ ...at, rules: rulesOf(profile).length, ...rest })
    },
    onFinding,
  })
  progress.end()
  return report
}
