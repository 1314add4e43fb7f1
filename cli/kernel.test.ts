import { join } from 'node:path'
import { execa } from 'execa'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildKernel } from '../kernel/build.ts'
import { programsTogether } from '../properties/generators/together.ts'
import { sectionsFor } from '../spec/examples.ts'
import { container } from '../spec/profiles/container.ts'
import { mainline } from '../spec/profiles/mainline.ts'
import type { Profile } from '../spec/profiles/profile.ts'
import type { Target } from '../spec/target.ts'
import { tokenNamer } from '../spec/wire/naming.ts'
import { parseProgram } from '../spec/wire/parse.ts'
import { printObservation } from '../spec/wire/print.ts'
import { bootMs, buildMs, campaign, kernel, programOf, traces } from './asked.ts'
import { readChapters } from './chapters.ts'
import { chooseTarget } from './choose-target.ts'
import { testHostileGuests } from './hostile/cases.ts'
import { testForeignReaders } from './readers/cases.ts'

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

/** A request that nobody takes out of its queue, and what whoever waits for it would have to do. */
const waiting = `p1: u1 g1
c1 = p1 container_create "a" 0x0
p2 = p1 fork_into_container c1
k1 = p1 add_key "keyring" "d" - @t
p1 keyctl_container_intercept c1 "user" k1
k2 = p2 request_key "user" "a" "info" @t
p2 proc_keys k2`

/** Somebody with mounts of its own, where nothing that is mounted elsewhere is seen, is to enter a namespace. */
const lentInto = `p1: u1 g1
c1 = p1 container_create "a" 0x21
p2 = p1 fork_into_container c1
p2 setns_user p1`

/** Who was to have files of its own is refused them, and somebody who shares them has the name. */
const sharesAfterAll = `p1: u1 g1 privileged
p2: u1 g1
c1 = p1 container_create "a" 0x0
p3 = p2 fork_into_container c1
p3 = p1 clone_thread
p3 setns_user p1`

/** Somebody who calls through the 32-bit entry makes a key of a vector of parts. */
const makesOfParts = `p1: u1 g1 32-bit
c1 = p1 container_create "a" 0x0
p2 = p1 fork_into_container c1
k1 = p1 add_key "keyring" "d" - @t
p1 keyctl_container_intercept c1 "*" k1
p2 request_key "user" "a" "info" @t
k2 = p1 keyctl_find_lru k1 ".request_key_auth"
k3 = p1 keyctl_query_request_key_auth k2
p1 keyctl_assume_authority k3
p1 keyctl_instantiate_iov k3 "payload" @t`

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

  test('who waits within a container is not asked to read', async () => {
    const [trace] = await traces(target, [programOf(waiting)])
    expect(trace?.observations.at(-1)).toEqual({ kind: 'answered', answer: { kind: 'absent' } })
  })

  test('a key is made of parts through the 32-bit entry', async () => {
    const [trace] = await traces(target, [programOf(makesOfParts)])
    const answer = { kind: 'value', value: 0 }
    expect(trace?.observations.at(-1)).toEqual({ kind: 'answered', answer })
  })

  test.each([
    ['who has mounts of its own', lentInto, 'EPERM'],
    ['who shares files after all', sharesAfterAll, 'EINVAL'],
  ])('%s is lent a file', async (_, text, errno) => {
    const [trace] = await traces(target, [programOf(text)])
    expect(trace?.observations.at(-1)).toEqual({
      kind: 'answered',
      answer: { kind: 'errno', errno },
    })
  })

  test(
    'its image in a file tells by itself what it is held to',
    async () => {
      const { image } = await buildKernel('container', {})
      const one = await chooseTarget({ kernel: image, profile: 'auto' }, {})
      try {
        expect((await one.describe()).profile).toBe(container.name)
      } finally {
        await one.close()
      }
    },
    bootMs,
  )
})

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
