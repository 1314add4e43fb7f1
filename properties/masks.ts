/**
 * A mask held against the list that is made of it: for every mask, every kind of caller and every
 * operation they answer alike, but where the specification lists it, which is stated here once more,
 * in bits and nothing else (`acl/everyone`, `acl/group`).
 */

import { acePermissions, grantedByList, listOfMask } from '../model/lists.ts'
import { grantedByMask } from '../model/masks.ts'
import { type Semantics, startOf, step } from '../model/step.ts'
import { fromTheStart, type Turn } from '../model/turn.ts'
import { indexOf, type Key, keyOf, type Mask, type Process, type World } from '../model/world.ts'
import { parseProgram } from '../spec/wire/parse.ts'

/** Whoever asks, as `mask-programs.ts` has them act. */
export const callers = ['owner in the group', 'owner', 'group', 'other'] as const
export type Caller = (typeof callers)[number]

/** The actor of each, beside `p1`, who makes the keys. */
export const actorOf = {
  'owner in the group': { uid: 'u1', gid: 'g1' },
  owner: { uid: 'u1', gid: 'g2' },
  group: { uid: 'u2', gid: 'g1' },
  other: { uid: 'u2', gid: 'g2' },
} as const satisfies Record<Caller, object>

type Bit = 'view' | 'read' | 'write' | 'search' | 'link' | 'setattr'

/** What an operation asks: any of some bits of a mask, one permission of a list. */
export interface Ask {
  readonly op: string
  readonly bits: readonly Bit[]
  readonly permission: keyof typeof acePermissions
  /** It is of keyrings alone. */
  readonly ring?: boolean
  /** What is granted to the possessor does not count. */
  readonly unpossessed?: boolean
}

const asks: readonly Ask[] = [
  { op: 'view', bits: ['view'], permission: 'view' },
  { op: 'read', bits: ['read'], permission: 'read' },
  { op: 'write', bits: ['write'], permission: 'write' },
  { op: 'search', bits: ['search'], permission: 'search' },
  { op: 'link', bits: ['link'], permission: 'link' },
  { op: 'set attributes', bits: ['setattr'], permission: 'setattr' },
  { op: 'invalidate', bits: ['search'], permission: 'invalidate' },
  { op: 'revoke', bits: ['write', 'setattr'], permission: 'revoke' },
  { op: 'clear', bits: ['write'], permission: 'clear', ring: true },
  { op: 'join', bits: ['search'], permission: 'join', ring: true, unpossessed: true },
]

/** Bytes by their place, the least significant first. */
const byteOf = (mask: Mask, place: 'other' | 'group' | 'owner' | 'possessor'): number =>
  (mask >>> { other: 0, group: 8, owner: 16, possessor: 24 }[place]) & 0x3f

/** The bits that the specification says a list grants that was made of a mask: all that apply. */
function listedBits(mask: Mask, caller: Caller, possessed: boolean): number {
  const owner = caller.startsWith('owner') ? byteOf(mask, 'owner') : 0
  const group = caller.endsWith('group') ? byteOf(mask, 'group') : 0
  return owner | group | byteOf(mask, 'other') | (possessed ? byteOf(mask, 'possessor') : 0)
}

/** Where a mask and its list answer otherwise. */
export interface Contrast {
  readonly op: string
  readonly caller: Caller
  /** How many pairs of a mask and possession there are. */
  readonly count: number
  /** The least mask of them. */
  readonly mask: Mask
}

/** Where a list answers what neither the mask nor the list of differences says. */
export interface Unlisted {
  readonly op: string
  readonly caller: Caller
  readonly possessed: boolean
  readonly mask: Mask
  readonly byMask: boolean
  readonly byList: boolean
}

export interface Compared {
  readonly masks: number
  /** Comparisons of one answer each. */
  readonly answers: number
  readonly contrasts: readonly Contrast[]
  readonly unlisted: readonly Unlisted[]
}

/** Every mask: four bytes of six bits. */
export const maskCount = 2 ** 24

/** The mask of a number below `maskCount`. */
export function maskOf(number: number): Mask {
  const sextet = (at: number) => (number >>> (6 * at)) & 0x3f
  return sextet(3) * 2 ** 24 + sextet(2) * 2 ** 16 + sextet(1) * 2 ** 8 + sextet(0)
}

/** Somebody who asks, and whether it possesses what it asks of. */
interface Asker {
  readonly caller: Caller
  readonly process: Process
  readonly possessed: boolean
}

interface Stage {
  readonly turn: Turn
  readonly key: Key
  readonly askers: readonly Asker[]
}

function stageOf({ profile, broken }: Semantics): Stage {
  const actors = callers.map(
    (caller, at) => `p${at + 2}: ${Object.values(actorOf[caller]).join(' ')}`,
  )
  const parsed = parseProgram(`p1: u1 g1\n${actors.join('\n')}\nk1 = p1 add_key "user" "a" "x" @t`)
  if (!parsed.ok) throw new Error(parsed.error)
  const world = parsed.program.commands.reduce<World>(
    (before, command) => step({ profile, broken }, before, command)[0].world,
    startOf(parsed.program),
  )
  const turn: Turn = {
    profile,
    broken,
    asked: undefined,
    world,
    cited: [],
    loose: false,
    sweeps: false,
    progress: fromTheStart(),
    woken: false,
    choose: () => 0,
    teller: undefined,
  }
  const askers = callers.flatMap((caller, at) => {
    const process = world.processes[at + 2]
    if (process === undefined) throw new Error('actors begin alive')
    return [false, true].map((possessed) => ({ caller, process, possessed }))
  })
  return { turn, key: keyOf(world, world.names[indexOf('k1')] ?? 0), askers }
}

/** Masks between two signs of life. */
const masksBetween = 100_000

/** Ten answers of eight askers on each of the masks that are given; `semantics` may have a rule broken. */
export function* compareMasks(
  semantics: Semantics,
  masks: Iterable<Mask>,
): Generator<number, Compared> {
  const { turn, key, askers } = stageOf(semantics)
  const found = findings()
  let count = 0
  for (const mask of masks) {
    const user = listOfMask(turn, 'user', mask)
    const ring = listOfMask(turn, 'keyring', mask)
    for (const asker of askers) {
      const { process, possessed, caller } = asker
      const may = possessed ? always : anyway
      const byMask = answersOfMask[grantedByMask(turn, key, mask, possessed, process)] ?? 0
      const ofUser = answersOfList[grantedByList(turn, key, user, possessed, process)] ?? 0
      const ofRing = answersOfList[grantedByList(turn, key, ring, possessed, process)] ?? 0
      const byList = (ofUser & ~ofRings) | (ofRing & ofRings)
      const listed = answersOfMask[listedBits(mask, caller, possessed)] ?? 0
      const wrong = ((byList ^ listed) | (byMask & ~byList)) & may
      if (wrong !== 0) found.unlisted(asker, mask, wrong, byMask, byList)
      const differs = (byMask ^ byList) & may & ~wrong
      if (differs !== 0) found.contrast(asker, mask, differs)
    }
    count += 1
    if (count % masksBetween === 0) yield count
  }
  const answers = count * (asks.length * askers.length - callers.length)
  return { masks: count, answers, ...found.all() }
}

/** Answers to all that is asked, the first in the lowest bit. */
type Answers = number

const answersIf = (isYes: (ask: Ask) => boolean): Answers =>
  asks.reduce((all, ask, at) => (isYes(ask) ? all | (1 << at) : all), 0)

const wantedBits = ({ bits }: Ask): number =>
  bits.reduce((all, bit) => all | acePermissions[bit], 0)

/** By the bits that a mask grants. */
const answersOfMask: readonly Answers[] = Array.from({ length: 0x40 }, (_, bits) =>
  answersIf((ask) => (bits & wantedBits(ask)) !== 0),
)

/** By the permissions that a list grants. */
const answersOfList: readonly Answers[] = Array.from({ length: 0x400 }, (_, grants) =>
  answersIf(({ permission }) => (grants & acePermissions[permission]) !== 0),
)

const ofRings = answersIf(({ ring }) => ring === true)
const anyway = answersIf(() => true)
/** Asked by a possessor, too. */
const always = answersIf(({ unpossessed }) => unpossessed !== true)

/** What is found out, each once for an operation and a caller. */
function findings() {
  const contrasts = new Map<number, Contrast>()
  const unlisted = new Map<number, Unlisted>()
  const each = (answers: Answers, hear: (ask: Ask, at: number) => void) => {
    asks.forEach((ask, at) => {
      if ((answers & (1 << at)) !== 0) hear(ask, at)
    })
  }
  return {
    contrast({ caller }: Asker, mask: Mask, differs: Answers): void {
      each(differs, ({ op }, at) => {
        const place = callers.indexOf(caller) * asks.length + at
        const before = contrasts.get(place)
        const count = (before?.count ?? 0) + 1
        contrasts.set(place, { op, caller, count, mask: before?.mask ?? mask })
      })
    },
    unlisted(
      { caller, possessed }: Asker,
      mask: Mask,
      wrong: Answers,
      byMask: Answers,
      byList: Answers,
    ): void {
      each(wrong, ({ op }, at) => {
        const place = (callers.indexOf(caller) * 2 + Number(possessed)) * asks.length + at
        if (unlisted.has(place)) return
        const [ofMask, ofList] = [byMask, byList].map((answers) => (answers & (1 << at)) !== 0)
        unlisted.set(place, {
          op,
          caller,
          possessed,
          mask,
          byMask: ofMask ?? false,
          byList: ofList ?? false,
        })
      })
    },
    all: () => ({ contrasts: [...contrasts.values()], unlisted: [...unlisted.values()] }),
  }
}

/** The masks from one number on, as far as another, which is left out. */
export function* masksFrom(from: number, to: number): Generator<Mask> {
  for (let number = from; number < to; number += 1) yield maskOf(number)
}

/** What was found in several parts, in the order of their masks, as if it had been one. */
export function merged(parts: readonly Compared[]): Compared {
  const contrasts = new Map<string, Contrast>()
  const unlisted = new Map<string, Unlisted>()
  for (const part of parts) {
    for (const one of part.contrasts) {
      const place = `${one.op} ${one.caller}`
      const before = contrasts.get(place)
      contrasts.set(place, before ? { ...before, count: before.count + one.count } : one)
    }
    for (const one of part.unlisted) {
      const place = `${one.op} ${one.caller} ${one.possessed}`
      if (!unlisted.has(place)) unlisted.set(place, one)
    }
  }
  return {
    masks: parts.reduce((sum, { masks }) => sum + masks, 0),
    answers: parts.reduce((sum, { answers }) => sum + answers, 0),
    contrasts: [...contrasts.values()],
    unlisted: [...unlisted.values()],
  }
}
