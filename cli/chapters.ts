/** The chapters as they stand in the tree, and the programs in them. */

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from '../kernel/paths.ts'
import { type Chapter, parseChapter } from '../spec/chapters.ts'
import { sectionsFor } from '../spec/examples.ts'
import type { Profile } from '../spec/profiles/profile.ts'
import type { Program } from '../spec/vocabulary/program.ts'
import { parseProgram } from '../spec/wire/parse.ts'

/** A chapter with the file that it stands in. */
export interface Kept {
  readonly file: string
  readonly text: string
  readonly chapter: Chapter
}

/** Every chapter, in its order. */
export function readChapters(): readonly Kept[] {
  const folder = join(projectRoot(), 'spec', 'chapters')
  return readdirSync(folder)
    .filter((file) => file.endsWith('.md'))
    .map((file) => {
      const text = readFileSync(join(folder, file), 'utf8')
      return { file, text, chapter: parseChapter(text) }
    })
    .sort((one, other) => one.chapter.number - other.chapter.number)
}

/** Every example of every chapter that is one for a profile: what a run asks before it draws programs. */
export function examplePrograms(profile: Profile): readonly Program[] {
  return readChapters().flatMap(({ file, chapter }) =>
    sectionsFor(chapter, profile).flatMap(({ examples }) =>
      examples.map(({ text, line }) => {
        const parsed = parseProgram(text)
        if (!parsed.ok) throw new Error(`${file}:${line}: ${parsed.error}; its test sees to that`)
        return parsed.program
      }),
    ),
  )
}
