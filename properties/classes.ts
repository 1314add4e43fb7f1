/** The class of each value that a command is given, as `spec/arguments.ts` tells them apart. */

import { everyPermission } from '../model/lists.ts'
import { numberOf } from '../model/lookup.ts'
import { allBits } from '../model/masks.ts'
import { indexOf, processNamed, type World } from '../model/world.ts'
import { argumentsOf, type ClassOf, classes, isArgued } from '../spec/arguments.ts'
import { hasOp } from '../spec/profiles/features.ts'
import type { Limits, Profile } from '../spec/profiles/profile.ts'
import type { Excusable } from '../spec/report.ts'
import type { Answer } from '../spec/vocabulary/answer.ts'
import {
  type ArgumentKind,
  type ArgumentKinds,
  type Command,
  type Op,
  operations,
} from '../spec/vocabulary/command.ts'
import { bytesOf, type Room, type Text } from '../spec/vocabulary/memory.ts'
import {
  type ContainerName,
  type KeyRef,
  otherFile,
  specialKeys,
} from '../spec/vocabulary/names.ts'
import { isStandard, labelOf, type Subject } from '../spec/vocabulary/subject.ts'

/** What a class depends on beside the value. */
interface Around {
  /** As the command found it. */
  readonly world: World
  readonly answer: Answer
  /** Bytes of the longest text that is taken. */
  readonly longest: number
}

function keyClass({ world }: Around, ref: KeyRef): ClassOf<'key'> {
  if (ref.startsWith('@')) return 'special'
  const number = numberOf(ref)
  if (number === 0) return 'zero'
  if (number !== undefined && number < 0) {
    return number < -specialKeys.length ? 'negative' : 'special'
  }
  const id = number === undefined ? world.names[indexOf(ref)] : undefined
  const key = id === undefined ? undefined : world.keys[id]
  if (key === undefined) return 'nobody'
  if (key.revoked || key.invalidated || (key.expiry ?? world.now + 1) <= world.now) return 'dead'
  return key.ring === null ? 'other' : 'keyring'
}

function lengthClass({ longest }: Around, length: number): 'empty' | 'short' | 'exact' | 'long' {
  if (length === 0) return 'empty'
  if (length === longest) return 'exact'
  return length > longest ? 'long' : 'short'
}

function textClass(around: Around, text: Text | null): ClassOf<'text'> {
  if (typeof text === 'string') return lengthClass(around, text.length)
  return text?.at === 'nowhere' ? 'unmapped' : 'null'
}

function payloadClass(around: Around, payload: Text | null): ClassOf<'payload?'> {
  if (payload === null) return 'null'
  if (typeof payload === 'string') return lengthClass(around, payload.length)
  if (payload.at === 'null') return bytesOf(payload) === 0 ? 'null' : 'null with a length'
  return bytesOf(payload) === 0 ? 'unmapped without a length' : 'unmapped'
}

/** Whether what was to be written fitted shows in the answer. */
function roomClass({ answer }: Around, room: Room): ClassOf<'room'> {
  if (room.at !== 'memory') return room.at === 'null' ? 'null' : 'unmapped'
  if (room.bytes === 0) return 'empty'
  if (answer.kind === 'buffer') return answer.value > room.bytes ? 'short' : 'enough'
  return answer.kind === 'value' || answer.kind === 'errno' ? 'short' : 'enough'
}

function subjectClass(subject: Subject): ClassOf<'subject'> {
  if (isStandard(subject)) return 'standard'
  if (subject.startsWith('#')) return 'nobody'
  if (labelOf(subject) !== undefined) return 'name'
  return subject === otherFile ? 'another file' : 'file'
}

/** Only a file that is not open is told as one. */
function fileClass(name: ContainerName, answer: Answer): ClassOf<'file'> {
  if (name === otherFile) return 'another'
  return answer.kind === 'errno' && answer.errno === 'EBADF' ? 'not open' : 'of a container'
}

const id = (name: string | null) =>
  name === null ? 'unchanged' : name === 'root' ? 'root' : 'other'

type Classify<K extends ArgumentKind> = (around: Around, value: ArgumentKinds[K]) => ClassOf<K>

const classify: { readonly [K in ArgumentKind]: Classify<K> } = {
  text: textClass,
  'text?': textClass,
  'info?': textClass,
  'bytes?': (_, text) => (text === null ? 'null' : text === '' ? 'empty' : 'some'),
  'payload?': payloadClass,
  key: keyClass,
  'key name': () => 'given',
  'key?': (around, ref) => (ref === null ? 'none' : keyClass(around, ref)),
  room: roomClass,
  'room?': (around, room) => (room === undefined ? 'ample' : roomClass(around, room)),
  'address?': (_, address) =>
    address === undefined ? 'given' : address.at === 'null' ? 'null' : 'unmapped',
  'spare?': (_, place) => (place === undefined ? 'none' : 'some'),
  number: (_, value) => (value === 0 ? 'zero' : value === 0xffffffff ? 'greatest' : 'other'),
  integer: (_, value) => (value === 0 ? 'zero' : value < 0 ? 'negative' : 'positive'),
  option: (_, value) => (value < 0 ? 'negative' : 'beyond'),
  mask: (_, value) => ((value & ~allBits) === 0 ? 'known bits' : 'other bits'),
  subject: (_, subject) => subjectClass(subject),
  permissions: (_, value) =>
    value === 0 ? 'none' : (value & ~everyPermission) === 0 ? 'known' : 'unknown',
  'network?': (_, whose) =>
    whose === undefined ? 'none' : whose === 'nobody' ? 'nobody' : 'somebody',
  actor: ({ world }, name) => (processNamed(world, name)?.ended === false ? 'there' : 'gone'),
  container: () => 'given',
  file: ({ answer }, name) => fileClass(name, answer),
  queue: ({ world }, name) => (world.queues[indexOf(name)] === undefined ? 'not there' : 'there'),
  uid: (_, name) => (name === 'root' ? 'root' : 'other'),
  gid: (_, name) => (name === 'root' ? 'root' : 'other'),
  gids: (_, names) => (names.length === 0 ? 'none' : 'some'),
  'uid map': (_, map) => (map === 'all' || map === 'none' ? map : 'one'),
  'gid map': (_, map) => (map === 'all' || map === 'none' ? map : 'one'),
  setting: () => 'known',
  'uid?': (_, name) => id(name),
  'gid?': (_, name) => id(name),
}

/** A text's bound counts its NUL. */
function longestOf(limits: Limits, op: Op, field: string, kind: ArgumentKind): number {
  if (!isArgued(op)) return 0
  const row = (argumentsOf[op] as Readonly<Record<string, { readonly bound?: keyof Limits }>>)[
    field
  ]
  if (row?.bound === undefined) return 0
  return kind === 'payload?' ? limits[row.bound] : limits[row.bound] - 1
}

/** The classes of a command's arguments, as `keyctl_link ring dead`. */
export function cellsOf(
  { limits }: Profile,
  world: World,
  command: Command,
  answer: Answer,
): readonly string[] {
  if (!isArgued(command.op)) return []
  const { op } = command
  const fields = command as unknown as Readonly<Record<string, never>>
  return operations[op].map(([field, kind]) => {
    const around = { world, answer, longest: longestOf(limits, op, field, kind) }
    const classOf = classify[kind] as (around: Around, value: unknown) => string
    return `${op} ${field} ${classOf(around, fields[field])}`
  })
}

/** Every cell that there is for a profile, with its count and its excuse. */
export function countedCells(
  counts: ReadonlyMap<string, number>,
  profile: Profile,
): readonly Excusable[] {
  const ops = (Object.keys(operations) as Op[]).filter((op) => hasOp(profile, op))
  return ops.filter(isArgued).flatMap((op) => {
    const rows = argumentsOf[op] as Readonly<Record<string, Readonly<Record<string, string>>>>
    return operations[op].flatMap(([field, kind]) =>
      classes[kind].map((name): Excusable => {
        const cell = `${op} ${field} ${name}`
        const excuse = rows[field]?.[name]
        const count = counts.get(cell) ?? 0
        return { id: cell, count, ...(excuse === undefined ? {} : { excuse }) }
      }),
    )
  })
}
