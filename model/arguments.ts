/** Chapter 12: how calls take in what they are given, which of two mistakes is told, and what fits. */

import type { RuleId } from '../spec/rules.ts'
import type { Errno } from '../spec/vocabulary/errno.ts'
import type { Room, Text } from '../spec/vocabulary/memory.ts'
import { failed, type Reply } from './answers.ts'
import { cite, type RuleFunction, refuse, rule, type Turn } from './turn.ts'
import type { Key } from './world.ts'

/** Something that was taken in, or the error that it was refused with. */
export type Taken<T> = { readonly value: T } | Errno

/** arguments/unmapped: a text, where it can be read at all. */
export const takeText = rule('arguments/unmapped', (turn, text: Text): Taken<string> => {
  if (typeof text === 'string') return { value: text }
  return refuse(turn, 'arguments/unmapped', 'EFAULT')
})

/** arguments/nothing-to-read */
export const takePayload = rule(
  'arguments/nothing-to-read',
  (turn, payload: Text | null): Taken<string | null> => {
    if (payload === null) return { value: null }
    if (typeof payload === 'string' || payload.bytes > 0) return takeText(turn, payload)
    cite(turn, 'arguments/nothing-to-read')
    return { value: null }
  },
)

/** What a call looks at in one step: something, or the error that it stops with. */
export type Look<T extends object> = () => T | Errno

/** Both of two things that were looked at. */
export interface Both<One, Other> {
  readonly first: One
  readonly second: Other
}

/** Looks at one thing and then at another; cites where the second would have stopped it otherwise. */
function inOrder<One extends object, Other extends object>(
  turn: Turn,
  id: RuleId,
  one: Look<One>,
  other: Look<Other>,
): Both<One, Other> | Errno {
  const first = one()
  if (typeof first === 'string') {
    if (hides(turn, first, other)) cite(turn, id)
    return first
  }
  const second = other()
  return typeof second === 'string' ? second : { first, second }
}

/** The same the wrong way round. */
export function outOfOrder<One extends object, Other extends object>(
  turn: Turn,
  id: RuleId,
  one: Look<One>,
  other: Look<Other>,
): Both<One, Other> | Errno {
  const both = inOrder(turn, id, other, one)
  return typeof both === 'string' ? both : { first: both.second, second: both.first }
}

/** Whether an error hides another one, which is tried without consequences. */
function hides(turn: Turn, error: Errno, other: Look<object>): boolean {
  if (error === 'EINPROGRESS') return false
  const { world, loose, progress } = turn
  const cited = turn.cited.length
  turn.progress = { ...progress, refs: [...progress.refs] }
  const hidden = other()
  turn.progress = progress
  turn.world = world
  turn.loose = loose
  turn.cited.length = cited
  return typeof hidden === 'string' && hidden !== error
}

/** A rule that says which of two things is looked at first. */
interface Order extends RuleFunction<[Look<object>, Look<object>], Both<object, object> | Errno> {
  <One extends object, Other extends object>(
    turn: Turn,
    one: Look<One>,
    other: Look<Other>,
  ): Both<One, Other> | Errno
}

/** What is looked at comes back as it is, which the types of rules cannot say. */
const order = (id: RuleId): Order =>
  rule(id, (turn, one: Look<object>, other: Look<object>) => inOrder(turn, id, one, other)) as Order

/** arguments/type-before-description */
export const typeThenDescription = order('arguments/type-before-description')

/** arguments/description-before-payload */
export const descriptionThenPayload = order('arguments/description-before-payload')

/** arguments/values-before-keys */
export const valuesThenKeys = order('arguments/values-before-keys')

/** arguments/restricted-key-first */
export const keyThenRestriction = order('arguments/restricted-key-first')

/** arguments/ring-before-key */
export const ringThenKey = order('arguments/ring-before-key')

/** arguments/moved-key-first */
export const keyThenRings = order('arguments/moved-key-first')

/** arguments/searched-ring-first */
export const searchedThenDestination = order('arguments/searched-ring-first')

/** arguments/unknown-type-last */
export const ringsThenType = order('arguments/unknown-type-last')

/** arguments/file-first */
export const fileThenRest = order('arguments/file-first')

/** arguments/queue-last */
export const queueLast = order('arguments/queue-last')

/** arguments/provided-before-destination */
export const providedThenDestination = order('arguments/provided-before-destination')

/** arguments/no-such-option */
export const noSuchOption = rule('arguments/no-such-option', (turn): Reply => {
  return failed(refuse(turn, 'arguments/no-such-option', 'EOPNOTSUPP'))
})

/** arguments/all-or-nothing: whether something so long is written to a room. */
export const isWritten = rule(
  'arguments/all-or-nothing',
  (turn, room: Room, length: number): boolean => {
    if (room.at !== 'null' && length <= room.bytes) return true
    if (room.at !== 'null' && room.bytes > 0) cite(turn, 'arguments/all-or-nothing')
    return false
  },
)

/** arguments/length-is-answered: the answer of a call that had something to write and did not. */
export const lengthAnswered = rule(
  'arguments/length-is-answered',
  (turn, length: number): Reply => {
    cite(turn, 'arguments/length-is-answered')
    return { kind: 'value', value: length }
  },
)

/** arguments/unmapped-room: what is written where there is no memory. */
export const writtenNowhere = rule(
  'arguments/unmapped-room',
  (turn, length: number): Errno | undefined => {
    return length > 0 ? refuse(turn, 'arguments/unmapped-room', 'EFAULT') : undefined
  },
)

/** What a call answers that has something so long to write: all of it if it fits, else how long it is. */
export function write(turn: Turn, room: Room | undefined, length: number, content: Reply): Reply {
  if (room === undefined) return content
  if (!isWritten(turn, room, length)) return lengthAnswered(turn, length)
  if (room.at === 'memory') return content
  const fault = writtenNowhere(turn, length)
  return fault === undefined ? lengthAnswered(turn, length) : failed(fault)
}

/** arguments/describe-cuts-length */
export const describeRoom = rule('arguments/describe-cuts-length', (turn, room: Room): Room => {
  const bytes = room.bytes % 2 ** 32
  if (bytes === room.bytes) return room
  cite(turn, 'arguments/describe-cuts-length')
  return { ...room, bytes }
})

/** arguments/links-in-fours */
export const badRoomForLinks = rule(
  'arguments/links-in-fours',
  (turn, key: Key, room: Room): Errno | undefined => {
    if (key.ring === null || room.at === 'null') return undefined
    if (room.bytes % turn.profile.limits.linkBytes === 0) return undefined
    if (room.bytes > turn.profile.limits.pageBytes) return undefined
    return refuse(turn, 'arguments/links-in-fours', 'EINVAL')
  },
)
