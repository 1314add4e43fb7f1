/** What a run makes of guests that are up to no good, seen from outside. */

import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { projectRoot } from '../../kernel/paths.ts'
import type { RunReport } from '../../spec/report.ts'
import { readFinding, readReport } from '../../spec/wire/json.ts'
import { type Deed, type Guests, hostileGuests } from './guest.ts'

/** A run waits 18 s for a guest that is silent, and boots some machines. */
const patienceMs = 240_000

/** What the finding says that each deed ends in. */
const sentences: readonly (readonly [Deed, RegExp])[] = [
  ['garbage', /the guest announced a frame of \d+ bytes/],
  ['flood', /the guest sent a pong unasked/],
  ['flood-of-partials', /the guest told 1 times how far it is, and may 0 times/],
  ['huge', /the guest announced a frame of 4294967295 bytes/],
  ['half', /no answer within 18000 ms/],
  ['silence', /no answer within 18000 ms/],
  ['dead-agent', /no answer within 18000 ms/],
  ['console', /no answer within 18000 ms|crash|not ok 1 keys\/forged/],
  ['other-question', /the guest replied to \d+ instead of \d+/],
  ['panic', /Kernel panic - not syncing: Attempted to kill init!/],
]

let folder = ''
let guests: Guests

/** Registers the tests: those of a kernel that has to be there. */
export function testHostileGuests(): void {
  describe.concurrent('a guest that is up to no good', { timeout: patienceMs }, () => {
    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'keyspec-hostile-'))
      guests = await hostileGuests(folder)
    })
    afterAll(() => rmSync(folder, { recursive: true }))
    testWhatIsSaid()
    testWhatGoesOn()
  })
}

function testWhatIsSaid(): void {
  test.each([
    ['panic-at-boot', 'the machine went down before its agent answered; it printed "Kernel panic'],
    ['garbage-at-boot', 'does not boot: the guest announced a frame of'],
  ] as const)('%s is one sentence and status 3', async (deed, sentence) => {
    const { exitCode, stderr, stdout } = await run(guests(deed), deed)
    expect(stderr).toContain(sentence)
    expect(stderr.trim().split('\n')).toHaveLength(1)
    expect([stdout, exitCode]).toEqual(['', 3])
  })

  test.each(sentences)('%s is a finding and status 1', async (deed, sentence) => {
    const { exitCode, stdout } = await run(guests(deed), deed)
    const [finding] = reportOf(stdout).findings
    expect(finding?.kind).toBe('flaky')
    expect(`${finding?.deviation.seen}\n${finding?.log}`).toMatch(sentence)
    const saved = readFinding(readFileSync(join(folder, deed, 'finding-1.json'), 'utf8'))
    expect(saved).toMatchObject({ ok: true, value: { program: finding?.program } })
    expect(exitCode).toBe(1)
  })

  test('serials that lie are a deviation and status 1', async () => {
    const { exitCode, stdout } = await run(guests('liar'), 'liar')
    expect(reportOf(stdout).findings).toMatchObject([{ kind: 'deviation' }])
    expect(exitCode).toBe(1)
  })

  test.each([
    [0, 0],
    [20, 1],
    [30, 1],
  ])('a panic at call %i is told at its command, %i at least', async (call, least) => {
    const file = join(folder, `doomed-${call}.txt`)
    const commands = Array.from({ length: 6 }, (_, i) => `p1 add_key "user" "doomed${i}" "x" @p`)
    writeFileSync(file, ['p1: u1 g1', ...commands].join('\n'))
    const path = guests(`panic-at ${call}`)
    const args = ['replay', file, '--build', 'mainline', '--json']
    const { exitCode, stdout } = await keyspec(args, path)
    const kinds: string[] = JSON.parse(stdout).trace.observations.map(kindOf)
    const at = kinds.indexOf('crashed')
    expect(at).toBeGreaterThanOrEqual(least)
    const expected = (_: string, i: number) =>
      i < at ? 'answered' : i > at ? 'unreached' : 'crashed'
    expect(kinds).toEqual(kinds.map(expected))
    expect(exitCode).toBe(1)
  })
}

function testWhatGoesOn(): void {
  test('the run goes on in a new guest, and loses no program', async () => {
    const more = ['--max-findings', '3']
    const { stdout } = await run(guests('garbage'), 'going-on', more)
    const report = reportOf(stdout)
    expect(report.findings).toHaveLength(3)
    expect(existsSync(join(folder, 'going-on', 'finding-3.json'))).toBe(true)
    const numbers = report.findings.map(({ found }) => found.program)
    expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b))
    expect(report.programs).toBe(numbers.at(-1))
  })

  test('a machine that never starts again ends the run with its report', async () => {
    const { exitCode, stdout, stderr } = await run(guests('panic', 'once'), 'once')
    const report = reportOf(stdout)
    expect(report.lost).toContain('does not boot')
    expect(stderr).toContain(report.lost)
    expect(exitCode).toBe(report.findings.length > 0 ? 1 : 3)
  })
}

function keyspec(args: readonly string[], path: string) {
  const main = join(projectRoot(), 'dist', 'cli', 'main.js')
  const env = { PATH: path }
  return execa(process.execPath, [main, ...args], { cwd: folder, env, reject: false })
}

/** Some programs on the guest: the report, the status, what stderr has. */
async function run(path: string, out: string, more: readonly string[] = []) {
  const usual = ['run', '--build', 'mainline', '--programs', '60', '--seed', '1']
  const ended = await keyspec([...usual, '--out', out, '--json', ...more], path)
  expect(ended.stderr).not.toMatch(/\n\s+at /)
  return ended
}

function reportOf(text: string): RunReport {
  const read = readReport(text)
  if (!read.ok) throw new Error(read.error)
  return read.value
}

const kindOf = ({ kind }: { readonly kind: string }): string => kind
