/** `keyspec spec`: the chapters, one of them, a rule, or a schema. */

import { breakOf } from '../model/breaks/index.ts'
import type { Example, RuleSection } from '../spec/chapters.ts'
import { scopeWords } from '../spec/profiles/features.ts'
import { schemas } from '../spec/schemas/report.ts'
import { readChapters } from './chapters.ts'
import { parseRule } from './options.ts'
import { type Status, status, UsageError } from './status.ts'

/** Prints the list of chapters, a chapter as it stands, or a rule with what covers it. */
export async function showSpec(name: string | undefined): Promise<Status> {
  const chapters = readChapters()
  if (name === undefined) {
    for (const { chapter } of chapters) {
      console.log(
        `${String(chapter.number).padStart(2)}  ${chapter.title} (${chapter.rules.length} rules)`,
      )
    }
    return status.conforms
  }
  if (name.includes('/')) {
    const id = parseRule(name)
    const section = chapters.flatMap(({ chapter }) => chapter.rules).find((rule) => rule.id === id)
    if (section !== undefined) console.log(printRule(section))
    return status.conforms
  }
  const found = chapters.find(
    ({ file, chapter }) => String(chapter.number) === name || file.includes(`-${name}`),
  )
  if (found === undefined) {
    throw new UsageError(`There is no chapter "${name}"; keyspec spec lists them.`)
  }
  console.log(found.text.trimEnd())
  return status.conforms
}

/** Prints the JSON schema of something that is saved: the one that files are checked with. */
export async function showSchema(name: string): Promise<Status> {
  const found = Object.entries(schemas).find(([known]) => known === name)
  if (found === undefined) {
    const known = Object.keys(schemas).join(', ')
    throw new UsageError(`There is no schema "${name}"; there is: ${known}.`)
  }
  const $schema = 'http://json-schema.org/draft-07/schema#'
  console.log(JSON.stringify({ $schema, title: `keyspec ${name}`, ...found[1] }, null, 2))
  return status.conforms
}

function printExample({ text, holds = {} }: Example): string {
  const scope = scopeWords(holds)
  const program = text.trimEnd().replace(/^/gm, '    ')
  return scope === undefined ? program : `${scope}:\n${program}`
}

function printRule({ id, says, source, prose, examples, holds = {} }: RuleSection): string {
  const parts = [id, says]
  const scope = scopeWords(holds)
  if (scope !== undefined) parts.push(`Holds ${scope}.`)
  if (prose !== '') parts.push(prose)
  parts.push(`Source: ${source}`)
  for (const example of examples) parts.push(printExample(example))
  parts.push(
    `Covered by ${examples.length} example${examples.length === 1 ? '' : 's'} above and by the` +
      ` generated programs; turned wrong by --break ${id}:\n    ${breakOf(parseRule(id)).says}`,
  )
  return parts.join('\n\n')
}
