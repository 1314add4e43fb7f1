/**
 * Answers in the words of a reproducer, which knows a key by its serial: `a new key` where it is
 * seen for the first time, else what it is called by then.
 */

import type { Finding } from '../../spec/report.ts'
import type { Answer, Notice, Observation } from '../../spec/vocabulary/answer.ts'
import type { KeyName, Token } from '../../spec/vocabulary/names.ts'
import type { Program } from '../../spec/vocabulary/program.ts'
import { tokenNamer } from '../../spec/wire/naming.ts'
import { printObservation } from '../../spec/wire/print.ts'

const newKey = 'a new key'

/** A keyring with more links than this has no order of its own; the reproducer sorts its names. */
const ordered = 16

export interface Expectations {
  /** What each step up to the deviating one answered. */
  readonly seen: readonly string[]
  /** What the deviating step may answer. */
  readonly allowed: readonly string[]
}

export function expectationsOf(finding: Finding, program: Program): Expectations {
  const { observations, deviation } = finding
  const names = new Map<Token, KeyName | undefined>()
  const seen: string[] = []
  let before = new Map(names)
  for (const [at, command] of program.commands.slice(0, deviation.step + 1).entries()) {
    before = new Map(names)
    const observation = observations[at] ?? { kind: 'unreached' }
    seen.push(told(observation, before))
    for (const [nth, token] of tokensOf(observation).entries()) {
      const name = 'name' in command && nth === 0 ? command.name : undefined
      names.set(token, names.get(token) ?? name)
    }
  }
  const called = new Map<string, string>()
  const nameOf = tokenNamer({ program, observations })
  for (const token of before.keys()) called.set(nameOf(token), localName(before, token))
  const allowed = deviation.allowed.map(({ answer }) => translated(answer, called))
  return { seen, allowed: [...new Set(allowed)] }
}

type Names = ReadonlyMap<Token, KeyName | undefined>

const localName = (names: Names, token: Token): string =>
  names.has(token) ? (names.get(token) ?? `?${token}`) : newKey

function told(observation: Observation, names: Names): string {
  const answer = observation.kind === 'answered' ? observation.answer : undefined
  if (answer?.kind === 'links') return list(answer.links.map((token) => localName(names, token)))
  if (answer?.kind === 'notices') {
    return printObservation(observation, (token) => localName(names, token))
  }
  if (answer?.kind === 'payload' && answer.payload === '') return list([])
  return printObservation(observation, (token) => localName(names, token))
}

function tokensOf(observation: Observation): readonly Token[] {
  if (observation.kind !== 'answered') return []
  const answer: Answer = observation.answer
  if (answer.kind === 'key') return [answer.key]
  if (answer.kind === 'notices') return answer.notices.flatMap(keysIn)
  if (answer.kind === 'asked' || answer.kind === 'upcall') {
    const { key, thread, process, session } = answer.kind === 'asked' ? answer.asked : answer.called
    return [key, thread, process, session].filter((token) => token !== 0)
  }
  if (answer.kind === 'description' && answer.description.about !== undefined) {
    return [answer.description.about]
  }
  return answer.kind === 'links' ? answer.links : []
}

function keysIn(notice: Notice<Token>): readonly Token[] {
  if (notice.kind === 'lost') return []
  if (notice.kind === 'removed' || notice.other === null) return [notice.key]
  return [notice.key, notice.other]
}

/** Lines of `/proc/containers`. */
const containerLines = /^\[<current> /

/** What is told of a request. */
const requestWords = /^(?:upcall|asked) /

/** Records of a queue. */
const recordWords = /^\[(?:lost|\d+ )/

function list(names: readonly string[]): string {
  const shown = names.length > ordered ? [...names].sort() : names
  return `[${shown.join(', ')}]`
}

/** A key that the specification tells of, as it stands in an allowed answer. */
const keyWords = /a new \S+ "[^"]*"|a key|k\d+|\?\d+/g
const wholeKey = /^(?:a new \S+ ".*"|a key|k\d+|\?\d+)$/s

/** An allowed answer, whose keys have the names of the whole trace, in our words. */
function translated(answer: string, called: ReadonlyMap<string, string>): string {
  const local = (name: string) => called.get(name) ?? newKey
  if (answer === '""') return list([])
  if (requestWords.test(answer)) return answer.replace(keyWords, local)
  if (wholeKey.test(answer)) return local(answer)
  if (!answer.startsWith('[') || containerLines.test(answer)) return answer
  if (recordWords.test(answer)) return answer.replace(keyWords, local)
  return list([...answer.slice(1, -1).matchAll(keyWords)].map(([name]) => local(name)))
}
