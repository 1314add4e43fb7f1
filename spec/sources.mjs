/**
 * `node spec/sources.mjs TREE [--check]`: notes which kernel the specification was read from.
 * Writes `sources.lock.json` from a kernel tree, or checks that the tree is the one it notes.
 * Either way every cited function must be in the file that is cited for it.
 */

import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { argv, exit } from 'node:process'
import { readChapters } from './catalogue.mjs'
import { load } from './load.mjs'

const { citedFiles } = await load('./chapters.ts')
const { errnosOf } = await load('./errnos.ts')

const [tree, option] = argv.slice(2)
if (tree === undefined || (option !== undefined && option !== '--check')) {
  console.error('usage: node spec/sources.mjs TREE [--check]')
  exit(2)
}

const citations = [
  ...readChapters().flatMap(({ rules }) => rules.map(({ source }) => source)),
  ...Object.values(errnosOf).flatMap((entries) => entries.map(({ where }) => where)),
].flatMap((source) => citedFiles(source))

const texts = new Map()
const missing = new Set()
for (const { file, name } of citations) {
  if (!existsSync(join(tree, file))) {
    missing.add(`${tree} has no ${file}`)
    continue
  }
  if (!texts.has(file)) texts.set(file, readFileSync(join(tree, file), 'utf8'))
  const defined = new RegExp(
    `^(?!\\s).*\\b(${name}\\(|(?:COMPAT_)?SYSCALL_DEFINE\\d\\(${name},)`,
    'm',
  )
  if (name !== undefined && !defined.test(texts.get(file))) missing.add(`${file} has no ${name}()`)
}
for (const sentence of missing) console.error(sentence)
if (missing.size > 0) exit(1)

const lock = `${JSON.stringify({ kernel: versionOf(tree), files: digests() }, null, 2)}\n`
const place = new URL('./sources.lock.json', import.meta.url)
if (option === undefined) writeFileSync(place, lock)
else if (readFileSync(place, 'utf8') !== lock) {
  console.error('the tree is not the one that spec/sources.lock.json notes')
  exit(1)
}

function digests() {
  const files = [...texts.keys()].sort()
  return Object.fromEntries(
    files.map((file) => [file, createHash('sha256').update(texts.get(file)).digest('hex')]),
  )
}

function versionOf(root) {
  const makefile = readFileSync(join(root, 'Makefile'), 'utf8')
  const part = (name) => new RegExp(`^${name} = (\\d+)$`, 'm').exec(makefile)?.[1]
  return [part('VERSION'), part('PATCHLEVEL'), part('SUBLEVEL')].join('.')
}
