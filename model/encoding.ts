/** Worlds as short strings: equal for worlds that differ only in what nobody can tell. */

import type { Notice } from '../spec/vocabulary/answer.ts'
import type { Reply } from './answers.ts'
import { serialOf } from './serials.ts'
import type { Container, Key, KeyId, Process, Queue, Waiting, Watch, World } from './world.ts'

/** What a key is told apart by otherwise, or not at all. */
const changing = { id: 0, expiry: null, ring: null, voucher: 0, madeAt: 0, usedAt: 0 } as const

/**
 * Makes an encoder. Keys count by their rank among those that exist and times from now on, so that
 * a world comes back although numbers and the clock went on. Strings of one encoder compare with
 * each other only.
 */
export function worldEncoder(): (world: World) => string {
  const parts = partNumbers()
  const fixed = new WeakMap<Key | Process, number>()

  /** The number of what does not depend on a key's rank or the clock. */
  function fixedPart<Part extends Key | Process>(of: Part, without: Partial<Part>): number {
    const known = fixed.get(of)
    if (known !== undefined) return known
    const number = parts(JSON.stringify({ ...of, ...without }))
    fixed.set(of, number)
    return number
  }

  return (world) => {
    const { now, keys, processes, names, register, persistent, queues, watches, ...more } = world
    const { deaths: _, userNamespaces, containers, ...rest } = more
    const ranks = ranksOf(keys)
    const rank = (id: KeyId): number => (id === 0 ? 0 : (ranks[id] ?? -1))
    const uses = [...new Set(keys.map((key) => key?.usedAt ?? 0))].sort((a, b) => a - b)
    const ofKey = (key: Key): string => {
      const { expiry, ring } = key
      const links = ring === null ? '' : ring.slots.map(rank).join(' ')
      const { text, key: about, digits } = serialOf(key.description)
      const told = about === 0 ? {} : { description: '', grant: null }
      const part = fixedPart(key, { ...changing, ...told })
      const array = ring === null ? '-' : `${Number(ring.rooted)}${Number(ring.ordered)}`
      const voucher = key.voucher === 0 ? '' : rank(key.voucher)
      const serial = about === 0 ? '' : `${text} ${rank(about)} ${digits} ${ofGrant(key.grant)}`
      const used = uses.length > 1 ? uses.indexOf(key.usedAt) : ''
      return `${part} ${used} ${voucher} ${expiry === null ? '' : expiry - now} ${array} ${links} ${serial}`
    }
    const ofProcess = (process: Process): string => {
      const { thread, session, authority, pinned } = process
      const part = fixedPart(process, { ...without, waits: null })
      const ids = [thread, process.process, session, authority, ...pinned]
      return [part, ...ids.map(rank), ofWaits(process.waits)].join(' ')
    }
    const ofGrant = (grant: Key['grant']): string => {
      if (grant === null) return ''
      const { target, dest, hexDigits, requester } = grant
      return `${rank(target)} ${rank(dest)} ${hexDigits} (${ofProcess(requester)})`
    }
    const ofWaits = (waits: Process['waits']): string =>
      waits === null ? '' : String(parts(JSON.stringify(waitsInRanks(waits, rank))))
    return [
      keys.flatMap((key) => (key === undefined ? [] : [ofKey(key)])).join(','),
      processes.map((process) => (process === undefined ? '' : ofProcess(process))).join(','),
      names.map((id) => (id === undefined ? '' : rank(id))).join(','),
      registersOf(register, persistent, rank),
      ...(queues.length === 1 ? [] : [queuesOf(queues, watches, rank)]),
      containers.map((one) => (one && containerOf(one, parts, rank, ofProcess)) ?? '').join(','),
      userNamespaces
        .map((one) => `${parts(JSON.stringify({ ...one, register: 0 }))} ${rank(one.register)}`)
        .join(','),
      Object.keys(rest).length === 0 ? '' : parts(JSON.stringify(rest)),
    ].join(';')
  }
}

/** What users' keyrings are registered, in no order. */
function registersOf(
  register: World['register'],
  persistent: World['persistent'],
  rank: (id: KeyId) => number,
): string {
  const registered = register.map(({ users, uid, user, session }) => {
    return `${users} ${uid} ${rank(user)} ${rank(session)}`
  })
  const persisting = persistent.map(({ users, uid, key }) => `${users} ${uid} ${rank(key)}`)
  return `${registered.sort().join(',')};${persisting.sort().join(',')}`
}

function containerOf(
  container: Container,
  parts: (part: string) => number,
  rank: (id: KeyId) => number,
  ofProcess: (process: Process) => string,
): string {
  const { template, remains, keyring, filters, holds } = container
  const part = parts(JSON.stringify({ ...container, ...outside }))
  const diverts = filters.map(({ type, domain, queue, installer }) => {
    return `${parts(type)} ${domain} ${rank(queue)} (${ofProcess(installer)})`
  })
  const ids = [keyring, ...holds].map(rank).join(' ')
  const processes = [template, ...remains].map(ofProcess).join('|')
  return `${part} ${ids} ${diverts.join('|')} (${processes})`
}

/** Queues and watches; keys that are gone, and batches, are told apart by their first appearance. */
function queuesOf(
  queues: readonly (Queue | undefined)[],
  watches: readonly Watch[],
  rank: (id: KeyId) => number,
): string {
  const [gone, batches] = [partNumbers(), partNumbers()]
  const called = (id: KeyId): string => (rank(id) < 0 ? `gone ${gone(`${id}`)}` : `${rank(id)}`)
  const ofNotice = (notice: Notice<KeyId>): string => {
    switch (notice.kind) {
      case 'lost':
        return 'lost'
      case 'removed':
        return `${notice.mark} removed ${called(notice.key)}`
      case 'event': {
        const { mark, event, key, other } = notice
        return `${mark} ${event} ${called(key)} ${other === null ? '' : called(other)}`
      }
    }
  }
  const ofQueue = ({ size, records, losesBehind, lost }: Queue): string => {
    const told = records.map(({ notice, batch }) => {
      return `${batch === 0 ? '' : batches(`${batch}`)} ${ofNotice(notice)}`
    })
    return `${size} ${losesBehind} ${lost} ${told.join('|')}`
  }
  const watching = watches
    .map(({ queue, key, mark, holds, users }) => {
      return `${queue} ${[key, ...holds].map(rank).join(' ')} ${mark} ${users}`
    })
    .sort()
  return [...queues.map((queue) => (queue === undefined ? '' : ofQueue(queue))), ...watching].join()
}

/** A call that has not come back, with ranks for keys. */
function waitsInRanks(waits: Waiting, rank: (id: KeyId) => number): Waiting {
  const { key, session, refs, mandate, helper, reply } = waits
  return {
    ...waits,
    key: rank(key),
    session: rank(session),
    refs: refs.map(({ id, possessed }) => ({ id: rank(id), possessed })),
    mandate: mandate && { target: rank(mandate.target), dest: rank(mandate.dest) },
    helper: helper && {
      ...helper,
      authority: rank(helper.authority),
      ring: rank(helper.ring),
      userSession: rank(helper.userSession),
    },
    reply: reply && ofReply(reply, rank),
  }
}

/** What stands in ranks. */
const without = { thread: 0, process: 0, session: 0, authority: 0, pinned: [] } as const

/** What of a container stands in ranks. */
const outside = { template: 0, remains: [], keyring: 0, filters: [], holds: [] } as const

/** A reply with ranks for keys. */
function ofReply(reply: Reply, rank: (id: KeyId) => number): Reply {
  switch (reply.kind) {
    case 'key':
      return { ...reply, key: rank(reply.key) }
    case 'links':
      return { ...reply, links: reply.links.map(rank) }
    default:
      return reply
  }
}

/** Numbers parts by first appearance. */
function partNumbers(): (part: string) => number {
  const numbers = new Map<string, number>()
  return (part) => {
    const number = numbers.get(part) ?? numbers.size
    numbers.set(part, number)
    return number
  }
}

/** By id, from 1; nothing for keys that are gone. */
function ranksOf(keys: World['keys']): number[] {
  const ranks: number[] = []
  let rank = 0
  for (const [id, key] of keys.entries()) {
    if (key === undefined) continue
    rank += 1
    ranks[id] = rank
  }
  return ranks
}
