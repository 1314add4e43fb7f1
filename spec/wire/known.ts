/** Reads a list of known deviations; what is wrong with it is one sentence. */

import type { KnownDeviation, KnownEntry, KnownFile } from '../known.ts'
import { rules } from '../rules.ts'
import { knownSchema } from '../schemas/known.ts'
import { mistake, parseJson, type Read } from './json-text.ts'
import { validate } from './json-validate.ts'
import { parseProgram } from './parse.ts'

const what = 'list of known deviations'

export function readKnown(text: string): Read<readonly KnownDeviation[]> {
  const json = parseJson(text, what)
  if (!json.ok) return json
  const file = validate<KnownFile>(knownSchema, json.value, what)
  if (!file.ok) return file
  const list: KnownDeviation[] = []
  for (const [at, entry] of file.value.deviations.entries()) {
    const read = readEntry(entry)
    if (!read.ok) return mistake(`is not a valid ${what}: deviations[${at}]: ${read.error}`)
    list.push(read.value)
  }
  return { ok: true, value: list }
}

function readEntry(entry: KnownEntry): Read<KnownDeviation> {
  if (!rules.some(({ id }) => id === entry.rule)) {
    return mistake(`there is no rule "${entry.rule}"`)
  }
  const parsed = parseProgram(entry.program)
  if (!parsed.ok) return mistake(`program, ${parsed.error}`)
  const [shown, ...more] = parsed.expected
  if (shown === undefined || more.length > 0) {
    return mistake('program says -> not once, at the command that deviates')
  }
  const { command: step, answer } = shown
  return { ok: true, value: { ...entry, shown: parsed.program, step, answer } }
}
