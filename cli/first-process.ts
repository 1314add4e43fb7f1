/** For tests: a C program as the first process of a kernel. */

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { runSuite } from '../adapters/qemu/suite.ts'
import { keepInitramfs } from '../kernel/initramfs.ts'
import type { Profile } from '../spec/profiles/profile.ts'
import { TargetError } from '../spec/target.ts'
import { machineFor } from './choose-target.ts'

/** For a guest to come to its end, ms. */
const patienceMs = 120_000

/** What a program prints as the first process of a kernel, which it ends. */
export async function printedFirst(code: string, build: string, profile: Profile): Promise<string> {
  const initramfs = await keepInitramfs([
    { kind: 'directory', path: 'dev', mode: 0o755 },
    { kind: 'device', path: 'dev/console', mode: 0o600, major: 5, minor: 1 },
    { kind: 'file', path: 'init', mode: 0o755, data: await compiled(code) },
  ])
  let console = ''
  const onConsole = (chunk: Buffer) => {
    console += chunk.toString('latin1')
  }
  const machine = await machineFor(build, profile, {})
  await runSuite(machine, { initramfs, memoryMb: 256, patienceMs }, async () => {}, {
    onConsole,
  }).catch((error: unknown) => {
    // It becomes no agent, which a suite would.
    if (!(error instanceof TargetError)) throw error
  })
  return console
}

async function compiled(code: string): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'first-process-'))
  try {
    const file = join(folder, 'init')
    await writeFile(`${file}.c`, code)
    const flags = ['-std=gnu11', '-O1', '-static', '-o', file, `${file}.c`]
    await execa(process.env.CC ?? 'cc', flags)
    return await readFile(file)
  } finally {
    await rm(folder, { recursive: true })
  }
}
