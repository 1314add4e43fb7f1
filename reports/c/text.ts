/** Texts as C writes them. */

/** A literal of these bytes; an octal escape ends after three digits, whatever follows. */
export function cString(text: string): string {
  const inner = [...text].map((char, at) => {
    const code = char.charCodeAt(0) & 0xff
    if (char === '"' || char === '\\') return `\\${char}`
    // Two question marks may begin a trigraph.
    if (char === '?' && text[at - 1] === '?') return '\\?'
    if (code < 0x20 || code > 0x7e) return `\\${code.toString(8).padStart(3, '0')}`
    return char
  })
  return `"${inner.join('')}"`
}

/** Lines of a comment that nothing in them can end. */
export function cComment(lines: readonly string[]): string {
  const inner = lines.map((line) => {
    const safe = line.replaceAll('*/', '\\x2a/').replaceAll('/*', '/\\x2a')
    return ` * ${safe}`.trimEnd()
  })
  return ['/*', ...inner, ' */'].join('\n')
}

const widest = 100

/** A call as a statement behind tabs, broken between its arguments where it is too long. */
export function cCall(indent: string, call: string, args: readonly string[], close = ''): string {
  const whole = `${indent}${call}(${args.join(', ')})${close};`
  if (whole.replaceAll('\t', ' '.repeat(8)).length <= widest) return whole
  return `${indent}${call}(${args.join(`,\n${indent}\t`)})${close};`
}

/** C at top level; `name` is what others call it by, and it is left out where nobody does. */
export interface Helper {
  readonly name: string
  readonly code: string
}
