/** A patch as a person reads it: what it says at its head, and which files it changes. */

/** `fields` are the `Name: value` lines of the head, such as `Kind` and `Shows`. */
export interface Patch {
  readonly says: string
  readonly fields: Readonly<Record<string, string>>
  readonly files: readonly string[]
}

/** Read a unified diff made for `patch -p1`, with its head above the first file. */
export function parsePatch(text: string): Patch {
  const lines = text.split('\n')
  const first = lines.findIndex((line) => firstOfFile.test(line))
  const head = lines.slice(0, Math.max(first, 0)).join('\n')
  const [says = '', ...paragraphs] = head.split(/\n\s*\n/)
  return {
    says: oneLine(says),
    fields: Object.fromEntries(paragraphs.flatMap(fieldsOf)),
    files: lines.flatMap((line) => line.match(/^\+\+\+ b\/(\S+)/)?.slice(1) ?? []),
  }
}

/** Where what is done to a file begins, be it there already or new. */
const firstOfFile = /^--- (?:a\/|\/dev\/null$)/m

/** A patch without its head: what it does, whatever it says. */
export const diffOf = (text: string): string => text.slice(text.search(firstOfFile))

/** Fields begin a line; lines indented under a field go on with it. */
const fieldsOf = (paragraph: string): [string, string][] =>
  paragraph
    .replace(/\n[ \t]+/g, ' ')
    .split('\n')
    .flatMap((line) => {
      const [, name, value] = line.match(/^([A-Z][a-z-]+): (.+)$/) ?? []
      return name && value ? [[name, oneLine(value)] as [string, string]] : []
    })

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim()
