/** Commands on user namespaces, and bursts in which keys are seen from several. */

import type { Command, Mapped, Namespacing } from '../../spec/vocabulary/command.ts'
import type { ActorName, GidName, UidName } from '../../spec/vocabulary/names.ts'
import type { Burst } from './bursts.ts'
import { chance, type Draw, pick } from './draw.ts'
import { anActor, type View } from './view.ts'

/** Mostly every id, or the one of who makes the namespace. */
function aMap<Id extends UidName | GidName>(draw: Draw, own: Id): Mapped<Id> {
  return pick<Mapped<Id>>(draw, ['all', 'all', own, own, 'none', 'root' as Id])
}

function unshareUser(view: View, actor: ActorName): Namespacing {
  const { draw } = view
  const own = view.actors.find(({ name }) => name === actor)
  const uids = aMap<UidName>(draw, own?.euid ?? 'u1')
  const gids = aMap<GidName>(draw, own?.egid ?? 'g1')
  return { op: 'unshare_user', actor, uids, gids }
}

export const usersWriters = {
  unshare_user: (view: View): Namespacing => unshareUser(view, anActor(view)),
  setns_user: (view: View): Namespacing => ({
    op: 'setns_user',
    actor: anActor(view),
    of: anActor(view),
  }),
} as const

/** An actor with keyrings of its user and a named session, in another user namespace before or after. */
export const withdraw: Burst = (view) => {
  const { draw } = view
  const actor = anActor(view)
  const description = pick(draw, ['a', 'b'])
  const uid = pick<UidName>(draw, ['u1', 'u2', 'root'])
  const gid = pick<GidName>(draw, ['g1', 'g2', 'root'])
  const key = view.fresh()
  const parts = (): readonly Command[] => [
    {
      op: 'keyctl_get_keyring_id',
      actor,
      name: view.fresh(),
      key: pick(draw, ['@u', '@us']),
      create: 1,
    },
    {
      op: 'keyctl_get_persistent',
      actor,
      name: view.fresh(),
      uid: chance(draw, 1, 2) ? null : uid,
      ring: '@s',
    },
    { op: 'keyctl_join_session_keyring', actor, name: view.fresh(), description },
    { op: 'keyctl_setperm', actor, key: '@s', perm: 0x3f3f3f3f },
    { op: 'keyctl_link', actor, key: '@u', ring: '@s' },
    { op: 'keyctl_describe', actor, key: pick(draw, ['@u', '@s', '@us']) },
    { op: 'key_users', uid: 'u1' },
    { op: 'setfsuid', actor, uid },
    { op: 'setresuid', actor, ruid: null, euid: uid, suid: chance(draw, 1, 2) ? uid : null },
    { op: 'setresgid', actor, rgid: null, egid: gid, sgid: null },
    { op: 'setgroups', actor, groups: chance(draw, 1, 2) ? [gid] : [] },
    { op: 'setns_user', actor: anActor(view), of: actor },
    { op: 'execve', actor },
    { op: 'proc_keys', actor, key },
  ]
  const some = () => parts().filter(() => chance(draw, 1, 4))
  const foreign: Command = chance(draw, 1, 2)
    ? {
        op: 'keyctl_chown',
        actor,
        key,
        uid: chance(draw, 1, 3) ? null : uid,
        gid: chance(draw, 1, 2) ? null : gid,
      }
    : { op: 'keyctl_setperm', actor, key, perm: 0x3f3f0000 }
  return [
    {
      op: 'add_key',
      actor: anActor(view),
      name: key,
      type: 'user',
      description: 'a',
      payload: 'x',
      ring: '@u',
    },
    ...some(),
    unshareUser(view, actor),
    ...some(),
    ...(chance(draw, 1, 3) ? [foreign] : []),
    ...(chance(draw, 1, 3) ? [{ op: 'unshare_net', actor } as const] : []),
    ...(chance(draw, 1, 3) ? [{ op: 'setns_net', actor: anActor(view), of: actor } as const] : []),
    ...(chance(draw, 1, 3) ? [unshareUser(view, actor), ...some()] : []),
  ]
}
