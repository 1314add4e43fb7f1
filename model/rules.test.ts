/** Every rule of the catalogue is one function of the model, and says so. */

import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { rules } from '../spec/rules.ts'

const folder = new URL('./', import.meta.url)
const files = readdirSync(folder).filter(
  (file) => file.endsWith('.ts') && !file.endsWith('.test.ts'),
)

/** The exports of a module that are rules, by the names that they have there. */
async function rulesIn(file: string): Promise<{ file: string; name: string; id: string }[]> {
  const exports: Record<string, unknown> = await import(new URL(file, folder).href)
  return Object.entries(exports).flatMap(([name, value]) =>
    typeof value === 'function' && 'id' in value ? [{ file, name, id: String(value.id) }] : [],
  )
}

const implemented = (await Promise.all(files.map(rulesIn))).flat()

describe('the model', () => {
  test('has one function for every rule, and no others', () => {
    const ids = implemented.map(({ id }) => id)
    expect(ids.toSorted()).toEqual(rules.map(({ id }) => id).toSorted())
  })

  test.each(implemented)('$name is documented as $id', ({ file, name, id }) => {
    const source = readFileSync(new URL(file, folder), 'utf8')
    const comment = new RegExp(`/\\*\\*((?:(?!\\*/)[^])*)\\*/\\nexport const ${name} = `).exec(
      source,
    )
    expect(comment?.[1]).toContain(id)
  })
})
