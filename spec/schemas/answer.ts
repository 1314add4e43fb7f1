/** Schemas of answers and observations. */

import type { JSONSchemaType } from 'ajv'
import {
  type Answer,
  type Asked,
  type Called,
  type ContainerLine,
  type Description,
  type Entry,
  events,
  type Notice,
  type Observation,
  type Usage,
} from '../vocabulary/answer.ts'
import { errnoNumbers } from '../vocabulary/errno.ts'
import { count, exactly, oneOfKinds, text, token } from './parts.ts'

const described = {
  type: text,
  uid: { type: 'string', pattern: '^(u\\d{1,2}|root|#-?\\d{1,10})$' },
  gid: { type: 'string', pattern: '^(g\\d{1,2}|root|#-?\\d{1,10})$' },
  perm: { type: 'integer', minimum: 0, maximum: 0xffffffff },
  description: text,
} as const

const description: JSONSchemaType<Description> = {
  type: 'object',
  properties: { ...described, about: { type: 'integer', minimum: 1, nullable: true } },
  required: ['type', 'uid', 'gid', 'perm', 'description'],
  additionalProperties: false,
}

const called: JSONSchemaType<Called> = {
  type: 'object',
  properties: {
    operation: text,
    key: token,
    digits: count,
    hexDigits: count,
    uid: { type: 'string', pattern: '^(u\\d{1,2}|root|#-?\\d{1,10})$' },
    gid: { type: 'string', pattern: '^(g\\d{1,2}|root|#-?\\d{1,10})$' },
    thread: count,
    process: count,
    session: count,
  },
  required: [
    'operation',
    'key',
    'digits',
    'hexDigits',
    'uid',
    'gid',
    'thread',
    'process',
    'session',
  ],
  additionalProperties: false,
}

const asked: JSONSchemaType<Asked> = {
  type: 'object',
  properties: {
    operation: text,
    key: token,
    uid: { type: 'string', pattern: '^(u\\d{1,2}|root|#-?\\d{1,10})$' },
    gid: { type: 'string', pattern: '^(g\\d{1,2}|root|#-?\\d{1,10})$' },
    thread: count,
    process: count,
    session: count,
  },
  required: ['operation', 'key', 'uid', 'gid', 'thread', 'process', 'session'],
  additionalProperties: false,
}

const usage: JSONSchemaType<Usage> = {
  type: 'object',
  properties: { keys: count, instantiated: count, quotaKeys: count, quotaBytes: count },
  required: ['keys', 'instantiated', 'quotaKeys', 'quotaBytes'],
  additionalProperties: false,
}

const entry: JSONSchemaType<Entry> = {
  type: 'object',
  properties: { ...described, flags: text, expiry: text },
  required: ['flags', 'expiry', 'perm', 'uid', 'gid', 'type', 'description'],
  additionalProperties: false,
}

const containerLine: JSONSchemaType<ContainerLine> = {
  type: 'object',
  properties: { label: text, flags: count, uid: text, gid: text },
  required: ['label', 'flags', 'uid', 'gid'],
  additionalProperties: false,
}

/** A known error's name, or `E#` and its number. */
const errno = {
  type: 'string',
  pattern: `^(${Object.keys(errnoNumbers).join('|')}|E#\\d{1,10})$`,
} as const

const notice = oneOfKinds<Notice<number>>({
  event: exactly('event', {
    event: { type: 'string', enum: events },
    mark: count,
    key: token,
    other: { ...token, nullable: true },
  }),
  removed: exactly('removed', { mark: count, key: token }),
  lost: exactly('lost', {}),
})

const answerSchema = oneOfKinds<Answer>({
  key: exactly('key', { key: token }),
  value: exactly('value', { value: { type: 'integer' } }),
  errno: exactly('errno', { errno }),
  id: exactly('id', { id: { type: 'string', pattern: '^([ug]\\d{1,2}|root|#-?\\d{1,10})$' } }),
  description: exactly('description', { description }),
  payload: exactly('payload', { payload: text }),
  buffer: exactly('buffer', { value: { type: 'integer' }, bytes: text }),
  links: exactly('links', { links: { type: 'array', items: token } }),
  usage: exactly('usage', { usage }),
  entry: exactly('entry', { entry }),
  containers: exactly('containers', { lines: { type: 'array', items: containerLine } }),
  unlisted: exactly('unlisted', {}),
  notices: exactly('notices', { notices: { type: 'array', items: notice } }),
  upcall: exactly('upcall', { called }),
  asked: exactly('asked', { asked }),
  blocked: exactly('blocked', {}),
  done: exactly('done', {}),
  absent: exactly('absent', {}),
  garbled: exactly('garbled', { bytes: { type: 'string', pattern: '^([0-9a-f]{2})*$' } }),
})

export const observationSchema = oneOfKinds<Observation>({
  answered: exactly('answered', { answer: answerSchema }),
  crashed: exactly('crashed', { log: text }),
  'timed-out': exactly('timed-out', { afterMs: { type: 'number', minimum: 0 }, log: text }),
  unreached: exactly('unreached', {}),
})
