/** A campaign: generate, run, judge; confirm and shrink what is wrong; count what was reached. */

import type { Semantics } from '../model/step.ts'
import { isAbout, type KnownDeviation } from '../spec/known.ts'
import type { Finding, KnownCount, RunReport } from '../spec/report.ts'
import { type Target, TargetError } from '../spec/target.ts'
import type { TargetInfo } from '../spec/trace.ts'
import type { Program } from '../spec/vocabulary/program.ts'
import { auditOf } from './audit.ts'
import { count, coverageOf, emptyTally, type Tally } from './coverage.ts'
import { byComparison, bySpecification, type Examiner, type Sight, type Wrong } from './examiner.ts'
import { findingOf } from './finding.ts'
import { programsOf } from './generators/program.ts'
import { replayKnown, type StillHappens } from './known.ts'
import { emptyStatistics, type Statistics, statisticsOf } from './statistics.ts'

/** Where a campaign ends, whichever comes first. */
interface Bounds {
  readonly mostPrograms: number
  readonly budgetSeconds: number
  readonly mostFindings: number
  /** True once somebody wants it to end. */
  readonly stopped: () => boolean
}

/** It goes on until something is found, for ever on a target that conforms. */
const firstFinding: Bounds = {
  mostPrograms: Number.POSITIVE_INFINITY,
  budgetSeconds: Number.POSITIVE_INFINITY,
  mostFindings: 1,
  stopped: () => false,
}

/** What to run, for how long, and who is told. */
export interface Campaign extends Partial<Bounds> {
  readonly target: Target
  /** Who is asked the same, for the target to be compared with. */
  readonly compared?: Target | undefined
  readonly semantics: Semantics
  /** Deviations that are no findings on the kernels that they are listed for. */
  readonly known?: readonly KnownDeviation[]
  readonly seed: number
  /** Draws programs, otherwise than one command after the other. */
  readonly draws?: typeof programsOf | undefined
  /** Makes a program one that the target can show. */
  readonly tailor?: ((program: Program) => Program) | undefined
  /** Programs that are run before the drawn ones, some of which go on from them. */
  readonly first?: readonly Program[]
  /** Seconds on a clock that only goes forward. */
  readonly clock: () => number
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
  readonly campaign: Campaign & Bounds
  readonly examiner: Examiner
  readonly info: TargetInfo
  readonly compared: TargetInfo | undefined
  readonly started: number
  readonly tally: Tally
  readonly statistics: Statistics
  readonly findings: Finding[]
  /** Programs that ended at one. */
  readonly knownSeen: Map<KnownDeviation, number>
  readonly source: Generator<Program, never>
  /** Drawn, and perhaps run, and not judged. */
  unjudged: Program[]
  /** Programs judged. */
  programs: number
  /** Why the target can be asked no longer. */
  lost: string | undefined
}

/** Runs a campaign to its end and reports. */
export async function runCampaign(bounded: Campaign): Promise<RunReport> {
  const campaign = { ...firstFinding, ...bounded }
  const { target, compared, semantics } = campaign
  const info = await target.describe()
  const known = (campaign.known ?? []).filter((one) => isAbout(one, info.release))
  const run: Run = {
    campaign,
    examiner:
      compared === undefined
        ? bySpecification(semantics, target, known)
        : byComparison(semantics, target, compared),
    info,
    compared: await compared?.describe(),
    started: campaign.clock(),
    tally: emptyTally(),
    statistics: emptyStatistics(),
    findings: [],
    knownSeen: new Map(),
    source: programsOfCampaign(campaign),
    unjudged: [],
    programs: 0,
    lost: undefined,
  }
  while (!isOver(run)) await runUntilWrong(run)
  const seconds = campaign.clock() - run.started
  return reportOf(run, seconds, await listedStill(run, known))
}

/**
 * Whether what is listed for this kernel still happens. It is looked at last, for a crash costs a
 * machine; nobody who interrupts waits for it.
 */
async function listedStill(
  run: Run,
  known: readonly KnownDeviation[],
): Promise<readonly StillHappens[]> {
  const { campaign } = run
  if (known.length === 0 || campaign.stopped() || run.lost !== undefined) return []
  try {
    return await replayKnown(campaign.semantics, campaign.target, known)
  } catch (error) {
    if (!(error instanceof TargetError)) throw error
    run.lost = error.message
    return []
  }
}

function isOver(run: Run): boolean {
  const { campaign, findings, programs, started } = run
  return (
    run.lost !== undefined ||
    campaign.stopped() ||
    programs >= campaign.mostPrograms ||
    findings.length >= campaign.mostFindings ||
    campaign.clock() - started >= campaign.budgetSeconds
  )
}

/** The programs of a campaign, one after the other: kept ones first, then drawn ones. */
function* programsOfCampaign(campaign: Campaign): Generator<Program, never> {
  const { first = [], semantics, seed, draws = programsOf } = campaign
  const { tailor = (program) => program } = campaign
  for (const program of first) yield tailor(program)
  const draw = draws(semantics, seed, first)
  for (;;) yield tailor(draw())
}

/** A program with which something is wrong, as it was run. */
interface Suspicion {
  readonly program: Program
  readonly sight: Sight
  readonly wrong: Wrong
}

/** Runs programs until something is wrong or the campaign is over; deals with what is. */
async function runUntilWrong(run: Run): Promise<void> {
  try {
    const suspicion = await firstWrong(run)
    // Only now, for a target runs one list of programs at a time.
    if (suspicion !== undefined) await settle(run, suspicion)
  } catch (error) {
    // What was seen until then is told all the same.
    if (!(error instanceof TargetError)) throw error
    run.lost = error.message
  }
}

async function firstWrong(run: Run): Promise<Suspicion | undefined> {
  const again = run.unjudged
  const sent: Program[] = []
  run.unjudged = sent
  function* drawn(): IterableIterator<Program> {
    for (let index = run.programs; index < run.campaign.mostPrograms; index += 1) {
      if (isOver(run)) return
      const program = again.shift() ?? run.source.next().value
      sent.push(program)
      yield { ...program, commands: [...program.commands, ...auditOf(program)] }
    }
  }
  for await (const sight of run.examiner.run(drawn())) {
    const program = sent.shift() ?? sight.trace.program
    run.programs += 1
    const wrong = run.examiner.wrong(sight, {
      judged: (judged) => count(run.tally, run.campaign.semantics.profile, judged),
      known: (known) => run.knownSeen.set(known, (run.knownSeen.get(known) ?? 0) + 1),
    })
    run.statistics.add(program, sight.trace)
    tellProgress(run, 'running')
    if (wrong === undefined) continue
    sent.push(...again)
    return { program, sight, wrong }
  }
  return undefined
}

async function settle(run: Run, suspicion: Suspicion): Promise<void> {
  tellProgress(run, 'shrinking')
  const { campaign } = run
  const finding = await findingOf({
    examiner: run.examiner,
    info: run.info,
    compared: run.compared,
    semantics: campaign.semantics,
    seed: campaign.seed,
    ...suspicion,
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

function reportOf(run: Run, seconds: number, listed: readonly StillHappens[]): RunReport {
  const { campaign, info, tally, findings, statistics } = run
  return {
    format: 'keyspec-report/1',
    target: info,
    ...(run.compared === undefined ? {} : { compared: run.compared }),
    seed: campaign.seed,
    programs: run.programs,
    ...statisticsOf(statistics),
    seconds,
    freeSteps: tally.free,
    findings,
    ...(listed.length === 0 ? {} : { known: listed.map((one) => knownCount(run, one)) }),
    coverage: coverageOf(tally, campaign.semantics.profile),
    interrupted: campaign.stopped(),
    ...(run.lost === undefined ? {} : { lost: run.lost }),
  }
}

function knownCount({ knownSeen }: Run, { known, runs, same }: StillHappens): KnownCount {
  const { rule, reason, note, program } = known
  return { rule, reason, note, program, runs, same, programs: knownSeen.get(known) ?? 0 }
}
