import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { rules } from '../spec/rules.ts'
import { allKernels, basesOf, kernelNamed, parseRecords } from './kernels.ts'
import { parsePatch } from './patch.ts'
import { kernelData } from './paths.ts'

test('every record names files that exist', () => {
  for (const kernel of allKernels()) {
    if (kernel.kind === 'prebuilt') continue
    for (const path of [...kernel.config, ...kernel.patches]) {
      expect(existsSync(path), `${kernel.name}: ${path}`).toBe(true)
    }
  }
})

test('a kernel with a basis has its source and fragments, and its own on top', () => {
  const [mainline, noKeys] = [kernelNamed('mainline'), kernelNamed('no-keys')]
  if (mainline.kind !== 'built' || noKeys.kind !== 'built') throw new Error('both are built')
  expect(noKeys.source).toBe(mainline.source)
  expect(noKeys.config.slice(0, mainline.config.length)).toEqual(mainline.config)
  expect(noKeys.config.length).toBeGreaterThan(mainline.config.length)
})

test('a kernel stands on its basis, and that on its own', () => {
  expect(basesOf('container')).toEqual(['container-off', 'mainline'])
  expect(basesOf('mutant-links-move-keeps-source')).toEqual(['mainline'])
})

test('an unknown name is told which there are', () => {
  expect(() => kernelNamed('main')).toThrow(/no kernel named 'main': known are mainline, /)
})

test('a record with a field that nobody reads is refused', () => {
  const record = { kind: 'prebuilt', description: 'x', package: 'y', modules: [], patch: 'z' }
  expect(() => parseRecords({ wrong: record })).toThrow(/kernels.json is not valid/)
})

const ruleIds: readonly string[] = rules.map((rule) => rule.id)

const bootChecks = readdirSync(kernelData('boot-checks'))
  .filter((file) => file.endsWith('.c'))
  .map((file) => readFileSync(kernelData('boot-checks', file), 'utf8'))
  .join()

const mutants = readdirSync(kernelData('mutants')).filter((file) => file.endsWith('.patch'))

/** One for each chapter, and the words by which the mistakes in it are known. */
const kinds = [
  'keys',
  'permission class',
  'lookup',
  'possession',
  'rings',
  'search order',
  'links',
  'attributes',
  'life',
  'quota',
  'processes',
  'upcalls',
  'acl',
  'containers',
  'container keyring',
  'interception',
]

describe('mutants', () => {
  test.each(mutants)('%s says what it breaks, where and when', (file) => {
    const patch = parsePatch(readFileSync(kernelData('mutants', file), 'utf8'))
    expect(patch.says).toMatch(/^[A-Z].+\.$/)
    expect(kinds).toContain(patch.fields.Kind)
    if (patch.fields.Check === undefined) expect(ruleIds).toContain(patch.fields.Rule)
    else expect(bootChecks).toContain(`"${patch.fields.Check}"`)
    expect(patch.fields.Shows).toMatch(/\.$/)
    expect(patch.files.length).toBeGreaterThan(0)
    for (const changed of patch.files) {
      expect(changed).toMatch(/^(security\/keys|kernel|net\/dns_resolver)\/\w+\.c$/)
    }
  })

  test('each kind has one', () => {
    const met = mutants.map(
      (file) => parsePatch(readFileSync(kernelData('mutants', file), 'utf8')).fields.Kind,
    )
    expect([...new Set(met)].sort()).toEqual([...kinds].sort())
  })

  test('each is a kernel, described by its first sentence', () => {
    const named = allKernels().filter((kernel) => kernel.name.startsWith('mutant-'))
    expect(named.map((kernel) => kernel.name)).toEqual(
      mutants.sort().map((file) => `mutant-${file.replace('.patch', '')}`),
    )
  })
})
