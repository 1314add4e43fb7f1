/** Who an actor becomes: ids that part company, groups, capabilities given up. */

import { capabilities } from '../../model/credentials.ts'
import type { Process } from '../../model/world.ts'
import type { Command, Credential } from '../../spec/vocabulary/command.ts'
import type { ActorName, GidName, KeyRef, UidName } from '../../spec/vocabulary/names.ts'
import type { Burst } from './bursts.ts'
import { chance, type Draw, pick } from './draw.ts'
import { aGid, aUid } from './values.ts'
import { anAbleActor, anActor, type View } from './view.ts'

/** Mostly somebody who can become anybody. */
function who(view: View, capability: 'CAP_SETUID' | 'CAP_SETGID' | 'CAP_SETPCAP'): ActorName {
  return chance(view.draw, 3, 4) ? anAbleActor(view, capability) : anActor(view)
}

/** Never the real uid of root, whose keyrings all programs would share. */
function anotherUid(draw: Draw): UidName {
  return chance(draw, 1, 8) ? 'root' : aUid(draw)
}

const maybe = <T>(draw: Draw, one: (draw: Draw) => T): T | null =>
  chance(draw, 1, 2) ? one(draw) : null

function setResUid({ draw }: View, actor: ActorName): Credential {
  const ids = {
    ruid: maybe(draw, aUid),
    euid: maybe(draw, anotherUid),
    suid: maybe(draw, anotherUid),
  }
  return { op: 'setresuid', actor, ...ids }
}

function setResGid({ draw }: View, actor: ActorName): Credential {
  const ids = { rgid: maybe(draw, aGid), egid: maybe(draw, aGid), sgid: maybe(draw, aGid) }
  return { op: 'setresgid', actor, ...ids }
}

const setFsUid = ({ draw }: View, actor: ActorName): Credential => {
  return { op: 'setfsuid', actor, uid: anotherUid(draw) }
}

const setFsGid = ({ draw }: View, actor: ActorName): Credential => {
  return { op: 'setfsgid', actor, gid: aGid(draw) }
}

function someGroups(draw: Draw): readonly GidName[] {
  return (['g1', 'g2', 'g3'] as const).filter(() => chance(draw, 1, 3))
}

/** Some of the capabilities that are asked for. */
function someOf(draw: Draw, among: number): number {
  return Object.values(capabilities)
    .filter((bit) => (among & bit) !== 0 && chance(draw, 1, 2))
    .reduce((sum, bit) => sum | bit, 0)
}

/** Mostly what may be had; seldom what may not. */
function capset(view: View, actor: ActorName): Credential {
  const { draw } = view
  const wrong = chance(draw, 1, 6)
  const held = view.actors.find(({ name }) => name === actor)?.permitted ?? 0
  const permitted = someOf(draw, wrong ? 0xffffffff : held)
  return { op: 'capset', actor, effective: someOf(draw, wrong ? held : permitted), permitted }
}

/** No bits, the one that privileged actors begin with, KEEP_CAPS; locks, and what is none. */
const bits: readonly [number, ...number[]] = [0, 0, 0, 1, 4, 5, 16, 16, 16, 20, 2, 8, 24, 256]

const prctlSetSecurebits = ({ draw }: View, actor: ActorName): Credential => {
  return { op: 'prctl_set_securebits', actor, bits: pick(draw, bits) }
}

export const credentialWriters = {
  setresuid: (view: View) => setResUid(view, who(view, 'CAP_SETUID')),
  setresgid: (view: View) => setResGid(view, who(view, 'CAP_SETGID')),
  setfsuid: (view: View) => setFsUid(view, who(view, 'CAP_SETUID')),
  setfsgid: (view: View) => setFsGid(view, who(view, 'CAP_SETGID')),
  setgroups: (view: View): Credential => {
    return { op: 'setgroups', actor: who(view, 'CAP_SETGID'), groups: someGroups(view.draw) }
  },
  capset: (view: View) => capset(view, who(view, 'CAP_SETUID')),
  prctl_set_securebits: (view: View) => prctlSetSecurebits(view, who(view, 'CAP_SETPCAP')),
} as const

/** Somebody who can become anybody; undefined where nobody can. */
function shapeShifter({ actors }: View): Process | undefined {
  return actors.find(({ effective }) => (effective & capabilities.CAP_SETUID) !== 0)
}

/** An actor whose ids part company, perhaps for ever, and who then deals with keys. */
export const masquerade: Burst = (view) => {
  const { draw } = view
  const actor = shapeShifter(view)?.name ?? anActor(view)
  const ring = pick<KeyRef>(draw, ['@t', '@p', '@s', '@u', '@us'])
  const name = view.fresh()
  const made: Command = chance(draw, 1, 2)
    ? { op: 'keyctl_get_keyring_id', actor, name, key: ring, create: 1 }
    : { op: 'add_key', actor, name, type: 'user', description: 'a', payload: 'x', ring }
  const becomes = [
    ...(chance(draw, 1, 2) ? [setResUid(view, actor)] : []),
    ...(chance(draw, 1, 2) ? [setResGid(view, actor)] : []),
    ...(chance(draw, 1, 2) ? [setFsUid(view, actor)] : []),
    ...(chance(draw, 1, 2) ? [setFsGid(view, actor)] : []),
    ...(chance(draw, 1, 3) ? [prctlSetSecurebits(view, actor)] : []),
    ...(chance(draw, 1, 4) ? [capset(view, actor)] : []),
    ...(chance(draw, 1, 4) ? [{ op: 'setgroups', actor, groups: someGroups(draw) } as const] : []),
  ]
  const again = chance(draw, 1, 2) ? [setResUid(view, actor)] : []
  const late = chance(draw, 1, 2)
  return late ? [...becomes, made, ...again] : [made, ...becomes, ...again]
}

/** An actor who is root for a while, then perhaps not, then again, or runs a program, and tries what root may. */
export const comeback: Burst = (view) => {
  const { draw } = view
  const actor = shapeShifter(view)?.name ?? anActor(view)
  const becomes = (euid: UidName, suid: UidName | null): Command => {
    return { op: 'setresuid', actor, ruid: null, euid, suid }
  }
  const set: Command = { op: 'prctl_set_securebits', actor, bits: pick(draw, [0, 0, 4, 1, 16, 20]) }
  const ends: readonly [Command, Command] = [
    { op: 'setgroups', actor, groups: someGroups(draw) },
    { op: 'capset', actor, effective: capabilities.CAP_SETGID, permitted: capabilities.CAP_SETGID },
  ]
  return [
    ...(chance(draw, 1, 2) ? [set, becomes('root', 'root')] : [becomes('root', 'root'), set]),
    ...(chance(draw, 1, 6) ? [{ op: 'capset', actor, effective: 0, permitted: 0 } as const] : []),
    ...(chance(draw, 1, 3) ? [{ op: 'execve', actor } as const] : []),
    ...(chance(draw, 2, 3) ? [becomes('u1', chance(draw, 1, 2) ? 'u1' : null)] : []),
    ...(chance(draw, 1, 2) ? [becomes('root', null)] : []),
    pick(draw, ends),
  ]
}
