/** Short runs of commands in which keys are requested, and made by a process that the kernel starts. */

import type { Command } from '../../spec/vocabulary/command.ts'
import type { ActorName, KeyName, KeyRef } from '../../spec/vocabulary/names.ts'
import type { Burst } from './bursts.ts'
import { chance, type Draw, pick, pickAny } from './draw.ts'
import { aPayload, said } from './values.ts'
import { anActor, aRing, type View } from './view.ts'

const infos: readonly [string, ...string[]] = ['info', 'info', 'info', 'i', '']

/** Callout information; now and then about as long as it may be. */
export function aCallout(draw: Draw): string {
  if (chance(draw, 1, 25)) return pick(draw, ['x'.repeat(4095), 'x'.repeat(4096)])
  return pick(draw, infos)
}

/** Error numbers that a key is rejected with, and some that it is not. */
export function anError(draw: Draw): number {
  if (chance(draw, 1, 6)) return pick(draw, [0, 512, 513, 514, 516, 4094, 4095])
  return pick(draw, [129, 129, 129, 128, 127, 126, 13, 77])
}

/** Seconds for which a key is not to be had. */
export function aNegation(draw: Draw): number {
  return pick(draw, [0, 1, 5, 10, 60, 300])
}

/** Where a key goes that is made; mostly nowhere else, now and then into what is no keyring. */
export function aPlace(view: View): KeyRef | null {
  const { draw } = view
  if (chance(draw, 1, 2)) return null
  if (chance(draw, 1, 6)) return pickAny(draw, view.named)?.name ?? '@s'
  return chance(draw, 1, 2) ? pick(draw, ['@r', '@s', '@a', '#-9', '#0']) : aRing(view)
}

/** A request under way: who asks for which key, and who is to make it. */
export interface Case {
  readonly view: View
  readonly key: KeyName
  readonly requester: ActorName
  readonly helper: ActorName
}

/** The names of processes to come. */
export function newcomers({ world }: View): (at: number) => ActorName {
  const next = Math.max(world.processes.length, 1)
  return (at) => `p${next + at}`
}

export function newCase(view: View, at = 0, requester = anActor(view)): Case {
  return { view, key: view.fresh(), requester, helper: newcomers(view)(at) }
}

/** The request, and the process that comes of it. */
export function begins(
  { view, key, requester, helper }: Case,
  description: string,
  dest: KeyRef | null,
): readonly Command[] {
  const { draw } = view
  const type = chance(draw, 1, 20) ? pick(draw, ['keyring', 'logon', 'nonesuch']) : 'user'
  const sought = { type, description, callout: aCallout(draw), dest }
  return [
    { op: 'request_key', actor: requester, name: key, ...sought },
    { op: 'upcall', actor: requester, child: helper },
  ]
}

export const assumes = ({ helper, key }: Case, view: View): Command => ({
  op: 'keyctl_assume_authority',
  actor: helper,
  name: view.fresh(),
  key,
})

/** The process makes the key, or rejects it. */
export function makes({ view, helper, key }: Case, by = helper, place?: KeyRef): Command {
  const { draw } = view
  // The key itself is no keyring.
  const ring = place ?? (chance(draw, 1, 10) ? key : aPlace(view))
  const common = { actor: by, key, ring }
  switch (draw.int(7)) {
    case 0:
      return { op: 'keyctl_negate', ...common, seconds: aNegation(draw) }
    case 1:
      return { op: 'keyctl_reject', ...common, seconds: aNegation(draw), error: anError(draw) }
    case 2:
      return { op: 'keyctl_instantiate_iov', ...common, payload: pick(draw, ['x', 'payload', '']) }
    default:
      return { op: 'keyctl_instantiate', ...common, payload: aPayload(draw, 'user') }
  }
}

/** Both are done: the process ends, and what the request answered is looked at. */
export function ends({ view, requester, helper }: Case): readonly Command[] {
  return [
    { op: 'exit', actor: helper },
    { op: 'await', actor: requester, name: view.fresh() },
  ]
}

/** What a process does with what it was started with. */
function looksAround({ view, helper, key }: Case): Command {
  const { draw } = view
  const actor = helper
  const name = view.fresh()
  switch (draw.int(12)) {
    case 0:
      return { op: 'keyctl_describe', actor, key }
    case 1:
      return { op: 'keyctl_describe', actor, key: pick(draw, ['@a', '@s', '@r']) }
    case 2:
    case 3:
      return { op: 'keyctl_read', actor, key: pick(draw, ['@a', '@r', '@r', '@s']) }
    case 4:
      return { op: 'keyctl_get_keyring_id', actor, name, key: pick(draw, ['@a', '@r']), create: 0 }
    case 5:
      return { op: 'keyctl_join_session_keyring', actor, name, description: null }
    case 6:
      return { op: 'keyctl_set_timeout', actor, key, seconds: aNegation(draw) }
    case 7:
      return { op: 'keyctl_setperm', actor, key: '@s', perm: pick(draw, [0x37030000, 0x3f3f3f3f]) }
    case 8:
      return { op: 'keyctl_set_reqkey_keyring', actor, destination: pick(draw, [-1, 0, 0, 7]) }
    case 9:
      return { op: 'keyctl_link', actor, key: pick<KeyRef>(draw, ['@a', '@s', key]), ring: '@t' }
    case 10:
      return { op: 'keyctl_assume_authority', actor, name, key: '#0' }
    default: {
      const wanted = pickAny(draw, view.named)?.key
      const what = { type: wanted?.type ?? 'user', description: said(wanted?.description ?? 'b') }
      return { op: 'request_key', actor, name, ...what, callout: null, dest: null }
    }
  }
}

/** What the requester sets up before, so that the key goes somewhere, or nowhere. */
function prepares({ view, requester: actor }: Case): readonly Command[] {
  const { draw } = view
  const ring = pick<KeyRef>(draw, ['@t', '@t', '@p', '@s'])
  const made: Command = {
    op: 'keyctl_get_keyring_id',
    actor,
    name: view.fresh(),
    key: ring,
    create: 1,
  }
  switch (draw.int(5)) {
    case 0:
      return [{ op: 'keyctl_set_reqkey_keyring', actor, destination: draw.int(9) - 1 }]
    case 1:
      return [made]
    case 2:
      return [made, { op: 'keyctl_setperm', actor, key: ring, perm: 0x3b010000 }]
    case 3:
      return [made, { op: 'keyctl_revoke', actor, key: ring }]
    default:
      return [
        made,
        { op: 'keyctl_restrict_keyring', actor, key: ring, type: null, restriction: null },
      ]
  }
}

const descriptions: readonly [string, ...string[]] = ['a', 'a', 'a', 'b', 'l:a', '']

/** A key that is requested and made; as many other things on the way as there is room for. */
export const ask: Burst = (view) => {
  const { draw } = view
  const one = newCase(view)
  const before = chance(draw, 1, 2) ? prepares(one) : []
  const place = chance(draw, 1, 8) ? pickAny(draw, view.named)?.name : undefined
  const dest = chance(draw, 1, 2) ? (place ?? aRing(view)) : null
  const around = () => (chance(draw, 1, 2) ? [looksAround(one)] : [])
  return [
    ...before,
    ...begins(one, pick(draw, descriptions), dest),
    ...around(),
    ...(chance(draw, 7, 8) ? [assumes(one, view)] : []),
    ...around(),
    ...around(),
    ...(chance(draw, 4, 5) ? [makes(one)] : []),
    ...around(),
    ...(chance(draw, 3, 4) ? ends(one) : []),
  ]
}

/** What a request has left, mostly that a key is not to be had, when another keyring is searched as well. */
export const askAgain: Burst = (view) => {
  const { draw } = view
  const one = newCase(view)
  const rings: readonly [KeyRef, ...KeyRef[]] = ['@t', '@p', '@s']
  const first = pick(draw, rings)
  const second = pick(draw, rings)
  const { helper, key, requester: actor } = one
  const refused: Command = {
    op: 'keyctl_negate',
    actor: helper,
    key,
    ring: null,
    seconds: pick(draw, [60, 300]),
  }
  const again = { type: 'user', description: 'a', callout: pick(draw, ['i', 'i', null]) }
  return [
    ...begins(one, 'a', first),
    assumes(one, view),
    chance(draw, 3, 4) ? refused : makes(one),
    ...ends(one),
    { op: 'keyctl_get_keyring_id', actor, name: view.fresh(), key: second, create: 1 },
    { op: 'request_key', actor, name: view.fresh(), ...again, dest: null },
  ]
}

/** A request that stays open while other things happen. */
export const askAndLeave: Burst = (view) => {
  const one = newCase(view)
  const dest = chance(view.draw, 2, 3) ? pick<KeyRef>(view.draw, ['@s', '@t', '@u']) : null
  return begins(one, pick(view.draw, descriptions), dest)
}

/** The process that makes a key needs another for it. */
export const askTwice: Burst = (view) => {
  const { draw } = view
  const one = newCase(view)
  const two = newCase(view, 1, one.helper)
  const own: Command = {
    op: 'add_key',
    actor: one.requester,
    name: view.fresh(),
    type: 'user',
    description: 'b',
    payload: 'x',
    ring: '@t',
  }
  const wanted = { type: 'user', description: 'b', callout: null, dest: null }
  return [
    own,
    ...begins(one, 'a', '@s'),
    ...(chance(draw, 5, 6) ? [assumes(one, view)] : []),
    { op: 'request_key', actor: one.helper, name: view.fresh(), ...wanted },
    { op: 'keyctl_set_reqkey_keyring', actor: one.helper, destination: pick(draw, [0, 0, 1, 7]) },
    ...begins(two, 'c', chance(draw, 1, 3) ? '@s' : null),
    ...(chance(draw, 2, 3) ? [assumes(two, view)] : []),
    { op: 'request_key', actor: two.helper, name: view.fresh(), ...wanted },
    makes(two),
    ...ends(two),
    makes(one),
    ...ends(one),
  ]
}

/** The authority is taken from one keyring to another, and looked at from there. */
export const passAuthority: Burst = (view) => {
  const { draw } = view
  const one = newCase(view)
  const { helper: actor, key } = one
  const name = view.fresh()
  const ring = pick<KeyRef>(draw, ['@r', '@r', '@t', '@u'])
  return [
    ...begins(one, 'a', pick(draw, ['@t', '@s'])),
    { op: 'keyctl_assume_authority', actor, name, key },
    { op: 'keyctl_link', actor, key: name, ring },
    ...(chance(draw, 3, 4) ? [{ op: 'keyctl_unlink', actor, key: name, ring: '@s' } as const] : []),
    pick<Command>(draw, [
      { op: 'keyctl_read', actor, key: name },
      { op: 'keyctl_describe', actor, key: name },
      { op: 'keyctl_assume_authority', actor, name: view.fresh(), key },
    ]),
    makes(one),
    ...ends(one),
  ]
}

/** A key that makes its keyring. */
const somewhere = { type: 'user', description: 'b', payload: 'x' } as const

/** Whoever makes a key looks for another, in vain: in its own keyrings, in the requester's, which may not be searched. */
export const lookInVain: Burst = (view) => {
  const { draw } = view
  const one = newCase(view)
  const { requester, helper } = one
  const hides = (actor: ActorName): readonly Command[] =>
    chance(draw, 1, 2)
      ? [{ op: 'keyctl_setperm', actor, key: pick(draw, ['@s', '@t']), perm: 0x37030000 }]
      : []
  const wanted = { type: 'user', description: 'q', callout: null, dest: null }
  return [
    { op: 'add_key', actor: requester, name: view.fresh(), ...somewhere, ring: '@s' },
    ...hides(requester),
    ...begins(one, 'a', '@t'),
    ...(chance(draw, 3, 4) ? [assumes(one, view)] : []),
    ...hides(helper),
    { op: 'request_key', actor: helper, name: view.fresh(), ...wanted },
    makes(one),
    ...ends(one),
  ]
}

/** A process that outlives the one whose authority it has. */
export const outlive: Burst = (view) => {
  const { draw } = view
  const one = newCase(view)
  const heir = newcomers(view)(1)
  const looks: Command = {
    op: 'keyctl_describe',
    actor: heir,
    key: pick<KeyRef>(draw, ['@a', '@r']),
  }
  return [
    ...begins(one, 'a', '@s'),
    assumes(one, view),
    { op: 'fork', actor: one.helper, child: heir },
    makes(one),
    ...(chance(draw, 1, 2) ? ends(one) : []),
    looks,
    makes(one, heir),
    ...(chance(draw, 1, 2) ? [makes(one)] : []),
  ]
}

/** A process that makes a key is given a session keyring. */
export const endowed: Burst = (view) => {
  const { draw } = view
  const one = newCase(view)
  const heir = newcomers(view)(1)
  const joins = (actor: ActorName): Command => {
    return { op: 'keyctl_join_session_keyring', actor, name: view.fresh(), description: null }
  }
  return [
    ...begins(one, 'a', '@s'),
    assumes(one, view),
    joins(one.helper),
    { op: 'fork', actor: one.helper, child: heir },
    ...(chance(draw, 3, 4) ? [joins(heir)] : []),
    { op: 'keyctl_session_to_parent', actor: heir },
    makes(one),
    makes(one, heir),
  ]
}
