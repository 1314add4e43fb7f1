/**
 * `npm run bench`: the figures of the design, as measured on this machine now, then keyutils' own
 * tests beside ours, and the lines of the kernel that each reaches. `npm run bench figures`, `npm run
 * bench keyutils` and `npm run bench lines` are one part each; names of kernels after `keyutils` are the
 * only ones to be asked. Never a test.
 */

import { performance } from 'node:perf_hooks'
import { measureQemu } from '../adapters/qemu/measure.ts'
import { judge } from '../model/oracle.ts'
import { runOnModel } from '../model/run.ts'
import { withAudit } from '../properties/audit.ts'
import { runCampaign } from '../properties/campaign.ts'
import { explore } from '../properties/explore.ts'
import { drawOf } from '../properties/generators/draw.ts'
import { drawProgram } from '../properties/generators/program.ts'
import { worldLaws } from '../properties/laws/worlds.ts'
import { worlds } from '../properties/worlds/index.ts'
import { mainline } from '../spec/profiles/mainline.ts'
import type { Target } from '../spec/target.ts'
import type { Program } from '../spec/vocabulary/program.ts'
import { benchBeside, benchLines } from './beside.ts'
import { chooseTarget, machineFor } from './choose-target.ts'

const semantics = { profile: mainline }

/** Seconds that the sustained figure is measured over. */
const sustainedSeconds = Number(process.env.KEYSPEC_BENCH_SECONDS ?? 60)

const seconds = (): number => performance.now() / 1000

function print(what: string, measured: string, wanted: string): void {
  console.log(`${what.padEnd(52)} ${measured.padStart(16)}   ${wanted}`)
}

const perSecond = (count: number, took: number): string =>
  `${Math.round(count / took).toLocaleString('en')} /s`

/** Random programs on the model alone: drawn, run, judged, each by itself. */
function benchModel(): void {
  const warm = drawMany(500, 1).map(withAudit)
  for (const program of warm) judge(semantics, runOnModel(semantics, program))
  let start = seconds()
  const drawn = drawMany(4000, 2)
  print('programs drawn', perSecond(drawn.length, seconds() - start), '')
  const audited = drawn.map(withAudit)
  const commands = audited.reduce((sum, program) => sum + program.commands.length, 0)
  start = seconds()
  const traces = audited.map((program) => runOnModel(semantics, program))
  print('model alone, commands', perSecond(commands, seconds() - start), '200,000 /s')
  start = seconds()
  for (const trace of traces) judge(semantics, trace)
  print('traces judged, commands', perSecond(commands, seconds() - start), '')
}

function drawMany(count: number, seed: number): Program[] {
  return Array.from({ length: count }, (_, at) => drawProgram(semantics, drawOf(seed, at)))
}

/** Exploration, over every world of mainline as deep as it goes where nobody says how deep. */
function benchExploration(): void {
  let states = 0
  const start = seconds()
  for (const world of worlds.filter(({ wants }) => wants.length === 0)) {
    const exploring = explore({ semantics, world, depth: world.depth, laws: worldLaws })
    let at = exploring.next()
    while (at.done !== true) at = exploring.next()
    states += at.value.states
  }
  print('distinct states explored', perSecond(states, seconds() - start), '20,000 /s')
}

/** The wire and the settling, by themselves. */
async function benchWire(): Promise<void> {
  const { roundTripUs, settleUs, settlesBy } = await measureQemu(
    await machineFor('mainline', mainline, {}),
  )
  print('round trip on the wire', `${Math.round(roundTripUs)} µs`, '270 µs (measured)')
  print(`settling (${settlesBy})`, `${Math.round(settleUs)} µs`, '80 µs (measured)')
}

/** The guest: from launch to its first verdict, and what it sustains. */
async function benchGuest(): Promise<void> {
  const launch = seconds()
  const target = await chooseTarget({ build: 'mainline', profile: 'auto' }, {})
  print('guest ready after launch, own image', `${(seconds() - launch).toFixed(2)} s`, '3 s')
  try {
    await benchFirst(target, launch)
    await benchSustained(target)
  } finally {
    await target.close()
  }
}

async function benchFirst(target: Target, launch: number): Promise<void> {
  for await (const trace of target.run(drawMany(1, 3))) judge(semantics, trace)
  print('first program to verdict, from launch', `${(seconds() - launch).toFixed(2)} s`, '15 s')
}

async function benchSustained(target: Target): Promise<void> {
  const start = seconds()
  const report = await runCampaign({
    target,
    semantics,
    seed: 4,
    budgetSeconds: sustainedSeconds,
    clock: seconds,
  })
  const took = seconds() - start
  const over = `over ${Math.round(took)} s`
  print(`commands run and judged, ${over}`, perSecond(report.commandsWithAudit, took), '10,000 /s')
  print(`the same without audits, ${over}`, perSecond(report.commands, took), '')
  print(
    `programs run and judged, ${over}`,
    perSecond(report.programs, took),
    '70 /s (21,000 in 5 min)',
  )
  if (report.findings.length > 0) console.log('(ended early by a finding)')
}

const [part, ...kernels] = process.argv.slice(2)
const wants = (one: string): boolean => part === undefined || part === one
if (wants('figures')) {
  console.log(`${'figure'.padEnd(52)} ${'measured'.padStart(16)}   to reach`)
  benchModel()
  benchExploration()
  await benchWire()
  await benchGuest()
}
if (wants('keyutils')) await benchBeside(sustainedSeconds, kernels)
if (wants('lines')) await benchLines(sustainedSeconds)
