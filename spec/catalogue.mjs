/** `npm run catalogue`: reads the chapters and writes `rules.ts`. */

import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { argv } from 'node:process'
import { fileURLToPath } from 'node:url'
import { load } from './load.mjs'

const { parseChapter } = await load('./chapters.ts')

/** Every chapter, parsed, by number. */
export function readChapters() {
  const folder = new URL('./chapters/', import.meta.url)
  return readdirSync(folder)
    .filter((file) => file.endsWith('.md'))
    .map((file) => {
      try {
        return parseChapter(readFileSync(new URL(file, folder), 'utf8'))
      } catch (mistake) {
        throw new Error(`${file}: ${mistake.message}`)
      }
    })
    .sort((one, other) => one.number - other.number)
}

/** The text of `rules.ts` as the chapters want it, formatted as Biome formats it. */
export function catalogue(chapters = readChapters()) {
  const records = chapters.flatMap(({ number, rules }) =>
    rules.map(
      ({ id, says, source, holds }) => `  {
${property('id', quote(id))}
${property('chapter', String(number))}
${property('says', quote(says))}
${property('source', quote(source))}
${holds === undefined ? '' : `${property('holds', scope(holds))}\n`}  },
`,
    ),
  )
  return `/** Every rule, as the chapters state it. Written by \`npm run catalogue\`; do not edit. */

import { holdsFor } from './profiles/features.ts'
import type { Profile } from './profiles/profile.ts'
import type { Rule } from './rule.ts'

const catalogue = [
${records.join('')}] as const satisfies readonly Rule[]

export type RuleId = (typeof catalogue)[number]['id']

export const rules: readonly (Rule & { readonly id: RuleId })[] = catalogue

/** Those that hold for kernels of a profile. */
export function rulesOf(profile: Profile): readonly (Rule & { readonly id: RuleId })[] {
  return rules.filter(({ holds = {} }) => holdsFor(holds, profile))
}
`
}

/** `{ with: 'acl' }` */
function scope(holds) {
  const parts = Object.entries(holds).map(([word, feature]) => `${word}: ${quote(feature)}`)
  return `{ ${parts.join(', ')} }`
}

const lineWidth = 100

/** A longer name than this has a value that does not fit put on the next line. */
const shortName = 4

function property(name, value) {
  const line = `    ${name}: ${value},`
  const breaks = line.length > lineWidth && name.length > shortName
  return breaks ? `    ${name}:\n      ${value},` : line
}

/** Single quotes, unless double quotes need fewer escapes. */
function quote(text) {
  const count = (mark) => text.split(mark).length - 1
  const mark = count("'") > count('"') ? '"' : "'"
  return mark + text.replaceAll('\\', '\\\\').replaceAll(mark, `\\${mark}`) + mark
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(new URL('./rules.ts', import.meta.url), catalogue())
}
