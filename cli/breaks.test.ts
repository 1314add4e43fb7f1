import { beforeAll, describe, expect, test } from 'vitest'
import { type Detection, detect } from '../properties/detection.ts'
import { programsOf } from '../properties/generators/program.ts'
import { shownProfiles } from '../spec/profiles/index.ts'
import { rulesOf } from '../spec/rules.ts'
import { examplePrograms } from './chapters.ts'

/** Programs that may be drawn until every rule turned wrong is found; most need some dozens. */
const mostPrograms = 12_000

describe.each(shownProfiles)('drawn programs find the model of $name out', (profile) => {
  let found: Detection['found']
  beforeAll(() => {
    const semantics = { profile }
    const draw = programsOf(semantics, 20190219, examplePrograms(profile))
    found = detect(semantics, draw, mostPrograms, 'found').found
  }, 1_800_000)

  test.each(rulesOf(profile).map(({ id }) => id))('%s turned wrong', (id) => {
    expect(found.get(id)).toBeLessThanOrEqual(mostPrograms)
  })
})
