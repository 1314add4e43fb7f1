/** Debian packages, downloaded and unpacked into the cache; never installed. */
import { mkdir, readdir, stat, writeFile } from 'node:fs/promises'
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

/** Sources that are fetched are Debian's, and signed so. */
const archiveKeyring = '/usr/share/keyrings/debian-archive-keyring.gpg'

/**
 * Unpacks the newest source package `name`, patched as Debian does, into the folder `into`, which
 * does not exist; answers its version. What apt is told of sources stays in the folder `through`.
 */
export async function unpackSource(
  name: string,
  through: string,
  into: string,
  watch: Watch,
): Promise<string> {
  const { signal } = watch
  const lists = join(through, 'lists')
  await mkdir(join(lists, 'partial'), { recursive: true })
  const list = join(through, 'sources.list')
  await writeFile(list, await sourceLines(watch))
  const settings = {
    'Dir::Etc::sourcelist': list,
    'Dir::Etc::sourceparts': '/dev/null',
    'Dir::State::lists': lists,
    'Dir::Cache': join(through, 'cache'),
    // Its user for downloads need not be able to write here.
    'APT::Sandbox::User': 'root',
  }
  const options = Object.entries(settings).flatMap(([key, value]) => ['-o', `${key}=${value}`])
  await must('apt-get', ['update', '-q', ...options], { signal })
  const args = ['source', '-q', '--download-only', ...options, name]
  const ended = await run('apt-get', args, { cwd: through, signal })
  const description = (await readdir(through)).find((file) => file.endsWith('.dsc'))
  if (!ended.ok || description === undefined) {
    throw new KernelError({ kind: 'download-failed', package: name, said: lastWords(ended) })
  }
  watch.onProgress?.({ stage: 'unpacking', done: 0, total: 1, estimateSeconds: undefined })
  await must('dpkg-source', ['-x', join(through, description), into], { signal })
  return description.slice(description.indexOf('_') + 1, -'.dsc'.length)
}

/** Where Debian's binary packages come from here, its sources are, too. */
async function sourceLines({ signal }: Watch): Promise<string> {
  const format = '$(ORIGIN) $(REPO_URI) $(RELEASE) $(COMPONENT)'
  const ask = ['indextargets', '--format', format, 'Created-By: Packages']
  const known = (await must('apt-get', ask, { signal })).match(/^Debian .*$/gm)
  if (known === null) {
    const said = 'no packages of Debian are known here'
    throw new KernelError({ kind: 'package-not-found', pattern: 'in source form', said })
  }
  return known
    .map((line) => `${line.replace('Debian', `deb-src [signed-by=${archiveKeyring}]`)}\n`)
    .join('')
}

/** Bytes in a folder so far. */
async function arrived(folder: string): Promise<number> {
  const files = await readdir(folder)
  const sizes = await Promise.all(files.map(async (file) => (await stat(join(folder, file))).size))
  return sizes.reduce((sum, size) => sum + size, 0)
}

/** A file renamed between listing and measuring only makes one progress report late. */
const ignoreVanished = (): void => undefined
