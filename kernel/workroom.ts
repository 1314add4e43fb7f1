/** Folders in which something is made: moved to its place when done, gone when not. */
import { mkdir, readdir, rename, rm, statfs } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { isErrnoException } from './files.ts'
import { cached } from './paths.ts'
import { KernelError } from './trouble.ts'

/** A place of our own below the cache while `body` runs; nothing of it stays. */
export async function inWorkroom<T>(name: string, body: (room: string) => Promise<T>): Promise<T> {
  await sweep()
  const room = cached('work', `${process.pid}-${name}`)
  await rm(room, { recursive: true, force: true })
  await mkdir(room, { recursive: true })
  try {
    return await body(room)
  } finally {
    await rm(room, { recursive: true, force: true })
  }
}

/** Make the folder `place` out of a finished `folder`, all at once. */
export async function publish(folder: string, place: string): Promise<void> {
  await mkdir(dirname(place), { recursive: true })
  try {
    await rename(folder, place)
  } catch (error) {
    const alreadyThere = isErrnoException(error) && /^(ENOTEMPTY|EEXIST)$/.test(error.code)
    if (!alreadyThere) throw error
  }
}

/** Rooms whose owner is dead are of no use to anybody. */
async function sweep(): Promise<void> {
  await mkdir(cached('work'), { recursive: true })
  for (const room of await readdir(cached('work'))) {
    if (isAlive(Number.parseInt(room, 10))) continue
    await rm(cached('work', room), { recursive: true, force: true })
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return isErrnoException(error) && error.code === 'EPERM'
  }
}

/** Throws KernelError when the cache has fewer than `neededMb` megabytes left. */
export async function needSpace(neededMb: number): Promise<void> {
  await mkdir(cached(), { recursive: true })
  const { bavail, bsize } = await statfs(cached())
  if ((bavail * bsize) / 1e6 < neededMb) {
    throw new KernelError({ kind: 'no-space', path: cached(), neededMb })
  }
}

/** The folders below a part of the cache. */
export async function foldersOf(part: string): Promise<readonly string[]> {
  await mkdir(cached(part), { recursive: true })
  return (await readdir(cached(part))).map((name) => join(name))
}
