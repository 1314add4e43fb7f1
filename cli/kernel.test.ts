import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { basesOf } from '../kernel/kernels.ts'
import { wrongKernels } from '../kernel/wrong.ts'
import { judge } from '../model/oracle.ts'
import type { Semantics } from '../model/step.ts'
import { withAudit } from '../properties/audit.ts'
import { runCampaign } from '../properties/campaign.ts'
import { difference } from '../properties/compare.ts'
import { drawOf } from '../properties/generators/draw.ts'
import { drawProgram } from '../properties/generators/program.ts'
import { programsTogether } from '../properties/generators/together.ts'
import { whyNotShown } from '../properties/known.ts'
import { sectionsFor } from '../spec/examples.ts'
import type { KnownDeviation } from '../spec/known.ts'
import { container } from '../spec/profiles/container.ts'
import { mainline } from '../spec/profiles/mainline.ts'
import type { Profile } from '../spec/profiles/profile.ts'
import type { Finding } from '../spec/report.ts'
import type { Target } from '../spec/target.ts'
import type { Trace } from '../spec/trace.ts'
import type { Program } from '../spec/vocabulary/program.ts'
import { readKnown } from '../spec/wire/known.ts'
import { tokenNamer } from '../spec/wire/naming.ts'
import { parseProgram } from '../spec/wire/parse.ts'
import { printCommand, printObservation } from '../spec/wire/print.ts'
import { readTraceLine } from '../spec/wire/traces.ts'
import { examplePrograms, readChapters } from './chapters.ts'
import { chooseTarget, chosenProfile } from './choose-target.ts'
import { knownDeviations } from './deviations.ts'
import { testHostileGuests } from './hostile/cases.ts'
import { testForeignReaders } from './readers/cases.ts'
import { linesOf } from './traces.ts'

const semantics = { profile: mainline }
const bootMs = 240_000
/** For a kernel that may have to be built. */
const buildMs = 1_200_000

const kernel = (build: string): Promise<Target> => chooseTarget({ build, profile: 'auto' }, {})

async function traces(target: Target, programs: readonly Program[]): Promise<Trace[]> {
  const seen: Trace[] = []
  for await (const trace of target.run(programs)) seen.push(trace)
  return seen
}

interface More {
  readonly first?: readonly Program[]
  readonly compared?: Target
  readonly known?: readonly KnownDeviation[]
  readonly semantics?: Semantics
  readonly draws?: typeof programsTogether
}

function campaign(target: Target, mostPrograms: number, more: More = {}) {
  const known = more.compared === undefined ? knownDeviations(more.semantics ?? semantics) : []
  return runCampaign({
    target,
    known,
    semantics,
    ...more,
    seed: 612,
    mostPrograms,
    budgetSeconds: Number.POSITIVE_INFINITY,
    mostFindings: 1,
    clock: () => 0,
    stopped: () => false,
  })
}

/** Examples of the chapters that are some for a profile, with where they stand. */
const examplesFor = (profile: Profile) =>
  readChapters().flatMap(({ file, chapter }) =>
    sectionsFor(chapter, profile).flatMap((section) =>
      section.examples.map(({ text, line }) => ({ where: `${file}:${line}`, text })),
    ),
  )

/** What a kernel answers to the examples otherwise than they say. */
async function answeredOtherwise(target: Target, profile: Profile): Promise<readonly string[]> {
  const examples = examplesFor(profile)
  const parsed = examples.map(({ text }) => {
    const one = parseProgram(text)
    if (!one.ok) throw new Error(one.error)
    return one
  })
  const seen = await traces(
    target,
    parsed.map(({ program }) => program),
  )
  return parsed.flatMap(({ expected }, at) => {
    const trace = seen[at]
    if (trace === undefined) return [`${examples[at]?.where}: no trace`]
    const nameOf = tokenNamer(trace)
    return expected.flatMap(({ command, answer }) => {
      const observed = trace.observations[command] ?? { kind: 'unreached' }
      const words = printObservation(observed, nameOf)
      return words === answer ? [] : [`${examples[at]?.where}: ${words} instead of ${answer}`]
    })
  })
}

describe('Linux 6.12, built here', () => {
  let target: Target
  beforeAll(async () => {
    target = await kernel('mainline')
  }, bootMs)
  afterAll(() => target.close())

  test('every example of the chapters is answered as it says', async () => {
    expect(await answeredOtherwise(target, mainline)).toEqual([])
  }, 120_000)

  test('generated programs conform', async () => {
    const report = await campaign(target, 600)
    expect(report.findings).toEqual([])
    expect(report.medianCommands).toBeGreaterThanOrEqual(12)
    expect(report.medianCredentials).toBeGreaterThanOrEqual(2)
    expect(report.nameless).toBeLessThan(report.commands / 3)
  }, 300_000)

  test('what a program answers depends neither on what ran before nor on the machine', async () => {
    const programs = Array.from({ length: 500 }, (_, at) =>
      withAudit(drawProgram(semantics, drawOf(2019, at))),
    )
    const [first = [], second = [], third = []] = [1, 2, 3].map((seed) => shuffled(programs, seed))
    const other = await kernel('mainline')
    try {
      const [here, there] = await Promise.all([traces(target, first), traces(other, second)])
      const again = await traces(target, third)
      const reference = new Map(here.map((trace) => [trace.program, trace]))
      const pairs = [...there, ...again].map((trace) => ({
        trace,
        first: reference.get(trace.program),
      }))
      expect(
        pairs.filter(
          ({ first, trace }) =>
            first === undefined || difference(semantics, first, trace) !== undefined,
        ),
      ).toEqual([])
      const free = here.flatMap(freeSteps)
      const steps = programs.reduce((sum, { commands }) => sum + commands.length, 0)
      console.log(`${free.length} of ${steps} steps are free`, ...free)
      expect(free.length).toBeLessThan(steps / 100)
    } finally {
      await other.close()
    }
  }, 300_000)

  /** The first programs of seed 1130, without their audits, as they were answered on 2026-11-30. */
  test('what a program answers does not depend on the day', async () => {
    const then = readTraces(join(import.meta.dirname, 'another-day.traces'))
    const now = await traces(
      target,
      then.map(({ program }) => program),
    )
    expect(then).toHaveLength(40)
    expect(
      then.filter((trace, at) => {
        const other = now[at]
        return other === undefined || difference(semantics, trace, other) !== undefined
      }),
    ).toEqual([])
  }, 120_000)
})

test('several guests at once give the traces of one, in their order', async () => {
  const programs = Array.from({ length: 150 }, (_, at) =>
    withAudit(drawProgram(semantics, drawOf(2020, at))),
  )
  const [one, three] = await Promise.all(
    [1, 3].map((jobs) => chooseTarget({ build: 'mainline', profile: 'auto', jobs }, {})),
  )
  if (one === undefined || three === undefined) throw new Error('two targets are asked for')
  try {
    const [alone, together] = await Promise.all([traces(one, programs), traces(three, programs)])
    expect(together.map(({ program }) => program)).toEqual(programs)
    const differing = together.filter((trace, at) => {
      const other = alone[at]
      return other === undefined || difference(semantics, other, trace) !== undefined
    })
    expect(differing).toEqual([])
  } finally {
    await Promise.all([one.close(), three.close()])
  }
}, 300_000)

describe('what stays behind', () => {
  /** A user keyring that nobody may search any more, and in it a keyring that the kernel named. */
  const hidden = (ring: string) => `p1: u1 g1
p1 keyctl_setperm ${ring} 0x3f3f3f3f
p1 keyctl_link ${ring} @u
p1 keyctl_setperm @u 0x00000000`
  const joining = (name: string) => `p1: u1 g1
p1 keyctl_join_session_keyring "${name}"
p1 keyctl_describe @s`

  /** A dead keyring in which is what it vouches for, and which nobody can take away. */
  const vouching = `p1: u1 g1
p1 keyctl_link @u @s
p1 keyctl_setperm @s 0x3f3f0b0b
k1 = p1 keyctl_get_keyring_id @s 0
p1 keyctl_restrict_by_key @u k1 1
p1 keyctl_invalidate @s`

  /** Whoever the kernel starts is root; the user-session keyring of root, for nobody to use. */
  const asRoot = (line: string) => `p1: u1 g1
k1 = p1 request_key "user" "a" "info" @s
p2 = p1 upcall
${line}`

  test.each([
    ['@t is not joined as _tid', hidden('@t'), joining('_tid')],
    ['@p is not joined as _pid', hidden('@p'), joining('_pid')],
    ['@s is not joined as _ses', hidden('@s'), joining('_ses')],
    ['@s that vouches is not joined as _ses', vouching, joining('_ses')],
    [
      "root's @us is another",
      asRoot('p2 keyctl_setperm @us 0x00000000'),
      asRoot('p2 keyctl_clear @us'),
    ],
  ])('%s by the next program', async (_, leaves, next) => {
    const target = await kernel('mainline')
    try {
      const verdicts = (await traces(target, [leaves, next].map(programOf))).map((trace) =>
        judge(semantics, trace),
      )
      expect(verdicts.flatMap(({ deviations }) => deviations)).toEqual([])
    } finally {
      await target.close()
    }
  })

  /** The C library gives to whose real and effective users differ the standard files that it lacks. */
  const differing = `p1: u1 g1 privileged
k1 = p1 request_key "user" "a" "info" @s
p2 = p1 upcall
p2 setresuid u1 u2 u1
k2 = p2 keyctl_join_session_keyring -
p2 execve
k3 = p2 keyctl_join_session_keyring -
p2 execve
key_users u1`

  test('a helper that executes a program opens no file that keeps its keyrings', async () => {
    const target = await kernel('mainline')
    try {
      const [trace] = await traces(target, [programOf(differing)])
      expect(trace && judge(semantics, trace).deviations).toEqual([])
    } finally {
      await target.close()
    }
  })
})

/** A long run with a group of its own, once it has judged something; what `end` makes of it. */
async function runEnded(folder: string, end: (pid: number) => void) {
  const main = join(import.meta.dirname, '..', 'dist', 'cli', 'main.js')
  const files = ['--out', join(folder, 'out'), '--traces', join(folder, 'traces')]
  const which = ['--build', 'mainline', '--seed', '5013993']
  const args = [main, 'run', ...which, '--budget', '10m', ...files]
  const child = execa(process.execPath, args, { detached: true, reject: false, buffer: false })
  const { pid } = child
  if (pid === undefined) throw new Error('node does not start')
  await new Promise<void>((resolve, reject) => {
    let said = ''
    child.stderr.on('data', (chunk) => {
      said += String(chunk)
      if (/[1-9][\d,]* programs/.test(said)) resolve()
    })
    child.once('exit', () => reject(new Error(`it ends by itself:\n${said}`)))
  })
  const machines = childrenOf(pid)
  end(pid)
  return {
    machines,
    ended: await child,
    judged: await execa(process.execPath, [main, 'judge', join(folder, 'traces')]),
  }
}

const childrenOf = (pid: number): number[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number)

const lives = (pid: number): boolean => existsSync(`/proc/${pid}`)

describe('a run that is ended from outside', { timeout: 120_000 }, () => {
  let folder = ''
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'keyspec-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  test("by a terminal's Ctrl-C, which reaches the whole group, has no finding", async () => {
    const { ended, judged } = await runEnded(folder, (pid) => process.kill(-pid, 'SIGINT'))
    expect(ended.exitCode).toBe(130)
    expect(existsSync(join(folder, 'out'))).toBe(false)
    expect(judged.exitCode).toBe(0)
  })

  test('by kill -9 leaves no machine, and every trace that it had judged', async () => {
    const { machines, judged } = await runEnded(folder, (pid) => process.kill(pid, 'SIGKILL'))
    expect(machines).not.toEqual([])
    await expect.poll(() => machines.filter(lives), { timeout: 10_000 }).toEqual([])
    expect(judged.stdout).toMatch(/^conforms\n/)
  })
})

test(
  'a kernel without keys is one that git bisect is to skip',
  async () => {
    const main = join(import.meta.dirname, '..', 'dist', 'cli', 'main.js')
    const args = [main, 'run', '--build', 'no-keys', '--compare', 'model']
    const { exitCode, stderr } = await execa(process.execPath, args, { reject: false })
    expect(stderr).toContain('has no key retention')
    expect(exitCode).toBe(125)
  },
  buildMs,
)

testHostileGuests()
testForeignReaders()

/** The kernel that a wrong one is made from, and by which rules both are judged. */
function rightOf(name: string): { readonly right: string; readonly semantics: Semantics } {
  const profile = chosenProfile({ build: name, profile: 'auto' })
  return { right: basesOf(name)[0] ?? name, semantics: { profile } }
}

/** A campaign that begins with the examples of the chapters. */
const fromExamples = (semantics: Semantics): More => ({
  first: examplePrograms(semantics.profile),
  semantics,
})

describe('Linux 6.12 with the series, built here', () => {
  let target: Target
  beforeAll(async () => {
    target = await kernel('container')
  }, buildMs)
  afterAll(() => target.close())

  test('every example of the chapters is answered as it says', async () => {
    expect(await answeredOtherwise(target, container)).toEqual([])
  }, 240_000)

  test('generated programs conform', async () => {
    const report = await campaign(target, 600, { semantics: { profile: container } })
    expect(report.findings).toEqual([])
  }, 240_000)
})

/** Every wrong kernel has its turn within a week or so, three a day, the same all day long. */
const mutants = wrongKernels().flatMap(({ name, rule }) => (rule === undefined ? [] : [name]))
const today = Math.floor(Date.now() / 86_400_000)
const turn = [0, 1, 2].flatMap((at) => mutants[(3 * today + at) % mutants.length] ?? [])

test(
  'what is released together answers as in some order, with the series',
  async () => {
    const target = await chooseTarget({ build: 'container', profile: 'auto', races: true }, {})
    try {
      const asked = { first: [], semantics: { profile: container }, draws: programsTogether }
      const { findings, freeSteps } = await campaign(target, 300, asked)
      expect(findings).toEqual([])
      expect(freeSteps).toBeGreaterThan(0)
    } finally {
      await target.close()
    }
  },
  buildMs,
)

describe('wrong kernels whose turn it is', () => {
  test.each(turn)(
    '%s is found',
    async (name) => {
      const target = await kernel(name)
      try {
        const { semantics } = rightOf(name)
        const { findings } = await campaign(target, 20_000, fromExamples(semantics))
        expect(findings).toMatchObject([{ kind: 'deviation', replays: { runs: 5, same: 5 } }])
        // To be in a container within one takes four commands.
        const longest = semantics.profile === mainline ? 6 : 9
        expect(findings[0]?.commands).toBeLessThanOrEqual(longest)
      } finally {
        await target.close()
      }
    },
    600_000,
  )

  test.each(turn.slice(0, 1))(
    '%s, once it is listed, is known; the right one does it no more',
    async (name) => {
      const { right, semantics } = rightOf(name)
      const [target, rightKernel] = await Promise.all([kernel(name), kernel(right)])
      try {
        const [finding] = (await campaign(target, 20_000, fromExamples(semantics))).findings
        if (finding === undefined) throw new Error('a wrong kernel is found')
        const known = [listing(finding)]
        expect(known.map((entry) => whyNotShown(semantics, entry))).toEqual([undefined])
        const there = await campaign(target, 20, { known, semantics })
        expect(there.known).toMatchObject([{ runs: 5, same: 5 }])
        const gone = await campaign(rightKernel, 20, { known, semantics })
        expect(gone.known).toMatchObject([{ runs: 5, same: 0, programs: 0 }])
      } finally {
        await Promise.all([target.close(), rightKernel.close()])
      }
    },
    600_000,
  )

  test.each(turn)(
    '%s compared with the right one differs, and that conforms',
    async (name) => {
      const { right, semantics } = rightOf(name)
      const [target, rightKernel] = await Promise.all([kernel(name), kernel(right)])
      try {
        const more = { ...fromExamples(semantics), compared: rightKernel }
        const { findings } = await campaign(target, 20_000, more)
        expect(findings).toMatchObject([
          { kind: 'difference', compared: { conforms: 'compared' }, replays: { same: 5 } },
        ])
        expect(findings[0]?.commands).toBeLessThanOrEqual(10)
      } finally {
        await Promise.all([target.close(), rightKernel.close()])
      }
    },
    600_000,
  )
})

function readTraces(path: string): Trace[] {
  const [, ...lines] = linesOf(path)
  return lines.map((line) => {
    const read = readTraceLine(line)
    if (!read.ok) throw new Error(read.error)
    return read.value
  })
}

function shuffled<T>(list: readonly T[], seed: number): T[] {
  const draw = drawOf(seed, 0)
  const left = [...list]
  return list.flatMap(() => left.splice(draw.int(left.length), 1))
}

/** The entry of a list that a finding makes. */
function listing({ program, deviation, rules }: Finding): KnownDeviation {
  const { step, seen } = deviation
  const shown = programOf(program)
  const lines = program.split('\n')
  const at = shown.actors.length + step
  const text = lines.with(at, `${lines[at]} -> ${seen}`).join('\n')
  const known = readKnown(
    JSON.stringify({
      format: 'keyspec-deviations/1',
      deviations: [{ rule: rules[0], reason: 'bug', note: 'a wrong kernel', program: text }],
    }),
  )
  if (!known.ok || known.value[0] === undefined) throw new Error('a finding can be listed')
  return known.value[0]
}

function programOf(text: string): Program {
  const parsed = parseProgram(text)
  if (!parsed.ok) throw new Error(parsed.error)
  return parsed.program
}

/** The steps of a trace that a rule names as free, as a person would write them down. */
function freeSteps(trace: Trace): string[] {
  const free: string[] = []
  judge(semantics, trace, (judged) => {
    if (judged.free) free.push(`${judged.step + 1}: ${printCommand(judged.command)}`)
  })
  return free
}
