/** The whole specified system as one value: keys, processes, the clock. Updates are small verbs. */

import type { Command, Setting } from '../spec/vocabulary/command.ts'
import type { Errno, ErrnoName } from '../spec/vocabulary/errno.ts'
import type { ActorName, GidName, UidName } from '../spec/vocabulary/names.ts'
import type { StandardSubject } from '../spec/vocabulary/subject.ts'
import type { Reply, Told } from './answers.ts'
import type { KeyId, Ref } from './key-id.ts'

/** A network namespace, numbered from 1, the one that everybody begins in; 0 where there is none. */
export type Domain = number

/** Where every process is at first. */
export const firstNetwork: Domain = 1

/** A user namespace, numbered from 1, the one that everybody begins in. */
export type Users = number

/** Where every process is at first. */
export const firstUsers: Users = 1

/** The ids that a user namespace has: every one as itself, one of them as 0, or none. */
export type IdMap<Id> = 'all' | 'none' | Id

/** A user namespace as it was made. */
export interface UserNamespace {
  /** 0 above the first. */
  readonly parent: Users
  /** The effective uid of who made it. */
  readonly owner: UidName
  readonly uids: IdMap<UidName>
  readonly gids: IdMap<GidName>
  /** The keyring that registers its user keyrings; 0 where there is none, or none that is told of. */
  readonly register: KeyId
}

/** What a keyring finds a key by. */
export interface IndexKey {
  readonly type: string
  readonly description: string
  /** The network namespace that the key belongs to; 0 for types whose keys belong to none. */
  readonly domain: Domain
}

export type { KeyId, Ref } from './key-id.ts'

/** The links of a keyring as the kernel's associative array keeps them. */
export interface Ring {
  /** A slot holds a link or 0. Sixteen slots while the order is known; a plain list afterwards. */
  readonly slots: readonly KeyId[]
  /** The array has a root node: a first link takes the first slot only where there is none. */
  readonly rooted: boolean
  /** False once the ring has held more links than one node takes: its order is a secret. */
  readonly ordered: boolean
}

/** A permission mask, possessor byte first. */
export type Mask = number

/** Whom an entry of a list is about. */
export type AceSubject =
  | { readonly who: StandardSubject }
  | { readonly who: 'container'; readonly container: ContainerId }

/** An entry of an access control list; what it grants is a sum of `acePermissions`. */
export interface Ace {
  readonly subject: AceSubject
  readonly grants: number
}

/** In the order in which the entries came; no two are about the same. */
export type Acl = readonly Ace[]

/** What a key grants to whom: a list where the kernel has lists, a mask where it has none. */
export type Permissions = Mask | Acl

/** What became of a key: it was made, it is under construction, or it is not to be had. */
export type KeyState = 'instantiated' | 'uninstantiated' | Errno

/** What an authorisation key holds: which key is to be made, for whom. */
export interface Grant {
  readonly target: KeyId
  /** Where the key goes. */
  readonly dest: KeyId
  /** Whoever asked, as it was then. */
  readonly requester: Process
  /** Of the serial number of the key that is to be made; 0 as long as they have not counted. */
  readonly hexDigits: number
}

/** What is to be made under an authority, and where it goes. */
export type Mandate = Pick<Grant, 'target' | 'dest'>

export interface Key extends IndexKey {
  readonly id: KeyId
  readonly uid: UidName
  /** `null` where the kernel gave the key no group. */
  readonly gid: GidName | null
  /** Whose quota carries the key. */
  readonly payer: UidName
  readonly perm: Permissions
  readonly revoked: boolean
  readonly invalidated: boolean
  /** Second of the clock at which the key is or was dead; `null` for never. */
  readonly expiry: number | null
  /** Its bytes and itself are charged to somebody. */
  readonly inQuota: boolean
  /** Bytes charged beside the description. */
  readonly chargedBytes: number
  /** `_uid.N` or `_uid_ses.N`, as the kernel made it. */
  readonly uidKeyring: boolean
  /** What vouches for the certificates that a keyring is restricted to; 0 for nothing. */
  readonly voucher: KeyId
  /** What may still be linked into a keyring: all, nothing, or certificates. */
  readonly restricted: 'no' | 'wholly' | 'to certificates'
  /** In which user namespace the key was made. */
  readonly users: Users
  readonly payload: string | null
  /** The error that reading it is, where its payload says so. */
  readonly readError: ErrnoName | null
  readonly ring: Ring | null
  readonly state: KeyState
  readonly grant: Grant | null
  /** `KEYCTL_FIND_LRU` has found it. */
  readonly handedOut: boolean
  /** Seconds of the clock at which it was made and, but for a keyring, used last. */
  readonly madeAt: number
  readonly usedAt: number
}

/** A process that the kernel has started for a request. */
export interface Helper {
  readonly authority: KeyId
  /** Its session keyring, in which the authority is. */
  readonly ring: KeyId
  /** The user session keyring of whoever waits for it, which the call holds. */
  readonly userSession: KeyId
  /** What the program calls it; `null` as long as it does not. */
  readonly name: ActorName | null
}

/** A call that has not come back, or that has and was not awaited. */
export interface Waiting {
  readonly command: Command
  /** The key under construction. */
  readonly key: KeyId
  /** What the call has looked up so far, in order; the last is what it waits for. */
  readonly refs: readonly Ref[]
  /** A request that has found its key, and waits for no more than that this is made. */
  readonly found: boolean
  /** What the call is to make, if it makes a key; it has looked at the authority before it waited. */
  readonly mandate: Mandate | null
  /** Whom the call waits for, if it waits for a process to end. */
  readonly helper: Helper | null
  /** A session keyring that a child has given to the caller, which it has once it is back; or 0. */
  readonly session: KeyId
  /** What the call answered; `null` as long as it has not come back. */
  readonly reply: Reply | null
}

/** A container, numbered from 0, the one that everybody begins in; its number is never used again. */
export type ContainerId = number

/** Where every process is at first. */
export const firstContainer: ContainerId = 0

/** Where a process is, beside its network and its user namespace. */
export interface Whereabouts {
  /** The pid namespace, numbered from 1. */
  readonly pids: number
  /** All the other namespaces, numbered from 1. */
  readonly place: number
  /** The mounts are those of the environment, or copies. */
  readonly sees: boolean
}

export const firstWhereabouts: Whereabouts = { pids: 1, place: 1, sees: true }

/** Where requests by the members of a container are put that are for keys of a type, or of any. */
export interface Filter {
  readonly type: string
  /** The network namespace whose keys it is for; 0 for all keys. */
  readonly domain: Domain
  readonly queue: KeyId
  /** Whoever has installed it, as it was then. */
  readonly installer: Process
}

/** A container as it was made, and what has become of it. */
export interface Container {
  readonly label: string
  readonly flags: number
  /** In which it is. */
  readonly parent: ContainerId
  readonly dead: boolean
  /** Somebody has its file. */
  readonly open: boolean
  /** It has or had an init, which is the first thread of its process. */
  readonly init: ActorName | null
  /** What its init is made from, while it lives. */
  readonly template: Process
  /** Threads of its init, which has ended, and still waits for others in its pid namespace. */
  readonly remains: readonly Process[]
  /** What it was given for its members; 0 for none. */
  readonly keyring: KeyId
  readonly filters: readonly Filter[]
  /** Keyrings and authority of who opened its file, and the user namespace. */
  readonly holds: readonly KeyId[]
  readonly openedIn: Users
}

/** Files of containers that processes share, by the number of the name; 0 where there is none. */
export type FileTable = readonly ContainerId[]

export interface Process {
  readonly name: ActorName
  /** The first thread of the process that this is a thread of. */
  readonly leader: ActorName
  /** It has ended, but other threads of its process have not. */
  readonly ended: boolean
  /** `null` stands for init. */
  readonly parent: ActorName | null
  /** It makes its calls through the entry for 32-bit programs. */
  readonly compat: boolean
  /** Real, effective, saved, and file-system uid. */
  readonly uid: UidName
  readonly euid: UidName
  readonly suid: UidName
  readonly fsuid: UidName
  readonly gid: GidName
  readonly egid: GidName
  readonly sgid: GidName
  readonly fsgid: GidName
  readonly groups: readonly GidName[]
  /** The lower halves of two sets of capabilities. */
  readonly effective: number
  readonly permitted: number
  /** `SECBIT_*` */
  readonly securebits: number
  readonly container: ContainerId
  readonly where: Whereabouts
  /** Its files. */
  readonly files: number
  /** It ends as soon as its call is back. */
  readonly killed: boolean
  readonly network: Domain
  readonly users: Users
  /** Where it executed the program that it runs. */
  readonly pinnedUsers: Users
  /** 0 where there is none. */
  readonly thread: KeyId
  readonly process: KeyId
  readonly session: KeyId
  /** What the credentials refer to with which the program that it runs was executed. */
  readonly pinned: readonly KeyId[]
  /** `KEY_REQKEY_DEFL_*`: where keys go that `request_key(2)` makes. */
  readonly reqkey: number
  /** The authorisation key under which it acts. */
  readonly authority: KeyId
  readonly waits: Waiting | null
}

/** A user's entries in the register of user keyrings; 0 where there is none. */
export interface Registered {
  readonly users: Users
  /** The user's id as it is in the names of the keyrings. */
  readonly uid: string
  readonly user: KeyId
  readonly session: KeyId
}

/** A user's entry in the register of persistent keyrings. */
export interface Persistent {
  readonly users: Users
  /** As it is in the name of the keyring. */
  readonly uid: string
  readonly key: KeyId
}

/** A queue for notifications. */
export interface Queue {
  /** Records that it was made for; 0 for none at all. */
  readonly size: number
  readonly records: readonly Told[]
  /** Records were lost behind the last of those in it. */
  readonly losesBehind: boolean
  /** They were lost behind what was read last. */
  readonly lost: boolean
}

/** That a queue is told of a key. */
export interface Watch {
  /** Number of the queue's name. */
  readonly queue: number
  readonly key: KeyId
  readonly mark: number
  /** The keyrings and the authority that its maker had; 0 for one that it had not. */
  readonly holds: readonly KeyId[]
  /** The user namespace that its maker was in. */
  readonly users: Users
}

export interface World {
  /** Seconds since the program's base. */
  readonly now: number
  /** By id; a key that is gone leaves a hole. */
  readonly keys: readonly (Key | undefined)[]
  /** By number of the name, `p1` at 1. */
  readonly processes: readonly (Process | undefined)[]
  /** What each `kN` names, by N; the key may be gone. */
  readonly names: readonly (KeyId | undefined)[]
  readonly register: readonly Registered[]
  /** Users' persistent keyrings. */
  readonly persistent: readonly Persistent[]
  /** By number of the name, `q1` at 1. */
  readonly queues: readonly (Queue | undefined)[]
  readonly watches: readonly Watch[]
  /** Times that keys went of which somebody was told. */
  readonly deaths: number
  /** By number of the namespace, also of those that are gone. */
  readonly networkOwners: readonly Users[]
  readonly userNamespaces: readonly UserNamespace[]
  /** By number of a pid namespace: the one that it is in, 0 above the first. */
  readonly pidNamespaces: readonly number[]
  /** How many sets of the other namespaces there have been. */
  readonly places: number
  /** By their numbers, the first one left out. */
  readonly containers: readonly (Container | undefined)[]
  /** By number; the first is that of the environment, too. */
  readonly files: readonly FileTable[]
  /** Something dead is linked that the collector takes away when it next passes over links. */
  readonly overdue: boolean
  /** What was set in `/proc/sys/kernel/keys`; the rest is as the profile says. */
  readonly settings: Partial<Readonly<Record<Setting, number>>>
}

const firstUserNamespace: UserNamespace = {
  parent: 0,
  owner: 'root',
  uids: 'all',
  gids: 'all',
  register: 0,
}

/** Nobody and nothing, at the program's base second. */
export const emptyWorld: World = {
  now: 0,
  keys: [undefined],
  processes: [undefined],
  names: [undefined],
  register: [],
  persistent: [],
  queues: [undefined],
  watches: [],
  deaths: 0,
  networkOwners: [0, firstUsers],
  userNamespaces: [firstUserNamespace, firstUserNamespace],
  pidNamespaces: [0, 0],
  places: 1,
  containers: [undefined],
  files: [[]],
  overdue: false,
  settings: {},
}

/** A keyring that never held a link. */
export const emptyRing: Ring = { slots: [], rooted: false, ordered: true }

/** The number in a name, `p3` → 3. */
export function indexOf(name: string): number {
  return Number(name.slice(1))
}

/** The process of that name, where it is. */
export function processNamed(world: World, name: ActorName): Process | undefined {
  return world.processes[indexOf(name)]
}

/** The user namespace of that number. */
export function usersOf(world: World, users: Users): UserNamespace {
  const found = world.userNamespaces[users]
  if (found === undefined) throw new Error(`user namespace ${users} was never made`)
  return found
}

/** The key of that id, which must exist. */
export function keyOf(world: World, id: KeyId): Key {
  const key = world.keys[id]
  if (key === undefined)
    throw new Error(`key ${id} is referred to but gone: the collector keeps what is linked`)
  return key
}

/** The keyrings and keys that a ring links to, in reading order. */
export function linksOf(ring: Ring): KeyId[] {
  return ring.slots.filter((id) => id !== 0)
}

export function withKey(world: World, key: Key): World {
  const keys = world.keys.slice()
  keys[key.id] = key
  return { ...world, keys }
}

export function withProcess(world: World, process: Process): World {
  const processes = world.processes.slice()
  processes[indexOf(process.name)] = process
  return { ...world, processes }
}

/** Who was its child is its heir's from then on. */
export function withoutProcess(world: World, name: ActorName, heir: Process['parent']): World {
  const processes = world.processes.map((process) =>
    process?.parent === name ? { ...process, parent: heir } : process,
  )
  processes[indexOf(name)] = undefined
  return { ...world, processes }
}

export function withName(world: World, name: string, id: KeyId): World {
  const names = world.names.slice()
  names[indexOf(name)] = id
  return { ...world, names }
}

export function withQueue(world: World, number: number, queue: Queue): World {
  const queues = world.queues.slice()
  queues[number] = queue
  return { ...world, queues }
}

export function withRegistered(world: World, entry: Registered): World {
  const others = world.register.filter(
    ({ users, uid }) => users !== entry.users || uid !== entry.uid,
  )
  return { ...world, register: [...others, entry] }
}
