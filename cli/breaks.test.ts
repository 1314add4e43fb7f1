import { beforeAll, describe, expect, test } from 'vitest'
import { type Detection, detect } from '../properties/detection.ts'
import { programsOf } from '../properties/generators/program.ts'
import { mainline } from '../spec/profiles/mainline.ts'
import { rulesOf } from '../spec/rules.ts'
import { examplePrograms } from './chapters.ts'

/** Programs that may be drawn until every rule turned wrong is found; most need some dozens. */
const mostPrograms = 12_000

describe('drawn programs find the model out', () => {
  let found: Detection['found']
  beforeAll(() => {
    const semantics = { profile: mainline }
    const draw = programsOf(semantics, 20190219, examplePrograms(mainline))
    found = detect(semantics, draw, mostPrograms, 'found').found
  }, 1_800_000)

  test.each(rulesOf(mainline).map(({ id }) => id))('%s turned wrong', (id) => {
    expect(found.get(id)).toBeLessThanOrEqual(mostPrograms)
  })
})
