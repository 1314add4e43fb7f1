/**
 * The arguments of every call, by the classes of values that they may be given: what coverage of
 * arguments is measured against. A call without a row does not compile.
 */

import type { Limits } from './profiles/profile.ts'
import type {
  ArgumentKind,
  Containing,
  Credential,
  Namespacing,
  Op,
  operations,
} from './vocabulary/command.ts'

const keys = ['zero', 'negative', 'special', 'nobody', 'keyring', 'other', 'dead'] as const
const lengths = ['empty', 'short', 'exact', 'long'] as const
const texts = ['null', 'unmapped', ...lengths] as const
const ids = ['unchanged', 'root', 'other'] as const

/** The classes of each kind of argument. */
export const classes = {
  text: texts,
  'text?': texts,
  'info?': texts,
  'bytes?': ['null', 'empty', 'some'],
  'payload?': ['null', 'null with a length', 'unmapped', 'unmapped without a length', ...lengths],
  key: keys,
  /** Left out. */
  'key?': ['none', ...keys],
  'key name': ['given'],
  /** Ample, as where nothing is said of it; else by what is to be written. */
  'room?': ['ample', 'null', 'unmapped', 'empty', 'short', 'enough'],
  /** None, that of an actor, or one that is nobody's; where the actor is gone, no call is made. */
  'network?': ['none', 'somebody', 'nobody'],
  room: ['null', 'unmapped', 'empty', 'short', 'enough'],
  'address?': ['given', 'null', 'unmapped'],
  'spare?': ['none', 'some'],
  number: ['zero', 'other', 'greatest'],
  integer: ['negative', 'zero', 'positive'],
  option: ['negative', 'beyond'],
  mask: ['known bits', 'other bits'],
  subject: ['standard', 'nobody', 'name', 'file', 'another file'],
  permissions: ['none', 'known', 'unknown'],
  actor: ['there', 'gone'],
  container: ['given'],
  file: ['of a container', 'another', 'not open'],
  queue: ['there', 'not there'],
  uid: ['root', 'other'],
  gid: ['root', 'other'],
  gids: ['none', 'some'],
  'uid map': ['all', 'none', 'one'],
  'gid map': ['all', 'none', 'one'],
  setting: ['known'],
  'uid?': ids,
  'gid?': ids,
} as const satisfies Record<ArgumentKind, readonly string[]>

export type ClassOf<K extends ArgumentKind> = (typeof classes)[K][number]

/** What bounds a text, with its NUL, or a payload. */
type Bound = {
  [L in keyof Limits]: L extends `${'type' | 'description' | 'restriction' | 'payload' | 'update' | 'callout'}Bytes`
    ? L
    : never
}[keyof Limits]

/** Why programs do not give an argument a value of a class. */
type Excuses<K extends ArgumentKind> = { readonly [C in ClassOf<K>]?: string }

type Row<K extends ArgumentKind> = K extends 'text' | 'text?' | 'info?' | 'payload?'
  ? Excuses<K> & { readonly bound: Bound }
  : Excuses<K>

type Rows<O extends Op> = {
  readonly [A in (typeof operations)[O][number] as A[0]]: Row<A[1]>
}

/** Operations that are no calls about keys. */
const surroundings = [
  'fork',
  'clone_thread',
  'execve',
  'upcall',
  'await',
  'interrupt',
  'exit',
  'exit_thread',
  'advance_clock',
  'sysctl',
  'key_users',
  'proc_keys',
  'watch_queue',
  'read_queue',
] as const

export type ArguedOp = Exclude<
  Op,
  (typeof surroundings)[number] | Credential['op'] | Namespacing['op'] | Containing['op']
>

const type = { bound: 'typeBytes' } as const
const description = { bound: 'descriptionBytes' } as const
const key = {}

/** The arguments of each call, with what bounds them and what is excused. */
export const argumentsOf: { readonly [O in ArguedOp]: Rows<O> } = {
  add_key: { type, description, payload: { bound: 'payloadBytes' }, ring: key },
  request_key: { type, description, callout: { bound: 'calloutBytes' }, dest: key },
  keyctl_search: { ring: key, type, description, dest: key },
  keyctl_get_keyring_id: { key, create: {} },
  keyctl_join_session_keyring: { description },
  keyctl_update: { key, payload: { bound: 'updateBytes' } },
  keyctl_revoke: { key },
  keyctl_invalidate: { key },
  keyctl_clear: { key },
  keyctl_describe: { key, room: {} },
  keyctl_read: { key, room: {} },
  keyctl_link: { key, ring: key },
  keyctl_unlink: { key, ring: key },
  keyctl_move: { key, from: key, to: key, flags: {} },
  keyctl_setperm: { key, perm: {} },
  keyctl_grant_permission: { key, subject: {}, perm: {} },
  keyctl_restrict_by_key: { key, by: key, chain: {} },
  keyctl_restrict_keyring: { key, type, restriction: { bound: 'restrictionBytes' } },
  keyctl_chown: { key, uid: {}, gid: {} },
  keyctl_set_timeout: { key, seconds: {} },
  keyctl_get_persistent: { uid: {}, ring: key },
  keyctl_set_reqkey_keyring: { destination: {} },
  keyctl_get_security: {
    key,
    room: {
      short:
        'What keyctl_get_security() writes where no module labels keys is one byte, and a room with less is empty.',
    },
  },
  keyctl_capabilities: { room: {} },
  keyctl_assume_authority: { key },
  keyctl_instantiate: { key, payload: { bound: 'payloadBytes' }, ring: key },
  keyctl_instantiate_iov: { key, payload: {}, ring: key },
  keyctl_negate: { key, seconds: {}, ring: key },
  keyctl_reject: { key, seconds: {}, error: {}, ring: key },
  keyctl_set_container_keyring: { container: {}, key },
  keyctl_get_container_keyring: { container: {}, dest: key },
  keyctl_container_intercept: { container: {}, type, ring: key, network: {} },
  keyctl_query_request_key_auth: { key, data: {} },
  keyctl_find_lru: { ring: key, type },
  keyctl_session_to_parent: {},
  keyctl: { option: {} },
  keyctl_watch_key: { key, queue: {}, mark: {} },
}

/** True for an operation with a row. */
export function isArgued(op: Op): op is ArguedOp {
  return Object.hasOwn(argumentsOf, op)
}
