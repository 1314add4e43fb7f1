/** Kernels as a distribution ships them: the image, and the few modules that are asked for. */
import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { must } from './command.ts'
import { digest } from './digest.ts'
import type { Kernel } from './kernels.ts'
import { keptPackage, obtainPackage, type Unpacked } from './packages.ts'
import type { Watch } from './progress.ts'
import { KernelError } from './trouble.ts'
import { inWorkroom, publish } from './workroom.ts'

type Prebuilt = Extract<Kernel, { kind: 'prebuilt' }>

/** Archive and contents of an image package, in megabytes. */
const packageNeedsMb = 300

const keyFor = (kernel: Prebuilt, { name, version }: Unpacked): string =>
  digest([name, version, ...kernel.modules])

const imagePackage = (kernel: Prebuilt, watch: Watch): Promise<Unpacked> =>
  obtainPackage({ pattern: kernel.package, neededMb: packageNeedsMb }, watch)

/** The cache key of a kernel; its package is fetched where the cache has none. */
export async function prebuiltKey(kernel: Prebuilt, watch: Watch): Promise<string> {
  return keyFor(kernel, await imagePackage(kernel, watch))
}

/** The same without fetching anything: undefined where the cache has no package. */
export async function keptPrebuiltKey(kernel: Prebuilt): Promise<string | undefined> {
  const kept = await keptPackage(kernel.package)
  return kept && keyFor(kernel, kept)
}

/** Make the image folder `image` of a kernel out of its package. */
export async function assemblePrebuilt(
  kernel: Prebuilt,
  image: string,
  watch: Watch,
): Promise<void> {
  const { folder } = await imagePackage(kernel, watch)
  await inWorkroom(kernel.name, async (room) => {
    const made = join(room, 'image')
    await mkdir(join(made, 'modules'), { recursive: true })
    const boot = join(folder, 'boot')
    await copyFile(join(boot, await only(boot, 'vmlinuz-')), join(made, 'bzImage'))
    await copyFile(join(boot, await only(boot, 'config-')), join(made, 'config'))
    const order = await loadOrder(kernel, folder, room, watch)
    for (const [at, { name, data }] of order.entries()) {
      await writeFile(join(made, 'modules', `${`${at}`.padStart(2, '0')}-${name}.ko`), data)
    }
    await publish(made, image)
  })
}

async function only(folder: string, start: string): Promise<string> {
  const file = (await readdir(folder)).find((name) => name.startsWith(start))
  if (file === undefined) {
    const why = `its package has no ${start}*`
    throw new KernelError({ kind: 'not-a-kernel', file: join(folder, start), why })
  }
  return file
}

interface Loaded {
  readonly name: string
  readonly data: Buffer
}

/** Module names are written with either hyphen, and mean the same. */
const plainName = (file: string): string =>
  basename(file)
    .replace(/\.ko.*$/, '')
    .replaceAll('-', '_')

/** What a module says it needs, from its .modinfo section: `depends=a,b`. */
export function dependencies(module: Buffer): readonly string[] {
  const key = '\0depends='
  const at = module.indexOf(key)
  if (at < 0) return []
  const from = at + key.length
  const value = module.toString('latin1', from, module.indexOf(0, from))
  return value.split(',').filter((name) => name !== '')
}

/** The modules asked for, each after those it needs; what is built in is left out. */
async function loadOrder(
  kernel: Prebuilt,
  folder: string,
  room: string,
  watch: Watch,
): Promise<readonly Loaded[]> {
  const library = join(folder, 'lib/modules', await only(join(folder, 'lib/modules'), ''))
  const builtIn = await readFile(join(library, 'modules.builtin'), 'utf8')
  const isBuiltIn = new Set(builtIn.split('\n').map(plainName))
  const files = await readdir(library, { recursive: true })
  const paths = new Map(
    files.filter(isModule).map((file) => [plainName(file), join(library, file)]),
  )
  const loaded = new Map<string, Loaded>()
  const load = async (name: string): Promise<void> => {
    if (isBuiltIn.has(name) || loaded.has(name)) return
    const path = paths.get(name)
    if (path === undefined) {
      throw new KernelError({ kind: 'no-such-module', module: name, package: kernel.package })
    }
    const data = await uncompressed(path, room, watch)
    for (const needed of dependencies(data)) await load(plainName(needed))
    loaded.set(name, { name, data })
  }
  for (const name of kernel.modules) await load(plainName(name))
  return [...loaded.values()]
}

const isModule = (file: string): boolean => /\.ko(\.xz|\.zst)?$/.test(file)

/** A module's bytes; initramfs and insmod are spared every decompressor. */
async function uncompressed(path: string, room: string, { signal }: Watch): Promise<Buffer> {
  if (path.endsWith('.ko')) return readFile(path)
  const copy = join(room, basename(path))
  await copyFile(path, copy)
  await must(path.endsWith('.xz') ? 'xz' : 'zstd', ['-d', '-q', copy], { signal })
  return readFile(copy.replace(/\.(xz|zst)$/, ''))
}
