/** Chapter 5: where a search looks, in which order, and what a miss answers. */

import type { Errno } from '../spec/vocabulary/errno.ts'
import { negativeMet } from './construction.ts'
import { saysIdentifier } from './large-payloads.ts'
import { expired } from './life.ts'
import { namesake } from './links.ts'
import { possessedDomain, soughtDomain, takesForeign } from './networks.ts'
import { permits } from './permissions.ts'
import { cite, refuse, rule, type Turn } from './turn.ts'
import { typeOf } from './types.ts'
import { use } from './use.ts'
import {
  type IndexKey,
  type Key,
  type KeyId,
  keyOf,
  linksOf,
  type Process,
  type Ring,
} from './world.ts'

/** What is looked for, by whom, and what is checked on the way. */
export interface Hunt {
  readonly type: string
  readonly description: string
  /** A search for possession looks for this very key; 0 takes any of the description. */
  readonly wanted: KeyId
  readonly process: Process
  /** Whether the tree hangs on something the process possesses. */
  readonly possessed: boolean
  /** Dead keys are noted and passed over. */
  readonly minds: boolean
  /** `request_key` passes expired keys over in silence, and looks in the keyring of the container. */
  readonly isRequest: boolean
}

/** A key, or the error that a miss leaves. */
export type Found = { readonly id: KeyId; readonly possessed: boolean } | { readonly miss: Errno }

/** What one key met on the way means. */
type Met = 'found' | 'passed' | 'refused'

/** A search under way: the error noted so far. */
interface Notes {
  miss: Errno
}

/** search/last-note-wins */
export const note = rule('search/last-note-wins', (turn, before: Errno, now: Errno): Errno => {
  if (before !== 'EAGAIN' && before !== now) cite(turn, 'search/last-note-wins')
  return now
})

/** search/meets-the-dead */
export const deadMet = rule('search/meets-the-dead', (turn, key: Key): Errno | undefined => {
  if (!key.revoked && !key.invalidated) return undefined
  cite(turn, 'search/meets-the-dead')
  return 'EKEYREVOKED'
})

/** search/meets-the-expired: noted, or passed in silence, but never found. */
export const expiredMet = rule(
  'search/meets-the-expired',
  (turn, key: Key, hunt: Hunt): Errno | 'silent' | undefined => {
    if (!expired(turn, key)) return undefined
    if (hunt.isRequest) {
      cite(turn, 'search/request-skips-expired')
      return requestSkipsExpired(turn)
    }
    cite(turn, 'search/meets-the-expired')
    return 'EKEYEXPIRED'
  },
)

/** search/request-skips-expired */
export const requestSkipsExpired = rule(
  'search/request-skips-expired',
  (_turn): Errno | 'silent' => 'silent',
)

/** search/key-needs-search */
export const keyRefused = rule(
  'search/key-needs-search',
  (turn, key: Key, hunt: Hunt): Errno | undefined => {
    const ref = { id: key.id, possessed: hunt.possessed }
    if (permits(turn, ref, hunt.process, 'search')) return undefined
    cite(turn, 'search/key-needs-search')
    return 'EACCES'
  },
)

/** search/asymmetric-by-identifier: whether it is not by its description that a key is looked for. */
export const byIdentifier = rule(
  'search/asymmetric-by-identifier',
  (turn, { type, description, wanted }: Hunt): boolean => {
    if (wanted !== 0 || type !== 'asymmetric' || !saysIdentifier(description)) return false
    cite(turn, 'search/asymmetric-by-identifier')
    return true
  },
)

/** search/dns-names: whether a key's description is the one that is looked for. */
export const nameFits = rule('search/dns-names', (turn, key: Key, hunt: Hunt): boolean => {
  if (byIdentifier(turn, hunt)) return false
  if (key.description === hunt.description) return true
  if (key.type !== 'dns_resolver' || hunt.description === '') return false
  const one = key.description.toLowerCase()
  const other = hunt.description.toLowerCase()
  if (one !== other && one.replace(/\.$/, '') !== other.replace(/\.$/, '')) return false
  cite(turn, 'search/dns-names')
  return true
})

/** search/dns-meets-all-dead: whether a key's state is looked at before its description. */
export const stateFirst = rule(
  'search/dns-meets-all-dead',
  (turn, key: Key, hunt: Hunt): boolean => {
    if (!nameFits(turn, key, hunt) && (key.revoked || key.invalidated || key.expiry !== null)) {
      cite(turn, 'search/dns-meets-all-dead')
    }
    return true
  },
)

/** Weighs one key whose type fits, and tells. */
function consider(turn: Turn, key: Key, hunt: Hunt, notes: Notes): Met {
  const met = weigh(turn, key, hunt, notes)
  turn.teller?.say({ kind: 'met', key: key.id, as: met })
  return met
}

function weigh(turn: Turn, key: Key, hunt: Hunt, notes: Notes): Met {
  if (hunt.minds && (stateFirst(turn, key, hunt) || nameFits(turn, key, hunt))) {
    const dead = deadMet(turn, key) ?? expiredMet(turn, key, hunt)
    if (dead !== undefined) {
      if (dead !== 'silent') notes.miss = note(turn, notes.miss, dead)
      return 'refused'
    }
  }
  if (hunt.wanted !== 0 && hunt.wanted !== key.id) return 'passed'
  if (!nameFits(turn, key, hunt)) return 'passed'
  const refused = keyRefused(turn, key, hunt) ?? (hunt.minds ? negativeMet(turn, key) : undefined)
  if (refused === undefined) return 'found'
  notes.miss = note(turn, notes.miss, refused)
  return 'refused'
}

/** search/dead-ring-not-entered */
export const notEntered = rule('search/dead-ring-not-entered', (turn, ring: Key): boolean => {
  if (!ring.revoked && !ring.invalidated) return false
  cite(turn, 'search/dead-ring-not-entered')
  return true
})

/** search/own-keys-first */
export const searchRing = rule(
  'search/own-keys-first',
  (turn, ring: Key, hunt: Hunt, depth: number, notes: Notes): KeyId => {
    if (notEntered(turn, ring)) {
      turn.teller?.say({ kind: 'not-entered', ring: ring.id, why: 'dead' })
      return 0
    }
    turn.teller?.begin({ kind: 'ring', ring: ring.id, depth })
    const own = searchOwn(turn, ring, hunt, notes)
    if (own !== 0) {
      turn.teller?.end({ kind: 'key', key: own })
      if (linksOf(ringIn(ring)).some((id) => keyOf(turn.world, id).ring !== null)) {
        cite(turn, 'search/own-keys-first')
      }
      return own
    }
    const found = searchChildren(turn, ring, hunt, depth, notes)
    turn.teller?.end(found === 0 ? { kind: 'no' } : { kind: 'key', key: found })
    return found
  },
)

function ringIn(key: Key): Ring {
  if (key.ring === null) throw new Error(`key ${key.id} is searched but no keyring`)
  return key.ring
}

/** What a keyring finds the key by that a search is for. */
function indexOf(turn: Turn, { type, description, wanted, process }: Hunt): IndexKey {
  const domain =
    wanted === 0
      ? soughtDomain(turn, type, process)
      : possessedDomain(turn, keyOf(turn.world, wanted), process)
  return { type, description, domain }
}

/** search/dns-looks-at-all: the links of a ring that a search looks at, in order. */
export const candidates = rule(
  'search/dns-looks-at-all',
  (turn, ring: Ring, hunt: Hunt): readonly Key[] => {
    const one = hunt.wanted !== 0 || typeOf(turn.profile, hunt.type)?.comparesNames !== true
    if (one && !byIdentifier(turn, hunt)) {
      const key = namesake(turn, ring, indexOf(turn, hunt))
      return key === undefined ? [] : [key]
    }
    const ofType = linksOf(ring)
      .map((id) => keyOf(turn.world, id))
      .filter((key) => key.type === hunt.type && takesForeign(turn, key, hunt.process))
    if (ofType.some(({ description }) => description !== hunt.description)) {
      cite(turn, 'search/dns-looks-at-all')
    }
    return ofType
  },
)

/** Looks at the links of a ring that may fit. */
export function searchOwn(turn: Turn, ring: Key, hunt: Hunt, notes: Notes): KeyId {
  const keys = candidates(turn, ringIn(ring), hunt)
  const look = (key: Key, noted: Notes): KeyId =>
    consider(turn, key, hunt, noted) === 'found' ? key.id : 0
  if (keys.length > 1 && !ringIn(ring).ordered) return anyOf(turn, keys, look, notes)
  for (const key of keys) {
    const found = look(key, notes)
    if (found !== 0) return found
  }
  return 0
}

/** search/child-order: the child rings of a ring in the order of its slots. */
export const childRings = rule('search/child-order', (turn, ring: Ring): readonly Key[] => {
  const children: Key[] = []
  for (const id of ring.slots) {
    if (id === 0) continue
    const key = keyOf(turn.world, id)
    if (key.ring !== null) children.push(key)
  }
  return children
})

/** search/depth */
export const tooDeepToSearch = rule('search/depth', (turn, depth: number): boolean => {
  if (depth < turn.profile.limits.searchDepth) return false
  cite(turn, 'search/depth')
  return true
})

/** search/child-needs-search */
export const childRefused = rule(
  'search/child-needs-search',
  (turn, child: Key, hunt: Hunt): boolean => {
    if (permits(turn, { id: child.id, possessed: hunt.possessed }, hunt.process, 'search')) {
      return false
    }
    cite(turn, 'search/child-needs-search')
    turn.teller?.say({ kind: 'not-entered', ring: child.id, why: 'search' })
    return true
  },
)

/** Searches the child rings one after the other, each completely. */
export function searchChildren(
  turn: Turn,
  ring: Key,
  hunt: Hunt,
  depth: number,
  notes: Notes,
): KeyId {
  const children = childRings(turn, ringIn(ring))
  if (children.length === 0) return 0
  if (tooDeepToSearch(turn, depth)) {
    for (const { id } of children)
      turn.teller?.say({ kind: 'not-entered', ring: id, why: 'too-deep' })
    return 0
  }
  if (children.length > 1 && !ringIn(ring).ordered) {
    const open = children.filter((child) => !childRefused(turn, child, hunt))
    const look = (child: Key, noted: Notes) => searchRing(turn, child, hunt, depth + 1, noted)
    return anyOf(turn, open, look, notes)
  }
  for (const child of children) {
    if (childRefused(turn, child, hunt)) continue
    const found = searchRing(turn, child, hunt, depth + 1, notes)
    if (found === 0) continue
    if (children.length > 1) cite(turn, 'search/child-order')
    return found
  }
  return 0
}

/** The order is unknown: any hit may be the first, any note the last. */
function anyOf(
  turn: Turn,
  keys: readonly Key[],
  look: (key: Key, notes: Notes) => KeyId,
  notes: Notes,
): KeyId {
  const hits = new Set<KeyId>()
  const misses = new Set<Errno>()
  for (const key of keys) {
    const own: Notes = { miss: 'EAGAIN' }
    const found = look(key, own)
    if (found !== 0) hits.add(found)
    else if (own.miss !== 'EAGAIN') misses.add(own.miss)
  }
  if (hits.size + misses.size > 1) cite(turn, 'links/order-beyond-sixteen')
  const hit = pick(turn, [...hits])
  if (hit !== undefined) return hit
  const miss = pick(turn, [...misses])
  if (miss !== undefined) notes.miss = note(turn, notes.miss, miss)
  return 0
}

function pick<T>(turn: Turn, options: readonly T[]): T | undefined {
  return options.length > 1 ? options[turn.choose(options.length)] : options[0]
}

/** search/the-ring-itself: the ring where a search starts is looked at like a key in it. */
export const ringItself = rule(
  'search/the-ring-itself',
  (turn, root: Key, hunt: Hunt, notes: Notes): Met => {
    if (root.type !== hunt.type || root.description !== hunt.description) return 'passed'
    const met = consider(turn, root, hunt, notes)
    if (met !== 'passed' && hunt.minds) cite(turn, 'search/the-ring-itself')
    return met
  },
)

/** search/start-needs-search */
export const startRefused = rule(
  'search/start-needs-search',
  (turn, root: Key, hunt: Hunt): boolean => {
    if (permits(turn, { id: root.id, possessed: hunt.possessed }, hunt.process, 'search')) {
      return false
    }
    cite(turn, 'search/start-needs-search')
    turn.teller?.say({ kind: 'not-entered', ring: root.id, why: 'search' })
    return true
  },
)

/** search/only-keyrings */
export const notSearchable = rule('search/only-keyrings', (turn, root: Key): Errno | undefined => {
  return root.ring === null ? refuse(turn, 'search/only-keyrings', 'ENOTDIR') : undefined
})

/** Searches the tree below a key: the key, its own links, its child rings. */
export function searchTree(turn: Turn, root: Key, hunt: Hunt): Found {
  const unsearchable = notSearchable(turn, root)
  if (unsearchable !== undefined) return { miss: unsearchable }
  if (startRefused(turn, root, hunt)) return { miss: 'EACCES' }
  const notes: Notes = { miss: 'EAGAIN' }
  const itself = ringItself(turn, root, hunt, notes)
  if (itself === 'found') return { id: root.id, possessed: hunt.possessed }
  if (itself === 'refused') return { miss: notes.miss }
  const id = searchRing(turn, root, hunt, 0, notes)
  if (id !== 0) use(turn, id)
  return id === 0 ? { miss: notes.miss } : { id, possessed: hunt.possessed }
}

/** search/process-order: the rings of a process in the order in which they are searched. */
export const processOrder = rule(
  'search/process-order',
  (_turn, process: Process, session: KeyId): readonly KeyId[] => {
    return [process.thread, process.process, session].filter((id) => id !== 0)
  },
)

/** search/error-priority: what the misses in a process's rings come to. */
export const errorPriority = rule(
  'search/error-priority',
  (turn, misses: readonly Errno[]): Errno => {
    if (misses.length > 1 && new Set(misses).size > 1) cite(turn, 'search/error-priority')
    if (misses.includes('ENOKEY')) return 'ENOKEY'
    if (misses.includes('EAGAIN')) return 'EAGAIN'
    return misses.at(-1) ?? 'EAGAIN'
  },
)
