/** Chapter 13, user namespaces: what is found in one, which ids it has, and which capabilities count beyond it. */

import type { Errno } from '../spec/vocabulary/errno.ts'
import type { GidName, UidName } from '../spec/vocabulary/names.ts'
import { type Capability, capable, userOf } from './credentials.ts'
import { cite, refuse, rule, type Turn } from './turn.ts'
import {
  type Container,
  firstUsers,
  type IdMap,
  type Key,
  type Process,
  type Registered,
  type Users,
  usersOf,
} from './world.ts'

/** namespaces/capable-of-all: whether a process has a capability over every key. */
export const capableOfAll = rule(
  'namespaces/capable-of-all',
  (turn, process: Process, capability: Capability): boolean => {
    if (!capable(turn, process, capability)) return false
    if (process.users === firstUsers) return true
    cite(turn, 'namespaces/capable-of-all')
    return false
  },
)

/** namespaces/capable-below: whether a process has a capability over a namespace of users. */
export const capableIn = rule(
  'namespaces/capable-below',
  (turn, process: Process, capability: Capability, over: Users): boolean => {
    if (over !== process.users) cite(turn, 'namespaces/capable-below')
    for (let users = over; users !== 0; users = usersOf(turn.world, users).parent) {
      if (users === process.users) return capable(turn, process, capability)
      const { parent, owner } = usersOf(turn.world, users)
      if (parent === process.users && owner === process.euid) return true
    }
    return false
  },
)

/** namespaces/names-of-users: whether a keyring may be found by its name. */
export const nameIsKnown = rule(
  'namespaces/names-of-users',
  (turn, ring: Key, process: Process): boolean => {
    if (ring.users === process.users) return true
    cite(turn, 'namespaces/names-of-users')
    return false
  },
)

/** namespaces/names-need-mapped-owner: whether it may where it is known. */
export const ownerIsMapped = rule(
  'namespaces/names-need-mapped-owner',
  (turn, ring: Key, process: Process): boolean => {
    if (hasUid(turn, process, ring.uid)) return true
    cite(turn, 'namespaces/names-need-mapped-owner')
    return false
  },
)

/** True where a uid has a mapping in the user namespace of a process. */
export function hasUid({ world }: Turn, { users }: Process, uid: UidName): boolean {
  return users === firstUsers || shows(usersOf(world, users).uids, uid)
}

/** namespaces/rings-of-users: whose register a process's user keyrings are in. */
export const registerOf = rule('namespaces/rings-of-users', (turn, { users }: Process): Users => {
  if (users !== firstUsers) cite(turn, 'namespaces/rings-of-users')
  return users
})

/** namespaces/register-is-paid: the keyring that is made to register those of a namespace, and who owns it. */
export const newRegister = rule(
  'namespaces/register-is-paid',
  (turn, users: Users): { readonly description: string; readonly uid: UidName } => {
    cite(turn, 'namespaces/register-is-paid')
    return { description: '.user_reg', uid: usersOf(turn.world, users).owner }
  },
)

/** namespaces/users-go: whether a namespace of users is still there. */
export const usersLive = rule('namespaces/users-go', (turn, users: Users): boolean => {
  if (users === firstUsers || isPinned(turn, users)) return true
  cite(turn, 'namespaces/users-go')
  return false
})

/** A process is in it or below, or in a network of it, has executed its program or watches a key there, or a key is made for one. */
function isPinned(turn: Turn, users: Users): boolean {
  const { processes, userNamespaces, networkOwners, watches, keys } = turn.world
  const isBelow = (one: Users): boolean =>
    one === users || (one > firstUsers && isBelow(userNamespaces[one]?.parent ?? 0))
  if (watches.some((watch) => isBelow(watch.users))) return true
  if (containersKeep(turn, isBelow)) return true
  if (keys.some((key) => key?.grant != null && isBelow(key.grant.requester.users))) return true
  return processes.some(
    (process) =>
      process !== undefined &&
      (isBelow(process.users) ||
        isBelow(process.pinnedUsers) ||
        (!process.ended && isBelow(networkOwners[process.network] ?? firstUsers))),
  )
}

/** True where a container is there to whom a namespace that is meant is of use. */
function containersKeep(turn: Turn, isMeant: (users: Users) => boolean): boolean {
  const { containers, networkOwners } = turn.world
  return containers.some((one) => {
    if (one === undefined) return false
    const { open, template, openedIn } = one
    if (open && isMeant(openedIn)) return true
    if (one.filters.some(({ installer }) => isMeant(installer.users))) return true
    if (one.remains.some(({ users }) => isMeant(users))) return true
    const isOfUse =
      isMeant(template.users) || isMeant(networkOwners[template.network] ?? firstUsers)
    return isOfUse && holdsNamespaces(turn, one)
  })
}

/** containers/dead-gives-up: whether a container holds the namespaces that it was made with. */
export const holdsNamespaces = rule('containers/dead-gives-up', (turn, { dead }: Container) => {
  if (dead) cite(turn, 'containers/dead-gives-up')
  return !dead
})

const shows = (map: IdMap<string>, id: string): boolean => map === 'all' || map === id

const shownIn = <Id extends string>(map: IdMap<Id>, id: Id): Id | 'root' | undefined =>
  map === 'all' ? id : map === id ? 'root' : undefined

const meantIn = <Id extends string>(map: IdMap<Id>, id: Id): Id | undefined =>
  map === 'all' ? id : map !== 'none' && id === 'root' ? map : undefined

/** namespaces/map-within-parent: which ids a namespace has, of those that its parent has. */
export const mapWithin = rule(
  'namespaces/map-within-parent',
  (turn, parent: IdMap<string>, wanted: IdMap<string>): IdMap<string> => {
    if (parent === 'all' || wanted === 'none') return wanted
    cite(turn, 'namespaces/map-within-parent')
    if (wanted === 'all') return 'none'
    return meantIn(parent, wanted) ?? 'none'
  },
)

/** namespaces/ids-meant: who is meant by a uid that a process gives; nobody where it has no mapping. */
export const meantUid = rule(
  'namespaces/ids-meant',
  (turn, { users }: Process, uid: UidName): UidName | undefined => {
    if (users === firstUsers) return uid
    const meant = meantIn(usersOf(turn.world, users).uids, uid)
    if (meant !== uid) cite(turn, 'namespaces/ids-meant')
    return meant
  },
)

/** The same for a gid. */
export function meantGid(turn: Turn, { users }: Process, gid: GidName): GidName | undefined {
  if (users === firstUsers) return gid
  const meant = meantIn(usersOf(turn.world, users).gids, gid)
  if (meant !== gid) cite(turn, 'namespaces/ids-meant')
  return meant
}

/** Ids that are given, as they are meant; `null` stays what it is. */
export function meantIds<Id extends UidName | GidName>(
  ids: readonly (Id | null)[],
  meant: (id: Id) => Id | undefined,
): readonly (Id | null)[] | undefined {
  const found = ids.map((id) => (id === null ? null : meant(id)))
  return found.includes(undefined) ? undefined : (found as readonly (Id | null)[])
}

/** namespaces/unmapped-is-einval */
export const unmapped = rule('namespaces/unmapped-is-einval', (turn): Errno => {
  return refuse(turn, 'namespaces/unmapped-is-einval', 'EINVAL')
})

/** namespaces/ids-shown: a uid as a process is told of it. */
export const shownUid = rule(
  'namespaces/ids-shown',
  (turn, { users }: Process, uid: UidName): string => {
    if (users === firstUsers) return uid
    return shown(turn, usersOf(turn.world, users).uids, uid)
  },
)

/** A gid as a process is told of it. */
export function shownGidIn(turn: Turn, { users }: Process, gid: GidName): string {
  if (users === firstUsers) return gid
  return shown(turn, usersOf(turn.world, users).gids, gid)
}

/** `/proc/sys/kernel/overflowuid`, and `overflowgid` */
export const overflowId = '#65534'

function shown(turn: Turn, map: IdMap<string>, id: string): string {
  const found = shownIn(map, id) ?? overflowId
  if (found !== id) cite(turn, 'namespaces/ids-shown')
  return found
}

/** namespaces/names-of-the-unmapped: a uid in the name of a keyring. */
export const uidInName = rule(
  'namespaces/names-of-the-unmapped',
  (turn, { users }: Process, uid: UidName): string => {
    if (users === firstUsers) return uid
    const found = shownIn(usersOf(turn.world, users).uids, uid) ?? '4294967295'
    if (found !== uid) cite(turn, 'namespaces/names-of-the-unmapped')
    return found
  },
)

/** namespaces/root-within: who is root to a process: nobody, where uid 0 has no mapping. */
export const rootOf = rule(
  'namespaces/root-within',
  (turn, { users }: Process): UidName | undefined => {
    if (users === firstUsers) return 'root'
    const root = meantIn(usersOf(turn.world, users).uids, 'root')
    if (root !== 'root') cite(turn, 'namespaces/root-within')
    return root
  },
)

/** namespaces/groups-need-map */
export const groupsUnmapped = rule(
  'namespaces/groups-need-map',
  (turn, { users }: Process): Errno | undefined => {
    if (users === firstUsers || usersOf(turn.world, users).gids !== 'none') return undefined
    return refuse(turn, 'namespaces/groups-need-map', 'EPERM')
  },
)

/** The entry of a process's user in the register where it looks. */
export function userEntry(turn: Turn, process: Process): Registered {
  const users = registerOf(turn, process)
  const uid = uidInName(turn, process, userOf(turn, process))
  const found = turn.world.register.find((entry) => entry.users === users && entry.uid === uid)
  return found ?? { users, uid, user: 0, session: 0 }
}
