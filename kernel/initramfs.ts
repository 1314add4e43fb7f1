/** The guest's whole file system: the agent, the links by which the kernel calls it, and modules. */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { basename } from 'node:path'
import type { KernelModule } from './build.ts'
import { cpio, type Entry } from './cpio.ts'
import { digest } from './digest.ts'
import { exists, whole } from './files.ts'
import { cached } from './paths.ts'

/** What goes into an initramfs; `agent` is the path of a static program. */
export interface Contents {
  readonly agent: string
  readonly modules: readonly KernelModule[]
}

const folders = ['dev', 'proc', 'sys', 'tmp', 'mnt', 'sbin', 'modules'] as const

/** The entries of an initramfs around an agent and modules, whose names give the loading order. */
export function initramfsEntries(
  agent: Uint8Array,
  modules: readonly { readonly file: string; readonly data: Uint8Array }[],
): readonly Entry[] {
  return [
    ...folders.map((path) => ({ kind: 'directory', path, mode: 0o755 }) as const),
    { kind: 'device', path: 'dev/console', mode: 0o600, major: 5, minor: 1 },
    { kind: 'file', path: 'init', mode: 0o755, data: agent },
    { kind: 'symlink', path: 'sbin/request-key', target: '/init' },
    ...modules.map(
      ({ file, data }) => ({ kind: 'file', path: `modules/${file}`, mode: 0o644, data }) as const,
    ),
  ]
}

/** The path of an initramfs in the cache, written if it is not there. */
export async function buildInitramfs({ agent, modules }: Contents): Promise<string> {
  const program = await readFile(agent)
  const loaded = await Promise.all(
    modules.map(async ({ path }) => ({ file: basename(path), data: await readFile(path) })),
  )
  return keepInitramfs(initramfsEntries(program, loaded))
}

/** The path of an initramfs of these entries in the cache, written if it is not there. */
export async function keepInitramfs(entries: readonly Entry[]): Promise<string> {
  const archive = cpio(entries)
  const place = cached('initramfs', `${digest([archive])}.cpio`)
  await mkdir(cached('initramfs'), { recursive: true })
  return (await exists(place)) ? place : whole(place, (file) => writeFile(file, archive))
}
