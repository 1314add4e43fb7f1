import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterAll, describe, expect, test } from 'vitest'
import { runCampaign } from '../properties/campaign.ts'
import { mainline } from '../spec/profiles/mainline.ts'
import { type RuleId, rulesOf } from '../spec/rules.ts'
import { readFinding } from '../spec/wire/json.ts'
import { examplePrograms } from './chapters.ts'
import { modelTarget } from './model-target.ts'

/** Two models asked the same, each with at most one rule turned wrong. */
async function compared(broken?: RuleId, otherBroken?: RuleId) {
  return runCampaign({
    target: modelTarget(mainline, broken),
    compared: modelTarget(mainline, otherBroken),
    semantics: { profile: mainline },
    seed: 20190219,
    first: examplePrograms(mainline),
    mostPrograms: broken === otherBroken ? 500 : 12_000,
    clock: () => 0,
  })
}

/** One rule in twelve, others when rules are added. */
const some = rulesOf(mainline)
  .map(({ id }) => id)
  .filter((_, at) => at % 12 === 0)

describe('models that are compared', () => {
  test.each(some)(
    '%s turned wrong is a difference, and the other conforms',
    async (id) => {
      const { findings } = await compared(id)
      expect(findings).toMatchObject([{ kind: 'difference', compared: { conforms: 'compared' } }])
      expect(findings[0]?.suspects.map(({ rule }) => rule)).toContain(id)
    },
    180_000,
  )

  test('the one that is asked can be the one that conforms', async () => {
    const { findings } = await compared(undefined, 'links/no-cycle')
    expect(findings).toMatchObject([{ kind: 'difference', compared: { conforms: 'target' } }])
    expect(findings[0]?.rules).toContain('links/no-cycle')
    expect(findings[0]?.suspects.map(({ rule }) => rule)).toContain('links/no-cycle')
    expect(findings[0]?.commands).toBeLessThanOrEqual(2)
  })

  test('both wrong in the same way answer the same', async () => {
    const { findings, programs } = await compared('links/no-cycle', 'links/no-cycle')
    expect(findings).toEqual([])
    expect(programs).toBe(500)
  })
})

const folder = mkdtempSync(join(tmpdir(), 'keyspec-'))
afterAll(() => {
  rmSync(folder, { recursive: true })
})

function keyspec(...args: readonly string[]) {
  const main = join(import.meta.dirname, '..', 'dist', 'cli', 'main.js')
  return execa(process.execPath, [main, ...args], { cwd: folder, reject: false })
}

describe('exit statuses are those of git bisect run', { timeout: 60_000 }, () => {
  const model = ['--target', 'model'] as const
  const wrong = [...model, '--break', 'links/no-cycle'] as const

  test('0 where both answer the same', async () => {
    const { exitCode, stdout } = await keyspec(
      'run',
      ...model,
      '--compare',
      'model',
      '--programs',
      '200',
    )
    expect(stdout).toMatch(/^answers the same\n/)
    expect(exitCode).toBe(0)
  })

  test('1 where they differ, with a finding that replays', async () => {
    const { exitCode, stdout } = await keyspec('run', ...wrong, '--compare', 'model')
    expect(exitCode).toBe(1)
    expect(stdout).toContain('<-- compared: EDEADLK; allowed: EDEADLK')
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
      'The specification allows EDEADLK: the model (Linux 6.12) conforms there, because',
    )
    const saved = join('keyspec-out', 'finding-1.json')
    const finding = readFinding(readFileSync(join(folder, saved), 'utf8'))
    expect(finding).toMatchObject({ ok: true, value: { kind: 'difference' } })
    const again = await keyspec('replay', saved, ...wrong, '--compare', 'model')
    expect(again.stdout).toMatch(/differ in step \d: (0|k1) and EDEADLK; the second conforms$/)
    expect(again.exitCode).toBe(1)
    expect((await keyspec('replay', saved, ...model, '--compare', 'model')).exitCode).toBe(0)
  })

  test('130 where it is interrupted', async () => {
    const running = keyspec('run', ...model, '--compare', 'model', '--budget', '60s')
    running.stderr?.on('data', (text) => {
      if (String(text).startsWith('Asking')) setTimeout(() => running.kill('SIGINT'), 500)
    })
    const { exitCode, stdout } = await running
    expect(stdout).toMatch(/^answers the same as far as it ran\n/)
    expect(exitCode).toBe(130)
  })

  const noKernel = join(folder, 'vmlinux')
  writeFileSync(noKernel, 'not for the boot loader')

  test.each([
    ['a kernel that is none', ['--kernel', noKernel, '--compare', 'model']],
    ['a kernel that is not there', ['--kernel', '/nonexistent', '--compare=model']],
    ['nobody to compare with', [...model, '--compare', '/nonexistent']],
    ['an option that is none', ['--compare', 'model', '--frob']],
    ['a rule that is none', [...model, '--break', 'a/b', '--compare', 'model']],
  ])('125 for %s', async (_, args) => {
    const { exitCode, stderr } = await keyspec('run', ...args)
    expect(stderr).not.toBe('')
    expect(stderr).not.toMatch(/\n\s+at /)
    expect(exitCode).toBe(125)
  })
})
