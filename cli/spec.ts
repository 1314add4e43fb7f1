/** `keyspec spec`: the chapters, one of them, or a rule. */

import { breakOf } from '../model/breaks/index.ts'
import type { RuleSection } from '../spec/chapters.ts'
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

function printRule({ id, says, source, prose, examples }: RuleSection): string {
  const parts = [id, says]
  if (prose !== '') parts.push(prose)
  parts.push(`Source: ${source}`)
  for (const { text } of examples) parts.push(text.trimEnd().replace(/^/gm, '    '))
  parts.push(
    `Covered by ${examples.length} example${examples.length === 1 ? '' : 's'} above and by the` +
      ` generated programs; turned wrong by --break ${id}:\n    ${breakOf(parseRule(id)).says}`,
  )
  return parts.join('\n\n')
}
