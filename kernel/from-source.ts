/**
 * Kernels compiled here. The first of a source is built inside its tree and stays, and so does one
 * that others are told from by patches alone; every other is built in a linked copy of tree and
 * objects, where make compiles again only what a patch or an option changed.
 */
import { copyFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { compilerVersion } from './compiler.ts'
import { digest } from './digest.ts'
import { exists } from './files.ts'
import { parseConfig } from './kconfig.ts'
import { allKernels, type Build, kernelNamed } from './kernels.ts'
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

/** Written once everything that stays is made. */
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
  if (isKept(kernel)) {
    const place = await kept(kernel, source, watch)
    return inWorkroom(kernel.name, (room) => publishImage(place, room, image))
  }
  return inWorkroom(kernel.name, async (room) => {
    const place = await buildOnTop(kernel, source, join(room, 'linux'), watch)
    await publishImage(place, room, image)
  })
}

/** Compile a kernel in a linked copy, at `tree`, of what it starts from. */
async function buildOnTop(kernel: Build, source: Unpacked, tree: string, watch: Watch) {
  const first = startOf(kernel)
  const base = await kept(first, source, watch)
  await needSpace(copyNeedsMb)
  const place = await placeOf(kernel, tree, base.folder)
  await linkTree(base.tree, tree, watch)
  await copyBuild(base, tree, watch)
  const patches = kernel.patches.slice(first.patches.length)
  await patchTree(tree, patches, watch)
  const extra = place.fragments.slice(first.config.length)
  const configured = extra.length > 0 || (await touchesKconfig(patches))
  if (configured) await reconfigure(place, extra, watch)
  await compile(place, configured ? coldWork : incrementalWork, watch)
  return place
}

/** Where no option can have changed, the copied .config stands as it is. */
const touchesKconfig = async (patches: readonly string[]): Promise<boolean> =>
  (await readAll(patches))
    .flatMap((patch) => parsePatch(patch).files)
    .some((file) => /(^|\/)Kconfig/.test(file))

/**
 * The kernel whose objects another starts from: its basis, where only patches lie between. Where
 * options do as well, nearly all is compiled again, and the first of the source serves.
 */
function startOf(kernel: Build): Build {
  const basis = kernel.basis === undefined ? undefined : kernelNamed(kernel.basis)
  if (basis?.kind !== 'built') return { ...kernel, patches: [] }
  return basis.config.length === kernel.config.length ? basis : firstOf(basis)
}

/** The kernel at the bottom of a row of bases, without its patches. */
export function firstOf(kernel: Build): Build {
  const basis = kernel.basis === undefined ? undefined : kernelNamed(kernel.basis)
  return basis?.kind === 'built' ? firstOf(basis) : { ...kernel, patches: [] }
}

const isFirst = ({ basis, patches }: Build): boolean => basis === undefined && patches.length === 0

/** Whether objects of a kernel stay, as there is one that starts from it. */
const isKept = (kernel: Build): boolean =>
  isFirst(kernel) ||
  allKernels().some((other) => other.kind === 'built' && startOf(other).name === kernel.name)

export async function placeOf(kernel: Build, tree: string, folder: string): Promise<Workplace> {
  return {
    kernel: kernel.name,
    tree,
    folder,
    fragments: await readAll(kernel.config),
    patches: kernel.patches.map((patch) => basename(patch)),
    log: cached('logs', `${kernel.name}.log`),
  }
}

/** A tree and its build folder that stay, made if they are not there or were not finished. */
export async function kept(kernel: Build, source: Unpacked, watch: Watch): Promise<Workplace> {
  const key = await keyFor(kernel, source, watch)
  return isFirst(kernel)
    ? keptInPlace(kernel, source, key, watch)
    : keptAside(kernel, source, key, watch)
}

/** The first of a source: a build folder inside the pristine tree. */
async function keptInPlace(
  kernel: Build,
  source: Unpacked,
  key: string,
  watch: Watch,
): Promise<Workplace> {
  const folder = `${buildPrefix}${key}`
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

/** Any other: a linked copy by itself, whose build folder is named as that which it was copied from. */
async function keptAside(
  kernel: Build,
  source: Unpacked,
  key: string,
  watch: Watch,
): Promise<Workplace> {
  const room = cached('trees', `${kernel.name}-${key}`)
  const tree = join(room, 'linux')
  const folder = `${buildPrefix}${await keyFor(firstOf(kernel), source, watch)}`
  const mark = join(room, complete)
  if (await exists(mark)) return placeOf(kernel, tree, folder)
  return locked(`tree-${key}`, watch.signal, async () => {
    if (await exists(mark)) return placeOf(kernel, tree, folder)
    await rm(room, { recursive: true, force: true })
    await mkdir(room, { recursive: true })
    const place = await buildOnTop(kernel, source, tree, watch)
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
