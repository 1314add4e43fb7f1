import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterAll, describe, expect, test } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'keyspec-'))
afterAll(() => {
  rmSync(folder, { recursive: true })
})

function keyspec(...args: readonly string[]) {
  const main = join(import.meta.dirname, '..', 'dist', 'cli', 'main.js')
  return execa(process.execPath, [main, ...args], { cwd: folder, reject: false })
}

const cycle = {
  rule: 'links/no-cycle',
  reason: 'bug',
  note: 'Cycles are not looked for.',
  program: 'p1: u1 g1\nk1 = p1 add_key "keyring" "a" - @s\np1 keyctl_link k1 k1 -> 0\n',
}

/** Other operations that link show the same: each is an entry of its own. */
const elsewhere = [
  'p1 keyctl_search @s "keyring" "a" k1 -> k1',
  'p1 request_key "keyring" "a" k1 -> k1',
  'p1 keyctl_move k1 @s k1 0 -> 0',
  'k1 = p1 keyctl_get_persistent - @s\np1 keyctl_get_persistent - k1 -> k1',
].map((last) => ({ ...cycle, program: cycle.program.replace(/p1 keyctl_link.*/, last) }))

/** So does a keyring that comes by itself. */
const persistent = {
  ...cycle,
  program: 'p1: u1 g1\nk1 = p1 keyctl_get_persistent - @s\np1 keyctl_get_persistent - k1 -> k1\n',
}

/** A file that lists these. */
function listed(name: string, ...deviations: readonly object[]): string {
  const file = join(folder, name)
  writeFileSync(file, JSON.stringify({ format: 'keyspec-deviations/1', deviations }))
  return file
}

const run = ['run', '--target', 'model', '--seed', '5', '--programs', '1500'] as const
const broken = ['--break', 'links/no-cycle'] as const

describe('known deviations', { timeout: 60_000 }, () => {
  test('are no findings where they are listed, and the run is told of them', async () => {
    const file = listed('good', cycle, ...elsewhere, persistent)
    const { exitCode, stdout } = await keyspec(...run, ...broken, '--deviations', file)
    expect(stdout).toMatch(/^conforms\n/)
    expect(stdout).toMatch(
      /links\/no-cycle \(bug\): Cycles are not looked for. Seen in 5 of 5 replays;\n? *[1-9]\d* programs\s+ended there./,
    )
    expect(exitCode).toBe(0)
  })

  test('hide no other', async () => {
    const other = ['--break', 'links/too-deep', '--deviations', listed('other', cycle)]
    const { exitCode, stdout } = await keyspec(...run, ...other)
    expect(stdout).toContain('finding')
    expect(exitCode).toBe(1)
  })

  test('that happen no more fail the run', async () => {
    const results = ['--ktap', 'gone.ktap', '--json']
    const { exitCode, stdout } = await keyspec(
      ...run,
      '--deviations',
      listed('gone', cycle),
      ...results,
    )
    expect(JSON.parse(stdout)).toMatchObject({
      findings: [],
      known: [{ rule: 'links/no-cycle', runs: 5, same: 0, programs: 0 }],
    })
    const ktap = readFileSync(join(folder, 'gone.ktap'), 'utf8')
    expect(ktap).toContain('# a known deviation happens no more: Cycles are not looked for.')
    expect(ktap).toMatch(/^ {2}not ok \d+ links\/no-cycle$/m)
    expect(exitCode).toBe(1)
  })

  test('of other kernels say nothing', async () => {
    const file = listed('elsewhere', { ...cycle, from: '5.10', to: '6.1' })
    const { exitCode, stdout } = await keyspec(...run, '--deviations', file)
    expect(stdout).toMatch(/^conforms\n/)
    expect(exitCode).toBe(0)
  })

  test.each([
    ['no list', {}, 'reason'],
    ['no rule', { rule: 'links/nowhere' }, 'there is no rule "links/nowhere"'],
    ['no reason', { reason: 'weather' }, 'reason must be one of bug, intended, document wrong'],
    ['no program', { program: 'p1 frob' }, 'program, line 1'],
    ['no answer', { program: 'p1: u1 g1\np1 keyctl_read #7' }, 'program says -> not once'],
    [
      'what the specification allows',
      { program: cycle.program.replace('-> 0', '-> EDEADLK') },
      'the specification answers EDEADLK too',
    ],
    ['another rule', { rule: 'links/too-deep' }, 'links/too-deep does not decide there'],
  ])('with %s are one sentence', async (what, change, sentence) => {
    const entry = what === 'no list' ? { rule: 'links/no-cycle' } : { ...cycle, ...change }
    const { exitCode, stderr } = await keyspec(...run, '--deviations', listed('wrong', entry))
    expect(stderr).toContain(sentence)
    expect(stderr).not.toMatch(/\n\s+at /)
    expect(exitCode).toBe(2)
  })

  test('are nothing that two kernels which are compared can have', async () => {
    const file = listed('compared', cycle)
    const { exitCode, stderr } = await keyspec(...run, '--compare', 'model', '--deviations', file)
    expect(stderr).toContain('--deviations says nothing where two kernels are compared')
    expect(exitCode).toBe(125)
  })
})
