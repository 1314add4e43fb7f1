import { describe, expect, test } from 'vitest'
import { newest } from './apt.ts'
import { digest } from './digest.ts'
import { recipeKey } from './from-source.ts'
import { parseConfig, refused } from './kconfig.ts'
import { cacheRoot } from './paths.ts'
import { dependencies } from './prebuilt.ts'
import { countWork, type Progress } from './progress.ts'

const recipe = {
  source: { name: 'linux-source-6.12', version: '6.12.117-1' },
  compiler: 'gcc 12',
  config: ['CONFIG_KEYS=y\n'],
  patches: ['--- a/x\n'],
}

describe('a cache key', () => {
  const variants = {
    version: { ...recipe, source: { ...recipe.source, version: '6.12.118-1' } },
    compiler: { ...recipe, compiler: 'gcc 14' },
    config: { ...recipe, config: ['CONFIG_KEYS=n\n'] },
    patches: { ...recipe, patches: [] },
  }
  test.each(Object.entries(variants))('changes with %s', (_, variant) => {
    expect(recipeKey(variant)).not.toBe(recipeKey(recipe))
  })

  test('is the same for other remarks', () => {
    const config = ['# Keys, whole.\nCONFIG_KEYS=y\n']
    const patches = ['Says more.\n\n--- a/x\n']
    expect(recipeKey({ ...recipe, config, patches })).toBe(recipeKey(recipe))
  })

  test('tells parts apart by where they end', () => {
    expect(digest(['ab', 'c'])).not.toBe(digest(['a', 'bc']))
  })
})

test('the newest version is the highest number, not the last letter', () => {
  expect(newest(['image-6.12.9', 'image-6.12.117', 'image-6.12.20'])).toBe('image-6.12.117')
  expect(newest([])).toBeUndefined()
})

describe('a fragment', () => {
  test('has the last word on an option', () => {
    const options = parseConfig('CONFIG_A=y\n# CONFIG_A is not set\nCONFIG_B="x"\n# a remark\n')
    expect([...options]).toEqual([
      ['CONFIG_A', 'n'],
      ['CONFIG_B', '"x"'],
    ])
  })

  test('is refused where the result differs, and absent counts as n', () => {
    const asked = 'CONFIG_A=y\nCONFIG_B=n\n# CONFIG_C is not set\nCONFIG_D=y\n'
    expect(refused([asked], 'CONFIG_A=y\nCONFIG_C=y\n')).toEqual(['CONFIG_C=n', 'CONFIG_D=y'])
  })
})

test('the cache is where it is said to be, else where caches are', () => {
  expect(cacheRoot({ KEYSPEC_CACHE: '/a', XDG_CACHE_HOME: '/b' })).toBe('/a')
  expect(cacheRoot({ XDG_CACHE_HOME: '/b' })).toBe('/b/keyspec')
  expect(cacheRoot({})).toMatch(/\/\.cache\/keyspec$/)
})

test('a module says what it needs', () => {
  const module = Buffer.from('\0license=GPL\0depends=virtio,virtio_ring\0name=x\0')
  expect(dependencies(module)).toEqual(['virtio', 'virtio_ring'])
  expect(dependencies(Buffer.from('\0depends=\0'))).toEqual([])
})

test('progress counts pieces of work, never past the total, and estimates once it can', () => {
  const seen: Progress[] = []
  let clock = 0
  const line = countWork(
    40,
    (progress) => seen.push(progress),
    () => clock,
  )
  line('make[1]: Entering directory')
  for (let piece = 0; piece < 50; piece++) {
    clock += 1000
    line('  CC      security/keys/key.o')
  }
  expect(seen[0]).toEqual({ stage: 'compiling', done: 1, total: 40, estimateSeconds: undefined })
  expect(seen[29]).toMatchObject({ done: 30, estimateSeconds: 10 })
  expect(seen.at(-1)).toMatchObject({ done: 40, total: 40, estimateSeconds: 0 })
})
