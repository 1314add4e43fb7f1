/**
 * Makes a clone ready: dependencies, Debian packages, `dist/`. Plain Node; says nothing and takes a
 * moment when nothing is missing. Everything it says goes to stderr.
 *
 *   node setup.mjs [--for run|build]
 *
 * A run needs an emulator and a C compiler; a build needs what compiles a kernel besides. Without
 * `--for`, a build's tools are asked for unless the cache has the usual kernel. Exit status 3: something is
 * missing that cannot be got from here.
 */
import { spawnSync } from 'node:child_process'
import {
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(fileURLToPath(import.meta.url))
const cannot = 3

/** A need is met by a program on the PATH, or by a file; `package` is Debian's name for it. */
const needs = {
  run: [
    { program: 'qemu-system-x86_64', package: 'qemu-system-x86' },
    { program: 'cc', package: 'gcc' },
    { program: 'gcc', package: 'gcc' },
    { file: 'libc.a', package: 'libc6-dev' },
    { program: 'flock', package: 'util-linux' },
  ],
  build: [
    { program: 'make', package: 'make' },
    { program: 'flex', package: 'flex' },
    { program: 'bison', package: 'bison' },
    { program: 'bc', package: 'bc' },
    { program: 'cpio', package: 'cpio' },
    { program: 'patch', package: 'patch' },
    { program: 'perl', package: 'perl-base' },
    { program: 'python3', package: 'python3' },
    { program: 'tar', package: 'tar' },
    { program: 'xz', package: 'xz-utils' },
    { program: 'dpkg-deb', package: 'dpkg' },
    { program: 'dpkg-source', package: 'dpkg-dev' },
    { file: 'gelf.h', package: 'libelf-dev' },
  ],
}

const fileFolders = ['/usr/include', '/usr/lib/x86_64-linux-gnu', '/usr/lib64', '/usr/lib']
const programFolders = (process.env.PATH ?? '').split(':').filter((folder) => folder !== '')

const isMissing = (need) =>
  need.program === undefined
    ? !fileFolders.some((folder) => existsSync(join(folder, need.file)))
    : !programFolders.some((folder) => existsSync(join(folder, need.program)))

const say = (line) => process.stderr.write(`setup: ${line}\n`)

/** Run a tool that says for itself what goes wrong; stdout is left to whoever set us up. */
function run(tool, args, why) {
  say(why)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const { status, error } = spawnSync(tool, args, { cwd: root, env, stdio: ['ignore', 2, 2] })
  if (error) say(error.message)
  return status === 0
}

function must(tool, args, why) {
  if (run(tool, args, why)) return
  say(`${tool} ${args.join(' ')} failed`)
  process.exit(cannot)
}

/** Milliseconds since 1970 of the last change; before everything else where there is nothing. */
const changed = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0

function dependencies() {
  const installed = changed(join(root, 'node_modules', '.package-lock.json'))
  if (installed > 0 && installed >= changed(join(root, 'package-lock.json'))) return
  const quiet = ['--no-audit', '--no-fund']
  // A lock file that was written where the registry has one platform only does not please `npm ci`;
  // `npm install` takes the same versions from it, and says what is wrong where something is.
  const why = 'installing the dependencies'
  if (run('npm', ['ci', ...quiet, '--loglevel', 'silent'], why)) return
  must('npm', ['install', '--no-save', ...quiet], why)
}

/** The kernel that is asked when nobody says which. */
const usual = 'mainline-'

function cacheHasKernel() {
  const { KEYSPEC_CACHE, XDG_CACHE_HOME } = process.env
  const cache = KEYSPEC_CACHE || join(XDG_CACHE_HOME || join(homedir(), '.cache'), 'keyspec')
  const images = join(cache, 'images')
  return existsSync(images) && readdirSync(images).some((name) => name.startsWith(usual))
}

function purpose(args) {
  const at = args.indexOf('--for')
  if (at < 0) return cacheHasKernel() ? 'run' : 'build'
  const wanted = args[at + 1]
  if (wanted === 'run' || wanted === 'build') return wanted
  say('usage: node setup.mjs [--for run|build]')
  process.exit(2)
}

function packages(wanted) {
  const all = wanted === 'build' ? [...needs.run, ...needs.build] : needs.run
  const missing = [...new Set(all.filter(isMissing).map((need) => need.package))]
  if (missing.length === 0) return
  const install = ['install', '-y', '--no-install-recommends', ...missing]
  const isRoot = process.getuid?.() === 0
  if (!isRoot || isMissing({ program: 'apt-get' })) {
    say(`missing: ${missing.join(', ')}. As root: apt-get update && apt-get ${install.join(' ')}`)
    process.exit(cannot)
  }
  must('apt-get', ['update', '-q'], 'asking apt what there is')
  must('apt-get', ['-q', ...install], `installing ${missing.join(', ')}`)
}

/** The newest change below a folder. */
function newest(folder) {
  const entries = readdirSync(folder, { withFileTypes: true })
  return entries.reduce((latest, entry) => {
    const path = join(folder, entry.name)
    return Math.max(latest, entry.isDirectory() ? newest(path) : changed(path))
  }, changed(folder))
}

/** Compile `dist/`, from scratch so that nothing of a removed source stays, and mark it whole. */
function compile() {
  const configs = ['tsconfig.json', 'tsconfig.build.json'].map((name) => join(root, name))
  const { include } = JSON.parse(readFileSync(configs[1], 'utf8'))
  const folders = include.map((name) => join(root, name)).filter((folder) => existsSync(folder))
  const mark = join(root, 'dist', '.complete')
  if (changed(mark) >= Math.max(...configs.map(changed), ...folders.map(newest))) return
  const started = new Date()
  rmSync(join(root, 'dist'), { recursive: true, force: true })
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc')
  must(process.execPath, [tsc, '-p', configs[1]], 'compiling dist/')
  writeFileSync(mark, '')
  utimesSync(mark, started, started)
}

if (process.arch !== 'x64') {
  say(`keyspec builds and boots kernels for x86-64; this machine is ${process.arch}`)
  process.exit(cannot)
}
const wanted = purpose(process.argv.slice(2))
dependencies()
packages(wanted)
compile()
