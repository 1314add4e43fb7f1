import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { catalogue } from './catalogue.mjs'
import { citedFiles, isSource } from './chapters.ts'
import { errnosOf } from './errnos.ts'
import { rules } from './rules.ts'
import lock from './sources.lock.json' with { type: 'json' }

describe('the catalogue', () => {
  test('is what the chapters say; if not: npm run catalogue', () => {
    expect(readFileSync(new URL('./rules.ts', import.meta.url), 'utf8')).toBe(catalogue())
  })

  test('names each rule once', () => {
    const ids = rules.map(({ id }) => id)
    expect(ids).toEqual([...new Set(ids)])
  })

  test('cites every source in an agreed form', () => {
    expect(rules.filter(({ source }) => !isSource(source))).toEqual([])
  })

  test('cites only files of the kernel that is locked; if not: node spec/sources.mjs TREE', () => {
    const sources = [
      ...rules.map(({ source }) => source),
      ...Object.values(errnosOf).flatMap((endings) => endings.map(({ where }) => where)),
    ]
    const files = new Set(sources.flatMap((source) => citedFiles(source).map(({ file }) => file)))
    expect([...files].toSorted()).toEqual(Object.keys(lock.files).toSorted())
  })

  test('states each rule in one or two sentences', () => {
    for (const { says } of rules) expect(says).toMatch(/^\S.*[^.]\.$/)
  })
})
