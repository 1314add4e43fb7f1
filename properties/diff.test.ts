import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parseChapter } from '../spec/chapters.ts'
import { container } from '../spec/profiles/container.ts'
import { mainline } from '../spec/profiles/mainline.ts'
import type { Profile } from '../spec/profiles/profile.ts'
import { parseProgram } from '../spec/wire/parse.ts'
import { printProgram } from '../spec/wire/print.ts'
import { disagreements } from './diff.ts'

const chapter = new URL('../spec/chapters/2-permissions.md', import.meta.url)
const first = parseChapter(readFileSync(chapter, 'utf8')).rules.flatMap(({ examples }) =>
  examples.flatMap(({ text }) => {
    const parsed = parseProgram(text)
    return parsed.ok ? [parsed.program] : []
  }),
)

const between = (one: Profile, other: Profile) =>
  disagreements({ one, other, seed: 1, programs: 100, first, stopped: () => false })

describe('two profiles', () => {
  test('disagree where an owner has what everyone has, which is told in four lines', async () => {
    const found = await between(mainline, container)
    const known = found.find(({ because }) => because.join() === 'acl/everyone')
    expect(known?.against).toContain('permission/one-class')
    const lines = known === undefined ? [] : printProgram(known.program).trim().split('\n')
    expect(lines).toHaveLength(4)
  }, 120_000)

  test('that are one do not disagree', async () => {
    expect(await between(container, container)).toEqual([])
  }, 120_000)
})
