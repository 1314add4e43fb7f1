import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import { execa } from 'execa'
import { afterAll, describe, expect, test } from 'vitest'
import type { RunReport } from '../spec/report.ts'
import { readReport } from '../spec/wire/json.ts'

const folder = mkdtempSync(join(tmpdir(), 'keyspec-'))
afterAll(() => {
  rmSync(folder, { recursive: true })
})

/** The command line as it is built, in a folder of its own. */
function keyspec(args: readonly string[], env: Record<string, string> = {}) {
  const main = join(import.meta.dirname, '..', 'dist', 'cli', 'main.js')
  return execa(process.execPath, [main, ...args], { cwd: folder, env, reject: false })
}

const truncated = join(folder, 'truncated.json')
writeFileSync(truncated, '{"format": "keyspec-finding/1", "kind": "devi')

describe('wrong input is one sentence and status 2', { timeout: 60_000 }, () => {
  const text = join(folder, 'program.txt')
  writeFileSync(text, 'p1: u1 g1\np1 keyctl_frobnicate k1\n')

  test.each([
    [['runn'], "unknown command 'runn'"],
    [['run', '--frob'], "unknown option '--frob'"],
    [['run', '--seed', 'many'], '"many" is no seed'],
    [['run', '--budget', '5x'], '"5x" is no duration'],
    [['run', '--jobs', '0'], '"0" is no number of guests'],
    [['run', '--target', 'moon'], 'There is no target "moon"'],
    [['run', '--target', 'model', '--profile', 'nope'], 'There is no profile "nope"'],
    [['run', '--target', 'model', '--break', 'a/b'], 'There is no rule "a/b"'],
    [['run', '--build', 'nope'], "no kernel named 'nope'"],
    [['run', '--kernel', truncated], 'is not a bzImage: it ends after'],
    [['run', '--kernel', '/nonexistent'], 'cannot be read (ENOENT)'],
    [['replay', '/nonexistent', '--target', 'model'], 'cannot be read (ENOENT)'],
    [['replay', truncated, '--target', 'model'], 'ends in the middle'],
    [['replay', text, '--target', 'model'], 'keyctl_frobnicate is no operation'],
    [['explore', 'nowhere'], 'There is no world "nowhere"; there is: links'],
    [['explore', '--depth', '0'], '"0" is no depth'],
    [
      ['explore', 'grants', '--profile', 'mainline'],
      'The world grants wants access control lists on keys instead of masks, which the profile mainline',
    ],
    [['spec', 'nowhere'], 'There is no chapter "nowhere"'],
    [['spec', '--schema', 'moon'], 'There is no schema "moon"'],
    [['spec', 'links', '--schema', 'trace'], 'Give a name or --schema'],
    [['run', '--json', '--ktap', '-'], 'Only one of --json, --ktap - and --junit -'],
    [['run', '--ktap', '-', '--junit', '-'], 'Only one of --json, --ktap - and --junit -'],
    [['spec', 'links/nowhere'], 'There is no rule "links/nowhere"'],
  ])('%j', async (args, sentence) => {
    const { exitCode, stderr, stdout } = await keyspec(args)
    expect(stderr).toContain(sentence)
    expect(stderr).not.toMatch(/\n\s+at /)
    expect(stdout).toBe('')
    expect(exitCode).toBe(2)
  })
})

describe('exploring', { timeout: 60_000 }, () => {
  test('visits a world and holds the laws against it: status 0', async () => {
    const { exitCode, stdout } = await keyspec(['explore', 'links', '--depth', '2'])
    expect(stdout).toContain('laws hold in every state')
    expect(exitCode).toBe(0)
  })

  test('prints the shortest program of a rule; what is not reached is status 1', async () => {
    const reached = await keyspec(['explore', 'links', '--depth', '1', '--reach', 'links/no-cycle'])
    expect(reached.stdout).toContain('EDEADLK')
    expect(reached.exitCode).toBe(0)
    const other = await keyspec(['explore', 'links', '--depth', '1', '--reach', 'life/expired'])
    expect(other.stderr).toContain('life/expired decides nothing in links')
    expect(other.exitCode).toBe(1)
  })

  test('asks a target every step: a rule turned wrong is found', async () => {
    const asked = ['--target', 'model', '--break', 'links/no-cycle', '--depth', '1']
    const { exitCode, stdout } = await keyspec(['explore', 'links', ...asked])
    expect(stdout).toMatch(/keyctl_link .* <-- allowed: EDEADLK/)
    expect(exitCode).toBe(1)
  })
})

describe('a run', { timeout: 60_000 }, () => {
  test('on the model conforms: status 0, a report', async () => {
    const { exitCode, stdout } = await keyspec(['run', '--target', 'model', '--programs', '200'])
    expect(stdout).toMatch(/^conforms\n/)
    expect(exitCode).toBe(0)
  })

  test('--json prints one document that its schema takes', async () => {
    const args = ['run', '--target', 'model', '--programs', '200', '--json']
    const { exitCode, stdout } = await keyspec(args)
    expect(readReport(stdout)).toMatchObject({ ok: true, value: { programs: 200 } })
    expect(exitCode).toBe(0)
  })

  test('gives the same whatever number is asked at once', async () => {
    const args = ['run', '--target', 'model', '--programs', '300', '--seed', '7', '--json']
    const broken = ['--break', 'search/depth', '--out', 'jobs', '--max-findings', '3']
    const [one, three] = await Promise.all(
      ['1', '3'].map(async (jobs) => {
        const { stdout } = await keyspec([...args, ...broken, '--jobs', jobs])
        return JSON.parse(stdout)
      }),
    )
    const timeless = (report: RunReport) => ({
      ...report,
      seconds: 0,
      findings: report.findings.map(({ found, ...finding }) => ({
        ...finding,
        found: { ...found, afterSeconds: 0, shrunkAfterSeconds: 0 },
      })),
    })
    expect(timeless(three)).toEqual(timeless(one))
    expect(one.findings.length).toBeGreaterThan(0)
  })

  test('a finding is saved, replays, and is status 1', async () => {
    const broken = ['--target', 'model', '--break', 'links/no-cycle']
    const { exitCode, stdout } = await keyspec(['run', ...broken, '--out', 'found'])
    expect(exitCode).toBe(1)
    expect(stdout).toContain('<-- allowed: EDEADLK')
    expect(readFileSync(join(folder, 'found', 'finding-1.c'), 'utf8')).toContain('int main(')
    const finding = join('found', 'finding-1.json')
    expect((await keyspec(['replay', finding, ...broken])).exitCode).toBe(1)
    expect((await keyspec(['replay', finding, '--target', 'model'])).exitCode).toBe(0)
  })

  test('a folder that takes nothing loses no finding', async () => {
    const broken = ['--target', 'model', '--break', 'links/no-cycle']
    const { exitCode, stdout } = await keyspec(['run', ...broken, '--out', '/proc/nowhere'])
    expect(stdout).toContain('Not saved, /proc/nowhere cannot be written')
    expect(stdout).toContain('"format": "keyspec-finding/1"')
    expect(exitCode).toBe(1)
  })

  test('Ctrl-C ends it with its report and status 130', async () => {
    const running = keyspec(['run', '--target', 'model', '--budget', '60s'])
    running.stderr?.on('data', (text) => {
      if (String(text).startsWith('Asking')) setTimeout(() => running.kill('SIGINT'), 500)
    })
    const { exitCode, stdout } = await running
    expect(stdout).toMatch(/^conforms as far as it ran\n/)
    expect(exitCode).toBe(130)
  })

  test('without QEMU says how to get it: status 3', async () => {
    const { exitCode, stderr } = await keyspec(['run', '--build', 'mainline'], { PATH: folder })
    expect(stderr).toMatch(/is not installed: apt-get install/)
    expect(exitCode).toBe(3)
  })
})

describe('documents for machines', { timeout: 60_000 }, () => {
  test.each([
    ['--ktap', /^KTAP version 1\n/],
    ['--junit', /^<\?xml /],
  ])('%s - prints nothing else on stdout', async (option, begins) => {
    const broken = ['--target', 'model', '--break', 'links/no-cycle', '--out', 'told']
    const { exitCode, stdout } = await keyspec(['run', ...broken, option, '-'])
    expect(stdout).toMatch(begins)
    expect(stdout).not.toMatch(/^Saved:/m)
    expect(exitCode).toBe(1)
  })

  test('what it prints and saves is valid by the schemas that are printed', async () => {
    const broken = ['--target', 'model', '--break', 'links/no-cycle', '--out', 'valid']
    const { stdout } = await keyspec(['run', ...broken, '--json'])
    const finding = readFileSync(join(folder, 'valid', 'finding-1.json'), 'utf8')
    for (const [name, text] of [
      ['report', stdout],
      ['finding', finding],
    ] as const) {
      const schema = JSON.parse((await keyspec(['spec', '--schema', name])).stdout)
      const valid = new Ajv({ strict: false }).compile(schema)
      expect(valid(JSON.parse(text)), JSON.stringify(valid.errors)).toBe(true)
      expect(valid({})).toBe(false)
    }
  })
})
