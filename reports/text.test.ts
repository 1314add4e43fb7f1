import { expect, test } from 'vitest'
import { counted, duration, grouped, printable, share, wrap } from './text.ts'

test('nothing that a terminal would obey gets through', () => {
  expect(printable('\x1b[31mred\x07\r\n\xff')).toBe('\\x1b[31mred\\x07\\x0d\n\\xff')
})

test('words are wrapped behind an indent, and a long one has a line of its own', () => {
  expect(wrap('one two three', '  ', 9)).toEqual(['  one two', '  three'])
  expect(wrap('a bcdefghijkl m', '', 5)).toEqual(['a', 'bcdefghijkl', 'm'])
  expect(wrap('')).toEqual([])
})

test('numbers read well', () => {
  expect([0, 999, 1000, 1234567].map(grouped)).toEqual(['0', '999', '1,000', '1,234,567'])
  expect([0, 1, 2].map((n) => counted(n, 'command'))).toEqual([
    '0 commands',
    '1 command',
    '2 commands',
  ])
  expect([3.14, 59.9, 125].map(duration)).toEqual(['3.1 s', '59.9 s', '2 min 5 s'])
})

test('a share is rounded to all or nothing only where it is', () => {
  expect([share(0, 0), share(0, 9), share(9, 9)]).toEqual(['-', '0 %', '100 %'])
  expect([share(1, 1000), share(999, 1000), share(1, 3)]).toEqual(['<1 %', '>99 %', '33 %'])
})
