/** One tool run to its end: its lines passed on, its absence and its interruption made errors. */
import { execa, type Options } from 'execa'
import { KernelError } from './trouble.ts'

/** How a tool ended; `tail` is the last lines of both its outputs. */
export interface Ended {
  readonly ok: boolean
  readonly stdout: string
  readonly tail: readonly string[]
}

export interface Running {
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal | undefined
  readonly input?: string
  readonly onLine?: (line: string) => void
}

/** The Debian package of each tool that a minimal machine may lack. */
const packageOf: Readonly<Record<string, string>> = {
  gcc: 'gcc',
  cc: 'gcc libc6-dev',
  make: 'make',
  patch: 'patch',
  tar: 'tar',
  xz: 'xz-utils',
  zstd: 'zstd',
  flock: 'util-linux',
  'dpkg-deb': 'dpkg',
  'dpkg-source': 'dpkg-dev',
  dpkg: 'dpkg',
  ldd: 'libc-bin',
  'apt-get': 'apt',
  'apt-cache': 'apt',
}

/** Only what a tool needs: a caller's ARCH or MAKEFLAGS must not change what is built. */
const quietEnvironment = (): Record<string, string> => ({
  PATH: process.env.PATH ?? '/usr/sbin:/usr/bin:/sbin:/bin',
  HOME: process.env.HOME ?? '/',
  LC_ALL: 'C',
  ...Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) =>
      /^(https?_proxy|no_proxy|TMPDIR|APT_CONFIG)$/i.test(name) && value !== undefined
        ? [[name, value]]
        : [],
    ),
  ),
})

/** Run `tool`; throws KernelError when it is missing or `signal` fires, and only then. */
export async function run(
  tool: string,
  args: readonly string[],
  how: Running = {},
): Promise<Ended> {
  const options = {
    ...(how.cwd === undefined ? {} : { cwd: how.cwd }),
    ...(how.signal === undefined ? {} : { cancelSignal: how.signal }),
    ...(how.input === undefined ? { stdin: 'ignore' } : { input: how.input }),
    env: { ...quietEnvironment(), ...how.env },
    extendEnv: false,
    reject: false,
    all: true,
    maxBuffer: 64 * 1024 * 1024,
  } as const satisfies Options
  const child = execa(tool, args, options)
  const passing = how.onLine && passOn(child.iterable({ from: 'all' }), how.onLine)
  const [result] = await Promise.all([child, passing])
  if (result.isCanceled) throw new KernelError({ kind: 'interrupted', tool })
  if (result.code === 'ENOENT') {
    throw new KernelError({ kind: 'missing-tool', tool, package: packageOf[tool] ?? tool })
  }
  const lines = result.all.split('\n').filter((line) => line.trim() !== '')
  return { ok: !result.failed, stdout: result.stdout, tail: lines.slice(-20) }
}

async function passOn(lines: AsyncIterable<string>, onLine: (line: string) => void): Promise<void> {
  for await (const line of lines) onLine(line)
}

/** Run `tool` where a failure has no better explanation than what it said; its stdout. */
export async function must(tool: string, args: readonly string[], how: Running = {}) {
  const ended = await run(tool, args, how)
  if (!ended.ok) throw new KernelError({ kind: 'tool-failed', tool, said: lastWords(ended) })
  return ended.stdout
}

/** The last line that a tool said. */
export const lastWords = (ended: Ended): string => ended.tail.at(-1)?.trim() ?? 'it said nothing'
