/**
 * `npm run generation [SEEDS [PROGRAMS]]`: whether it pays that programs are drawn with an eye on what
 * those before them have reached, and that some go on from the examples of the chapters. Counts programs, so that the table is the same on every machine.
 */

import { breaksFor } from '../model/breaks/index.ts'
import { type Detection, detect } from '../properties/detection.ts'
import { drawOf } from '../properties/generators/draw.ts'
import { drawProgram, programsOf } from '../properties/generators/program.ts'
import { errnosOf } from '../spec/errnos.ts'
import { mainline } from '../spec/profiles/mainline.ts'
import { rulesOf } from '../spec/rules.ts'
import type { Program } from '../spec/vocabulary/program.ts'
import { examplePrograms } from './chapters.ts'

const semantics = { profile: mainline }

/** Each by itself, as laws and benchmarks draw them. */
function alone(seed: number): () => Program {
  let drawn = 0
  return () => drawProgram(semantics, drawOf(seed, drawn++))
}

const ways = {
  alone,
  together: (seed: number) => programsOf(semantics, seed, []),
  'going on': (seed: number) => programsOf(semantics, seed, examplePrograms(mainline)),
} as const

const pairs = Object.entries(errnosOf).flatMap(([op, errnos]) =>
  errnos.filter(({ excuse }) => excuse === undefined).map(({ errno }) => `${op} ${errno}`),
)

/** `all by 1,204`, or `212 of 214` where the programs did not do. */
function allBy(ids: readonly string[], at: ReadonlyMap<string, number>): string {
  const numbers = ids.flatMap((id) => at.get(id) ?? [])
  if (numbers.length < ids.length) return `${numbers.length} of ${ids.length}`
  return `all by ${Math.max(...numbers)}`
}

function spread(ids: readonly string[], at: ReadonlyMap<string, number>): string[] {
  const numbers = ids.map((id) => at.get(id) ?? Number.POSITIVE_INFINITY).sort((a, b) => a - b)
  const part = (share: number) => numbers[Math.floor(share * (numbers.length - 1))] ?? 0
  const shown = (number: number) => (Number.isFinite(number) ? String(number) : 'not found')
  return [shown(part(0.5)), shown(part(0.9)), shown(part(1))]
}

function row(way: string, seed: number, { reached, found }: Detection): string {
  const variants = breaksFor(mainline).map(({ id }) => id)
  const ids = rulesOf(mainline).map(({ id }) => id)
  const hidden = variants.filter((id) => !found.has(id)).length
  const cells = [way, String(seed), allBy(ids, reached), allBy(pairs, reached)]
  return `| ${[...cells, ...spread(variants, found), String(hidden)].join(' | ')} |`
}

const [seeds = '1,2,3', programs = '3000'] = process.argv.slice(2)
const head = ['drawn', 'seed', 'rules', 'pairs', 'median', '9 in 10', 'worst', 'not found']
console.log(`| ${head.join(' | ')} |\n| ${head.map(() => '---').join(' | ')} |`)
for (const seed of seeds.split(',').map(Number)) {
  for (const [way, draw] of Object.entries(ways)) {
    console.log(row(way, seed, detect(semantics, draw(seed), Number(programs))))
  }
}
