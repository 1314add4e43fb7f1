/** Every example of the chapters, run on the model: what it says is answered, by the rule it shows. */

import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { type Example, parseChapter } from '../spec/chapters.ts'
import { sectionsFor } from '../spec/examples.ts'
import { shownProfiles } from '../spec/profiles/index.ts'
import { rulesOf } from '../spec/rules.ts'
import type { Trace } from '../spec/trace.ts'
import { tokenNamer } from '../spec/wire/naming.ts'
import { parseProgram } from '../spec/wire/parse.ts'
import { printAnswer } from '../spec/wire/print.ts'

import { breaks } from './breaks/index.ts'
import { judge } from './oracle.ts'
import { runOnModel } from './run.ts'
import type { Semantics } from './step.ts'

const folder = new URL('../spec/chapters/', import.meta.url)
const chapters = readdirSync(folder)
  .filter((file) => file.endsWith('.md'))
  .map((file) => ({ file, chapter: parseChapter(readFileSync(new URL(file, folder), 'utf8')) }))
  .flatMap(({ file, chapter }) =>
    shownProfiles.map((profile) => {
      const sections = sectionsFor(chapter, profile)
      const held = new Set<string>(rulesOf(profile).map(({ id }) => id))
      const rules = chapter.rules.flatMap(({ id }) =>
        held.has(id)
          ? sections.filter(({ title }) => title === id).map((one) => ({ ...one, id }))
          : [],
      )
      return { file, name: profile.name, semantics: { profile }, sections, rules }
    }),
  )
  .filter(({ sections }) => sections.some(({ examples }) => examples.length > 0))

function parse({ text, line }: Example) {
  const parsed = parseProgram(text)
  if (!parsed.ok) throw new Error(`program of line ${line}: ${parsed.error}`)
  return parsed
}

/** An example run on the model, with what it expects beside what it was answered. */
function run(
  semantics: Semantics,
  example: Example,
): { trace: Trace; expected: string[]; answered: string[] } {
  const { line } = example
  const parsed = parse(example)
  const trace = runOnModel(semantics, parsed.program)
  const nameOf = tokenNamer(trace)
  const answers = trace.observations.map((seen) =>
    seen.kind === 'answered' ? printAnswer(seen.answer, nameOf) : seen.kind,
  )
  const told = (index: number, answer: string) => `line ${line}, command ${index + 1}: ${answer}`
  return {
    trace,
    expected: parsed.expected.map(({ command, answer }) => told(command, answer)),
    answered: parsed.expected.map(({ command }) => told(command, answers[command] ?? 'nothing')),
  }
}

describe.each(chapters)('$file on $name', ({ semantics, rules, sections }) => {
  const examples = sections.flatMap((section) =>
    section.examples.map((example) => ({ title: section.title, ...example })),
  )

  test.each(examples)('line $line answers as it says ($title)', (example) => {
    const { expected, answered } = run(semantics, example)
    expect(answered).toEqual(expected)
  })

  test.each(examples)('line $line conforms ($title)', (example) => {
    expect(judge(semantics, run(semantics, example).trace).deviations).toEqual([])
  })

  test.each([...rules])('$id is shown at work', ({ id, examples: own }) => {
    const cited = new Set<string>()
    for (const example of own) {
      judge(semantics, run(semantics, example).trace, (judged) => {
        for (const rule of judged.rules) cited.add(rule)
      })
    }
    expect([...cited]).toContain(id)
  })

  test.each([...rules])('$id differs from the mistake in its place', ({ id, examples: own }) => {
    const broken = breaks.find((mistake) => mistake.id === id)
    const traces = own.map((example) =>
      runOnModel({ ...semantics, broken }, parse(example).program),
    )
    expect(traces.flatMap((trace) => judge(semantics, trace).deviations)).not.toEqual([])
  })
})
