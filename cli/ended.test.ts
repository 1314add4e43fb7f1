import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

/** A long run with a group of its own, once it has judged something; what `end` makes of it. */
async function runEnded(folder: string, end: (pid: number) => void) {
  const main = join(import.meta.dirname, '..', 'dist', 'cli', 'main.js')
  const files = ['--out', join(folder, 'out'), '--traces', join(folder, 'traces')]
  const which = ['--build', 'mainline', '--seed', '5013993']
  const args = [main, 'run', ...which, '--budget', '10m', ...files]
  const child = execa(process.execPath, args, { detached: true, reject: false, buffer: false })
  const { pid } = child
  if (pid === undefined) throw new Error('node does not start')
  await new Promise<void>((resolve, reject) => {
    let said = ''
    child.stderr.on('data', (chunk) => {
      said += String(chunk)
      if (/[1-9][\d,]* programs/.test(said)) resolve()
    })
    child.once('exit', () => reject(new Error(`it ends by itself:\n${said}`)))
  })
  const machines = childrenOf(pid)
  end(pid)
  return {
    machines,
    ended: await child,
    judged: await execa(process.execPath, [main, 'judge', join(folder, 'traces')]),
  }
}

const childrenOf = (pid: number): number[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number)

const lives = (pid: number): boolean => existsSync(`/proc/${pid}`)

describe('a run that is ended from outside', { timeout: 120_000 }, () => {
  let folder = ''
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'keyspec-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  test("by a terminal's Ctrl-C, which reaches the whole group, has no finding", async () => {
    const { ended, judged } = await runEnded(folder, (pid) => process.kill(-pid, 'SIGINT'))
    expect(ended.exitCode).toBe(130)
    expect(existsSync(join(folder, 'out'))).toBe(false)
    expect(judged.exitCode).toBe(0)
  })

  test('by kill -9 leaves no machine, and every trace that it had judged', async () => {
    const { machines, judged } = await runEnded(folder, (pid) => process.kill(pid, 'SIGKILL'))
    expect(machines).not.toEqual([])
    await expect.poll(() => machines.filter(lives), { timeout: 10_000 }).toEqual([])
    expect(judged.stdout).toMatch(/^conforms\n/)
  })
})
