import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { citedFiles, isSource, parseChapter } from './chapters.ts'
import { sectionsFor } from './examples.ts'
import { features, type Scope } from './profiles/features.ts'
import { shownProfiles } from './profiles/index.ts'
import { rules } from './rules.ts'
import { parseProgram } from './wire/parse.ts'

const text = `# 3 A chapter

What it is about,
on two lines.

## A heading

Prose.

### search/one-rule

It is so: one sentence
on two lines.

Source: lib/assoc_array.c assoc_array_gc(); keyrings(7) §Keys

Holds with acl.

Why it is so.

\`\`\`keyspec without containers
p1: u1 g1
p1 keyctl_read @t -> ENOKEY
\`\`\`

## Not specified yet

All else.
`

describe('the grammar of chapters', () => {
  test('a chapter is read', () => {
    expect(parseChapter(text)).toEqual({
      number: 3,
      title: 'A chapter',
      introduction: 'What it is about,\non two lines.',
      rules: [
        {
          id: 'search/one-rule',
          title: 'search/one-rule',
          says: 'It is so: one sentence on two lines.',
          source: 'lib/assoc_array.c assoc_array_gc(); keyrings(7) §Keys',
          prose: 'Why it is so.',
          holds: { with: 'acl' },
          examples: [
            {
              text: 'p1: u1 g1\np1 keyctl_read @t -> ENOKEY\n',
              line: 22,
              holds: { without: 'containers' },
            },
          ],
        },
      ],
      sections: [
        { title: 'A heading', prose: 'Prose.', examples: [] },
        { title: 'Not specified yet', prose: 'All else.', examples: [] },
      ],
    })
  })

  test.each([
    ['## 3 A chapter', 'line 1: a chapter has one title, then headings of level 2 and 3'],
    ['# A chapter', 'line 1: a chapter starts with "# N Title"'],
    ['# 3 A\n# 4 B', 'line 2: a chapter has one title, then headings of level 2 and 3'],
    ['# 3 A\n\n#### B', 'line 3: a chapter has one title, then headings of level 2 and 3'],
    ['# 3 A\n### B', "line 2: B is no rule's id, and nothing else has level 3"],
    ['# 3 A\n### a/b\n\nSo.', 'line 2: a/b wants a sentence and one line "Source: ..."'],
    ['# 3 A\n\n```keyspec\np1: u1 g1', 'line 3: this fence is never closed'],
    ['# 3 A\n\n```keyspec for all\n```', 'line 3: "for all" says of no kernel whether it holds'],
  ])('%j is refused', (bad, mistake) => {
    expect(() => parseChapter(bad)).toThrow(mistake)
  })

  test.each([
    ['security/keys/key.c key_alloc()', true],
    ['keyrings(7) §/proc files; observed', true],
    ['Documentation/security/keys/core.rst §Key Overview', true],
    ['decision', true],
    ['posting of 2019; patch 0004 mask_to_acl()', true],
    ['posting of 2018', false],
    ['security/keys/key.c', false],
    ['security/keys/key.c key_alloc', false],
    ['keyrings(7)', false],
    ['observed, decision', false],
  ])('%j as a source', (source, good) => {
    expect(isSource(source)).toBe(good)
  })

  test('the files that a source cites are found', () => {
    expect(
      citedFiles('mm/util.c strndup_user(); keyctl(2) §ERRORS; Documentation/a.rst §B'),
    ).toEqual([
      { file: 'mm/util.c', name: 'strndup_user' },
      { file: 'Documentation/a.rst', name: undefined },
    ])
  })
})

const folder = new URL('./chapters/', import.meta.url)
const chapters = readdirSync(folder).map((file) => ({
  file,
  chapter: parseChapter(readFileSync(new URL(file, folder), 'utf8')),
}))

/** The first words of the ids that a chapter states, by its number; the one on documents states none. */
const subjects: Readonly<Record<number, readonly string[]>> = {
  1: ['keys'],
  2: ['permission'],
  3: ['lookup', 'possession'],
  4: ['rings'],
  5: ['search'],
  6: ['links'],
  7: ['attributes'],
  8: ['life'],
  9: ['quota'],
  10: [],
  11: ['credentials', 'threads', 'exec'],
  12: ['arguments'],
  13: ['namespaces'],
  14: ['upcalls'],
  15: ['watch'],
  16: ['acl'],
  17: ['containers'],
  18: ['provided'],
  19: ['interception'],
  20: [],
}

describe('the chapters', () => {
  test('have each a number of its own', () => {
    const numbers = chapters.map(({ chapter }) => chapter.number).toSorted((a, b) => a - b)
    expect(numbers).toEqual(Object.keys(subjects).map(Number))
  })

  test.each(chapters)('$file is named after its number and title', ({ file, chapter }) => {
    const words = `${chapter.number} ${chapter.title}`.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')
    expect(file).toBe(`${words}.md`)
  })

  test.each(chapters)('$file states rules of its subject, and opens with prose', ({ chapter }) => {
    const prefixes = new Set(chapter.rules.map(({ id }) => id.split('/')[0]))
    expect([...prefixes]).toEqual(subjects[chapter.number])
    expect(chapter.introduction).not.toBe('')
  })

  test.each(chapters)('$file refers only to rules that there are', ({ chapter }) => {
    const ids = new Set<string>(rules.map(({ id }) => id))
    const prefixes = new Set(Object.values(subjects).flat())
    const prose = [...chapter.rules, ...chapter.sections].map((section) => section.prose).join('\n')
    const named = [...prose.matchAll(/`([a-z]+)\/[a-z-]+`/g)].filter(([, prefix]) =>
      prefixes.has(prefix ?? ''),
    )
    expect(named.filter(([id]) => !ids.has(id.slice(1, -1)))).toEqual([])
  })

  test.each(chapters)('$file speaks of features that there are', ({ chapter }) => {
    const scopes = [...chapter.rules, ...chapter.sections].flatMap((section) => [
      ...('holds' in section ? [section.holds as Scope] : []),
      ...section.examples.map(({ holds }) => holds),
    ])
    const named = scopes.flatMap((scope: Scope = {}) => Object.values(scope))
    expect(named.filter((feature) => !Object.hasOwn(features, feature))).toEqual([])
  })

  test.each(chapters)('$file shows every rule wherever it holds', ({ chapter }) => {
    for (const profile of shownProfiles) {
      const shown = sectionsFor(chapter, profile)
      const held = shown.filter(({ title }) => chapter.rules.some(({ id }) => id === title))
      for (const { title, examples } of held) expect(examples, title).not.toEqual([])
    }
  })

  test.each(chapters)('$file shows every rule in programs that can be read', ({ chapter }) => {
    for (const { id, examples } of chapter.rules) expect(examples, id).not.toEqual([])
    for (const { examples } of [...chapter.rules, ...chapter.sections]) {
      for (const example of examples) {
        const parsed = parseProgram(example.text)
        expect(parsed, `program of line ${example.line}`).toMatchObject({ ok: true })
      }
    }
  })
})
