/** The kernel's own build: configured, compiled, watched. */
import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { dirname, join } from 'node:path'
import { run } from './command.ts'
import { refused } from './kconfig.ts'
import { countWork, type Watch } from './progress.ts'
import { KernelError } from './trouble.ts'

/** A build folder inside a tree, and what the kernel in it is. */
export interface Workplace {
  readonly kernel: string
  readonly tree: string
  /** The build folder's name; it lies directly in the tree. */
  readonly folder: string
  readonly fragments: readonly string[]
  readonly patches: readonly string[]
  readonly log: string
}

/** Nothing of the machine, the person or the hour gets into an image. */
const anonymous = {
  KBUILD_BUILD_USER: 'keyspec',
  KBUILD_BUILD_HOST: 'keyspec',
  KBUILD_BUILD_VERSION: '1',
  KBUILD_BUILD_TIMESTAMP: 'Thu Jan  1 00:00:00 UTC 1970',
}

/** Write .config as `base` (or tinyconfig) with the fragments on top, and see that they took. */
export async function configure(place: Workplace, watch: Watch): Promise<void> {
  watch.onProgress?.({ stage: 'configuring', done: 0, total: 1, estimateSeconds: undefined })
  const config = join(place.tree, place.folder, '.config')
  await mkdir(dirname(config), { recursive: true })
  await make(place, ['tinyconfig'], watch)
  await appendFile(config, place.fragments.join('\n'))
  await make(place, ['olddefconfig'], watch)
  await checkConfig(place)
}

/** Let a copied .config meet a patched Kconfig; `extra` fragments come on top. */
export async function reconfigure(
  place: Workplace,
  extra: readonly string[],
  watch: Watch,
): Promise<void> {
  watch.onProgress?.({ stage: 'configuring', done: 0, total: 1, estimateSeconds: undefined })
  const config = join(place.tree, place.folder, '.config')
  if (extra.length > 0) await appendFile(config, extra.join('\n'))
  await make(place, ['olddefconfig'], watch)
  await checkConfig(place)
}

async function checkConfig(place: Workplace): Promise<void> {
  const config = await readFile(join(place.tree, place.folder, '.config'), 'utf8')
  const options = refused(place.fragments, config)
  if (options.length > 0) {
    throw new KernelError({ kind: 'config-refused', kernel: place.kernel, options })
  }
}

/** Compile; `total` is about how many pieces of work make will report. */
export async function compile(place: Workplace, total: number, watch: Watch): Promise<void> {
  const onLine = watch.onProgress && countWork(total, watch.onProgress)
  const jobs = `-j${availableParallelism()}`
  await make(place, [jobs, 'bzImage'], { signal: watch.signal, ...(onLine && { onLine }) })
}

interface Listening {
  readonly signal?: AbortSignal | undefined
  readonly onLine?: (line: string) => void
}

async function make(place: Workplace, targets: readonly string[], how: Listening): Promise<void> {
  const lines: string[] = []
  const onLine = (line: string) => {
    lines.push(line)
    how.onLine?.(line)
  }
  const args = [`O=${place.folder}`, ...targets]
  const ended = await run('make', args, {
    cwd: place.tree,
    env: anonymous,
    signal: how.signal,
    onLine,
  })
  if (ended.ok) return
  await mkdir(dirname(place.log), { recursive: true })
  await writeFile(place.log, `${lines.join('\n')}\n`)
  throw new KernelError(blame(place, lines))
}

/** The first complaint explains more than the last, which is only that make gave up. */
function blame(place: Workplace, lines: readonly string[]) {
  if (lines.some((line) => line.includes('No space left on device'))) {
    return { kind: 'no-space', path: place.tree, neededMb: 300 } as const
  }
  const absent = lines.map(absentTool).find((tool) => tool !== undefined)
  if (absent !== undefined) {
    return { kind: 'missing-tool', tool: absent, package: packageOf[absent] ?? absent } as const
  }
  const said = lines.find((line) => complaint.test(line)) ?? lines.at(-1)
  const { kernel, patches, log } = place
  return { kind: 'build-failed', kernel, patches, said: said?.trim() ?? 'no output', log } as const
}

/** What compiler, linker, kconfig and make say when they cannot go on; never make's own summary. */
const complaint = /\berror: |undefined reference|can't open|No rule to make|\*\*\* (?!\[)/

/** Tools and headers that the kernel's build calls by itself, and their Debian packages. */
const packageOf: Readonly<Record<string, string>> = {
  flex: 'flex',
  bison: 'bison',
  bc: 'bc',
  gcc: 'gcc',
  'gelf.h': 'libelf-dev',
  'libelf.h': 'libelf-dev',
}

const absentTool = (line: string): string | undefined =>
  line.match(/\b([\w-]+): (?:command )?not found/)?.[1] ??
  line.match(/fatal error: (\S+\.h): No such file/)?.[1]
