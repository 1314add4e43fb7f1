/**
 * The series, a step at a time: each patch upon those before it with whatever it can be asked for, then every
 * choice of its options with all of it. One tree is compiled again and again, so that a step costs what it changes.
 */
import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { firstOf, kept, placeOf } from './from-source.ts'
import { type Build, kernelNamed } from './kernels.ts'
import { compile, reconfigure, type Workplace } from './make.ts'
import type { Watch } from './progress.ts'
import { copyBuild, linkTree, patchTree, sourcePackage } from './source.ts'
import { KernelError } from './trouble.ts'
import { inWorkroom, needSpace } from './workroom.ts'

/** What is compiled: so far applied, and with these options on. */
export interface Step {
  /** The last patch that is applied, as its file is named. */
  readonly patch: string
  /** Options of the series that are on, such as `CONFIG_KEYS_ACL`. */
  readonly options: readonly string[]
}

/** The kernel that has the series and none of its options. */
const seriesKernel = 'container-off'

/** A linked copy with its objects: what it takes, megabytes. */
const needsMb = 600

/** Pieces of work that make reports at the most. */
const work = 1350

/**
 * Compiles every step and hands over each image, absolute, before the next is made. Throws KernelError where one
 * does not compile.
 */
export async function compileSeries(
  watch: Watch,
  each: (step: Step, image: string) => Promise<void>,
): Promise<void> {
  const whole = kernelNamed(seriesKernel) as Build
  const first = firstOf(whole)
  const source = await sourcePackage(whole.source, watch)
  const base = await kept(first, source, watch)
  await needSpace(needsMb)
  await inWorkroom('series', async (room) => {
    const tree = join(room, 'linux')
    await linkTree(base.tree, tree, watch)
    await copyBuild(base, tree, watch)
    const place = await placeOf({ ...first, name: 'series' }, tree, base.folder)
    const image = join(tree, base.folder, 'arch/x86/boot/bzImage')
    const known: string[] = []
    let patch = ''
    const make = async (options: readonly string[]) => {
      await reconfigure(...chosen(place, known, options), watch)
      await compile(place, work, watch)
      await each({ patch, options }, image)
    }
    for (const file of whole.patches) {
      await patchTree(tree, [file], watch)
      patch = basename(file)
      known.push(...optionsIn(await readFile(file, 'utf8')))
      await make(known)
    }
    for (const options of choices(known)) {
      if (options.length < known.length) await make(options).catch(unlessRefused)
    }
  })
}

/** The options that a patch adds to a Kconfig. */
export const optionsIn = (patch: string): readonly string[] =>
  [...patch.matchAll(/^\+config (\w+)$/gm)].map(([, name]) => `CONFIG_${name}`)

/** A place whose fragments say of every known option whether it is on, and that fragment. */
function chosen(
  place: Workplace,
  known: readonly string[],
  options: readonly string[],
): [Workplace, string[]] {
  const fragment = known
    .map((option) => (options.includes(option) ? `${option}=y\n` : `# ${option} is not set\n`))
    .join('')
  return [{ ...place, fragments: [...place.fragments, fragment] }, [fragment]]
}

/** Every choice of some options, the fewest first. */
export function choices(options: readonly string[]): readonly (readonly string[])[] {
  const all = Array.from({ length: 2 ** options.length }, (_, bits) =>
    options.filter((_, at) => (bits >> at) % 2 === 1),
  )
  return all.toSorted((one, other) => one.length - other.length)
}

/** What kconfig does not grant cannot be chosen. */
function unlessRefused(error: unknown): void {
  if (error instanceof KernelError && error.trouble.kind === 'config-refused') return
  throw error
}
