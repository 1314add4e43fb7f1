/** Lines for people: wrapped, aligned, and free of whatever a terminal would obey. */

/** As wide as text may be that is to survive a mail. */
export const lineWidth = 76

/** The text with control characters and bytes beyond ASCII written `\x1b`; line ends stay. */
export function printable(text: string): string {
  return text.replace(/[^\n\x20-\x7e]/g, (char) => {
    const code = char.charCodeAt(0)
    return char === '\t' ? '        ' : `\\x${code.toString(16).padStart(2, '0')}`
  })
}

/** Words in lines of at most `width`, each behind `indent`; a word too long has a line of its own. */
export function wrap(text: string, indent = '', width = lineWidth): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(/\s+/).filter((part) => part !== '')) {
    if (line !== '' && indent.length + line.length + 1 + word.length > width) {
      lines.push(indent + line)
      line = ''
    }
    line += line === '' ? word : ` ${word}`
  }
  return line === '' ? lines : [...lines, indent + line]
}

/** `12,345` */
export function grouped(value: number): string {
  return Math.round(value)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, ',')
}

/** `1 command`, `3 commands`, `0 commands` */
export function counted(value: number, noun: string): string {
  return `${grouped(value)} ${noun}${value === 1 ? '' : 's'}`
}

/** `3.1 s`, `12 min 4 s` */
export function duration(seconds: number): string {
  if (seconds < 60) return `${seconds.toFixed(1)} s`
  const whole = Math.round(seconds)
  return `${Math.floor(whole / 60)} min ${whole % 60} s`
}

/** `12 %`; what is more than nothing and less than all is never rounded to either. */
export function share(part: number, whole: number): string {
  if (whole === 0) return '-'
  const percent = Math.round((100 * part) / whole)
  if (part > 0 && percent === 0) return '<1 %'
  return part < whole && percent === 100 ? '>99 %' : `${percent} %`
}
