/** Reads programs in the notation; every mistake is one sentence with its line. */

import {
  type ArgumentKind,
  type Command,
  environmentOps,
  isOp,
  namingOps,
  type Op,
  operations,
} from '../vocabulary/command.ts'
import { isActorName, isGidName, isKeyName, isKeyRef, isUidName } from '../vocabulary/names.ts'
import type { Actor, Program } from '../vocabulary/program.ts'
import { parseText } from './text.ts'

/** A program, or what is wrong with the text. */
export type Parsed =
  | { readonly ok: true; readonly program: Program; readonly expected: readonly Expected[] }
  | { readonly ok: false; readonly error: string }

/** What an example says that a command answers: `-> EACCES`. */
export interface Expected {
  /** Index of the command, from 0. */
  readonly command: number
  /** The words behind the arrow, as `printAnswer` writes them. */
  readonly answer: string
}

class Mistake extends Error {}

/** Parses a program; `#` starts a comment, `-> answer` says what an example expects. */
export function parseProgram(text: string): Parsed {
  const actors: Actor[] = []
  const commands: Command[] = []
  const expected: Expected[] = []
  for (const [index, line] of text.split('\n').entries()) {
    try {
      const { words, answer } = splitLine(line)
      const [first] = words
      if (first === undefined) continue
      if (first.endsWith(':')) {
        actors.push(parseActor(first.slice(0, -1), words.slice(1)))
        continue
      }
      commands.push(parseCommand(words))
      if (answer !== undefined) expected.push({ command: commands.length - 1, answer })
    } catch (mistake) {
      if (!(mistake instanceof Mistake)) throw mistake
      return { ok: false, error: `line ${index + 1}: ${mistake.message}` }
    }
  }
  return { ok: true, program: { actors, commands }, expected }
}

const wordPattern = /\s*("(?:[^"\\]|\\.)*"(?:\*\d+)?|#(?=-?\d)\S+|[^\s"#]+)/y

function splitLine(line: string): { words: string[]; answer: string | undefined } {
  const words: string[] = []
  wordPattern.lastIndex = 0
  for (;;) {
    const at = wordPattern.lastIndex
    const match = wordPattern.exec(line)
    if (match?.[1] === undefined) {
      const rest = line.slice(at).trim()
      if (rest !== '' && !rest.startsWith('#')) throw new Mistake(`cannot read ${rest}`)
      return { words, answer: undefined }
    }
    if (match[1] === '->') {
      return {
        words,
        answer: line
          .slice(wordPattern.lastIndex)
          .replace(/\s#\s.*$/, '')
          .trim(),
      }
    }
    words.push(match[1])
  }
}

function parseActor(name: string, words: readonly string[]): Actor {
  if (!isActorName(name)) throw new Mistake(`${name} is no actor's name (p1, p2, …)`)
  const [uid = '', gid = '', ...rest] = words
  if (!isUidName(uid)) throw new Mistake(`${uid || 'nothing'} is no user (u1 … u9, root)`)
  if (!isGidName(gid)) throw new Mistake(`${gid || 'nothing'} is no group (g1 … g9, root)`)
  const privileged = rest.includes('privileged')
  const groups = rest
    .filter((word) => word !== 'privileged')
    .map((word) => {
      const group = word.slice(1)
      if (!word.startsWith('+') || !isGidName(group)) {
        throw new Mistake(`${word} is neither +group nor privileged`)
      }
      return group
    })
  return { name, uid, gid, groups, privileged }
}

function parseCommand(words: readonly string[]): Command {
  let rest = [...words]
  let name: string | undefined
  if (rest[1] === '=') {
    name = rest[0]
    rest = rest.slice(2)
  }
  const command: Record<string, Value | null> = {}
  if (isActorName(rest[0] ?? '')) command.actor = rest.shift() ?? null
  const op = rest.shift() ?? 'nothing'
  if (!isOp(op)) throw new Mistake(`${op} is no operation`)
  if (environmentOps.has(op) === 'actor' in command) {
    throw new Mistake(environmentOps.has(op) ? `${op} takes no actor` : `${op} wants an actor`)
  }
  command.op = op
  bindName(command, op, name)
  for (const [field, kind] of operations[op]) {
    command[field] = parseArgument(op, kind, rest.shift())
  }
  if (rest.length > 0) throw new Mistake(`${op} does not take ${rest.join(' ')}`)
  return command as unknown as Command
}

function bindName(command: Record<string, Value | null>, op: Op, name: string | undefined): void {
  if (op === 'fork') {
    if (name === undefined || !isActorName(name))
      throw new Mistake('fork names its child: p2 = p1 fork')
    command.child = name
    return
  }
  if (name === undefined) return
  if (!namingOps.has(op)) throw new Mistake(`${op} answers no key to name`)
  if (!isKeyName(name)) throw new Mistake(`${name} is no key's name (k1, k2, …)`)
  command.name = name
}

/** What an argument is read as. */
type Value = string | number | readonly string[]

function parseArgument(op: Op, kind: ArgumentKind, word: string | undefined): Value | null {
  if (word === undefined) {
    if (kind === 'key?') return null
    throw new Mistake(`${op} wants more arguments`)
  }
  if (word === '-' && kind.endsWith('?')) return null
  const value = readers[kind](word)
  if (value === undefined) throw new Mistake(`${op}: ${word} is no ${kind.replace('?', '')}`)
  return value
}

type Reader = (word: string) => Value | undefined

const key: Reader = (word) => (isKeyRef(word) ? word : undefined)
const uid: Reader = (word) => (isUidName(word) ? word : undefined)
const gid: Reader = (word) => (isGidName(word) ? word : undefined)
const gids: Reader = (word) => {
  const groups = word === '-' ? [] : word.split(',')
  return groups.every(isGidName) ? groups : undefined
}
const number: Reader = (word) =>
  /^\d{1,10}$/.test(word) && Number(word) <= 0xffffffff ? Number(word) : undefined
const size: Reader = (word) => (/^\d{1,4}$/.test(word) ? Number(word) : undefined)
const integer: Reader = (word) =>
  /^-?\d{1,9}$/.test(word) && word !== '-0' ? Number(word) : undefined
const mask: Reader = (word) => (/^0x[0-9a-f]{1,8}$/.test(word) ? Number(word) : undefined)

const readers: Record<ArgumentKind, Reader> = {
  text: parseText,
  'text?': parseText,
  key,
  'key?': key,
  number,
  size,
  integer,
  mask,
  uid,
  'uid?': uid,
  gid,
  'gid?': gid,
  gids,
}
