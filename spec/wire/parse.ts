/** Reads programs in the notation; every mistake is one sentence with its line. */

import {
  type ArgumentKind,
  type Command,
  environmentOps,
  isOp,
  makingOps,
  namingOps,
  type Op,
  operations,
  settings,
} from '../vocabulary/command.ts'
import type { Room, Text, Unmapped } from '../vocabulary/memory.ts'
import {
  isActorName,
  isContainerName,
  isFileName,
  isGidName,
  isKeyName,
  isKeyRef,
  isQueueName,
  isUidName,
} from '../vocabulary/names.ts'
import type { Actor, Program } from '../vocabulary/program.ts'
import { isSubject } from '../vocabulary/subject.ts'
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
  const compat = rest.includes('32-bit')
  const groups = rest
    .filter((word) => word !== 'privileged' && word !== '32-bit')
    .map((word) => {
      const group = word.slice(1)
      if (!word.startsWith('+') || !isGidName(group)) {
        throw new Mistake(`${word} is neither +group nor privileged nor 32-bit`)
      }
      return group
    })
  return { name, uid, gid, groups, privileged, ...(compat ? { compat } : {}) }
}

function parseCommand(words: readonly string[]): Command {
  const together = words[0] === '&'
  let rest = together ? words.slice(1) : [...words]
  let name: string | undefined
  if (rest[1] === '=') {
    name = rest[0]
    rest = rest.slice(2)
  }
  const command: Record<string, Value> = {}
  if (isActorName(rest[0] ?? '')) command.actor = rest.shift() ?? null
  const op = rest.shift() ?? 'nothing'
  if (!isOp(op)) throw new Mistake(`${op} is no operation`)
  if (environmentOps.has(op) === 'actor' in command) {
    throw new Mistake(environmentOps.has(op) ? `${op} takes no actor` : `${op} wants an actor`)
  }
  if (together && environmentOps.has(op)) throw new Mistake(`${op} is by nobody, so never together`)
  command.op = op
  bindName(command, op, name)
  for (const [field, kind] of operations[op]) {
    const value = isLeftOut(kind, rest[0]) ? null : parseArgument(op, kind, takeWord(kind, rest))
    if (value !== undefined) command[field] = value
  }
  if (rest.length > 0) throw new Mistake(`${op} does not take ${rest.join(' ')}`)
  return (together ? { ...command, together } : command) as unknown as Command
}

/** Where something may follow that is told apart by how it begins. */
function isLeftOut(kind: ArgumentKind, word = ''): boolean {
  return (kind === 'info?' && !/^("|bad)/.test(word)) || (kind === 'key?' && word === 'of')
}

/** The word of an argument; `of` and the next are one. */
function takeWord(kind: ArgumentKind, rest: string[]): string | undefined {
  const word = rest.shift()
  return kind === 'network?' && word === 'of' ? `of ${rest.shift() ?? ''}` : word
}

/** What an argument can be. */
type Value = Text | Room | number | readonly string[] | null

function bindName(command: Record<string, Value>, op: Op, name: string | undefined): void {
  if (makingOps.has(op)) {
    if (name === undefined || !isActorName(name))
      throw new Mistake(`${op} names its child: p2 = p1 ${op}`)
    command.child = name
    return
  }
  if (op === 'watch_queue') {
    if (name === undefined || !isQueueName(name))
      throw new Mistake('watch_queue names its queue: q1 = watch_queue 32')
    command.queue = name
    return
  }
  if (op === 'container_create') {
    if (name === undefined || !isContainerName(name))
      throw new Mistake('container_create names its file: c1 = p1 container_create "a" 0x0')
    command.container = name
    return
  }
  if (name === undefined) return
  if (!namingOps.has(op)) throw new Mistake(`${op} answers no key to name`)
  if (!isKeyName(name)) throw new Mistake(`${name} is no key's name (k1, k2, …)`)
  command.name = name
}

/** What has no value where it is left out. */
const undefinedKinds: ReadonlySet<ArgumentKind> = new Set([
  'room?',
  'network?',
  'address?',
  'spare?',
])

/** Undefined where an argument that may be left out is. */
function parseArgument(op: Op, kind: ArgumentKind, word: string | undefined): Value | undefined {
  if (word === undefined) {
    if (kind === 'key?') return null
    if (undefinedKinds.has(kind)) return undefined
    throw new Mistake(`${op} wants more arguments`)
  }
  if (word === '-' && kind.endsWith('?') && !undefinedKinds.has(kind)) return null
  const value = readers[kind](word)
  if (value === undefined) throw new Mistake(`${op}: ${word} is no ${kind.replace('?', '')}`)
  return value
}

type Reader = (word: string) => Value | undefined

const key: Reader = (word) => (isKeyRef(word) ? word : undefined)
const uid: Reader = (word) => (isUidName(word) ? word : undefined)
const queue: Reader = (word) => (isQueueName(word) ? word : undefined)
const gid: Reader = (word) => (isGidName(word) ? word : undefined)
const gids: Reader = (word) => {
  const groups = word === '-' ? [] : word.split(',')
  return groups.every(isGidName) ? groups : undefined
}
const isMap = (word: string): boolean => word === 'all' || word === 'none'
const setting: Reader = (word) => settings.find((known) => known === word)
const number: Reader = (word) =>
  /^\d{1,10}$/.test(word) && Number(word) <= 0xffffffff ? Number(word) : undefined
const integer: Reader = (word) =>
  /^-?\d{1,9}$/.test(word) && word !== '-0' ? Number(word) : undefined
const actor: Reader = (word) => (isActorName(word) ? word : undefined)
const network: Reader = (word) => {
  const [, whose = ''] = /^of (.+)$/.exec(word) ?? []
  return whose === 'nobody' ? whose : actor(whose)
}
const mask: Reader = (word) => (/^0x[0-9a-f]{1,8}$/.test(word) ? Number(word) : undefined)

/** `keyctl` options are numbered up to this one where there are containers. */
const lastOption = 38
const option: Reader = (word) => {
  const value = integer(word)
  return typeof value === 'number' && (value < 0 || value > lastOption) ? value : undefined
}

/** `-` and `bad`, with a length where it is not 0: `bad*5`. */
function unmapped(word: string): Unmapped | undefined {
  const match = /^(-|bad)(?:\*([1-9]\d{0,11}))?$/.exec(word)
  if (match === null) return undefined
  return { at: match[1] === '-' ? 'null' : 'nowhere', bytes: Number(match[2] ?? 0) }
}

/** A text ends where it ends, so there is no length beside it. */
const text: Reader = (word) => (word.includes('*') ? undefined : unmapped(word)) ?? parseText(word)
const payload: Reader = (word) => unmapped(word) ?? parseText(word)
const room: Reader = (word) =>
  unmapped(word) ??
  (/^(0|[1-9]\d{0,11})$/.test(word) ? { at: 'memory', bytes: Number(word) } : undefined)

/** What may be written to all of it, is no larger than this, bytes. */
const largestRoom = 9999
const smallRoom: Reader = (word) => (Number(word) > largestRoom ? undefined : room(word))

const readers: Record<ArgumentKind, Reader> = {
  text,
  'text?': text,
  'payload?': payload,
  'info?': text,
  'bytes?': parseText,
  key,
  'key?': key,
  'key name': (word) => (isKeyName(word) ? word : undefined),
  room: smallRoom,
  'room?': room,
  'network?': network,
  'address?': (word) => (word.includes('*') ? undefined : unmapped(word)),
  'spare?': (word) => (/^[345]$/.test(word) ? Number(word) : undefined),
  number,
  integer,
  option,
  mask,
  permissions: mask,
  subject: (word) => (isSubject(word) ? word : undefined),
  actor,
  queue,
  container: (word) => (isContainerName(word) ? word : undefined),
  file: (word) => (isFileName(word) ? word : undefined),
  uid,
  'uid?': uid,
  gid,
  'gid?': gid,
  gids,
  'uid map': (word) => (isMap(word) ? word : uid(word)),
  'gid map': (word) => (isMap(word) ? word : gid(word)),
  setting,
}
