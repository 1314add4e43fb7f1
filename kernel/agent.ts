/** The agent: the one program of the guest, compiled with this machine's C compiler. */
import { mkdir, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { run } from './command.ts'
import { compilerVersion } from './compiler.ts'
import { digest } from './digest.ts'
import { exists, whole } from './files.ts'
import { cached, projectRoot } from './paths.ts'
import type { Watch } from './progress.ts'
import { KernelError } from './trouble.ts'

const flags = ['-static', '-O2', '-std=gnu11', '-Wall', '-Wextra', '-Werror'] as const

/** Where the agent's sources are. */
const agentSources = (): string => join(projectRoot(), 'adapters', 'agent')

/**
 * The path of the compiled agent, made if the cache has none of these sources and this compiler.
 * Throws KernelError when there is no compiler or it refuses.
 */
export async function compileAgent(watch: Watch = {}, folder = agentSources()): Promise<string> {
  const names = (await readdir(folder).catch(() => [])).sort()
  const sources = names.filter((name) => name.endsWith('.c'))
  if (sources.length === 0) throw new KernelError({ kind: 'no-agent-sources', folder })
  const headers = names.filter((name) => name.endsWith('.h'))
  const texts = await Promise.all(
    [...sources, ...headers].map(async (name) => [name, await readFile(join(folder, name))]),
  )
  const compiler = await compilerVersion('cc', watch)
  const place = cached('agent', digest([compiler, ...flags, ...texts.flat()]))
  if (await exists(place)) return place
  await mkdir(cached('agent'), { recursive: true })
  return whole(place, async (unfinished) => {
    const args = [...flags, '-o', unfinished, ...sources]
    const ended = await run('cc', args, { cwd: folder, signal: watch.signal })
    if (!ended.ok) throw new KernelError(blame(ended.tail))
  })
}

/** A static program needs the C library's archive, which a bare compiler comes without. */
function blame(lines: readonly string[]) {
  if (lines.some((line) => /cannot find -lc\b|fatal error: (stdio|errno)\.h/.test(line))) {
    return { kind: 'missing-tool', tool: 'libc.a', package: 'libc6-dev' } as const
  }
  const said = lines.find((line) => /\b(error|undefined reference)\b/.test(line)) ?? lines.at(-1)
  return { kind: 'agent-failed', said: said ?? 'the compiler said nothing' } as const
}
