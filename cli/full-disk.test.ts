/** Files and outputs that take no more: nothing that was found is lost. */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterAll, describe, expect, test } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'keyspec-'))
afterAll(() => {
  rmSync(folder, { recursive: true })
})

const main = join(import.meta.dirname, '..', 'dist', 'cli', 'main.js')

function keyspec(args: readonly string[]) {
  return execa(process.execPath, [main, ...args], { cwd: folder, reject: false })
}

/** The same where no file grows beyond so many KiB. */
const withRoomFor = (blocks: number, args: readonly string[]) => {
  const script = `trap '' XFSZ; ulimit -f ${blocks}; exec "$@"`
  const command = ['-c', script, 'bash', process.execPath, main, ...args]
  return execa('bash', command, { cwd: folder, reject: false })
}

describe('what takes no more', { timeout: 60_000 }, () => {
  test('a full disk loses no finding', async () => {
    const broken = ['--target', 'model', '--break', 'links/no-cycle']
    const { exitCode, stdout } = await withRoomFor(0, ['run', ...broken, '--out', 'full'])
    expect(stdout).toMatch(/Not saved, full cannot be written \(EFBIG\)/)
    expect(stdout).toContain('"format": "keyspec-finding/1"')
    expect(exitCode).toBe(1)
  })

  test('a disk that fills up with traces is said, the run goes on, and what is kept can be judged', async () => {
    const options = ['--target', 'model', '--programs', '300', '--traces', 'filling']
    const { exitCode, stdout, stderr } = await withRoomFor(64, ['run', ...options])
    expect(stderr).toMatch(/filling cannot be written \(EFBIG\)\. What comes now is not kept/)
    expect(stdout).toMatch(/^conforms\n[\s\S]*300 programs/)
    expect(exitCode).toBe(2)
    expect(await keyspec(['judge', 'filling'])).toMatchObject({ exitCode: 0 })
  })

  test.each([
    ['--traces', '/dev/full cannot be written (ENOSPC)'],
    ['--ktap', '/dev/full cannot be written'],
  ])('%s on a full disk is a sentence and status 2', async (option, sentence) => {
    const args = ['run', '--target', 'model', '--programs', '5', option, '/dev/full']
    const { exitCode, stderr } = await keyspec(args)
    expect(stderr).toContain(sentence)
    expect(stderr).not.toMatch(/\n\s+at /)
    expect(exitCode).toBe(2)
  })

  test.each([
    ['> /dev/full', 'keyspec: stdout cannot be written (ENOSPC).', 2],
    ['2> /dev/full', '', 0],
    ['| true', '', 0],
  ])(
    'its output %s: a sentence or nothing, and the right status',
    async (where, sentence, code) => {
      const run = `'${process.execPath}' '${main}' run --target model --programs 300 ${where}`
      const { stderr, exitCode } = await execa('bash', ['-c', run], { cwd: folder, reject: false })
      expect(stderr).toContain(sentence)
      expect(stderr).not.toMatch(/\n\s+at /)
      expect(exitCode).toBe(code)
    },
  )
})
