import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { longestLine } from '../spec/wire/traces.ts'

const folder = mkdtempSync(join(tmpdir(), 'keyspec-'))
afterAll(() => {
  rmSync(folder, { recursive: true })
})

function keyspec(...args: readonly string[]) {
  const main = join(import.meta.dirname, '..', 'dist', 'cli', 'main.js')
  return execa(process.execPath, [main, ...args], { cwd: folder, reject: false })
}

const run = ['run', '--target', 'model'] as const

describe('traces that are kept', { timeout: 60_000 }, () => {
  let good = ''
  beforeAll(async () => {
    await keyspec(...run, '--programs', '50', '--traces', 'good')
    good = readFileSync(join(folder, 'good'), 'utf8')
  })

  test('of what conforms are judged so: status 0', async () => {
    const { exitCode, stdout } = await keyspec('judge', 'good', '--json')
    expect(JSON.parse(stdout)).toMatchObject({ traces: 50, deviating: 0, told: [] })
    expect(exitCode).toBe(0)
  })

  test('of what deviates are judged so: status 1', async () => {
    const found = await keyspec(...run, '--break', 'links/no-cycle', '--traces', 'bad')
    expect(found.exitCode).toBe(1)
    const { exitCode, stdout } = await keyspec('judge', 'bad')
    expect(stdout).toContain('<-- allowed: EDEADLK')
    expect(exitCode).toBe(1)
  })

  test('of an interrupted run are whole', async () => {
    const running = keyspec(...run, '--budget', '60s', '--traces', 'cut-short')
    running.stderr?.on('data', (text) => {
      if (String(text).startsWith('Asking')) setTimeout(() => running.kill('SIGINT'), 500)
    })
    expect((await running).exitCode).toBe(130)
    expect((await keyspec('judge', 'cut-short')).exitCode).toBe(0)
  })

  test.each([
    ['that are cut off', () => good.slice(0, -20), 'line 51 ends in the middle'],
    ['that are empty', () => '', 'line 1 it is empty'],
    ['with a wrong header', () => '{"format":"x"}\n', 'is not a valid header'],
    ['with a wrong line', () => `${good}{"program":"p1: u1 g1"}\n`, 'lacks "observations"'],
    ['with a line too long', () => good + ' '.repeat(longestLine + 70_000), 'is longer than'],
  ])('%s are one sentence: status 2', async (_, text, sentence) => {
    writeFileSync(join(folder, 'wrong'), text())
    const { exitCode, stderr, stdout } = await keyspec('judge', 'wrong')
    expect(stderr).toContain(sentence)
    expect(stderr).not.toMatch(/\n\s+at /)
    expect(stdout).toBe('')
    expect(exitCode).toBe(2)
  })

  test('where nothing can be written are one sentence before anything runs', async () => {
    const { exitCode, stderr } = await keyspec(...run, '--traces', '/nonexistent/traces')
    expect(stderr).toBe('keyspec: /nonexistent/traces cannot be written (ENOENT).')
    expect(exitCode).toBe(2)
  })
})
