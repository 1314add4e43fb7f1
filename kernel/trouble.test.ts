import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { compileAgent } from './agent.ts'
import { run } from './command.ts'
import { locked } from './lock.ts'
import { KernelError, sentence } from './trouble.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keyspec-trouble-'))
  vi.stubEnv('KEYSPEC_CACHE', join(folder, 'cache'))
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true })
})

const troubleOf = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => (error instanceof KernelError ? error.trouble : error),
  )

test('a sentence names what to install, and what to blame', () => {
  expect(sentence({ kind: 'missing-tool', tool: 'flex', package: 'flex' })).toBe(
    "'flex' is not installed: apt-get install flex",
  )
  const failed = { kernel: 'mutant-x', patches: ['x.patch'], said: 'y.c:1: error: z', log: '/l' }
  expect(sentence({ kind: 'build-failed', ...failed })).toBe(
    'mutant-x did not compile with x.patch: y.c:1: error: z (log: /l)',
  )
})

test('a tool that is not there is named, with its package', async () => {
  vi.stubEnv('PATH', folder)
  expect(await troubleOf(run('make', []))).toEqual({
    kind: 'missing-tool',
    tool: 'make',
    package: 'make',
  })
})

test('an interruption ends the tool', async () => {
  const controller = new AbortController()
  const running = troubleOf(run('sleep', ['60'], { signal: controller.signal }))
  controller.abort()
  expect(await running).toEqual({ kind: 'interrupted', tool: 'sleep' })
})

test('two who want the same lock go one after the other', async () => {
  const order: string[] = []
  const holding = async (name: string) => {
    order.push(`${name} in`)
    await new Promise((resolve) => setTimeout(resolve, 50))
    order.push(`${name} out`)
  }
  await Promise.all([
    locked('x', undefined, () => holding('one')),
    locked('x', undefined, () => holding('two')),
  ])
  expect(order.map((event) => event.split(' ')[1])).toEqual(['in', 'out', 'in', 'out'])
})

describe('an agent', () => {
  test('without sources is missed', async () => {
    expect(await troubleOf(compileAgent({}, folder))).toEqual({ kind: 'no-agent-sources', folder })
  })

  test('without a compiler asks for one', async () => {
    writeFileSync(join(folder, 'a.c'), 'int main(void) { return 0; }\n')
    vi.stubEnv('PATH', folder)
    expect(await troubleOf(compileAgent({}, folder))).toMatchObject({
      kind: 'missing-tool',
      package: 'gcc libc6-dev',
    })
  })

  test('that does not compile says why', async () => {
    writeFileSync(join(folder, 'a.c'), 'int main(void) { return nothing; }\n')
    expect(await troubleOf(compileAgent({}, folder))).toMatchObject({
      kind: 'agent-failed',
      said: expect.stringContaining('nothing'),
    })
  })

  test('is compiled once for the same sources, and again for others', async () => {
    writeFileSync(join(folder, 'a.c'), 'int main(void) { return 0; }\n')
    const first = await compileAgent({}, folder)
    expect(await compileAgent({}, folder)).toBe(first)
    writeFileSync(join(folder, 'a.c'), 'int main(void) { return 1; }\n')
    expect(await compileAgent({}, folder)).not.toBe(first)
  })
})
