/**
 * Kernels compiled here. The first of a source is built inside its tree and stays; every other is
 * built in a linked copy of tree and objects, where make compiles again only what a patch or an
 * option changed.
 */
import { copyFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { compilerVersion } from './compiler.ts'
import { digest } from './digest.ts'
import { exists } from './files.ts'
import { parseConfig } from './kconfig.ts'
import { type Build, kernelNamed } from './kernels.ts'
import { locked } from './lock.ts'
import { compile, configure, reconfigure, type Workplace } from './make.ts'
import { keptPackage, type Unpacked } from './packages.ts'
import { diffOf, parsePatch } from './patch.ts'
import { cached } from './paths.ts'
import type { Watch } from './progress.ts'
import { buildPrefix, copyBuild, linkTree, patchTree, sourcePackage } from './source.ts'
import { inWorkroom, needSpace, publish } from './workroom.ts'

/** Pieces of work that make reports: for a whole kernel, and for one that differs by a patch. */
const coldWork = 1350
const incrementalWork = 18

/** What a linked copy takes: its objects, and an image. */
const copyNeedsMb = 300

/** Written into a build folder once everything in it is made. */
const complete = 'keyspec-complete'

const readAll = (files: readonly string[]): Promise<string[]> =>
  Promise.all(files.map((file) => readFile(file, 'utf8')))

async function keyFor(kernel: Build, source: Unpacked, watch: Watch): Promise<string> {
  const [config, patches] = await Promise.all([readAll(kernel.config), readAll(kernel.patches)])
  return recipeKey({ source, compiler: await compilerVersion('gcc', watch), config, patches })
}

/** Everything that decides what an image is. */
interface Recipe {
  readonly source: { readonly name: string; readonly version: string }
  readonly compiler: string
  readonly config: readonly string[]
  readonly patches: readonly string[]
}

/** The cache key of a recipe: any change of any part gives another; remarks are no part of it. */
export function recipeKey({ source, compiler, config, patches }: Recipe): string {
  const options = [...parseConfig(config.join('\n'))].map(([option, value]) => `${option}=${value}`)
  const changes = patches.map(diffOf)
  return digest([source.name, source.version, compiler, options.sort().join('\n'), ...changes])
}

/** The cache key of a kernel; its source is fetched where the cache has none. */
export async function sourceKey(kernel: Build, watch: Watch): Promise<string> {
  return keyFor(kernel, await sourcePackage(kernel.source, watch), watch)
}

/** The same without fetching anything: undefined where the cache has no source. */
export async function keptSourceKey(kernel: Build): Promise<string | undefined> {
  const source = await keptPackage(kernel.source.replaceAll('.', '\\.'))
  return source && keyFor(kernel, source, {})
}

/** Make the image folder `image` of a kernel. */
export async function buildFromSource(kernel: Build, image: string, watch: Watch): Promise<void> {
  const source = await sourcePackage(kernel.source, watch)
  if (kernel.basis === undefined && kernel.patches.length === 0) {
    const place = await foundation(kernel, source, watch)
    return inWorkroom(kernel.name, (room) => publishImage(place, room, image))
  }
  const first = foundationOf(kernel)
  const base = await foundation(first, source, watch)
  await needSpace(copyNeedsMb)
  return inWorkroom(kernel.name, async (room) => {
    const place = await placeOf(kernel, join(room, 'linux'), base.folder)
    await linkTree(base.tree, place.tree, watch)
    await copyBuild(base, place.tree, watch)
    await patchTree(place.tree, kernel.patches, watch)
    const extra = place.fragments.slice(first.config.length)
    const configured = extra.length > 0 || (await touchesKconfig(kernel))
    if (configured) await reconfigure(place, extra, watch)
    await compile(place, configured ? coldWork : incrementalWork, watch)
    await publishImage(place, room, image)
  })
}

/** Where no option can have changed, the copied .config stands as it is. */
const touchesKconfig = async (kernel: Build): Promise<boolean> =>
  (await readAll(kernel.patches))
    .flatMap((patch) => parsePatch(patch).files)
    .some((file) => /(^|\/)Kconfig/.test(file))

/** The kernel at the bottom of a row of bases, without its patches: its objects serve them all. */
function foundationOf(kernel: Build): Build {
  const basis = kernel.basis === undefined ? undefined : kernelNamed(kernel.basis)
  return basis?.kind === 'built' ? foundationOf(basis) : { ...kernel, patches: [] }
}

async function placeOf(kernel: Build, tree: string, folder: string): Promise<Workplace> {
  return {
    kernel: kernel.name,
    tree,
    folder,
    fragments: await readAll(kernel.config),
    patches: kernel.patches.map((patch) => basename(patch)),
    log: cached('logs', `${kernel.name}.log`),
  }
}

/** The build folder inside the pristine tree, made if it is not there or was not finished. */
async function foundation(kernel: Build, source: Unpacked, watch: Watch): Promise<Workplace> {
  const folder = `${buildPrefix}${await keyFor(kernel, source, watch)}`
  const place = await placeOf(kernel, join(source.folder, 'linux'), folder)
  const mark = join(place.tree, folder, complete)
  if (await exists(mark)) return place
  return locked(folder, watch.signal, async () => {
    if (await exists(mark)) return place
    await needSpace(copyNeedsMb)
    await rm(join(place.tree, folder), { recursive: true, force: true })
    await configure(place, watch)
    await compile(place, coldWork, watch)
    await writeFile(mark, '')
    return place
  })
}

async function publishImage(place: Workplace, room: string, image: string): Promise<void> {
  const made = join(room, 'image')
  const from = join(place.tree, place.folder)
  await mkdir(join(made, 'modules'), { recursive: true })
  await copyFile(join(from, 'arch/x86/boot/bzImage'), join(made, 'bzImage'))
  await copyFile(join(from, '.config'), join(made, 'config'))
  await publishNotes(from, join(made, 'gcov'))
  await publish(made, image)
}

/** What the compiler noted of the lines that are counted, and where they were compiled. */
async function publishNotes(from: string, into: string): Promise<void> {
  const folder = join(from, 'security/keys')
  const notes = (await readdir(folder)).filter((file) => file.endsWith('.gcno'))
  if (notes.length === 0) return
  await mkdir(into)
  for (const note of notes) await copyFile(join(folder, note), join(into, note))
  await writeFile(join(into, 'compiled-in'), `${folder}\n`)
}
