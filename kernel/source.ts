/** The kernel's source: one pristine tree a version, and copies of it that cost nearly nothing. */
import { copyFile, mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { lastWords, must, run } from './command.ts'
import { isErrnoException } from './files.ts'
import { obtainPackage, type Unpacked } from './packages.ts'
import { parsePatch } from './patch.ts'
import type { Watch } from './progress.ts'
import { KernelError } from './trouble.ts'

/** Download, tar archive and tree of a kernel's source, with a build of it, in megabytes. */
const sourceNeedsMb = 1300

/**
 * What no configuration of ours compiles, two thirds of the files: left out, so that a tree is
 * unpacked, linked and removed sooner. Kconfig and make still find every file that they include.
 */
const leftOut = [
  ...['alpha', 'arc', 'arm', 'arm64', 'csky', 'hexagon', 'loongarch', 'm68k', 'microblaze'],
  ...['mips', 'nios2', 'openrisc', 'parisc', 'powerpc', 'riscv', 's390', 'sh', 'sparc', 'xtensa'],
]
  .map((architecture) => `arch/${architecture}`)
  .concat(['drivers/gpu', 'drivers/iio', 'drivers/infiniband', 'drivers/media', 'drivers/scsi'])
  .concat(['drivers/net/ethernet', 'drivers/net/wireless', 'drivers/staging', 'drivers/usb'])
  .concat(['sound', 'tools/testing'])
  .map((folder) => `*/${folder}/*.[chS]`)
  .concat('*/arch/*.dts', '*/arch/*.dtsi', '*/Documentation/*.rst', '*/Documentation/*.yaml')

/** Build folders lie inside the tree, where kbuild names everything relative to it. */
export const buildPrefix = 'build-'

/** The unpacked source package; its `linux/` is the tree. */
export function sourcePackage(name: string, watch: Watch): Promise<Unpacked> {
  const prepare = async (folder: string) => {
    const archive = join(folder, 'usr/src', `${name}.tar.xz`)
    const tree = join(folder, 'linux')
    await mkdir(tree)
    const without = ['--wildcards', ...leftOut.map((pattern) => `--exclude=${pattern}`)]
    const args = ['-xJf', archive, '-C', tree, '--strip-components=1', ...without]
    await must('tar', args, { signal: watch.signal })
    await must('rm', ['-r', join(folder, 'usr')], { signal: watch.signal })
  }
  const pattern = name.replaceAll('.', '\\.')
  return obtainPackage({ pattern, neededMb: sourceNeedsMb, prepare }, watch)
}

/** A second tree of hard links, without the build folders: seconds, and no space. */
export async function linkTree(tree: string, copy: string, { signal }: Watch): Promise<void> {
  const entries = (await readdir(tree)).filter((entry) => !entry.startsWith(buildPrefix))
  await mkdir(copy)
  await must('cp', ['-al', ...entries.map((entry) => join(tree, entry)), copy], { signal })
}

/**
 * Bring a build folder over into a linked tree, under the same name and with the same times. The
 * kernel's own objects know each other by relative paths; objtool's do not, and it is told where it
 * lives now, or else it would be compiled again, and after it every object that it has looked at.
 */
export async function copyBuild(
  from: { readonly tree: string; readonly folder: string },
  tree: string,
  { signal }: Watch,
): Promise<void> {
  await must('cp', ['-a', join(from.tree, from.folder), join(tree, from.folder)], { signal })
  const tools = join(tree, from.folder, 'tools')
  const records = (await readdir(tools, { recursive: true })).filter((file) =>
    file.endsWith('.cmd'),
  )
  for (const record of records) {
    const text = await readFile(join(tools, record), 'utf8')
    await writeFile(join(tools, record), text.replaceAll(from.tree, tree))
  }
}

/** Apply patches to a linked tree, in order; only the files they change cease to be links. */
export async function patchTree(
  tree: string,
  patches: readonly string[],
  { signal, onProgress }: Watch,
): Promise<void> {
  for (const [done, patch] of patches.entries()) {
    onProgress?.({ stage: 'patching', done, total: patches.length, estimateSeconds: undefined })
    const text = await readFile(patch, 'utf8')
    await Promise.all(parsePatch(text).files.map((file) => unlinkFrom(join(tree, file))))
    const args = ['-p1', '--batch', '--forward', '--fuzz=0', '--no-backup-if-mismatch']
    const ended = await run('patch', args, { cwd: tree, input: text, signal })
    if (!ended.ok) {
      const said = ended.tail.find((line) => /FAILED|can't find|malformed/.test(line))
      const trouble = { patch: basename(patch), said: said ?? lastWords(ended) }
      throw new KernelError({ kind: 'patch-does-not-apply', ...trouble })
    }
  }
}

/** Give a file contents of its own; a file that a patch is about to make is not there yet. */
async function unlinkFrom(file: string): Promise<void> {
  try {
    await copyFile(file, `${file}.own`)
    await rename(`${file}.own`, file)
  } catch (error) {
    if (!(isErrnoException(error) && error.code === 'ENOENT')) throw error
  }
}
