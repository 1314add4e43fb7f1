import * as fc from 'fast-check'
import { describe, test } from 'vitest'
import type { Law } from './law.ts'
import { permissionLaws } from './permission.ts'
import { programLaws } from './programs.ts'

const laws: readonly Law[] = [...permissionLaws, ...programLaws]

describe('laws', () => {
  test.each(laws)('$name: $says', async ({ property }) => {
    await fc.assert(property, { numRuns: 300, seed: 20190219 })
  })
})
