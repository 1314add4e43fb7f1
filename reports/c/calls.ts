/** What each command is in C. */

import type { Profile } from '../../spec/profiles/profile.ts'
import {
  type AssumeAuthority,
  type Credential,
  type GrantPermission,
  type Instantiate,
  type InstantiateIov,
  isProviding,
  type KeyCommand,
  type Namespacing,
  type Negate,
  type Network,
  type Op,
  type Providing,
  type Reject,
} from '../../spec/vocabulary/command.ts'
import { bytesOf, type Room, type Text } from '../../spec/vocabulary/memory.ts'
import {
  type ContainerName,
  isFileName,
  isKeyName,
  type KeyRef,
  otherFile,
  type QueueName,
  type SpecialKey,
} from '../../spec/vocabulary/names.ts'
import {
  containerSubjects,
  labelOf,
  type NobodysSubject,
  type StandardSubject,
  type Subject,
  subjectNumbers,
} from '../../spec/vocabulary/subject.ts'
import { cString } from './text.ts'

/** The kernel's own names for the special ids. */
const specialNames: Readonly<Record<SpecialKey, string>> = {
  '@t': 'KEY_SPEC_THREAD_KEYRING',
  '@p': 'KEY_SPEC_PROCESS_KEYRING',
  '@s': 'KEY_SPEC_SESSION_KEYRING',
  '@u': 'KEY_SPEC_USER_KEYRING',
  '@us': 'KEY_SPEC_USER_SESSION_KEYRING',
  '@g': 'KEY_SPEC_GROUP_KEYRING',
  '@a': 'KEY_SPEC_REQKEY_AUTH_KEY',
  '@r': 'KEY_SPEC_REQUESTOR_KEYRING',
}

/** Numbers that a profile gives, by the names that the calls below use. */
export function definitions({ abi }: Profile): readonly (readonly [string, number])[] {
  const specials = Object.entries(specialNames) as [SpecialKey, string][]
  return [
    ...Object.entries(abi.syscalls).map(([name, number]) => [`NR_${name}`, number] as const),
    ...Object.entries(abi.compatSyscalls).map(
      ([name, number]) => [`NR32_${name}`, number] as const,
    ),
    ...Object.entries(abi.keyctl).map(
      ([option, number]) => [`KEYCTL_${option.toUpperCase()}`, number] as const,
    ),
    ...specials.map(([ref, name]) => [name, abi.specialKeys[ref]] as const),
  ]
}

/** A call of C: a function and its arguments. */
export interface Call {
  readonly call: string
  readonly args: readonly string[]
}

/** The file of a queue; what is none where there is no such queue yet. */
export const fileOf = (queue: QueueName): string =>
  queue === noQueue ? '-1' : `queue(${queue.slice(1)})`

export const noQueue: QueueName = 'q0'

export function keyCall(command: KeyCommand): Call {
  switch (command.op) {
    case 'add_key':
      return {
        call: 'add_key',
        args: [
          text(command.type),
          description(command.description),
          ...payload(command.payload),
          key(command.ring),
        ],
      }
    case 'request_key': {
      const what = [text(command.type), description(command.description)]
      return { call: 'request_key', args: [...what, text(command.callout), key(command.dest)] }
    }
    case 'keyctl':
      return { call: 'keyctl', args: [String(command.option)] }
    default:
      return { call: 'keyctl', args: [optionOf(command.op), ...keyctlArguments(command)] }
  }
}

/** Commands that change the namespaces of a process. */
export function namespaceCall(command: Namespacing): Call {
  switch (command.op) {
    case 'unshare_net':
      return { call: 'unshare', args: ['CLONE_NEWNET'] }
    case 'unshare_user':
      return { call: 'separate', args: [mapOf(command.uids), mapOf(command.gids)] }
    case 'setns_user':
      return { call: 'enter_namespace', args: [command.of.toUpperCase(), 'CLONE_NEWUSER'] }
    case 'setns_net':
      return { call: 'enter_namespace', args: [command.of.toUpperCase(), 'CLONE_NEWNET'] }
  }
}

/** The ids of a user namespace: `EVERY_ID`, `NO_ID`, or the one that is root's there. */
function mapOf(ids: string): string {
  if (ids === 'all') return 'EVERY_ID'
  return ids === 'none' ? 'NO_ID' : idOf(ids)
}

/** Commands by which a process becomes somebody else; system calls, for libc would tell threads. */
export function credentialCall(command: Credential): Call {
  const call = 'syscall'
  switch (command.op) {
    case 'setresuid':
      return {
        call,
        args: ['SYS_setresuid', ...[command.ruid, command.euid, command.suid].map(idOf)],
      }
    case 'setresgid':
      return {
        call,
        args: ['SYS_setresgid', ...[command.rgid, command.egid, command.sgid].map(idOf)],
      }
    case 'setfsuid':
      return { call, args: ['SYS_setfsuid', idOf(command.uid)] }
    case 'setfsgid':
      return { call, args: ['SYS_setfsgid', idOf(command.gid)] }
    case 'setgroups': {
      const { length } = command.groups
      const list = length === 0 ? 'NULL' : `(gid_t[]){ ${command.groups.map(idOf).join(', ')} }`
      return { call, args: ['SYS_setgroups', String(length), list] }
    }
    case 'capset':
      return { call: 'capset_to', args: [hex(command.effective), hex(command.permitted)] }
    case 'prctl_set_securebits':
      return { call: 'prctl', args: ['PR_SET_SECUREBITS', hex(command.bits), '0', '0', '0'] }
  }
}

export const hex = (mask: number): string => `0x${mask.toString(16).padStart(8, '0')}`

const optionOf = (op: Op): string =>
  op === 'keyctl_restrict_by_key' ? 'KEYCTL_RESTRICT_KEYRING' : op.toUpperCase()

/** The file of a container, the same in every process; standard input is another. */
export const containerOf = (name: ContainerName): string =>
  name === otherFile ? '0' : `container(${name.slice(1)})`

/** No network namespace has this number: theirs are great. */
const nobodysNetwork = '1'

/** 0 is no network namespace in particular. */
function networkOf(network: Network | undefined): string {
  if (network === undefined) return '0'
  return network === 'nobody' ? nobodysNetwork : `network_of(${network.toUpperCase()})`
}

function provideArguments(command: Providing): readonly string[] {
  switch (command.op) {
    case 'keyctl_set_container_keyring':
      return [containerOf(command.container), key(command.key)]
    case 'keyctl_get_container_keyring':
      return [containerOf(command.container), key(command.dest)]
    case 'keyctl_container_intercept': {
      const { container, type, network, ring } = command
      return [containerOf(container), text(type), networkOf(network), key(ring)]
    }
    case 'keyctl_query_request_key_auth':
      return [key(command.key), command.data === undefined ? 'buffer' : address(command.data)]
    case 'keyctl_find_lru':
      return [key(command.ring), text(command.type)]
  }
}

function grantArguments({ key: granted, subject, perm }: GrantPermission): readonly string[] {
  return [key(granted), ...subjectArguments(subject), hex(perm)]
}

/** The type of a subject, and whom of that type is meant. */
function subjectArguments(subject: Subject): readonly [string, string] {
  const label = labelOf(subject)
  if (label !== undefined) return [String(containerSubjects.byName), cString(label)]
  if (isFileName(subject)) return [String(containerSubjects.byFile), containerOf(subject)]
  const { type, id } = subjectNumbers(subject as StandardSubject | NobodysSubject)
  return [String(type), `${id}ul`]
}

/** Calls by which a key is made for somebody else. */
function makeArguments(
  command: AssumeAuthority | Instantiate | InstantiateIov | Negate | Reject,
): readonly string[] {
  switch (command.op) {
    case 'keyctl_assume_authority':
      return [key(command.key)]
    case 'keyctl_instantiate':
      return [key(command.key), ...payload(command.payload), key(command.ring)]
    case 'keyctl_instantiate_iov': {
      const { payload: whole, ring } = command
      const parts = whole === null ? ['NULL', '0'] : [`vector(${payload(whole).join(', ')})`, '1']
      return [key(command.key), ...parts, key(ring)]
    }
    case 'keyctl_negate':
      return [key(command.key), String(command.seconds), key(command.ring)]
    case 'keyctl_reject':
      return [key(command.key), String(command.seconds), String(command.error), key(command.ring)]
  }
}

function keyctlArguments(
  command: Exclude<KeyCommand, { op: 'add_key' | 'request_key' | 'keyctl' }>,
): readonly string[] {
  if (isProviding(command)) return provideArguments(command)
  switch (command.op) {
    case 'keyctl_get_keyring_id':
      return [key(command.key), String(command.create)]
    case 'keyctl_join_session_keyring':
      return [description(command.description)]
    case 'keyctl_update':
      return [key(command.key), ...payload(command.payload)]
    case 'keyctl_revoke':
    case 'keyctl_invalidate':
    case 'keyctl_clear':
      return [key(command.key)]
    case 'keyctl_describe':
    case 'keyctl_read':
    case 'keyctl_get_security':
      return [key(command.key), ...room(command.room)]
    case 'keyctl_capabilities': {
      const [at = '', bytes = ''] = room(command.room)
      return [at === 'buffer' ? `filled(${bytes})` : at, bytes]
    }
    case 'keyctl_link':
    case 'keyctl_unlink':
      return [key(command.key), key(command.ring)]
    case 'keyctl_search': {
      const what = [text(command.type), description(command.description)]
      return [key(command.ring), ...what, key(command.dest)]
    }
    case 'keyctl_move':
      return [key(command.key), key(command.from), key(command.to), String(command.flags)]
    case 'keyctl_setperm':
      return [key(command.key), hex(command.perm)]
    case 'keyctl_grant_permission':
      return grantArguments(command)
    case 'keyctl_restrict_keyring':
      return [key(command.key), text(command.type), text(command.restriction)]
    case 'keyctl_restrict_by_key':
      return [
        key(command.key),
        cString('asymmetric'),
        `key_or_keyring(${key(command.by)}, ${command.chain !== 0})`,
      ]
    case 'keyctl_chown':
      return [key(command.key), idOf(command.uid), idOf(command.gid)]
    case 'keyctl_session_to_parent':
      return []
    case 'keyctl_get_persistent':
      return [idOf(command.uid), key(command.ring)]
    case 'keyctl_set_reqkey_keyring':
      return [String(command.destination)]
    case 'keyctl_watch_key':
      return [key(command.key), fileOf(command.queue), String(command.mark)]
    case 'keyctl_assume_authority':
    case 'keyctl_instantiate':
    case 'keyctl_instantiate_iov':
    case 'keyctl_negate':
    case 'keyctl_reject':
      return makeArguments(command)
    case 'keyctl_set_timeout':
      return [key(command.key), String(command.seconds)]
  }
}

/** `k[1]`, a special id's name, a literal. */
function key(ref: KeyRef | null): string {
  if (ref === null) return '0'
  if (isKeyName(ref)) return `k[${ref.slice(1)}]`
  if (ref.startsWith('#')) return String(Number(ref.slice(1)))
  return specialNames[ref as SpecialKey]
}

/** `id(3)` for u3 and g3, 0 for root; -1 leaves as it is. */
export function idOf(name: string | null): string {
  if (name === null) return '-1'
  return name === 'root' ? '0' : `id(${name.slice(1)})`
}

/** A run of one character that is longer is not written out. */
const longestLiteral = 32

/** A text; a long run of one character is made when the program runs. */
export function text(value: Text | null): string {
  if (value === null || typeof value === 'object') return address(value)
  const run = value.length > longestLiteral && value === value.charAt(0).repeat(value.length)
  return run ? `run_of(${value.charCodeAt(0)}, ${value.length})` : cString(value)
}

/** As a text, but the kernel's names for a user's keyrings contain the uid. */
function description(value: Text | null): string {
  const match =
    typeof value !== 'string'
      ? null
      : /^((?:_uid|_uid_ses|_persistent)\.)(u[1-9]|root)$/.exec(value)
  if (match === null) return text(value)
  const [, prefix = '', user = ''] = match
  return `with_uid(${cString(prefix)}, ${idOf(user)})`
}

/** A payload and its length. */
function payload(value: Text | null): readonly string[] {
  return [text(value), String(bytesOf(value))]
}

function room(value: Room | undefined): readonly string[] {
  if (value === undefined) return ['buffer', 'sizeof(buffer)']
  return [value.at === 'memory' ? 'buffer' : address(value), `${value.bytes}ul`]
}

/** Where there is no memory. */
function address(value: Room | null): string {
  return value?.at === 'nowhere' ? 'NOWHERE' : 'NULL'
}
