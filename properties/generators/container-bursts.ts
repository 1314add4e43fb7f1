/** Bursts in which containers are filled, nested and left, and are given keys. */

import type { Command } from '../../spec/vocabulary/command.ts'
import { containerFlags } from '../../spec/vocabulary/container-flags.ts'
import type { ActorName, ContainerName, KeyName, KeyRef } from '../../spec/vocabulary/names.ts'
import { type Burst, newRing } from './bursts.ts'
import { aNewFile, create, maker, names, newcomer, someFlags } from './containers.ts'
import { chance, type Draw, pick } from './draw.ts'
import { anAbleActor, anActor, type View } from './view.ts'

const { newUsers, newPids, newNetwork, killOnClose } = containerFlags

/** Some commands, one time out of so many. */
export const perhaps = (
  draw: Draw,
  times: number,
  ...commands: readonly Command[]
): readonly Command[] => (chance(draw, 1, times) ? commands : [])

/** What somebody does who has just come into a container. */
function some(view: View, actor: ActorName, container: ContainerName): readonly Command[] {
  const { draw } = view
  const key: KeyRef = pick(draw, ['@s', '@u', '@t', '@us'])
  const name = view.fresh()
  const parts: readonly Command[] = [
    { op: 'keyctl_join_session_keyring', actor, name: view.fresh(), description: null },
    { op: 'add_key', actor, name, type: 'user', description: 'a', payload: 'x', ring: '@s' },
    { op: 'add_key', actor, name, type: 'rxrpc', description: 'a', payload: null, ring: '@u' },
    { op: 'keyctl_describe', actor, key },
    { op: 'keyctl_read', actor, key },
    { op: 'proc_containers', actor },
    { op: 'close_container', actor, container },
    { op: 'execve', actor },
    { op: 'keyctl_session_to_parent', actor },
    { op: 'setresuid', actor, ruid: 'u2', euid: null, suid: null },
  ]
  return parts.filter(() => chance(draw, 1, 4))
}

/** The end of a container, or what may be. */
function leaves(
  { draw }: View,
  maker: ActorName,
  init: ActorName,
  container: ContainerName,
): readonly Command[] {
  const ends: readonly Command[] = [
    { op: 'exit', actor: init },
    { op: 'close_container', actor: init, container },
    { op: 'close_container', actor: maker, container },
    { op: 'proc_containers', actor: maker },
  ]
  return ends.filter(() => chance(draw, 1, 2))
}

/** A container with an init, children of its and perhaps another container in it. */
export const inhabit: Burst = (view) => {
  const { draw } = view
  const actor = maker(view)
  const container = aNewFile(view, actor)
  const [init, child, inner] = [newcomer(view), newcomer(view, 1), newcomer(view, 2)]
  const nested = pick(draw, names)
  const born: Command = chance(draw, 2, 3)
    ? { op: 'fork', actor: init, child }
    : { op: 'clone_thread', actor: init, child }
  const deeper: readonly Command[] = [
    create(view, init, nested),
    { op: 'fork_into_container', actor: init, child: inner, container: nested },
    ...some(view, inner, nested),
  ]
  return [
    create(view, actor, container),
    ...(chance(draw, 1, 4)
      ? [{ op: 'container_create', actor, container: nested, label: 'n', flags: 0 } as const]
      : []),
    ...(chance(draw, 1, 4)
      ? [
          {
            op: 'keyctl_join_session_keyring',
            actor,
            name: view.fresh(),
            description: 'a',
          } as const,
        ]
      : []),
    { op: 'fork_into_container', actor, child: init, container },
    ...some(view, init, container),
    ...(chance(draw, 1, 2) ? [born, ...some(view, child, container)] : []),
    ...(chance(draw, 1, 2) ? deeper : []),
    ...leaves(view, actor, init, container),
    ...(chance(draw, 1, 3)
      ? [{ op: 'fork_into_container', actor, child: newcomer(view, 3), container } as const]
      : []),
  ]
}

/** Somebody in a container is left without a parent, and hands a session keyring to whoever is that now. */
export const orphan: Burst = (view) => {
  const { draw } = view
  const actor = maker(view)
  const container = aNewFile(view, actor)
  const [init, child, inner] = [newcomer(view), newcomer(view, 1), newcomer(view, 2)]
  const flags = pick(draw, [newUsers | newPids, newUsers | newPids, newPids, 0])
  return [
    { op: 'container_create', actor, container, label: 'a', flags },
    { op: 'fork_into_container', actor, child: init, container },
    { op: 'fork', actor: init, child },
    { op: 'fork', actor: child, child: inner },
    { op: 'exit', actor: child },
    { op: 'keyctl_join_session_keyring', actor: inner, name: view.fresh(), description: null },
    { op: 'keyctl_session_to_parent', actor: inner },
    { op: 'keyctl_get_keyring_id', actor: init, name: view.fresh(), key: '@s', create: 0 },
  ]
}

/** A file of a container that several processes have, and who made it becomes somebody else. */
export const handAround: Burst = (view) => {
  const { draw } = view
  const actor = maker(view)
  const container = aNewFile(view, actor)
  const other = anActor(view)
  const init = newcomer(view)
  const changes: readonly Command[] = [
    { op: 'execve', actor: other },
    {
      op: 'setresuid',
      actor,
      ruid: pick(draw, ['u1', 'u2']),
      euid: pick(draw, ['u1', 'u2', 'root']),
      suid: null,
    },
    { op: 'setresgid', actor, rgid: 'g2', egid: null, sgid: null },
    { op: 'capset', actor, effective: 0, permitted: 0 },
    { op: 'prctl_set_securebits', actor, bits: 0 },
    { op: 'unshare_net', actor },
    { op: 'keyctl_set_reqkey_keyring', actor, destination: draw.int(4) },
    { op: 'close_container', actor, container },
    { op: 'proc_containers', actor: other },
  ]
  return [
    create(view, actor, container),
    ...changes.filter(() => chance(draw, 1, 4)),
    {
      op: 'fork_into_container',
      actor: chance(draw, 1, 2) ? other : actor,
      child: init,
      container,
    },
    ...some(view, init, container),
    ...leaves(view, actor, init, container),
  ]
}

/** Somebody in a container asks for a key, and the container ends before it was made. */
export const askAndDie: Burst = (view) => {
  const { draw } = view
  const actor = anActor(view)
  const container = aNewFile(view, actor)
  const [init, helper] = [newcomer(view), newcomer(view, 1)]
  const asked = { type: 'user', description: pick(draw, ['a', 'q']), callout: 'info', dest: null }
  return [
    { op: 'container_create', actor, container, label: 'a', flags: killOnClose },
    { op: 'fork_into_container', actor, child: init, container },
    { op: 'close_container', actor: init, container },
    { op: 'request_key', actor: init, name: view.fresh(), ...asked },
    { op: 'close_container', actor, container },
    { op: 'proc_containers', actor },
    { op: 'upcall', actor: init, child: helper },
    { op: 'exit', actor: helper },
    { op: 'proc_containers', actor },
  ]
}

/** An init ends, or is killed, while somebody in its pid namespace waits for a key that is made outside. */
export const goLast: Burst = (view) => {
  const { draw } = view
  const actor = maker(view)
  const container = aNewFile(view, actor)
  const [init, child, helper] = [newcomer(view), newcomer(view, 1), newcomer(view, 2)]
  const asked = { type: 'user', description: pick(draw, ['a', 'q']), callout: 'info', dest: null }
  const flags = newPids | pick(draw, [0, newUsers, killOnClose])
  const joins = (who: ActorName): Command => {
    return { op: 'keyctl_join_session_keyring', actor: who, name: view.fresh(), description: null }
  }
  const ends: Command =
    flags === (newPids | killOnClose)
      ? { op: 'close_container', actor, container }
      : { op: 'exit', actor: init }
  return [
    { op: 'container_create', actor, container, label: 'a', flags },
    { op: 'fork_into_container', actor, child: init, container },
    { op: 'close_container', actor: init, container },
    joins(init),
    ...perhaps(draw, 4, { op: 'execve', actor: init }),
    { op: 'fork', actor: init, child },
    joins(child),
    { op: 'request_key', actor: child, name: view.fresh(), ...asked },
    ends,
    ...perhaps(draw, 2, { op: 'proc_containers', actor }),
    ...perhaps(
      draw,
      2,
      { op: 'upcall', actor: child, child: helper },
      { op: 'exit', actor: helper },
    ),
  ]
}

/** A container is given a keyring with a key, and those in it and within ask for that. */
export const provide: Burst = (view) => {
  const { draw } = view
  const actor = anActor(view)
  const container = aNewFile(view, actor)
  const nested = pick(draw, names)
  const [init, inner] = [newcomer(view), newcomer(view, 1)]
  const keyring = newRing(view, actor, 'r', '@t')
  const [ring, key] = [keyring.name, view.fresh()]
  const what = { type: 'user', description: pick(draw, ['a', 'q']) }
  const open = pick(draw, [0x3f3f3f3f, 0x3f080808, 0x3f3f0000])
  const grant = (to: KeyName): Command =>
    chance(draw, 2, 3)
      ? { op: 'keyctl_grant_permission', actor, key: to, subject: container, perm: 0x8 }
      : { op: 'keyctl_setperm', actor, key: to, perm: open }
  const asks = (who: ActorName): Command => ({
    op: 'request_key',
    actor: who,
    name: view.fresh(),
    ...what,
    callout: null,
    dest: chance(draw, 1, 3) ? '@t' : null,
  })
  const another = pick<KeyRef>(draw, ['@s', '@t', ring])
  const between: readonly Command[] = [
    { op: 'keyctl_set_container_keyring', actor, container, key: another },
    { op: 'add_key', actor: init, name: view.fresh(), ...what, payload: 'own', ring: '@t' },
    { op: 'keyctl_revoke', actor, key },
    { op: 'keyctl_set_timeout', actor, key, seconds: 1 },
    { op: 'advance_clock', seconds: 2 },
    { op: 'keyctl_setperm', actor: init, key, perm: 0x3f3f3f3f },
    { op: 'keyctl_describe', actor: init, key },
    { op: 'keyctl_get_container_keyring', actor: init, name: view.fresh(), container, dest: '@t' },
  ]
  return [
    { op: 'container_create', actor, container, label: 'a', flags: 0 },
    { op: 'fork_into_container', actor, child: init, container },
    keyring,
    { op: 'add_key', actor, name: key, ...what, payload: 'x', ring: ring },
    grant(ring),
    ...(chance(draw, 3, 4) ? [grant(key)] : []),
    { op: 'keyctl_set_container_keyring', actor, container, key: ring },
    asks(init),
    ...between.filter(() => chance(draw, 1, 4)),
    asks(init),
    ...(chance(draw, 1, 2)
      ? ([
          { op: 'container_create', actor: init, container: nested, label: 'n', flags: 0 },
          { op: 'fork_into_container', actor: init, child: inner, container: nested },
          asks(inner),
        ] as const)
      : []),
    ...leaves(view, actor, init, container),
  ]
}

/** A key is granted to a container; who is in it, and who is in one within, reads it. */
export const grantWithin: Burst = (view) => {
  const { draw } = view
  const actor = anActor(view)
  const container = aNewFile(view, actor)
  const nested = pick(draw, names)
  const [init, inner] = [newcomer(view), newcomer(view, 1)]
  const key = view.fresh()
  const perm = pick(draw, [0x1, 0x2, 0x3, 0x3f])
  const looks = (who: ActorName): Command =>
    (perm & 2) === 0
      ? { op: 'keyctl_describe', actor: who, key }
      : { op: 'keyctl_read', actor: who, key }
  return [
    { op: 'container_create', actor, container, label: 'a', flags: 0 },
    { op: 'fork_into_container', actor, child: init, container },
    { op: 'add_key', actor, name: key, type: 'user', description: 'a', payload: 'x', ring: '@t' },
    { op: 'keyctl_grant_permission', actor, key, subject: container, perm },
    looks(init),
    { op: 'container_create', actor: init, container: nested, label: 'n', flags: 0 },
    { op: 'fork_into_container', actor: init, child: inner, container: nested },
    looks(inner),
    ...leaves(view, actor, init, container),
  ]
}

/** As many containers are granted a key as a list has room for, and one more; one may be dead by then. */
export const grantMany: Burst = (view) => {
  const { draw } = view
  if (chance(draw, 3, 4)) return grantWithin(view)
  const actor = anActor(view)
  const key = view.fresh()
  const containers = Array.from({ length: 15 }, (_, at): ContainerName => `c${at + 1}`)
  const grant = (subject: ContainerName): Command => {
    return { op: 'keyctl_grant_permission', actor, key, subject, perm: 0x1 }
  }
  return [
    ...containers.map((container): Command => {
      return { op: 'container_create', actor, container, label: 'a', flags: 0 }
    }),
    { op: 'add_key', actor, name: key, type: 'user', description: 'a', payload: 'x', ring: '@t' },
    ...containers.slice(1).map(grant),
    ...perhaps(draw, 2, { op: 'close_container', actor, container: 'c2' }),
    grant('c1'),
  ]
}

/** Somebody in a container makes another, and passes its file to whoever made the first; or the reverse. */
export const passFiles: Burst = (view) => {
  const { draw } = view
  const actor = maker(view)
  const container = aNewFile(view, actor)
  const within = pick(draw, names)
  const [init, other] = [newcomer(view), newcomer(view, 1)]
  const passed = (from: ActorName, file: ContainerName, to: ActorName): Command => {
    return { op: 'pass_container', actor: from, container: file, to }
  }
  return [
    { op: 'container_create', actor, container, label: 'a', flags: someFlags(draw) },
    { op: 'fork_into_container', actor, child: init, container },
    ...perhaps(draw, 2, { op: 'close_container', actor: init, container }),
    { op: 'container_create', actor: init, container: within, label: 'b', flags: someFlags(draw) },
    passed(init, within, actor),
    ...perhaps(draw, 3, { op: 'close_container', actor: init, container: within }),
    pick<Command>(draw, [
      { op: 'fork_into_container', actor, child: other, container: within },
      { op: 'keyctl_set_container_keyring', actor, container: within, key: '@s' },
      { op: 'keyctl_grant_permission', actor, key: '@s', subject: within, perm: 0x9 },
      { op: 'execve', actor },
    ]),
    ...perhaps(draw, 2, passed(actor, pick(draw, [container, within]), init)),
    ...perhaps(draw, 2, { op: 'exit', actor: init }),
    ...perhaps(draw, 2, { op: 'close_container', actor, container: within }),
    ...perhaps(draw, 2, { op: 'close_container', actor, container }),
    { op: 'proc_containers', actor },
  ]
}

/** Nobody is in the network namespace of a container any more, whose keys somebody else has. */
export const leaveNetwork: Burst = (view) => {
  const { draw } = view
  const actor = anAbleActor(view, 'CAP_SYS_ADMIN')
  const container = aNewFile(view, actor)
  const init = newcomer(view)
  const what = { type: 'rxrpc', description: 'a', payload: null }
  return [
    { op: 'container_create', actor, container, label: 'a', flags: newNetwork },
    { op: 'fork_into_container', actor, child: init, container },
    { op: 'add_key', actor: init, name: view.fresh(), ...what, ring: '@u' },
    { op: 'setns_net', actor: init, of: actor },
    { op: 'keyctl_read', actor, key: '@u' },
    ...perhaps(draw, 2, { op: 'exit', actor: init }),
    { op: 'keyctl_read', actor, key: '@u' },
  ]
}
