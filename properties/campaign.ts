/** A campaign: generate, run, judge; confirm and shrink what deviates; count what was reached. */

import { judge } from '../model/oracle.ts'
import type { Semantics } from '../model/step.ts'
import type { Finding, RunReport } from '../spec/report.ts'
import type { Target } from '../spec/target.ts'
import type { TargetInfo, Trace } from '../spec/trace.ts'
import type { Deviation } from '../spec/verdict.ts'
import type { Program } from '../spec/vocabulary/program.ts'
import { auditOf } from './audit.ts'
import { count, coverageOf, emptyTally, type Tally } from './coverage.ts'
import { findingOf } from './finding.ts'
import { drawOf } from './generators/draw.ts'
import { drawProgram } from './generators/program.ts'
import { emptyStatistics, type Statistics, statisticsOf } from './statistics.ts'

/** What to run, for how long, and who is told. */
export interface Campaign {
  readonly target: Target
  readonly semantics: Semantics
  readonly seed: number
  /** Programs that are run before the drawn ones. */
  readonly first?: readonly Program[]
  /** Ends after so many programs, or so many seconds, whichever comes first. */
  readonly mostPrograms: number
  readonly budgetSeconds: number
  readonly mostFindings: number
  /** Seconds on a clock that only goes forward. */
  readonly clock: () => number
  /** True once somebody wants it to end. */
  readonly stopped: () => boolean
  readonly onProgress?: (progress: Progress) => void
  /** Hears of a finding as soon as it is shrunk, so that nothing found is lost. */
  readonly onFinding?: (finding: Finding) => void
}

export interface Progress {
  readonly phase: 'running' | 'shrinking'
  readonly programs: number
  readonly commands: number
  readonly seconds: number
  readonly rulesReached: number
  readonly findings: number
}

/** A campaign under way. */
interface Run {
  readonly campaign: Campaign
  readonly info: TargetInfo
  readonly started: number
  readonly tally: Tally
  readonly statistics: Statistics
  readonly findings: Finding[]
  /** Programs judged. */
  programs: number
}

/** Runs a campaign to its end and reports. */
export async function runCampaign(campaign: Campaign): Promise<RunReport> {
  const run: Run = {
    campaign,
    info: await campaign.target.describe(),
    started: campaign.clock(),
    tally: emptyTally(),
    statistics: emptyStatistics(),
    findings: [],
    programs: 0,
  }
  while (!isOver(run)) await runUntilDeviation(run)
  return reportOf(run)
}

function isOver(run: Run): boolean {
  const { campaign, findings, programs, started } = run
  return (
    campaign.stopped() ||
    programs >= campaign.mostPrograms ||
    findings.length >= campaign.mostFindings ||
    campaign.clock() - started >= campaign.budgetSeconds
  )
}

/** The program of that number: kept ones first, then drawn ones. */
function programAt({ campaign }: Run, index: number): Program {
  const kept = campaign.first ?? []
  return kept[index] ?? drawProgram(campaign.semantics, drawOf(campaign.seed, index - kept.length))
}

/** A program that deviates, as it was run. */
interface Deviant {
  readonly program: Program
  readonly trace: Trace
  readonly deviation: Deviation
}

/** Runs programs until one deviates or the campaign is over; deals with the one that does. */
async function runUntilDeviation(run: Run): Promise<void> {
  const deviant = await firstDeviant(run)
  // Only now, for a target runs one list of programs at a time.
  if (deviant !== undefined) await settleDeviation(run, deviant)
}

async function firstDeviant(run: Run): Promise<Deviant | undefined> {
  const sent: Program[] = []
  function* drawn(): IterableIterator<Program> {
    for (let index = run.programs; index < run.campaign.mostPrograms; index += 1) {
      if (isOver(run)) return
      const program = programAt(run, index)
      sent.push(program)
      yield { ...program, commands: [...program.commands, ...auditOf(program)] }
    }
  }
  for await (const trace of run.campaign.target.run(drawn())) {
    const program = sent.shift() ?? trace.program
    run.programs += 1
    const verdict = judge(run.campaign.semantics, trace, (judged) => {
      count(run.tally, judged)
    })
    run.statistics.add(program, trace)
    tellProgress(run, 'running')
    const [deviation] = verdict.deviations
    if (deviation !== undefined) return { program, trace, deviation }
  }
  return undefined
}

async function settleDeviation(run: Run, deviant: Deviant): Promise<void> {
  tellProgress(run, 'shrinking')
  const { campaign } = run
  const finding = await findingOf({
    target: campaign.target,
    info: run.info,
    semantics: campaign.semantics,
    seed: campaign.seed,
    ...deviant,
    number: run.programs,
    elapsed: () => campaign.clock() - run.started,
    stopped: campaign.stopped,
  })
  run.findings.push(finding)
  campaign.onFinding?.(finding)
}

function tellProgress(run: Run, phase: Progress['phase']): void {
  run.campaign.onProgress?.({
    phase,
    programs: run.programs,
    commands: run.statistics.commandsWithAudit,
    seconds: run.campaign.clock() - run.started,
    rulesReached: run.tally.rules.size,
    findings: run.findings.length,
  })
}

function reportOf(run: Run): RunReport {
  const { campaign, info, tally, findings, statistics } = run
  return {
    format: 'keyspec-report/1',
    target: info,
    seed: campaign.seed,
    programs: run.programs,
    ...statisticsOf(statistics),
    seconds: campaign.clock() - run.started,
    freeSteps: tally.free,
    findings,
    coverage: coverageOf(tally),
    interrupted: campaign.stopped(),
  }
}
