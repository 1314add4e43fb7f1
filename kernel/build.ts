/** From a kernel's name to its image: from the cache, from a package, or compiled. */
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { buildFromSource, sourceKey } from './from-source.ts'
import { type Kernel, kernelNamed } from './kernels.ts'
import { locked } from './lock.ts'
import { cached, cacheRoot } from './paths.ts'
import { assemblePrebuilt, prebuiltKey } from './prebuilt.ts'
import { probeImage } from './probe.ts'
import type { Watch } from './progress.ts'
import { KernelError } from './trouble.ts'

/** A loadable module, uncompressed; the order of a list is the order of loading. */
export interface KernelModule {
  readonly name: string
  readonly path: string
}

/** A kernel that can be booted. Paths are absolute; `key` is the hash of what it was made of. */
export interface BuiltKernel {
  readonly name: string
  readonly image: string
  readonly modules: readonly KernelModule[]
  readonly config: string
  readonly version: string
  readonly key: string
}

/**
 * The image of the kernel `name`, made if the cache has none: minutes for the first from a source,
 * seconds for one that differs by a patch. Throws KernelError, with a sentence, when it cannot be.
 */
export async function buildKernel(name: string, watch: Watch = {}): Promise<BuiltKernel> {
  const kernel = kernelNamed(name)
  if (/[\s:]/.test(cacheRoot())) {
    throw new KernelError({ kind: 'awkward-cache', path: cacheRoot() })
  }
  const key = await keyOf(kernel, watch)
  const ready = await finished(kernel.name, key)
  if (ready !== undefined) return ready
  watch.onProgress?.({ stage: 'waiting', done: 0, total: 1, estimateSeconds: undefined })
  return locked(`${name}-${key}`, watch.signal, async () => {
    if ((await finished(name, key)) === undefined) await make(kernel, key, watch)
    const made = await finished(name, key)
    if (made === undefined) throw new Error(`${name} was published, and yet is not in the cache`)
    return made
  })
}

const keyOf = (kernel: Kernel, watch: Watch): Promise<string> =>
  kernel.kind === 'built' ? sourceKey(kernel, watch) : prebuiltKey(kernel, watch)

const make = (kernel: Kernel, key: string, watch: Watch): Promise<void> => {
  const place = imagePlace(kernel.name, key)
  return kernel.kind === 'built'
    ? buildFromSource(kernel, place, watch)
    : assemblePrebuilt(kernel, place, watch)
}

const imagePlace = (name: string, key: string): string => cached('images', `${name}-${key}`)

/** What the cache has under that key; image folders appear whole or not at all. */
export async function finished(name: string, key: string): Promise<BuiltKernel | undefined> {
  const place = imagePlace(name, key)
  const image = join(place, 'bzImage')
  const probe = await probeImage(image)
  if (probe.kind === 'no-kernel') return undefined
  const files = (await readdir(join(place, 'modules'))).sort()
  const modules = files.map((file) => ({
    name: file.replace(/^\d+-|\.ko$/g, ''),
    path: join(place, 'modules', file),
  }))
  return { name, image, modules, config: join(place, 'config'), version: probe.version, key }
}
