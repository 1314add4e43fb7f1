import { expect, test } from 'vitest'
import { blockOf, blocks, idName, idNumber, idPrefix, namedDescription } from './block.ts'

test('every id of every block has ten digits, and its prefix is its own', () => {
  for (const block of [blockOf(0), blockOf(1), blockOf(blocks - 1)]) {
    for (const name of ['u1', 'u9'] as const) {
      const id = idNumber(block, name)
      expect(id).toBeLessThan(2 ** 31)
      expect(String(id)).toHaveLength(10)
      expect(String(id).slice(0, -1)).toBe(idPrefix(block))
    }
  }
})

test('an id of another block is a number', () => {
  expect(idName(blockOf(1), 'g', idNumber(blockOf(2), 'g1'))).toBe('#1000000021')
  expect(namedDescription(blockOf(1), '_uid.1000000021')).toBe('_uid.1000000021')
})
