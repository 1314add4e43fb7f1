/** A program while it is being compiled. */

import type { Profile } from '../../spec/profiles/profile.ts'
import type { Setting, Sysctl } from '../../spec/vocabulary/command.ts'
import type { ActorName, ContainerName, KeyName, UidName } from '../../spec/vocabulary/names.ts'

import { type Program, startOfTime } from '../../spec/vocabulary/program.ts'
import type { Call } from '../wire/call.ts'
import type { Block } from './block.ts'
import { canaryRegisters } from './canary.ts'
import { usesContainers } from './containers.ts'
import { dataArea } from './data.ts'
import type { Files } from './files.ts'
import type { Meaning } from './key-call.ts'
import { asksForKeys } from './key-refs.ts'
import { type Networks, networkRegisters, usesNetworks } from './networks.ts'
import { type Queues, queueFile } from './queues.ts'
import { type Sentinel, wantsSentinel } from './sentinel.ts'
import { type SettleBodies, type Settling, settleBodies } from './settle.ts'
import { usesUsers } from './users.ts'
import type { ClockCheck } from './world.ts'

export interface Draft extends Meaning, Files {
  readonly profile: Profile
  readonly bodies: SettleBodies
  readonly main: Call[]
  readonly clockChecks: ClockCheck[]
  /** Registers of the keyrings that may have been published by a name. */
  readonly namedRings: number[]
  /** The slot of every actor that is named; whether somebody is there, the agent knows. */
  readonly slots: Map<string, number>
  readonly filesOf: Map<number, number>
  readonly threads: Set<number>
  readonly queues: Queues
  /** Some key may be watched. */
  readonly watches: boolean
  /** Keys may be requested of somebody. */
  readonly asks: boolean
  /** Calls may wait for what other actors do. */
  readonly blocks: boolean
  /** Actors may be killed at any time. */
  readonly contains: boolean
  /** Requests may be diverted from here on, and given up. */
  diverts: boolean
  /** Who may be put into a container. */
  readonly containers: Map<ContainerName, ReadonlySet<UidName>>
  /** Actors that use the entry for 32-bit programs, and whether there is one. */
  readonly compat: Set<ActorName>
  readonly hasCompat: boolean
  /** Every real uid that an actor may have had by now. */
  readonly uidsOf: Map<string, ReadonlySet<UidName>>
  /** Users whose own keyrings may have come into being. */
  readonly ringOwners: Set<UidName>
  /** Users whose persistent keyrings may have come into being. */
  readonly persistent: Set<UidName>
  /** How many there are. */
  registers: number
  /** What was set otherwise than it is in the end. */
  readonly set: Set<Setting>
  /** How root's quota was set, in order. */
  readonly rootLimits: Sysctl[]
  readonly ownClock: boolean
  /** At which second the clock was set. */
  second: number
  /** Tells of passes of the collector that nobody asked for, where that matters. */
  readonly sentinel: Sentinel | undefined
  /** What the agent needs where the program may make network namespaces. */
  readonly networks: Networks | undefined
  /** A register for waiting, where the program may make user namespaces. */
  readonly users: number | undefined
  /** Levels of the deepest nest of keys that there can be by now. */
  depth: number
}

/** What one command can drop at most at first: a user's two keyrings and a key in them. */
const firstDepth = 3

/** What a program is compiled for. */
interface World {
  readonly profile: Profile
  readonly block: Block
  readonly settling: Settling
  readonly compat: boolean
  readonly ownClock: boolean
}

export function startDraft(program: Program, world: World): Draft {
  const { profile, block, settling, compat, ownClock } = world
  const data = dataArea()
  const registers = new Map<KeyName, number>()
  const networkNumbers = new Map<ActorName, number>()
  const asks = program.commands.some(asksForKeys)
  const contains = usesContainers(program.commands)
  // Whoever makes a key has the collector pass over links.
  const watched = !asks && wantsSentinel(profile, program.commands)
  const first = canaryRegisters + (watched ? 1 : 0)
  const networks = usesNetworks(program.commands)
    ? { home: first, ring: first + 1, canary: first + 2, made: [] }
    : undefined
  const queues: Queues = { opened: new Map(), fileOf: new Map(), pipes: [] }
  const afterNetworks = first + (networks === undefined ? 0 : networkRegisters)
  const withUsers = usesUsers(program.commands)
  const draft: Draft = {
    profile,
    abi: profile.abi,
    block,
    data,
    bodies: settleBodies(profile, data, settling, networks),
    main: [],
    clockChecks: [],
    namedRings: [],
    slots: new Map(),
    filesOf: new Map(),
    threads: new Set(),
    queues,
    watches: program.commands.some(({ op }) => op === 'keyctl_watch_key'),
    queueOf: (name) => queueFile(queues, name),
    networkOf: (actor) => {
      const register = networkNumbers.get(actor) ?? draft.newRegister()
      networkNumbers.set(actor, register)
      return { kind: 'register', register }
    },
    compat: new Set(program.actors.filter(({ compat }) => compat).map(({ name }) => name)),
    hasCompat: compat,
    asks,
    blocks: asks || contains,
    contains,
    diverts: false,
    containers: new Map(),
    uidsOf: new Map(program.actors.map(({ name, uid }) => [name, new Set([uid])])),
    ringOwners: new Set(),
    persistent: new Set(),
    sentinel: watched ? { register: canaryRegisters, onGuard: false, looks: [] } : undefined,
    networks,
    users: withUsers ? afterNetworks : undefined,
    registers: afterNetworks + (withUsers ? 1 : 0),
    newRegister: () => draft.registers++,
    registerOf: (name) => {
      const register = registers.get(name) ?? draft.newRegister()
      registers.set(name, register)
      return register
    },
    set: new Set(),
    rootLimits: [],
    ownClock,
    second: startOfTime,
    depth: firstDepth,
  }
  return draft
}
