/** What packages hold, unpacked once per version and kept in the cache. */
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { findPackage, newest, unpackPackage, unpackSource } from './apt.ts'
import { locked } from './lock.ts'
import { cached } from './paths.ts'
import type { Watch } from './progress.ts'
import { foldersOf, inWorkroom, needSpace, publish } from './workroom.ts'

/** A package of one version, and the folder of the cache that has its contents. */
export interface Unpacked {
  readonly name: string
  readonly version: string
  readonly folder: string
}

export interface Wanted {
  /** A regular expression for the whole name. */
  readonly pattern: string
  readonly neededMb: number
  /** What else is done to the unpacked folder before it is kept. */
  readonly prepare?: (folder: string) => Promise<void>
}

const separator = '_'

/** `package_1.2-3` of the cache, taken apart. */
function describe(folder: string): Unpacked {
  const [name = '', version = ''] = folder.split(separator)
  return { name, version, folder: cached('packages', folder) }
}

/** The newest version in the cache, without asking apt: what was built yesterday stays as it is. */
export async function keptPackage(pattern: string): Promise<Unpacked | undefined> {
  const folders = await foldersOf('packages')
  const whole = new RegExp(`^${pattern}$`)
  const found = newest(folders.filter((folder) => whole.test(describe(folder).name)))
  return found === undefined ? undefined : describe(found)
}

/** The package from the cache, or else the newest that apt has, downloaded and unpacked. */
export async function obtainPackage(wanted: Wanted, watch: Watch): Promise<Unpacked> {
  const kept = await keptPackage(wanted.pattern)
  if (kept !== undefined) return kept
  return locked('packages', watch.signal, async () => {
    return (await keptPackage(wanted.pattern)) ?? (await fetchPackage(wanted, watch))
  })
}

async function fetchPackage(wanted: Wanted, watch: Watch): Promise<Unpacked> {
  await needSpace(wanted.neededMb)
  const found = await findPackage(wanted.pattern, watch)
  const folder = `${found.name}${separator}${found.version.replaceAll(':', '.')}`
  return inWorkroom('package', async (room) => {
    const contents = join(room, 'contents')
    await unpackPackage(found, room, contents, watch)
    await wanted.prepare?.(contents)
    await publish(contents, cached('packages', folder))
    await rm(room, { recursive: true, force: true })
    return describe(folder)
  })
}

/** What a source package can be told from the binary package of its name by, in the cache. */
const sourceOf = (name: string): string => `source-${name}`

/** The source package `name` of Debian, with Debian's patches, from the cache or from apt. */
export async function obtainSource(name: string, watch: Watch): Promise<Unpacked> {
  const pattern = sourceOf(name)
  const kept = await keptPackage(pattern)
  if (kept !== undefined) return kept
  return locked('packages', watch.signal, async () => {
    return (await keptPackage(pattern)) ?? (await fetchSource(name, watch))
  })
}

function fetchSource(name: string, watch: Watch): Promise<Unpacked> {
  return inWorkroom('source', async (room) => {
    const contents = join(room, 'contents')
    const version = await unpackSource(name, room, contents, watch)
    const folder = `${sourceOf(name)}${separator}${version}`
    await publish(contents, cached('packages', folder))
    return describe(folder)
  })
}
