import { describe, expect, test } from 'vitest'
import { judge } from '../model/oracle.ts'
import { runOnModel } from '../model/run.ts'
import { container } from '../spec/profiles/container.ts'
import { mainline } from '../spec/profiles/mainline.ts'
import { parseProgram } from '../spec/wire/parse.ts'
import { cellsOf, countedCells } from './classes.ts'
import { count, coverageOf, emptyTally } from './coverage.ts'
import { drawOf } from './generators/draw.ts'
import { drawProgram } from './generators/program.ts'

const semantics = { profile: mainline }

/** The cells of the last line of a program. */
function cellsIn(text: string): readonly string[] {
  const parsed = parseProgram(text)
  if (!parsed.ok) throw new Error(parsed.error)
  let cells: readonly string[] = []
  judge(semantics, runOnModel(semantics, parsed.program), ({ world, command, answer }) => {
    cells = cellsOf(mainline, world, command, answer)
  })
  return cells
}

describe('the class of an argument', () => {
  test.each([
    ['p1 keyctl_read #0 -', ['keyctl_read key zero', 'keyctl_read room null']],
    ['p1 keyctl_read k1 1', ['keyctl_read key other', 'keyctl_read room enough']],
    ['p1 keyctl_read k1 0', ['keyctl_read key other', 'keyctl_read room empty']],
    ['p1 keyctl_describe k1 5', ['keyctl_describe key other', 'keyctl_describe room short']],
    ['p1 keyctl_update k1 bad*1', ['keyctl_update key other', 'keyctl_update payload unmapped']],
    ['p1 keyctl_link #-9 @s', ['keyctl_link key negative', 'keyctl_link ring special']],
    ['p1 keyctl_unlink #-3 k9', ['keyctl_unlink key special', 'keyctl_unlink ring nobody']],
  ])('%s', (line, cells) => {
    expect(cellsIn(`p1: u1 g1\nk1 = p1 add_key "user" "a" "x" @t\n${line}`)).toEqual(cells)
  })
})

test.each([mainline, container])(
  'programs for $name give every argument a value of every class',
  (profile) => {
    const tally = emptyTally()
    const left = () =>
      coverageOf(tally, profile).cells.filter(({ count, excuse }) => count === 0 && !excuse)
    for (let index = 0; index < 20_000 && (index % 500 > 0 || left().length > 0); index += 1) {
      const program = drawProgram({ profile }, drawOf(20190219, index))
      judge({ profile }, runOnModel({ profile }, program), (judged) =>
        count(tally, profile, judged),
      )
    }
    expect(left().map(({ id }) => id)).toEqual([])
  },
  600_000,
)

test.each([mainline, container])('$name has as many cells as classes', (profile) => {
  const ids = countedCells(new Map(), profile).map(({ id }) => id)
  expect(ids).toEqual([...new Set(ids)])
})
