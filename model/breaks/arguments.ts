/** Chapter 12 turned wrong: what is taken in, in which order, and what fits. */

import { failed } from '../answers.ts'
import {
  badRoomForLinks,
  describeRoom,
  descriptionThenPayload,
  fileThenRest,
  isWritten,
  keyThenRestriction,
  keyThenRings,
  lengthAnswered,
  noSuchOption,
  outOfOrder,
  providedThenDestination,
  queueLast,
  ringsThenType,
  ringThenKey,
  searchedThenDestination,
  takePayload,
  takeText,
  typeThenDescription,
  valuesThenKeys,
  writtenNowhere,
} from '../arguments.ts'
import { cite, refuse } from '../turn.ts'
import { type Break, broken } from './broken.ts'

const reading: readonly Break[] = [
  broken(takeText, 'A text at the null address is an empty one.', (turn, text) => {
    if (typeof text === 'string' || text.at === 'nowhere') return takeText.sound(turn, text)
    cite(turn, 'arguments/unmapped')
    return { value: '' }
  }),
  broken(takePayload, 'A payload is looked for, be it of no bytes.', (turn, payload) =>
    payload === null ? { value: null } : takeText(turn, payload),
  ),
  broken(noSuchOption, 'An option that there is not is EINVAL.', (turn) =>
    failed(refuse(turn, 'arguments/no-such-option', 'EINVAL')),
  ),
]

const orders: readonly Break[] = [
  broken(typeThenDescription, 'The description is taken in before the type.', (turn, one, other) =>
    outOfOrder(turn, 'arguments/type-before-description', one, other),
  ),
  broken(descriptionThenPayload, 'The payload is taken in first.', (turn, one, other) =>
    outOfOrder(turn, 'arguments/description-before-payload', one, other),
  ),
  broken(valuesThenKeys, 'Keys are looked up before all else.', (turn, one, other) =>
    outOfOrder(turn, 'arguments/values-before-keys', one, other),
  ),
  broken(
    keyThenRestriction,
    'A restriction is taken in before its keyring is looked up, as everything is elsewhere.',
    (turn, one, other) => outOfOrder(turn, 'arguments/restricted-key-first', one, other),
  ),
  broken(ringThenKey, 'The key is looked up before its keyring.', (turn, one, other) =>
    outOfOrder(turn, 'arguments/ring-before-key', one, other),
  ),
  broken(keyThenRings, 'Moving looks keyrings up before the key.', (turn, one, other) =>
    outOfOrder(turn, 'arguments/moved-key-first', one, other),
  ),
  broken(
    searchedThenDestination,
    'The destination of a search is looked up first, as in request_key.',
    (turn, one, other) => outOfOrder(turn, 'arguments/searched-ring-first', one, other),
  ),
  broken(fileThenRest, 'The file of a container is looked at last.', (turn, one, other) =>
    outOfOrder(turn, 'arguments/file-first', one, other),
  ),
  broken(queueLast, 'The keyring of a filter is looked up first.', (turn, one, other) =>
    outOfOrder(turn, 'arguments/queue-last', one, other),
  ),
  broken(
    providedThenDestination,
    'Where a keyring is to be linked is looked up before whether there is one.',
    (turn, one, other) => outOfOrder(turn, 'arguments/provided-before-destination', one, other),
  ),
  broken(ringsThenType, 'A type is sought as soon as it is named.', (turn, one, other) =>
    outOfOrder(turn, 'arguments/unknown-type-last', one, other),
  ),
]

const writing: readonly Break[] = [
  broken(
    isWritten,
    'A room that is one byte too small is taken to be large enough.',
    (turn, room, length) => {
      if (room.at === 'memory' && room.bytes === length - 1) {
        cite(turn, 'arguments/all-or-nothing')
        return true
      }
      return isWritten.sound(turn, room, length)
    },
  ),
  broken(lengthAnswered, 'Where nothing is written the answer is 0.', (turn) =>
    lengthAnswered.sound(turn, 0),
  ),
  broken(writtenNowhere, 'That nothing could be written is not noticed.', (turn, length) => {
    if (length > 0) cite(turn, 'arguments/unmapped-room')
    return undefined
  }),
  broken(describeRoom, 'All 64 bits of a length count for a description.', (turn, room) => {
    if (room.bytes >= 2 ** 32) cite(turn, 'arguments/describe-cuts-length')
    return room
  }),
  broken(
    badRoomForLinks,
    'A room for links of any size has to be a multiple of four.',
    (turn, key, room) => {
      if (key.ring === null || room.at === 'null' || room.bytes % 4 === 0) return undefined
      return refuse(turn, 'arguments/links-in-fours', 'EINVAL')
    },
  ),
]

export const argumentsBreaks: readonly Break[] = [...reading, ...orders, ...writing]
