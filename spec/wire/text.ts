/** Text values in the notation: quoted strings, with runs written short. */

/** Runs of one character that are written `"a"*4096`; shorter strings stand as they are. */
const shortestRun = 33

/** Writes a string whose characters are bytes, e.g. `"a"`, `"x"*40`. */
export function printText(text: string): string {
  const first = text[0]
  if (text.length >= shortestRun && first !== undefined && text === first.repeat(text.length)) {
    return `${quote(first)}*${text.length}`
  }
  return quote(text)
}

function quote(text: string): string {
  const inner = [...text].map((char) => {
    const code = char.charCodeAt(0)
    if (char === '"' || char === '\\') return `\\${char}`
    if (code < 0x20 || code > 0x7e) return `\\x${code.toString(16).padStart(2, '0')}`
    return char
  })
  return `"${inner.join('')}"`
}

/** The longest text a program may hold, bytes; more than any call takes. */
const longestText = 2 * 1024 * 1024

/** Reads what `printText` writes; undefined where it is something else. */
export function parseText(word: string): string | undefined {
  const match = /^"((?:[^"\\]|\\["\\]|\\x[0-9a-f]{2})*)"(?:\*(\d{1,7}))?$/.exec(word)
  if (match === null) return undefined
  const inner = (match[1] ?? '').replace(/\\(x([0-9a-f]{2})|["\\])/g, (_, escaped, hex) =>
    hex === undefined ? escaped : String.fromCharCode(Number.parseInt(hex, 16)),
  )
  const times = match[2] === undefined ? 1 : Number(match[2])
  return inner.length * times > longestText ? undefined : inner.repeat(times)
}
