import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterAll, expect, test } from 'vitest'
import { fitBesideOthers, whyUnfit } from '../adapters/host/fit.ts'
import { drawOf } from '../properties/generators/draw.ts'
import { drawProgram } from '../properties/generators/program.ts'
import { mainline } from '../spec/profiles/mainline.ts'
import { parseProgram } from '../spec/wire/parse.ts'

const folder = mkdtempSync(join(tmpdir(), 'keyspec-'))
afterAll(() => rmSync(folder, { recursive: true }))

function keyspec(...args: readonly string[]) {
  const main = join(import.meta.dirname, '..', 'dist', 'cli', 'main.js')
  return execa(process.execPath, [main, ...args], { cwd: folder, reject: false })
}

test("the running kernel conforms, or it is said why it can't be asked", async () => {
  const { exitCode, stdout, stderr } = await keyspec(
    ...['run', '--target', 'host', '--jobs', '4', '--programs', '150', '--seed', '1'],
  )
  if (exitCode === 3) expect(stderr).toMatch(/--target host|this machine's kernel/)
  else expect([exitCode, stdout]).toEqual([0, expect.stringMatching(/^conforms\n/)])
}, 600_000)

test.each([
  ['p1: u1 g1 privileged\np1 keyctl_read @s\n', 'its actor p1 is privileged'],
  ['p1: u1 g1 +root\np1 keyctl_read @s\n', 'its actor p1 is privileged'],
  ['p1: u1 g1\np1 keyctl_read @s\nsysctl maxkeys 5\n', 'its step 2, sysctl, is for a kernel'],
  ['p1: u1 g1\nadvance_clock 5\n', 'its step 1, advance_clock, is for a kernel'],
  ['p1: u1 g1\np1 add_key "big_key" "a" "x" @s\n', 'its step 1, add_key, is for a kernel'],
])('%j does not run beside others', (text, why) => {
  const parsed = parseProgram(text)
  if (!parsed.ok) throw new Error(parsed.error)
  expect(whyUnfit(parsed.program)).toContain(why)
})

test('what is drawn can be made fit', () => {
  for (let at = 0; at < 300; at += 1) {
    const program = fitBesideOthers(drawProgram({ profile: mainline }, drawOf(6, at)))
    expect(whyUnfit(program)).toBeUndefined()
  }
})

test('a program that could do harm is refused in a sentence', async () => {
  const file = join(folder, 'harm.txt')
  writeFileSync(file, 'p1: u1 g1\nsysctl maxkeys 1\n')
  const { exitCode, stderr } = await keyspec('replay', file, '--target', 'host')
  expect(stderr).toMatch(/--target host/)
  expect(exitCode).toBe(3)
})
