/** Where things are: the project's own data, and the cache, which is never inside the project. */
import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder that holds package.json, from the sources as well as from `dist/`. */
export function projectRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url))
  while (!existsSync(join(folder, 'package.json'))) {
    const parent = dirname(folder)
    if (parent === folder) throw new Error('no package.json above this file: it is always shipped')
    folder = parent
  }
  return folder
}

/** A file or folder of `kernel/`: fragments, patches, mutants, records. */
export const kernelData = (...parts: readonly string[]): string =>
  join(projectRoot(), 'kernel', ...parts)

type Environment = Readonly<Record<string, string | undefined>>

/** `$KEYSPEC_CACHE`, else `$XDG_CACHE_HOME/keyspec`, else `~/.cache/keyspec`; absolute. */
export function cacheRoot(env: Environment = process.env): string {
  if (env.KEYSPEC_CACHE) return resolve(env.KEYSPEC_CACHE)
  return join(
    env.XDG_CACHE_HOME ? resolve(env.XDG_CACHE_HOME) : join(homedir(), '.cache'),
    'keyspec',
  )
}

/** A path below the cache. */
export const cached = (...parts: readonly string[]): string => join(cacheRoot(), ...parts)
