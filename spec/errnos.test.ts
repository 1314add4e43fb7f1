import { describe, expect, test } from 'vitest'
import { sourceForms } from './chapters.ts'
import { errnosOf } from './errnos.ts'
import { operations } from './vocabulary/command.ts'
import { errnoNumbers } from './vocabulary/errno.ts'

const entries = Object.entries(errnosOf)

describe('what operations answer', () => {
  test('every operation is there, and nothing else', () => {
    expect(Object.keys(errnosOf).toSorted()).toEqual(Object.keys(operations).toSorted())
  })

  test.each(entries)('%s names each errno once, and succeeds', (_op, endings) => {
    const errnos = endings.map(({ errno }) => errno)
    expect(errnos).toEqual([...new Set(errnos)])
    expect(errnos).toContain('success')
    for (const errno of errnos) {
      if (errno !== 'success') expect(errnoNumbers).toHaveProperty(errno)
    }
  })

  test.each(entries)('%s says where, in the agreed form', (_op, endings) => {
    for (const { where } of endings)
      expect(sourceForms.kernel.test(where) || sourceForms.patch.test(where), where).toBe(true)
  })

  test.each(entries)('%s is excused in sentences that cite', (_op, endings) => {
    for (const { excuse } of endings) {
      if (excuse !== undefined) expect(excuse).toMatch(/^\S.*(\w\(\)|[A-Z]+_[A-Z_]+).*\.$/)
    }
  })
})
