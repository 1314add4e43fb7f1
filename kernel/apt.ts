/** Debian packages, downloaded and unpacked into the cache; never installed. */
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { lastWords, must, run } from './command.ts'
import type { Watch } from './progress.ts'
import { KernelError } from './trouble.ts'

/** One version of one package; `bytes` is the size of its archive. */
export interface PackageVersion {
  readonly name: string
  readonly version: string
  readonly bytes: number
}

const byVersion = new Intl.Collator('en', { numeric: true }).compare

/** The newest of some names or folders, by the numbers in them. */
export const newest = (names: readonly string[]): string | undefined =>
  [...names].sort(byVersion).at(-1)

/**
 * The newest package whose whole name matches `pattern`. Where apt has never been told what there
 * is, and may be, it is told first.
 */
export async function findPackage(pattern: string, watch: Watch): Promise<PackageVersion> {
  const name = (await search(pattern, watch)) ?? (await searchAfterUpdate(pattern, watch))
  const record = await must('apt-cache', ['show', '--no-all-versions', name], watch)
  const field = (key: string) => record.match(new RegExp(`^${key}: (.+)$`, 'm'))?.[1]
  const version = field('Version')
  if (version === undefined) {
    throw new KernelError({ kind: 'package-not-found', pattern: name, said: 'it has no version' })
  }
  return { name, version, bytes: Number(field('Size') ?? 0) }
}

async function search(pattern: string, { signal }: Watch): Promise<string | undefined> {
  const lines = await must('apt-cache', ['search', '--names-only', `^${pattern}$`], { signal })
  return newest(lines.split('\n').flatMap((line) => line.split(' ')[0] || []))
}

async function searchAfterUpdate(pattern: string, watch: Watch): Promise<string> {
  const update = await run('apt-get', ['update', '-q'], watch)
  const name = await search(pattern, watch)
  if (name !== undefined) return name
  throw new KernelError({ kind: 'package-not-found', pattern, said: lastWords(update) })
}

/** Unpack `wanted` into the folder `into`, by way of the folder `through`; both exist. */
export async function unpackPackage(
  wanted: PackageVersion,
  through: string,
  into: string,
  watch: Watch,
): Promise<void> {
  const archive = await download(wanted, through, watch)
  watch.onProgress?.({ stage: 'unpacking', done: 0, total: 1, estimateSeconds: undefined })
  await must('dpkg-deb', ['-x', archive, into], watch)
}

async function download(wanted: PackageVersion, folder: string, watch: Watch): Promise<string> {
  const started = Date.now()
  const report = setInterval(() => {
    arrived(folder).then((done) => {
      const seconds = (Date.now() - started) / 1000
      const left = done > 0 ? Math.round((seconds / done) * (wanted.bytes - done)) : undefined
      watch.onProgress?.({ stage: 'downloading', done, total: wanted.bytes, estimateSeconds: left })
    }, ignoreVanished)
  }, 500)
  try {
    const args = ['download', '-q', `${wanted.name}=${wanted.version}`]
    const ended = await run('apt-get', args, { cwd: folder, signal: watch.signal })
    const archive = (await readdir(folder)).find((file) => file.endsWith('.deb'))
    if (ended.ok && archive !== undefined) return join(folder, archive)
    const said = ended.tail.findLast((line) => line.startsWith('E:')) ?? lastWords(ended)
    throw new KernelError({ kind: 'download-failed', package: wanted.name, said })
  } finally {
    clearInterval(report)
  }
}

/** Bytes in a folder so far. */
async function arrived(folder: string): Promise<number> {
  const files = await readdir(folder)
  const sizes = await Promise.all(files.map(async (file) => (await stat(join(folder, file))).size))
  return sizes.reduce((sum, size) => sum + size, 0)
}

/** A file renamed between listing and measuring only makes one progress report late. */
const ignoreVanished = (): void => undefined
