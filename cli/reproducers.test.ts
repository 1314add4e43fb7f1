/** C reproducers as the first process of kernels that do what the specification says, step for step. */

import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { witnesses } from '../model/breaks/witnesses/index.ts'
import { runOnModel } from '../model/run.ts'
import { expectationsOf } from '../reports/c/answers.ts'
import { reproducerC } from '../reports/c/reproducer.ts'
import { everyOperation } from '../reports/c/samples.ts'
import { container } from '../spec/profiles/container.ts'
import { mainline } from '../spec/profiles/mainline.ts'
import type { Profile } from '../spec/profiles/profile.ts'
import type { Finding } from '../spec/report.ts'
import type { Program } from '../spec/vocabulary/program.ts'
import { parseProgram } from '../spec/wire/parse.ts'
import { printProgram } from '../spec/wire/print.ts'
import { sampleFinding } from '../spec/wire/samples.ts'
import { printedFirst } from './first-process.ts'

/** A kernel is compiled where the cache has none, and a guest takes some seconds, ms. */
const patience = 1_800_000

const scenarios = new URL('../properties/scenarios/', import.meta.url)
const scenario = (file: string) => readFileSync(new URL(file, scenarios), 'utf8')

function programIn(text: string): Program {
  const parsed = parseProgram(text)
  if (!parsed.ok) throw new Error(parsed.error)
  return parsed.program
}

/** As if the last answer that the model gives were wrong, whatever it is. */
function findingOf(program: Program, profile: Profile): Finding {
  const { commands } = program
  const { observations } = runOnModel({ profile }, program)
  const deviation = { step: commands.length - 1, seen: '', allowed: [] }
  const rest = { program: printProgram(program), commands: commands.length }
  return { ...sampleFinding, ...rest, observations, deviation }
}

async function reproduces(program: Program, profile: Profile): Promise<void> {
  const finding = findingOf(program, profile)
  const answer = expectationsOf(finding, program).seen.at(-1)
  const step = program.commands.length
  expect(await printedFirst(reproducerC(finding, profile), profile.name, profile)).toContain(
    `REPRODUCED: step ${step} answered ${answer};`,
  )
}

describe('on the kernel with containers', () => {
  test.each(readdirSync(scenarios))(
    '%s',
    (file) => reproduces(programIn(scenario(file)), container),
    patience,
  )

  test.each([
    'containers/kill-on-close',
    'containers/file-is-passed',
    'containers/nested-die-too',
    'interception/namespaces-apart',
  ] as const)(
    'what shows %s',
    (rule) => reproduces(programIn(witnesses[rule]), container),
    patience,
  )
})

describe('on mainline', () => {
  test(
    'every operation that may be done there',
    () => reproduces(programIn(everyOperation[0]?.program ?? ''), mainline),
    patience,
  )

  test.each([
    'threads/exit-ends-all',
    'threads/first-thread-stays',
    'search/dns-meets-all-dead',
    'upcalls/asks',
    'upcalls/helpers-session',
    'upcalls/woken-in-any-order',
  ] as const)('what shows %s', (rule) => reproduces(programIn(witnesses[rule]), mainline), patience)
})
