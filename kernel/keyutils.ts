/**
 * keyutils' own tests, as Debian's source package has them, in an initramfs of their own: with bash
 * and whatever else they call from this machine's essential packages, and with packages of keyutils.
 */

import { mkdir, readdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { type SuiteTest, suiteVerdicts } from '../spec/suite-test.ts'
import type { KernelModule } from './build.ts'
import { must } from './command.ts'
import { compilerVersion } from './compiler.ts'
import type { Entry } from './cpio.ts'
import { digest } from './digest.ts'
import { exists, whole } from './files.ts'
import { keepInitramfs } from './initramfs.ts'
import { obtainPackage, obtainSource } from './packages.ts'
import { cached, kernelData } from './paths.ts'
import type { Watch } from './progress.ts'
import { entriesOf, librariesOf, type Placed, programsOf } from './userland.ts'

/** Packages of which every Debian has the programs. */
const essential = ['bash', 'coreutils', 'debianutils', 'findutils', 'grep', 'sed'] as const
/** Programs by names that alternatives decide about, or that have moved from package to package. */
const byName = [
  '/bin/sh',
  '/usr/bin/awk',
  '/usr/bin/which',
  '/usr/bin/getconf',
  '/bin/mount',
] as const

/** What is not installed everywhere, from packages, and what one of them takes, in megabytes. */
const fetched = ['keyutils', 'libkeyutils1', 'file', 'libmagic1(t64)?', 'libmagic-mgc'] as const
const packageNeedsMb = 20

/** Seconds that a test of theirs may take. */
const patience = 900

/** Where in the guest a line for each test is, as kernel/keyutils/init.sh writes it. */
export const keyutilsResults = '/results'

export interface KeyutilsGuest {
  /** Of keyutils, as its source package has it. */
  readonly version: string
  /** Path of the initramfs; its `/init` runs the tests and becomes the agent. */
  readonly initramfs: string
}

/** The initramfs, made if the cache has none. Throws KernelError with a sentence when it cannot be. */
export async function buildKeyutils(
  agent: string,
  modules: readonly KernelModule[],
  watch: Watch,
): Promise<KeyutilsGuest> {
  const source = await obtainSource('keyutils', watch)
  const folders: string[] = []
  for (const pattern of fetched) {
    folders.push((await obtainPackage({ pattern, neededMb: packageNeedsMb }, watch)).folder)
  }
  const counter = await compileCounter(watch)
  const files: Placed[] = [
    ...(await userland(folders, watch)),
    ...(await filesBelow(join(source.folder, 'tests'), '/tests')),
    ...modules.map(({ path }) => ({ from: path, path: `/modules/${basename(path)}` })),
    { from: counter, path: counterPath },
    { from: agent, path: '/agent' },
  ]
  const initramfs = await keepInitramfs([...fixed, await init(), ...(await entriesOf(files))])
  return { version: source.version, initramfs }
}

const counterPath = '/lib/count-calls.so'

const fixed: readonly Entry[] = [
  ...['dev', 'proc', 'sys', 'tmp', 'mnt'].map(
    (path) => ({ kind: 'directory', path, mode: 0o755 }) as const,
  ),
  { kind: 'device', path: 'dev/console', mode: 0o600, major: 5, minor: 1 },
  { kind: 'directory', path: 'etc', mode: 0o755 },
  { kind: 'file', path: 'etc/ld.so.preload', mode: 0o644, data: Buffer.from(`${counterPath}\n`) },
]

async function init(): Promise<Entry> {
  const script = await readFile(kernelData('keyutils', 'init.sh'), 'utf8')
  const data = Buffer.from(script.replaceAll('"$PATIENCE"', String(patience)))
  return { kind: 'file', path: 'init', mode: 0o755, data }
}

/** Programs, their libraries, and the files that packages bring besides. */
async function userland(folders: readonly string[], watch: Watch): Promise<Placed[]> {
  const brought = (await Promise.all(folders.map((folder) => filesBelow(folder, '')))).flat()
  const needed = brought.filter(({ path }) => !path.includes('/share/doc/') && !isManual(path))
  const own = await programsOf(essential, watch)
  const programs = [...own, ...byName.map((path) => ({ from: path, path }))]
  const isProgram = ({ path, link }: Placed): boolean => link !== true && /\/s?bin\//.test(path)
  const linked = [...programs, ...needed.filter(isProgram)].map(({ from }) => from)
  const libraryFolders = folders.flatMap((folder) =>
    ['lib', 'usr/lib'].map((lib) => join(folder, lib, 'x86_64-linux-gnu')),
  )
  return [...programs, ...needed, ...(await librariesOf(linked, libraryFolders, watch))]
}

const isManual = (path: string): boolean => path.includes('/share/man/')

/** Every file below a folder, with a path below `into`. */
async function filesBelow(folder: string, into: string): Promise<Placed[]> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true })
  return found
    .filter((entry) => !entry.isDirectory())
    .map((entry) => {
      const from = join(entry.parentPath, entry.name)
      return { from, path: into + from.slice(folder.length), link: entry.isSymbolicLink() }
    })
    .sort((a, b) => (a.path < b.path ? -1 : 1))
}

/** The library that counts key system calls, made if the cache has none. */
async function compileCounter(watch: Watch): Promise<string> {
  const source = kernelData('keyutils', 'count-calls.c')
  const flags = ['-shared', '-fPIC', '-O2', '-Wall', '-Wextra', '-Werror']
  const recipe = [await compilerVersion('cc', watch), ...flags, await readFile(source)]
  const place = cached('agent', `count-calls-${digest(recipe)}.so`)
  if (await exists(place)) return place
  await mkdir(cached('agent'), { recursive: true })
  return whole(place, (unfinished) =>
    must('cc', [...flags, '-o', unfinished, source], { signal: watch.signal }),
  )
}

/** For all tests, ms: an hour, where the longest are cut off. */
export const keyutilsPatienceMs = 3_600_000

/** Notes when a guest's console has told of tests: how many seconds each took. */
export function keyutilsClock(now: () => number): {
  readonly hear: (chunk: Buffer) => void
  readonly secondsOf: (test: string) => number
} {
  const took = new Map<string, number>()
  let last = now()
  let rest = ''
  return {
    hear(chunk) {
      const lines = (rest + chunk.toString('latin1')).split(/\r?\n/)
      rest = lines.pop() ?? ''
      for (const line of lines) {
        const [, test] = /^keyutils: (\S+)$/.exec(line) ?? []
        if (test === undefined) continue
        took.set(test, now() - last)
        last = now()
      }
    },
    secondsOf: (test) => took.get(test) ?? 0,
  }
}

/** The tests that a guest's file of results tells of, in their order. */
export function readKeyutilsResults(
  text: string,
  secondsOf: (test: string) => number,
): readonly SuiteTest[] {
  return text
    .trim()
    .split('\n')
    .map((line) => {
      const [, word, calls, name] = /^(\S+) (\d+) (\S+)$/.exec(line) ?? []
      const verdict = suiteVerdicts.find((known) => known === word)
      if (verdict === undefined || name === undefined) {
        throw new Error(`keyutils/init.sh writes no such line: ${JSON.stringify(line)}`)
      }
      return { name, verdict, seconds: secondsOf(name), calls: Number(calls) }
    })
}
