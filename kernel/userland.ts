/** Programs of this machine and of packages, with the libraries that they are linked to, for a guest. */

import { readFile, readlink, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { must } from './command.ts'
import type { Entry } from './cpio.ts'
import type { Watch } from './progress.ts'

/** A file of this machine, and its path in the guest. */
export interface Placed {
  readonly from: string
  readonly path: string
  /** A link that stays one, and leads to wherever it leads in the guest. */
  readonly link?: boolean
}

/** The programs that installed packages bring, at the paths where they bring them. */
export async function programsOf(packages: readonly string[], watch: Watch): Promise<Placed[]> {
  const files = (await must('dpkg', ['-L', ...packages], watch)).split('\n')
  const programs = files.filter((file) => /^(\/usr)?\/s?bin\/./.test(file))
  return programs.map((file) => ({ from: file, path: file }))
}

/** The libraries that programs are linked to, sought in `folders` before the machine's own. */
export async function librariesOf(
  programs: readonly string[],
  folders: readonly string[],
  watch: Watch,
): Promise<Placed[]> {
  const env = { LD_LIBRARY_PATH: folders.join(':') }
  const elves = await Promise.all(programs.map(async (file) => ((await isElf(file)) ? [file] : [])))
  const lines = (await must('ldd', elves.flat(), { ...watch, env })).split('\n')
  const found = new Map<string, string>()
  for (const line of lines) {
    const [, name, from] = /^\s+(?:(\S+) => )?(\/\S+) \(0x/.exec(line) ?? []
    if (from === undefined) continue
    found.set(name === undefined ? from : `/lib/x86_64-linux-gnu/${name}`, from)
  }
  return [...found].map(([path, from]) => ({ from, path }))
}

async function isElf(file: string): Promise<boolean> {
  return (await readFile(file)).subarray(0, 4).equals(Buffer.from('\x7fELF'))
}

/** The entries of files with their modes, after those of all folders above them. */
export async function entriesOf(placed: readonly Placed[]): Promise<readonly Entry[]> {
  const files = new Map(placed.map((file) => [file.path.replace(/^\/+/, ''), file]))
  const folders = new Set([...files.keys()].flatMap(foldersAbove))
  return [
    ...[...folders].sort().map((path) => ({ kind: 'directory', path, mode: 0o755 }) as const),
    ...(await Promise.all([...files].map(([path, file]) => fileEntry(path, file)))),
  ]
}

async function fileEntry(path: string, { from, link = false }: Placed): Promise<Entry> {
  if (link) return { kind: 'symlink', path, target: await readlink(from) }
  const { mode } = await stat(from)
  return { kind: 'file', path, mode: mode & 0o777, data: await readFile(from) }
}

const foldersAbove = (path: string): string[] => {
  const above = dirname(path)
  return above === '.' ? [] : [...foldersAbove(above), above]
}
