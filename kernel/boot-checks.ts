/**
 * What our series adds to a kernel, checked by a first process of its own: an initramfs whose `/init`
 * tells by lines of the Test Anything Protocol how each check went, and then becomes the agent.
 */
import { readFile } from 'node:fs/promises'
import { compileAgent } from './agent.ts'
import type { Entry } from './cpio.ts'
import { keepInitramfs } from './initramfs.ts'
import { kernelData } from './paths.ts'
import type { Watch } from './progress.ts'

/** The path of the initramfs, made if the cache has none; `agent` is what `/init` becomes. */
export async function buildBootChecks(agent: string, watch: Watch = {}): Promise<string> {
  const init = await compileAgent(watch, kernelData('boot-checks'))
  const programs = [
    { path: 'init', from: init },
    { path: 'agent', from: agent },
  ]
  const files = programs.map(
    async ({ path, from }): Promise<Entry> => ({
      kind: 'file',
      path,
      mode: 0o755,
      data: await readFile(from),
    }),
  )
  return keepInitramfs([
    { kind: 'directory', path: 'dev', mode: 0o755 },
    { kind: 'device', path: 'dev/console', mode: 0o600, major: 5, minor: 1 },
    ...(await Promise.all(files)),
  ])
}

/** What a console told of checks. */
export interface TapReport {
  /** How many checks there are; undefined where it was not told, as they did not come to an end. */
  readonly planned: number | undefined
  readonly checks: readonly TapCheck[]
}

interface TapCheck {
  readonly ok: boolean
  readonly name: string
  /** The lines of explanation below it, in the protocol's words. */
  readonly diagnostics: readonly string[]
}

/** Reads the lines of the protocol among whatever else a console has. */
export function readTap(console: string): TapReport {
  const checks: (TapCheck & { readonly diagnostics: string[] })[] = []
  let planned: number | undefined
  for (const line of console.split(/\r?\n/)) {
    const [, count] = /^1\.\.(\d+)$/.exec(line) ?? []
    const [, not, name] = /^(not )?ok \d+ - (.*)$/.exec(line) ?? []
    if (count !== undefined) planned = Number(count)
    else if (name !== undefined) checks.push({ ok: not === undefined, name, diagnostics: [] })
    else if (line.startsWith('# ')) checks.at(-1)?.diagnostics.push(line.slice(2))
  }
  return { planned, checks }
}
