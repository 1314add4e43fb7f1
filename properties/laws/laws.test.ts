import * as fc from 'fast-check'
import { describe, test } from 'vitest'
import { shownProfiles } from '../../spec/profiles/index.ts'
import { permissionLaws } from './permission.ts'
import { programLaws } from './programs.ts'

const runs = { numRuns: 300, seed: 20190219 }

describe('laws', () => {
  test.each(permissionLaws)('$name: $says', async ({ property }) => {
    await fc.assert(property, runs)
  })
})

describe.each(shownProfiles)('laws over the programs of $name', (profile) => {
  test.each(programLaws({ profile }))('$name: $says', async ({ property }) => {
    await fc.assert(property, runs)
  })
})
