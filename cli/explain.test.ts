import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterAll, describe, expect, test } from 'vitest'
import { explain } from '../model/explain.ts'
import { runOnModel } from '../model/run.ts'
import { explanationText } from '../reports/terminal/explanation.ts'
import { mainline } from '../spec/profiles/mainline.ts'
import { readFinding } from '../spec/wire/json.ts'
import { parseProgram } from '../spec/wire/parse.ts'

const semantics = { profile: mainline }

/** What the model tells of the last step of a program, without the rules. */
function told(text: string): string {
  const parsed = parseProgram(text)
  if (!parsed.ok) throw new Error(parsed.error)
  const trace = runOnModel(semantics, parsed.program)
  const explanation = explain(semantics, trace, parsed.program.commands.length - 1)
  if (explanation === undefined) throw new Error('every step is reached')
  const lines = explanationText(explanation).split('\n')
  const from = lines.indexOf('What happens, in its order:')
  return lines.slice(from + 1, lines.indexOf('', from + 1)).join('\n')
}

const nest = `p1: u1 g1
p2: u2 g1
k1 = p1 add_key "keyring" "r" - @s
k2 = p1 add_key "user" "a" "x" k1
p1 keyctl_setperm k2 0x3f000800
`

describe('the model tells', () => {
  test('by which path a key is possessed, and which bytes grant', () => {
    expect(told(`${nest}p1 keyctl_read k2`)).toBe(`\
  is k2 possessed?
    user "a" is searched for in keyring "_ses"
      Search on keyring "_ses", as possessed, is granted by the possessor's
      byte 3f and the owner's byte 03 of 0x3f030000
      looks into keyring "_ses"
        Search on k1, as possessed, is granted by the possessor's byte 3f
        and the owner's byte 01 of 0x3f010000
        looks into k1, 1 below
          Search on k2, as possessed, is granted by the possessor's byte 3f
          and the owner's byte 00 of 0x3f000800
          meets k2, which is it
      so: k2 is found, and the search ends
    so: k2 is found, and the search ends
  so: yes
  Read on k2, as possessed, is granted by the possessor's byte 3f and the
  owner's byte 00 of 0x3f000800`)
  })

  test('why one who does not possess it is refused', () => {
    expect(told(`${nest}p2 keyctl_update k2 "y"`)).toBe(`\
  k2 is looked up, for Write
    is k2 possessed?
      user "a" is searched for in no keyring: EAGAIN
    so: no
    Write on k2, as not possessed, is refused by the group's byte 08 of
    0x3f000800
  so: EACCES`)
  })

  test('what a search does not enter, and what it passes', () => {
    const dead = `${nest}k3 = p1 add_key "user" "a" "z" @s\np1 keyctl_link k2 @u\np1 keyctl_revoke k1\n`
    expect(told(`${dead}p1 keyctl_read k2`)).toContain(`\
        meets k3, which is another of that name, and passes it
        Search on k1, as possessed, is granted by the possessor's byte 3f
        and the owner's byte 01 of 0x3f010000
        does not enter k1: it is revoked or invalidated
      so: nothing there
`)
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

describe('keyspec explain', { timeout: 60_000 }, () => {
  const file = join(folder, 'program.txt')
  writeFileSync(file, `${nest}p1 keyctl_read k2\n`)

  test('of a finding explains the step that deviates', async () => {
    await keyspec('run', '--target', 'model', '--break', 'links/no-cycle')
    const saved = join('keyspec-out', 'finding-1.json')
    const finding = readFinding(readFileSync(join(folder, saved), 'utf8'))
    if (!finding.ok) throw new Error(finding.error)
    const { program, deviation } = finding.value
    const { exitCode, stdout } = await keyspec('explain', saved)
    const last = program.trim().split('\n').at(-1)
    expect(stdout).toContain(`Step ${deviation.step + 1}: ${last}\n\nMay be answered EDEADLK.`)
    expect(stdout).toContain(`It was answered ${deviation.seen}, which none of this allows.`)
    expect(exitCode).toBe(0)
  })

  test('of a program explains the last step, or the one that is wanted', async () => {
    expect((await keyspec('explain', file)).stdout).toContain('Step 4: p1 keyctl_read k2')
    const { stdout } = await keyspec('explain', file, '--step', '1', '--json')
    expect(JSON.parse(stdout)).toMatchObject({ step: 0, seen: 'k1', ways: [{ seen: true }] })
  })

  test.each([
    [['--step', '9'], 'step 9 is not reached; it has 4'],
    [['--step', '0'], '"0" is no step'],
    [['--profile', 'nope'], 'There is no profile "nope"'],
  ])('%j is one sentence and status 2', async (args, sentence) => {
    const { exitCode, stderr } = await keyspec('explain', file, ...args)
    expect(stderr).toContain(sentence)
    expect(exitCode).toBe(2)
  })
})
