/** Commands on namespaces, and on containers, by which actors come to be elsewhere. */

import type {
  Containing,
  CreateContainer,
  ForkIntoContainer,
  Namespacing,
  PassContainer,
  UnshareUsers,
} from '../../spec/vocabulary/command.ts'
import type { Call } from '../wire/call.ts'
import { areThere, comesThrough, ifAll, takeChild, uidsOf } from './actors.ts'
import { closeCall, containerFile, createCalls, forkCall, readCalls } from './containers.ts'
import type { Draft } from './draft.ts'
import { closeFile, fetchFile, lendFile, toRead } from './files.ts'
import { newNetwork } from './networks.ts'
import { syscalls } from './numbers.ts'
import type { Place } from './place.ts'
import { giveWay } from './settle.ts'
import { newUsers, separate } from './users.ts'

/** An actor goes into a user namespace of its own. */
function unshareUsers(draft: Draft, command: UnshareUsers, slot: number): Place {
  const { before, call, after } = separate(draft, slot, command)
  const asked = areThere(draft, [slot])
  const at = draft.main.length + asked.length + before.length
  draft.main.push(...ifAll(draft, asked, [...before, call, ...after(at)]))
  return { kind: 'perhaps', call: at }
}

/** An actor goes into a namespace of another. */
function enter(draft: Draft, which: 'net' | 'user', slot: number, of?: number): Place {
  if (of === undefined) return { kind: 'absent' }
  const file = draft.newRegister()
  const fetched = fetchFile(draft, of, `/proc/thread-self/ns/${which}`, toRead, file)
  const kind = which === 'net' ? newNetwork : newUsers
  const lent = lendFile(draft, slot, file, (theirs) => {
    return { kind: 'syscall', slot, nr: syscalls.setns, args: [theirs, kind] }
  })
  const before = [...fetched, ...lent.before]
  const asked = areThere(draft, [slot, of])
  const call = draft.main.length + asked.length + before.length
  const after = [...lent.after, closeFile(0, file)]
  draft.main.push(...ifAll(draft, asked, [...before, lent.use, ...after]))
  return { kind: 'perhaps', call }
}

/** An actor opens `/proc/keys`, and the agent reads what that tells to who opened it. */
export function list(draft: Draft, slot: number): Place {
  const register = draft.newRegister()
  const fetched = fetchFile(draft, slot, '/proc/keys', toRead, register)
  const path = { kind: 'register', register } as const
  const calls: readonly Call[] = [...fetched, { kind: 'grep', slot: 0, path, prefixes: [] }]
  const made = ifAll(draft, areThere(draft, [slot]), calls)
  const call = draft.main.length + calls.length - 1
  draft.main.push(...made)
  return { kind: 'perhaps', call }
}

/** An actor changes its namespaces. */
export function move(draft: Draft, command: Namespacing, slot: number): Place {
  const call = draft.main.length
  switch (command.op) {
    case 'unshare_net':
      draft.networks?.made.push(call)
      draft.main.push({ kind: 'syscall', slot, nr: syscalls.unshare, args: [newNetwork] })
      return { kind: 'told', call }
    case 'unshare_user':
      return unshareUsers(draft, command, slot)
    case 'setns_net':
      return enter(draft, 'net', slot, draft.slots.get(command.of))
    case 'setns_user':
      return enter(draft, 'user', slot, draft.slots.get(command.of))
  }
}

/** A container is made; what can be told of who will be in it is noted. */
function create(draft: Draft, command: CreateContainer, slot: number): Place {
  const call = draft.main.length
  const { containers, networks } = draft
  draft.main.push(...createCalls(draft, command, slot, call))
  if ((command.flags & networkFlag) !== 0) networks?.made.push(call)
  const before = containers.get(command.container) ?? []
  containers.set(command.container, new Set([...uidsOf(draft, command.actor), ...before]))
  return { kind: 'told', call }
}

/** `CONTAINER_NEW_NET_NS` */
const networkFlag = 0x080

/** An actor makes the init of a container. */
function boot(draft: Draft, command: ForkIntoContainer, slot: number): Place {
  const call = draft.main.length
  const uids = draft.containers.get(command.container) ?? new Set()
  const born = takeChild(draft, command.child, uids)
  draft.main.push(forkCall(draft, command, slot, born))
  draft.filesOf.set(born, born)
  comesThrough(draft, command.actor, command.child)
  return { kind: 'silent', call }
}

/** A file goes from one actor to another. */
function pass(draft: Draft, { container, to }: PassContainer, slot: number): Place {
  const taker = draft.slots.get(to)
  if (taker === undefined) return { kind: 'absent' }
  const file = containerFile(container)
  const call = draft.main.length + 2
  const taken: Call = { kind: 'take', slot: taker, file, report: 'wrong', when: { call, least: 0 } }
  draft.main.push(
    ...ifAll(draft, [slot, taker].map(giveWay), [{ kind: 'give', slot, file }, taken]),
  )
  return { kind: 'perhaps', call }
}

/** A call about containers, and nothing about keys. */
export function contain(draft: Draft, command: Containing, slot: number): Place {
  const call = draft.main.length
  switch (command.op) {
    case 'container_create':
      return create(draft, command, slot)
    case 'fork_into_container':
      return boot(draft, command, slot)
    case 'pass_container':
      return pass(draft, command, slot)
    case 'close_container':
      draft.main.push(closeCall(command.container, slot))
      return { kind: 'silent', call }
    case 'proc_containers': {
      const asked = areThere(draft, [slot])
      draft.main.push(...ifAll(draft, asked, readCalls(draft, slot, '/proc/containers')))
      return { kind: 'perhaps', call: call + asked.length + 1 }
    }
  }
}
