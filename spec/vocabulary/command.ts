/** Commands: one actor, or the environment, does one thing. Plain records; `op` is the call's name. */

import type { OptionalText, Room, Text, Unmapped } from './memory.ts'
import type {
  ActorName,
  ContainerName,
  GidName,
  KeyName,
  KeyRef,
  QueueName,
  UidName,
} from './names.ts'
import type { Subject } from './subject.ts'

/** What every call has: who makes it. */
interface By {
  readonly actor: ActorName
  /** It is released together with the command above it, see `groupsOf`. Written `&` before all else. */
  readonly together?: true
}

/** What a call that answers a key may have: the name that the key bears from then on. */
interface Names {
  readonly name?: KeyName
}

/** `add_key(2)`. `null` stands for a null pointer that means something. */
export interface AddKey extends By, Names {
  readonly op: 'add_key'
  readonly type: Text
  readonly description: OptionalText
  readonly payload: Text | null
  readonly ring: KeyRef
}

/** `request_key(2)`; without callout information nobody is asked to make the key. */
export interface RequestKey extends By, Names {
  readonly op: 'request_key'
  readonly type: Text
  readonly description: Text
  readonly callout: OptionalText
  readonly dest: KeyRef | null
}

export interface Search extends By, Names {
  readonly op: 'keyctl_search'
  readonly ring: KeyRef
  readonly type: Text
  readonly description: Text
  readonly dest: KeyRef | null
}

export interface GetKeyringId extends By, Names {
  readonly op: 'keyctl_get_keyring_id'
  readonly key: KeyRef
  /** 1 makes a special keyring that does not exist. */
  readonly create: number
}

/** `null` asks for an anonymous keyring. */
export interface JoinSessionKeyring extends By, Names {
  readonly op: 'keyctl_join_session_keyring'
  readonly description: OptionalText
}

export interface Update extends By {
  readonly op: 'keyctl_update'
  readonly key: KeyRef
  readonly payload: Text | null
}

/** The calls whose only argument is a key. */
export interface OnKey extends By {
  readonly op: 'keyctl_revoke' | 'keyctl_invalidate' | 'keyctl_clear'
  readonly key: KeyRef
}

/** The calls that write what they tell of a key; without a room to write to there is enough of it. */
export interface Telling extends By {
  readonly op: 'keyctl_describe' | 'keyctl_read' | 'keyctl_get_security'
  readonly key: KeyRef
  readonly room?: Room
}

export interface Link extends By {
  readonly op: 'keyctl_link' | 'keyctl_unlink'
  readonly key: KeyRef
  readonly ring: KeyRef
}

export interface Move extends By {
  readonly op: 'keyctl_move'
  readonly key: KeyRef
  readonly from: KeyRef
  readonly to: KeyRef
  /** `KEYCTL_MOVE_EXCL` is 1. */
  readonly flags: number
}

export interface SetPerm extends By {
  readonly op: 'keyctl_setperm'
  readonly key: KeyRef
  /** A permission mask, possessor byte first. */
  readonly perm: number
}

/** `KEYCTL_GRANT_PERMISSION` */
export interface GrantPermission extends By {
  readonly op: 'keyctl_grant_permission'
  readonly key: KeyRef
  readonly subject: Subject
  /** What it is granted, in place of what it was. */
  readonly perm: number
}

/** `KEYCTL_RESTRICT_KEYRING`; two `null` restrict to nothing at all. */
export interface Restrict extends By {
  readonly op: 'keyctl_restrict_keyring'
  readonly key: KeyRef
  readonly type: OptionalText
  readonly restriction: OptionalText
}

/** `KEYCTL_RESTRICT_KEYRING` by `asymmetric` and `key_or_keyring:` with a key's id, and perhaps `:chain`. */
export interface RestrictByKey extends By {
  readonly op: 'keyctl_restrict_by_key'
  readonly key: KeyRef
  readonly by: KeyRef
  /** Whether keys in the keyring vouch, too: 1 or 0. */
  readonly chain: number
}

/** `null` leaves the owner or the group as it is. */
export interface Chown extends By {
  readonly op: 'keyctl_chown'
  readonly key: KeyRef
  readonly uid: UidName | null
  readonly gid: GidName | null
}

export interface SetTimeout extends By {
  readonly op: 'keyctl_set_timeout'
  readonly key: KeyRef
  /** Seconds from now; 0 takes the timeout away. */
  readonly seconds: number
}

/** `KEYCTL_GET_PERSISTENT`; `null` asks for that of the caller's real uid. */
export interface GetPersistent extends By, Names {
  readonly op: 'keyctl_get_persistent'
  readonly uid: UidName | null
  readonly ring: KeyRef
}

/** `KEYCTL_SET_REQKEY_KEYRING`: where keys go that `request_key(2)` makes. */
export interface SetReqkeyKeyring extends By {
  readonly op: 'keyctl_set_reqkey_keyring'
  /** `KEY_REQKEY_DEFL_*`; -1 only asks. */
  readonly destination: number
}

/** `KEYCTL_CAPABILITIES` */
export interface Capabilities extends By {
  readonly op: 'keyctl_capabilities'
  readonly room: Room
}

/** `keyctl(2)` with an option that there is not, and no arguments. */
export interface UnknownOption extends By {
  readonly op: 'keyctl'
  readonly option: number
}

/** `KEYCTL_SESSION_TO_PARENT`; the command ends when the parent has it. */
export interface SessionToParent extends By {
  readonly op: 'keyctl_session_to_parent'
}

/** `setresuid(2)`: the real, effective and saved uid; `null` leaves one as it is. */
export interface SetResUid extends By {
  readonly op: 'setresuid'
  readonly ruid: UidName | null
  readonly euid: UidName | null
  readonly suid: UidName | null
}

/** `setresgid(2)`: the real, effective and saved gid; `null` leaves one as it is. */
export interface SetResGid extends By {
  readonly op: 'setresgid'
  readonly rgid: GidName | null
  readonly egid: GidName | null
  readonly sgid: GidName | null
}

/** `setfsuid(2)` */
export interface SetFsUid extends By {
  readonly op: 'setfsuid'
  readonly uid: UidName
}

/** `setfsgid(2)` */
export interface SetFsGid extends By {
  readonly op: 'setfsgid'
  readonly gid: GidName
}

/** `setgroups(2)` */
export interface SetGroups extends By {
  readonly op: 'setgroups'
  readonly groups: readonly GidName[]
}

/** `capset(2)`: the lower halves of two sets; the upper halves and the inheritable set are emptied. */
export interface CapSet extends By {
  readonly op: 'capset'
  readonly effective: number
  readonly permitted: number
}

/** `prctl(2)`, `PR_SET_SECUREBITS` */
export interface SetSecurebits extends By {
  readonly op: 'prctl_set_securebits'
  readonly bits: number
}

/** Calls that change who a process is, and nothing about keys. */
export type Credential =
  | SetResUid
  | SetResGid
  | SetFsUid
  | SetFsGid
  | SetGroups
  | CapSet
  | SetSecurebits

/** `unshare(2)` with `CLONE_NEWNET`: into a network namespace of its own. */
export interface UnshareNetwork extends By {
  readonly op: 'unshare_net'
}

/** `setns(2)` with `CLONE_NEWNET`: into the network namespace of another process. */
export interface SetNetwork extends By {
  readonly op: 'setns_net'
  readonly of: ActorName
}

/**
 * Ids that a user namespace is to have: every one as itself, none, or one of those outside as 0, which
 * is root's there.
 */
export type Mapped<Id> = 'all' | 'none' | Id

/** `unshare(2)` with `CLONE_NEWUSER`; then somebody in the namespace above maps its ids. */
export interface UnshareUsers extends By {
  readonly op: 'unshare_user'
  readonly uids: Mapped<UidName>
  readonly gids: Mapped<GidName>
}

/** `setns(2)` with `CLONE_NEWUSER`: into the user namespace of another process. */
export interface SetUsers extends By {
  readonly op: 'setns_user'
  readonly of: ActorName
}

/** Calls that change which namespaces a process is in. */
/** `KEYCTL_WATCH_KEY` */
export interface WatchKey extends By {
  readonly op: 'keyctl_watch_key'
  readonly key: KeyRef
  readonly queue: QueueName
  /** What its records are marked with, 0 to 255; -1 ends a watch. */
  readonly mark: number
}
export type Namespacing = UnshareNetwork | SetNetwork | UnshareUsers | SetUsers

/** Which key the caller is to make from now on; `#0` gives the authority back. */
export interface AssumeAuthority extends By, Names {
  readonly op: 'keyctl_assume_authority'
  readonly key: KeyRef
}

/** The key under construction gets a payload. */
export interface Instantiate extends By {
  readonly op: 'keyctl_instantiate'
  readonly key: KeyRef
  readonly payload: Text | null
  readonly ring: KeyRef | null
}

/** The same, with the payload in two parts. */
export interface InstantiateIov extends By {
  readonly op: 'keyctl_instantiate_iov'
  readonly key: KeyRef
  readonly payload: string | null
  readonly ring: KeyRef | null
}

/** The key under construction is not to be had, for so many seconds. */
export interface Negate extends By {
  readonly op: 'keyctl_negate'
  readonly key: KeyRef
  readonly seconds: number
  readonly ring: KeyRef | null
}

/** As `Negate`; whoever asks for the key is answered this error number. */
export interface Reject extends By {
  readonly op: 'keyctl_reject'
  readonly key: KeyRef
  readonly seconds: number
  readonly error: number
  readonly ring: KeyRef | null
}

/** The process that the kernel started for the actor's `request_key(2)` goes on as another actor. */
export interface Upcall extends By {
  readonly op: 'upcall'
  readonly child: ActorName
}

/** What the actor's call answered that had not come back; `blocked` where it still has not. */
export interface Await extends By, Names {
  readonly op: 'await'
}

/** A signal with a handler for the actor, if it is in a call that has not come back. */
export interface Interrupt extends By {
  readonly op: 'interrupt'
}

/** `fork(2)`, or `clone(2)` with CLONE_THREAD: the child goes on as another actor. */
export interface Fork extends By {
  readonly op: 'fork' | 'clone_thread'
  readonly child: ActorName
}

/** `container_create`; the file descriptor is known by a name, in place of what was. */
export interface CreateContainer extends By {
  readonly op: 'container_create'
  readonly container: ContainerName
  /** What the container is called; a null pointer is none. */
  readonly label: OptionalText
  /** `CONTAINER_*` */
  readonly flags: number
  /** Which of the arguments behind these is not 0; none if left out. */
  readonly spare?: number
}

/** `fork_into_container`: the child is the init of a container, and goes on as another actor. */
export interface ForkIntoContainer extends By {
  readonly op: 'fork_into_container'
  readonly child: ActorName
  readonly container: ContainerName
}

/** `close(2)` of the file of a container. */
export interface CloseContainer extends By {
  readonly op: 'close_container'
  readonly container: ContainerName
}

/** A process passes the file of a container to another, who then has it under the same number (unix(7)). */
export interface PassContainer extends By {
  readonly op: 'pass_container'
  readonly container: ContainerName
  readonly to: ActorName
}

/** A process reads `/proc/containers`. */
export interface ListContainers extends By {
  readonly op: 'proc_containers'
}

/** `KEYCTL_SET_CONTAINER_KEYRING` */
export interface SetContainerKeyring extends By {
  readonly op: 'keyctl_set_container_keyring'
  readonly container: ContainerName
  readonly key: KeyRef
}

/** `KEYCTL_GET_CONTAINER_KEYRING` */
export interface GetContainerKeyring extends By, Names {
  readonly op: 'keyctl_get_container_keyring'
  readonly container: ContainerName
  readonly dest: KeyRef | null
}

/** `KEYCTL_CONTAINER_INTERCEPT`; without a keyring filters are removed, without a type all of them. */
export interface Intercept extends By {
  readonly op: 'keyctl_container_intercept'
  readonly container: ContainerName
  readonly type: OptionalText
  readonly ring: KeyRef | null
  readonly network?: Network
}

/** The network namespace that an actor is in, or a number that none has. */
export type Network = ActorName | 'nobody'

/** `KEYCTL_QUERY_REQUEST_KEY_AUTH`; the key that is to be made gets the name. */
export interface QueryAuthority extends By, Names {
  readonly op: 'keyctl_query_request_key_auth'
  readonly key: KeyRef
  /** Where to write to, if that is no memory. */
  readonly data?: Unmapped
}

/** `KEYCTL_FIND_LRU` */
export interface FindLru extends By, Names {
  readonly op: 'keyctl_find_lru'
  readonly ring: KeyRef
  readonly type: Text
}

/** Calls about the keys of containers, and what they request. */
export type Providing =
  | SetContainerKeyring
  | GetContainerKeyring
  | Intercept
  | QueryAuthority
  | FindLru

/** Calls about containers, and nothing about keys. */
export type Containing =
  | CreateContainer
  | ForkIntoContainer
  | CloseContainer
  | PassContainer
  | ListContainers

/**
 * `_exit(2)`, or the system call that ends a thread alone; the command ends when whoever ended was
 * reaped and its keyrings are gone.
 */
export interface Exit extends By {
  readonly op: 'exit' | 'exit_thread'
}

/** `execve(2)` of a program without privileges of its own, as which the actor goes on. */
export interface Exec extends By {
  readonly op: 'execve'
}

/** The environment sets the wall clock forward and lets the collector pass. */
export interface AdvanceClock {
  readonly op: 'advance_clock'
  readonly seconds: number
}

/** What the environment may set in `/proc/sys/kernel/keys`. */
export const settings = [
  'maxkeys',
  'maxbytes',
  'root_maxkeys',
  'root_maxbytes',
  'gc_delay',
  'persistent_keyring_expiry',
] as const
export type Setting = (typeof settings)[number]

/** The environment writes a number to a file in `/proc/sys/kernel/keys`, and lets the collector pass. */
export interface Sysctl {
  readonly op: 'sysctl'
  readonly setting: Setting
  readonly value: number
}

/** The environment makes a queue for notifications, which every process can use. */
export interface WatchQueue {
  readonly op: 'watch_queue'
  readonly queue: QueueName
  /** Records that it is to have room for. */
  readonly size: number
}

/** The environment reads all that is in a queue. */
export interface ReadQueue {
  readonly op: 'read_queue'
  readonly queue: QueueName
}

/** The environment reads one user's line of `/proc/key-users`. */
export interface KeyUsers {
  readonly op: 'key_users'
  readonly uid: UidName
}

/** A process reads the line of a key in `/proc/keys`. */
export interface ListKey extends By {
  readonly op: 'proc_keys'
  readonly key: KeyName
}

export type Command =
  | AddKey
  | RequestKey
  | Search
  | GetKeyringId
  | JoinSessionKeyring
  | Update
  | OnKey
  | Telling
  | Link
  | Move
  | SetPerm
  | GrantPermission
  | Providing
  | Restrict
  | RestrictByKey
  | Chown
  | SetTimeout
  | GetPersistent
  | SetReqkeyKeyring
  | SessionToParent
  | Capabilities
  | UnknownOption
  | WatchKey
  | AssumeAuthority
  | Instantiate
  | InstantiateIov
  | Negate
  | Reject
  | Happening

/** Processes that come and go, and calls that come back; the environment. */
export type Happening =
  | Credential
  | Namespacing
  | Containing
  | Fork
  | Exec
  | Upcall
  | Await
  | Interrupt
  | Exit
  | AdvanceClock
  | Sysctl
  | KeyUsers
  | ListKey
  | WatchQueue
  | ReadQueue

/** Commands that are one system call about keys. */
export type KeyCommand = Exclude<Command, Happening>

export type Op = Command['op']

/** What stands in a place of a command, by how it is written and read. */
export interface ArgumentKinds {
  /** A null pointer is as bad as any other that is. */
  readonly text: Text
  readonly 'text?': OptionalText
  readonly 'payload?': Text | null
  /** A text that may be left out before a `key?` that is given. */
  readonly 'info?': OptionalText
  /** A payload that can be read. */
  readonly 'bytes?': string | null
  readonly key: KeyRef
  readonly 'key?': KeyRef | null
  readonly 'key name': KeyName
  /** So small that all of it may be written to. */
  readonly room: Room
  readonly 'room?': Room | undefined
  /** Written `of p2`. */
  readonly 'network?': Network | undefined
  /** Where a call is to write to that is not told how much room there is: nowhere. */
  readonly 'address?': Unmapped | undefined
  /** One of the arguments of a call that have no meaning yet, by its place from 1. */
  readonly 'spare?': number | undefined
  readonly number: number
  readonly integer: number
  /** The number of a `keyctl` option that there is not. */
  readonly option: number
  readonly mask: number
  readonly subject: Subject
  /** What an entry of an access control list grants. */
  readonly permissions: number
  readonly actor: ActorName
  readonly queue: QueueName
  readonly container: ContainerName
  /** The file of a container, or another one. */
  readonly file: ContainerName
  readonly uid: UidName
  readonly 'uid?': UidName | null
  readonly gid: GidName
  readonly 'gid?': GidName | null
  readonly gids: readonly GidName[]
  readonly 'uid map': Mapped<UidName>
  readonly 'gid map': Mapped<GidName>
  readonly setting: Setting
}

export type ArgumentKind = keyof ArgumentKinds

/**
 * The arguments of each operation in the order of its manual page: the field, and its kind.
 * A `key?`, a `room?` or a `network?` is last, or before one, an `address?` or a `spare?` last; they may be left out.
 */
export const operations = {
  add_key: [
    ['type', 'text'],
    ['description', 'text?'],
    ['payload', 'payload?'],
    ['ring', 'key'],
  ],
  request_key: [
    ['type', 'text'],
    ['description', 'text'],
    ['callout', 'info?'],
    ['dest', 'key?'],
  ],
  keyctl_search: [
    ['ring', 'key'],
    ['type', 'text'],
    ['description', 'text'],
    ['dest', 'key?'],
  ],
  keyctl_get_keyring_id: [
    ['key', 'key'],
    ['create', 'number'],
  ],
  keyctl_join_session_keyring: [['description', 'text?']],
  keyctl_update: [
    ['key', 'key'],
    ['payload', 'payload?'],
  ],
  keyctl_revoke: [['key', 'key']],
  keyctl_invalidate: [['key', 'key']],
  keyctl_clear: [['key', 'key']],
  keyctl_describe: [
    ['key', 'key'],
    ['room', 'room?'],
  ],
  keyctl_read: [
    ['key', 'key'],
    ['room', 'room?'],
  ],
  keyctl_link: [
    ['key', 'key'],
    ['ring', 'key'],
  ],
  keyctl_unlink: [
    ['key', 'key'],
    ['ring', 'key'],
  ],
  keyctl_move: [
    ['key', 'key'],
    ['from', 'key'],
    ['to', 'key'],
    ['flags', 'number'],
  ],
  keyctl_setperm: [
    ['key', 'key'],
    ['perm', 'mask'],
  ],
  keyctl_grant_permission: [
    ['key', 'key'],
    ['subject', 'subject'],
    ['perm', 'permissions'],
  ],
  keyctl_restrict_by_key: [
    ['key', 'key'],
    ['by', 'key'],
    ['chain', 'integer'],
  ],
  keyctl_restrict_keyring: [
    ['key', 'key'],
    ['type', 'text?'],
    ['restriction', 'text?'],
  ],
  keyctl_chown: [
    ['key', 'key'],
    ['uid', 'uid?'],
    ['gid', 'gid?'],
  ],
  keyctl_set_timeout: [
    ['key', 'key'],
    ['seconds', 'number'],
  ],
  keyctl_get_persistent: [
    ['uid', 'uid?'],
    ['ring', 'key'],
  ],
  keyctl_set_reqkey_keyring: [['destination', 'integer']],
  setresuid: [
    ['ruid', 'uid?'],
    ['euid', 'uid?'],
    ['suid', 'uid?'],
  ],
  setresgid: [
    ['rgid', 'gid?'],
    ['egid', 'gid?'],
    ['sgid', 'gid?'],
  ],
  setfsuid: [['uid', 'uid']],
  setfsgid: [['gid', 'gid']],
  setgroups: [['groups', 'gids']],
  capset: [
    ['effective', 'mask'],
    ['permitted', 'mask'],
  ],
  prctl_set_securebits: [['bits', 'mask']],
  keyctl_get_security: [
    ['key', 'key'],
    ['room', 'room?'],
  ],
  keyctl_capabilities: [['room', 'room']],
  keyctl_session_to_parent: [],
  keyctl: [['option', 'option']],
  unshare_net: [],
  unshare_user: [
    ['uids', 'uid map'],
    ['gids', 'gid map'],
  ],
  setns_user: [['of', 'actor']],
  setns_net: [['of', 'actor']],
  keyctl_watch_key: [
    ['key', 'key'],
    ['queue', 'queue'],
    ['mark', 'integer'],
  ],
  keyctl_assume_authority: [['key', 'key']],
  keyctl_instantiate: [
    ['key', 'key'],
    ['payload', 'payload?'],
    ['ring', 'key?'],
  ],
  keyctl_instantiate_iov: [
    ['key', 'key'],
    ['payload', 'bytes?'],
    ['ring', 'key?'],
  ],
  keyctl_negate: [
    ['key', 'key'],
    ['seconds', 'number'],
    ['ring', 'key?'],
  ],
  keyctl_reject: [
    ['key', 'key'],
    ['seconds', 'number'],
    ['error', 'number'],
    ['ring', 'key?'],
  ],
  container_create: [
    ['label', 'text?'],
    ['flags', 'mask'],
    ['spare', 'spare?'],
  ],
  fork_into_container: [['container', 'file']],
  close_container: [['container', 'container']],
  pass_container: [
    ['container', 'container'],
    ['to', 'actor'],
  ],
  proc_containers: [],
  keyctl_set_container_keyring: [
    ['container', 'file'],
    ['key', 'key'],
  ],
  keyctl_get_container_keyring: [
    ['container', 'file'],
    ['dest', 'key?'],
  ],
  keyctl_container_intercept: [
    ['container', 'file'],
    ['type', 'text?'],
    ['ring', 'key?'],
    ['network', 'network?'],
  ],
  keyctl_query_request_key_auth: [
    ['key', 'key'],
    ['data', 'address?'],
  ],
  keyctl_find_lru: [
    ['ring', 'key'],
    ['type', 'text'],
  ],
  upcall: [],
  await: [],
  interrupt: [],
  fork: [],
  clone_thread: [],
  execve: [],
  exit: [],
  exit_thread: [],
  advance_clock: [['seconds', 'number']],
  sysctl: [
    ['setting', 'setting'],
    ['value', 'number'],
  ],
  key_users: [['uid', 'uid']],
  proc_keys: [['key', 'key name']],
  watch_queue: [['size', 'number']],
  read_queue: [['queue', 'queue']],
} as const satisfies { readonly [O in Op]: readonly Argument<CommandOf<O>>[] }

/** The commands of an operation. */
type CommandOf<O extends Op, C extends Command = Command> = C extends Command
  ? O extends C['op']
    ? C
    : never
  : never

/** A field of a command, and a kind that holds what the field does. */
type Argument<C extends Command> = {
  [F in keyof C & string]: readonly [F, KindOf<C[F]>]
}[keyof C & string]

type KindOf<Value> = {
  [K in ArgumentKind]: [ArgumentKinds[K], Value] extends [Value, ArgumentKinds[K]] ? K : never
}[ArgumentKind]

/** True for an operation's name. */
export function isOp(text: string): text is Op {
  return Object.hasOwn(operations, text)
}

/** Operations that make an actor, which they name. */
export const makingOps: ReadonlySet<Op> = new Set<Op>([
  'fork',
  'clone_thread',
  'fork_into_container',
  'upcall',
])

/** Operations that nobody in particular carries out. */
export const environmentOps: ReadonlySet<Op> = new Set<Op>([
  'advance_clock',
  'sysctl',
  'key_users',
  'watch_queue',
  'read_queue',
])

/** Operations that answer a key, which a name may be given to. */
export const namingOps: ReadonlySet<Op> = new Set<Op>([
  'add_key',
  'request_key',
  'keyctl_search',
  'keyctl_get_keyring_id',
  'keyctl_join_session_keyring',
  'keyctl_get_persistent',
  'keyctl_assume_authority',
  'keyctl_get_container_keyring',
  'keyctl_query_request_key_auth',
  'keyctl_find_lru',
  'await',
])

const providingOps: ReadonlySet<Op> = new Set<Providing['op']>([
  'keyctl_set_container_keyring',
  'keyctl_get_container_keyring',
  'keyctl_container_intercept',
  'keyctl_query_request_key_auth',
  'keyctl_find_lru',
])

/** True for calls about the keys of containers. */
export const isProviding = (command: Command): command is Providing => providingOps.has(command.op)
