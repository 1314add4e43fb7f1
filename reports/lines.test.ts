import { expect, test } from 'vitest'
import type { CountedLine } from '../spec/counted-line.ts'
import { addUp, linesText } from './lines.ts'

const line = (file: string, name: string, at: number, count: number): CountedLine => ({
  file,
  function: name,
  line: at,
  count,
})

test('lines of several guests add up, in order', () => {
  const sums = addUp([line('b.c', 'f', 2, 0), line('a.c', 'g', 9, 1), line('b.c', 'f', 2, 3)])
  expect(sums).toEqual([line('a.c', 'g', 9, 1), line('b.c', 'f', 2, 3)])
})

test('what was not run is told by function, with its reason or without', () => {
  const lines = [
    line('a.c', 'f', 1, 5),
    line('a.c', 'f', 2, 0),
    line('a.c', 'f', 4, 0),
    line('a.c', 'f', 5, 1),
    line('a.c', 'f', 7, 0),
    line('a.c', 'g', 9, 0),
    line('b.c', 'h', 1, 0),
    line('c.c', 'i', 1, 1),
  ]
  expect(linesText(lines, { 'a.c f': 'Why f.', 'b.c': 'Why b.' })).toBe(`\
${'a.c'.padEnd(36)}         2 of 6   33 %
${'b.c'.padEnd(36)}         0 of 1    0 %
${'c.c'.padEnd(36)}         1 of 1  100 %
${'all'.padEnd(36)}         3 of 8   38 %

3 functions with lines that were not run, 1 without a reason:
  a.c f() 2-4, 7
      Why f.
  a.c g() 9
      NO REASON
  b.c h() 1
      Why b.
`)
})
