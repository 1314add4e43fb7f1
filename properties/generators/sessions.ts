/** Sessions that are handed up or joined again, and threads that part company. */

import type { Command } from '../../spec/vocabulary/command.ts'
import type { ActorName, KeyName, KeyRef, UidName } from '../../spec/vocabulary/names.ts'
import { type Burst, newRing, newUser } from './bursts.ts'
import { chance, pick, pickAny } from './draw.ts'
import { aMask } from './values.ts'
import { anAbleActor, anActor } from './view.ts'

/** A child that joins a session and hands it up to its parent, who may be somebody else by then. */
export const handUp: Burst = (view) => {
  const { draw } = view
  const parent = chance(draw, 1, 2) ? anAbleActor(view, 'CAP_SETUID') : anActor(view)
  const child: ActorName = `p${Math.max(view.world.processes.length, 1)}`
  const join = (actor: ActorName): Command => {
    const description = pick(draw, [null, null, 'a', 'r'])
    return { op: 'keyctl_join_session_keyring', actor, name: view.fresh(), description }
  }
  const either = (): ActorName => (chance(draw, 1, 2) ? parent : child)
  const uid = (): UidName | null => (chance(draw, 1, 2) ? pick<UidName>(draw, ['u1', 'u2']) : null)
  const between: readonly Command[] = [
    ...(chance(draw, 1, 4)
      ? [{ op: 'setresuid', actor: either(), ruid: uid(), euid: uid(), suid: uid() } as const]
      : []),
    ...(chance(draw, 3, 4) ? [join(child)] : []),
    ...(chance(draw, 1, 6)
      ? [{ op: 'keyctl_chown', actor: either(), key: '@s', uid: uid() ?? 'u1', gid: null } as const]
      : []),
    ...(chance(draw, 1, 6)
      ? [{ op: 'keyctl_setperm', actor: child, key: '@s', perm: aMask(draw) } as const]
      : []),
  ]
  const made: readonly Command[] = chance(draw, 1, 2) ? [newUser(view, parent, 'a', '@p')] : []
  const threads = chance(draw, 1, 4)
  const thread: ActorName = threads ? `p${Math.max(view.world.processes.length, 1) + 1}` : child
  return [
    ...(chance(draw, 1, 2) ? [join(parent)] : []),
    ...made,
    { op: 'fork', actor: parent, child },
    ...between,
    ...(threads ? [{ op: 'clone_thread', actor: child, child: thread } as const] : []),
    { op: 'keyctl_session_to_parent', actor: thread },
  ]
}

/** Threads that part company: rings and ids of one's own, ends alone and together. */
export const unravel: Burst = (view) => {
  const { draw } = view
  const first = anActor(view)
  const next = Math.max(view.world.processes.length, 1)
  const other: ActorName = `p${next}`
  const either = (): ActorName => (chance(draw, 1, 2) ? first : other)
  const ring = (): KeyRef => pick<KeyRef>(draw, ['@t', '@p', '@p', '@s'])
  const get = (actor: ActorName): Command => {
    return { op: 'keyctl_get_keyring_id', actor, name: view.fresh(), key: ring(), create: 1 }
  }
  const later: readonly Command[] = [
    ...(chance(draw, 1, 2) ? [get(either())] : []),
    newUser(view, either(), 'a', ring()),
    ...(chance(draw, 1, 3)
      ? [{ op: 'fork', actor: either(), child: `p${next + 1}` } as const]
      : []),
    ...(chance(draw, 1, 3) ? [{ op: 'exit_thread', actor: either() } as const] : []),
  ]
  const third: ActorName = `p${next + 1}`
  return [
    ...(chance(draw, 1, 2) ? [get(first)] : []),
    { op: 'clone_thread', actor: first, child: other },
    ...later,
    ...(later.some(({ op }) => op === 'fork') && chance(draw, 1, 2)
      ? [{ op: 'keyctl_session_to_parent', actor: third } as const]
      : []),
  ]
}

/** Rings of one name that may be joined, and somebody who joins. */
export const rejoin: Burst = (view) => {
  const { draw } = view
  const actor = anActor(view)
  const description = pick(draw, ['a', 'b', '_ses'])
  const open = [0x3f1f0000, 0x3f3f3f3f, 0x1f1b0b09] as const
  const opened = (key: KeyName): Command => {
    return { op: 'keyctl_setperm', actor, key, perm: pick(draw, open) }
  }
  const join = (by: ActorName): Command & { name: KeyName } => {
    const name = view.fresh()
    return { op: 'keyctl_join_session_keyring', actor: by, name, description }
  }
  const rings = [
    join(actor),
    ...(chance(draw, 1, 2) ? [newRing(view, actor, description, '@t')] : []),
  ]
  const revoked = chance(draw, 1, 4) ? pickAny(draw, rings)?.name : undefined
  const kills: readonly Command[] =
    revoked === undefined ? [] : [{ op: 'keyctl_revoke', actor, key: revoked }]
  return [
    ...rings,
    ...rings.map(({ name }) => opened(name)),
    ...kills,
    join(anActor(view)),
    join(anActor(view)),
  ]
}
