import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { type Build, kernelNamed } from './kernels.ts'
import { choices, optionsIn } from './series.ts'

test('the options of the series are what its patches add to a Kconfig', () => {
  const { patches } = kernelNamed('container-off') as Build
  const added = patches.flatMap((patch) => optionsIn(readFileSync(patch, 'utf8')))
  expect(added).toEqual(['CONFIG_KEYS_ACL', 'CONFIG_CONTAINERS', 'CONFIG_CONTAINER_KEYRINGS'])
})

test('a patch that changes no Kconfig adds no option', () => {
  expect(optionsIn('--- a/x.c\n+++ b/x.c\n+\tconfig FOO\n')).toEqual([])
})

test('every choice is made once, the fewest options first', () => {
  expect(choices(['A', 'B', 'C'])).toEqual([
    [],
    ['A'],
    ['B'],
    ['C'],
    ['A', 'B'],
    ['A', 'C'],
    ['B', 'C'],
    ['A', 'B', 'C'],
  ])
})
