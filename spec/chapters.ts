/** The grammar of a chapter: Markdown in, rules with their sentences, sources and examples out. */

import type { Feature, Scope } from './profiles/features.ts'

/** A program in the notation, with what it is expected to answer. */
export interface Example {
  readonly text: string
  /** For which kernels it is an example; for all that its rule holds for if left out. */
  readonly holds?: Scope
  /** Line of the chapter where the program starts, from 1. */
  readonly line: number
}

/** What stands under one heading. */
export interface Section {
  readonly title: string
  /** Paragraphs, an empty line between them; without sentence and source where it is a rule. */
  readonly prose: string
  readonly examples: readonly Example[]
}

/** What stands under the heading of a rule; the title is the rule's id. */
export interface RuleSection extends Section {
  readonly id: string
  /** The normative sentence or two. */
  readonly says: string
  /** In the form of `sourceForms`; several are separated by `; `. */
  readonly source: string
  /** For which kernels it holds; for all if left out. */
  readonly holds?: Scope
}

export interface Chapter {
  readonly number: number
  readonly title: string
  readonly introduction: string
  readonly rules: readonly RuleSection[]
  /** The level-2 headings. */
  readonly sections: readonly Section[]
}

/** The forms in which a source is cited. */
export const sourceForms = {
  kernel: /^(?<file>[a-z][\w./-]*\.c) (?<name>[a-z_]\w*)\(\)$/,
  manual: /^[a-z_-]+\([1-8]\) §\S.*$/,
  document: /^(?<file>Documentation\/[\w./-]+\.rst) §\S.*$/,
  observed: /^observed$/,
  decision: /^decision$/,
  /** What the series that ours is made after said of itself, and as it was posted. */
  posting: /^(cover letter|posting of (2019|2020))$/,
  /** A patch of our own series, `kernel/patches/0004-…`. */
  patch: /^patch (?<patch>\d{4}) (?<name>[a-z_]\w*)\(\)$/,
} as const satisfies Record<string, RegExp>

/** The single sources in a `Source:` line. */
function splitSource(source: string): readonly string[] {
  return source.split('; ')
}

/** True where every part of a source has one of the agreed forms. */
export function isSource(source: string): boolean {
  const forms = Object.values(sourceForms)
  return splitSource(source).every((part) => forms.some((form) => form.test(part)))
}

/** The files of the kernel tree that a source cites, each with the function where one is named. */
export function citedFiles(source: string): readonly { file: string; name: string | undefined }[] {
  return splitSource(source).flatMap((part) => {
    const groups = (sourceForms.kernel.exec(part) ?? sourceForms.document.exec(part))?.groups
    return groups?.file === undefined ? [] : [{ file: groups.file, name: groups.name }]
  })
}

interface Draft {
  readonly level: number
  readonly title: string
  readonly line: number
  readonly paragraphs: string[]
  readonly examples: Example[]
}

/** Reads a chapter; throws with the line where the text is not one, for chapters are our own. */
export function parseChapter(text: string): Chapter {
  const [head, ...drafts] = splitHeadings(text)
  const match = /^(\d+) (\S.*)$/.exec(head?.title ?? '')
  if (head === undefined || head.level !== 1 || match === null) {
    throw new Error('line 1: a chapter starts with "# N Title"')
  }
  return {
    number: Number(match[1]),
    title: match[2] ?? '',
    introduction: head.paragraphs.join('\n\n'),
    rules: drafts.filter(({ level }) => level === 3).map(toRule),
    sections: drafts
      .filter(({ level }) => level === 2)
      .map(({ title, paragraphs, examples }) => ({
        title,
        prose: paragraphs.join('\n\n'),
        examples,
      })),
  }
}

function splitHeadings(text: string): Draft[] {
  const drafts: Draft[] = []
  let fence: { line: number; lines: string[]; of: string } | undefined
  let paragraph: string[] = []
  for (const [index, line] of [...text.split('\n'), ''].entries()) {
    const draft = drafts.at(-1)
    if (fence !== undefined) {
      if (line !== '```') {
        fence.lines.push(line)
        continue
      }
      const body = fence.lines.map((one) => `${one}\n`).join('')
      if (isExample(fence.of)) draft?.examples.push(toExample(body, fence))
      else draft?.paragraphs.push(`\`\`\`\n${body}\`\`\``)
      fence = undefined
      continue
    }
    const heading = /^(#{1,6}) (\S.*)$/.exec(line)
    if (line === '' || heading !== null || line.startsWith('```')) {
      if (paragraph.length > 0) draft?.paragraphs.push(paragraph.join('\n'))
      paragraph = []
    } else paragraph.push(line)
    if (line.startsWith('```')) {
      fence = { line: index + 2, lines: [], of: line.slice('```'.length) }
    }
    if (heading !== null) drafts.push(newDraft(heading, index + 1, drafts.length))
  }
  if (fence !== undefined) throw new Error(`line ${fence.line - 1}: this fence is never closed`)
  return drafts
}

/** Fences are of keyspec, for all kernels or some of them, or of anything else. */
const exampleOf = 'keyspec'

const isExample = (of: string): boolean => of === exampleOf || of.startsWith(`${exampleOf} `)

function toExample(text: string, fence: { readonly line: number; readonly of: string }): Example {
  const { line } = fence
  return { text, line, ...holding(fence.of.slice(exampleOf.length).trim(), line - 1) }
}

/** `with acl`, `without acl`, one after the other; `rules.ts` and a test see to it that there are such features. */
function holding(words: string, line: number): { readonly holds?: Scope } {
  if (words === '') return {}
  if (!/^(with [a-z_]+)?( ?without [a-z_]+)?$/.test(words)) {
    throw new Error(`line ${line}: "${words}" says of no kernel whether it holds`)
  }
  const feature = (word: string) => new RegExp(`\\b${word} ([a-z_]+)`).exec(words)?.[1] as Feature
  const [having, lacking] = [feature('with'), feature('without')]
  const holds = {
    ...(having === undefined ? {} : { with: having }),
    ...(lacking === undefined ? {} : { without: lacking }),
  }
  return { holds }
}

function newDraft(heading: RegExpExecArray, line: number, before: number): Draft {
  const level = heading[1]?.length ?? 0
  if (level > 3 || (level === 1) !== (before === 0)) {
    throw new Error(`line ${line}: a chapter has one title, then headings of level 2 and 3`)
  }
  return { level, title: heading[2] ?? '', line, paragraphs: [], examples: [] }
}

function toRule({ title, line, paragraphs, examples }: Draft): RuleSection {
  if (!/^[a-z]+\/[a-z]+(-[a-z]+)*$/.test(title)) {
    throw new Error(`line ${line}: ${title} is no rule's id, and nothing else has level 3`)
  }
  const [first, ...rest] = paragraphs
  const sources = rest.filter((paragraph) => paragraph.startsWith('Source: '))
  const [source] = sources
  if (first === undefined || source === undefined || sources.length > 1) {
    throw new Error(`line ${line}: ${title} wants a sentence and one line "Source: ..."`)
  }
  const scope = rest.find((paragraph) => paragraph.startsWith('Holds '))
  return {
    id: title,
    title,
    says: inOneLine(first),
    source: inOneLine(source).slice('Source: '.length),
    prose: rest.filter((paragraph) => paragraph !== source && paragraph !== scope).join('\n\n'),
    examples,
    ...holding(scope?.slice('Holds '.length).replace(/\.$/, '') ?? '', line),
  }
}

function inOneLine(paragraph: string): string {
  return paragraph.replaceAll('\n', ' ')
}
