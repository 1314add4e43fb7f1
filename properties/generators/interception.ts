/** Requests from within containers, which filters divert to daemons; and what these take out of their queues. */

import type { Command, Network } from '../../spec/vocabulary/command.ts'
import { containerFlags } from '../../spec/vocabulary/container-flags.ts'
import type { ActorName, KeyName } from '../../spec/vocabulary/names.ts'
import type { Burst } from './bursts.ts'
import { perhaps } from './container-bursts.ts'
import { aNewFile, authorities, names, newcomer } from './containers.ts'
import { chance, pick } from './draw.ts'
import { anAbleActor, anActor, type View } from './view.ts'

const { newNetwork } = containerFlags

/** A keyring for what is diverted. */
const aQueue = (name: KeyName, actor: ActorName, description: string): Command => {
  return { op: 'add_key', actor, name, type: 'keyring', description, payload: null, ring: '@t' }
}

/** Nobody, or somebody more in a container, or in one within that. */
function joins({ draw }: View, init: ActorName, child: ActorName): readonly Command[] {
  const container = pick(draw, names)
  return pick<readonly Command[]>(draw, [
    [],
    [],
    [{ op: 'fork', actor: init, child }],
    [
      { op: 'container_create', actor: init, container, label: 'n', flags: 0 },
      { op: 'fork_into_container', actor: init, child, container },
    ],
  ])
}

/** Requests from within a container go to a daemon, who answers, refuses, or loses them. */
export const divert: Burst = (view) => {
  const { draw } = view
  const actor = chance(draw, 1, 3) ? anAbleActor(view, 'CAP_SYS_ADMIN') : anActor(view)
  const container = aNewFile(view, actor)
  const [init, other] = [newcomer(view), newcomer(view, 1)]
  const [queue, authority, target] = [view.fresh(), view.fresh(), view.fresh()]
  const what = { type: 'user', description: pick(draw, ['a', 'q']), callout: 'info' }
  const asks = (who: ActorName): Command => ({
    op: 'request_key',
    actor: who,
    ...what,
    dest: chance(draw, 1, 2) ? '@t' : null,
  })
  const by = { actor, key: target, ring: null } as const
  const answers: readonly (readonly Command[])[] = [
    [{ op: 'keyctl_instantiate', ...by, payload: 'x' }],
    [{ op: 'keyctl_negate', ...by, seconds: 10 }],
    [{ op: 'keyctl_reject', ...by, seconds: 10, error: 129 }],
    [{ op: 'keyctl_clear', actor, key: queue }],
    [{ op: 'keyctl_unlink', actor, key: authority, ring: queue }],
    [{ op: 'keyctl_revoke', actor, key: queue }],
    [{ op: 'keyctl_move', actor, key: authority, from: queue, to: '@t', flags: 0 }],
    [{ op: 'exit', actor: init }],
    [{ op: 'interrupt', actor: init }],
  ]
  const assumes: Command = { op: 'keyctl_assume_authority', actor, name: view.fresh(), key: target }
  const filter = (type: string): Command => ({
    op: 'keyctl_container_intercept',
    actor,
    container,
    type,
    ring: queue,
  })
  return [
    { op: 'container_create', actor, container, label: 'a', flags: 0 },
    { op: 'fork_into_container', actor, child: init, container },
    aQueue(queue, actor, 'd'),
    ...perhaps(draw, 3, { op: 'keyctl_watch_key', actor, key: queue, queue: 'q1', mark: 5 }),
    ...perhaps(
      draw,
      4,
      { op: 'setresuid', actor: init, ruid: 'u3', euid: 'u3', suid: 'u3' },
      { op: 'capset', actor, effective: 0, permitted: 0 },
    ),
    filter(pick(draw, ['user', '*'])),
    ...perhaps(draw, 4, filter('*'), filter('user')),
    ...perhaps(draw, 8, { op: 'keyctl_revoke', actor, key: queue }),
    ...joins(view, init, other),
    ...perhaps(draw, 6, { op: 'setresuid', actor: init, ruid: 'u2', euid: 'u2', suid: 'u2' }),
    asks(init),
    ...perhaps(draw, 3, { op: 'advance_clock', seconds: 10 }),
    ...perhaps(draw, 2, asks(other)),
    { op: 'keyctl_find_lru', actor, name: authority, ring: queue, type: authorities },
    { op: 'keyctl_query_request_key_auth', actor, name: target, key: authority },
    ...(chance(draw, 4, 5) ? [assumes] : []),
    ...pick(draw, answers as readonly [readonly Command[], ...(readonly Command[])[]]),
    { op: 'await', actor: init, name: view.fresh() },
    ...(chance(draw, 1, 3)
      ? pick(draw, answers as readonly [readonly Command[], ...(readonly Command[])[]])
      : []),
    ...perhaps(draw, 3, { op: 'await', actor: other, name: view.fresh() }),
  ]
}

/** Requests for keys of several network namespaces, and of none, go where filters for those say. */
export const divertByNetwork: Burst = (view) => {
  const { draw } = view
  const actor = chance(draw, 2, 3) ? anAbleActor(view, 'CAP_SYS_ADMIN') : anActor(view)
  const container = aNewFile(view, actor)
  const init = newcomer(view)
  const [narrow, wide] = [view.fresh(), view.fresh()]
  const type = pick(draw, ['rxrpc', 'rxrpc', 'dns_resolver', 'user'])
  const general = (): string => (chance(draw, 1, 2) ? type : '*')
  const filter = (of: Network | undefined, ring: KeyName | null): Command => ({
    op: 'keyctl_container_intercept',
    actor,
    container,
    type: general(),
    ring,
    ...(of === undefined ? {} : { network: of }),
  })
  const [one, other] = pick(draw, [
    [init, undefined],
    [init, undefined],
    [actor, undefined],
    [init, actor],
    [anActor(view), init],
  ] as const)
  const filters = [filter(one, narrow), filter(other, wide)]
  const asks: Command = {
    op: 'request_key',
    actor: init,
    type,
    description: pick(draw, ['a', 'q']),
    callout: 'info',
    dest: null,
  }
  const removes: Command = {
    op: 'keyctl_container_intercept',
    actor,
    container,
    type: chance(draw, 1, 2) ? null : general(),
    ring: null,
    ...(chance(draw, 3, 4) ? { network: one } : {}),
  }
  const takes = (ring: KeyName): Command => {
    return { op: 'keyctl_find_lru', actor, name: view.fresh(), ring, type: authorities }
  }
  return [
    ...perhaps(draw, 4, { op: 'unshare_net', actor }),
    { op: 'container_create', actor, container, label: 'a', flags: pick(draw, [0, 0, newNetwork]) },
    { op: 'fork_into_container', actor, child: init, container },
    aQueue(narrow, actor, 'd'),
    aQueue(wide, actor, 'e'),
    ...(chance(draw, 1, 2) ? filters : filters.toReversed()),
    ...perhaps(draw, 3, removes),
    ...perhaps(draw, 6, { op: 'unshare_net', actor: init }),
    asks,
    takes(narrow),
    takes(wide),
    ...perhaps(draw, 3, removes),
  ]
}

/** Somebody names network namespaces that it may name, or might have until it gave up its capabilities. */
export const nameNetworks: Burst = (view) => {
  const { draw } = view
  const actor = anAbleActor(view, 'CAP_SYS_ADMIN')
  const container = aNewFile(view, actor)
  const [other, init] = [newcomer(view), newcomer(view, 1)]
  const filter = (type: string, network: Network): Command => {
    return { op: 'keyctl_container_intercept', actor, container, type, ring: '@t', network }
  }
  return [
    { op: 'fork', actor, child: other },
    { op: 'unshare_net', actor: other },
    { op: 'container_create', actor, container, label: 'a', flags: pick(draw, [0, newNetwork]) },
    { op: 'fork_into_container', actor, child: init, container },
    ...perhaps(draw, 2, { op: 'fork', actor: init, child: newcomer(view, 2) }),
    ...(chance(draw, 3, 4) ? [{ op: 'capset', actor, effective: 0, permitted: 0 } as const] : []),
    filter('user', other),
    filter('rxrpc', init),
    ...perhaps(draw, 3, { op: 'exit', actor: init }),
    filter('*', pick(draw, [actor, init, other])),
  ]
}

/** A network namespace that a filter is for goes, and somebody makes another, which has its number. */
export const outlivedNetwork: Burst = (view) => {
  const { draw } = view
  const actor = anAbleActor(view, 'CAP_SYS_ADMIN')
  const container = aNewFile(view, actor)
  const [init, other] = [newcomer(view), newcomer(view, 1)]
  const queue = view.fresh()
  const type = pick(draw, ['rxrpc', 'dns_resolver'])
  const filter = {
    op: 'keyctl_container_intercept',
    actor,
    container,
    type,
    network: other,
  } as const
  const wanted = { type, description: 'q', callout: 'info', dest: null }
  return [
    { op: 'container_create', actor, container, label: 'a', flags: 0 },
    { op: 'fork_into_container', actor, child: init, container },
    { op: 'fork', actor, child: other },
    { op: 'unshare_net', actor: other },
    aQueue(queue, actor, 'd'),
    { ...filter, ring: queue },
    pick<Command>(draw, [
      { op: 'setns_net', actor: other, of: actor },
      { op: 'exit', actor: other },
    ]),
    { op: 'unshare_net', actor: init },
    { op: 'request_key', actor: init, ...wanted },
    { op: 'keyctl_find_lru', actor, name: view.fresh(), ring: queue, type: authorities },
    ...perhaps(draw, 4, { ...filter, type: null, ring: null }),
  ]
}

/** Keys of a keyring are made and used one second after another, and then taken. */
export const takeInTurn: Burst = (view) => {
  const { draw } = view
  const actor = anActor(view)
  const ring = view.fresh()
  const keys = [view.fresh(), view.fresh(), view.fresh()]
  const type = 'user'
  const passes = (): readonly Command[] =>
    chance(draw, 2, 3) ? [{ op: 'advance_clock', seconds: 10 }] : []
  const makes = (name: KeyName, at: number): readonly Command[] => {
    const made = { type, description: 'abc'.charAt(at), payload: 'x' }
    return [{ op: 'add_key', actor, name, ...made, ring }, ...passes()]
  }
  const uses = (): readonly Command[] => {
    const key = pick(draw, keys as [KeyName, ...KeyName[]])
    const sought = { name: view.fresh(), type, description: pick(draw, ['a', 'b', 'c']) }
    const use = pick<Command>(draw, [
      { op: 'keyctl_read', actor, key },
      { op: 'keyctl_describe', actor, key },
      { op: 'keyctl_setperm', actor, key, perm: 0x3f010000 },
      { op: 'keyctl_link', actor, key, ring: '@p' },
      { op: 'keyctl_update', actor: anActor(view), key, payload: 'y' },
      { op: 'keyctl_search', actor, ring, ...sought, dest: null },
      { op: 'request_key', actor, ...sought, callout: null, dest: null },
      { op: 'add_key', actor, ...sought, payload: 'y', ring },
    ])
    return [use, ...passes()]
  }
  const takes = (): Command => ({ op: 'keyctl_find_lru', actor, name: view.fresh(), ring, type })
  return [
    aQueue(ring, actor, 'd'),
    ...keys.flatMap(makes),
    ...uses(),
    ...uses(),
    takes(),
    ...perhaps(draw, 2, ...uses()),
    takes(),
    takes(),
  ]
}
