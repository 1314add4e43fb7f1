/**
 * Programs for kernels with several CPUs: some of their commands are released together. Half of them set up what two
 * can quarrel about, the others are drawn as ever, and whoever follows somebody else may be released with it.
 */

import { type Semantics, startOf, step } from '../../model/step.ts'
import type { Command } from '../../spec/vocabulary/command.ts'
import { containerFlags } from '../../spec/vocabulary/container-flags.ts'
import type { KeyRef } from '../../spec/vocabulary/names.ts'
import type { Actor, Program } from '../../spec/vocabulary/program.ts'
import { isReleasable } from '../../spec/vocabulary/together.ts'
import { chance, type Draw, drawOf, pick } from './draw.ts'
import { programsOf } from './program.ts'

/** Released with that above it, unless nobody makes it. */
const and = (command: Command): Command =>
  'actor' in command ? { ...command, together: true } : command

/** Whoever follows somebody else is released with it, two times in three, where that can be. */
function releaseSome(semantics: Semantics, draw: Draw, program: Program): Program {
  let world = startOf(program)
  const commands: Command[] = []
  for (const command of program.commands) {
    // What is under construction would be waited for.
    const made = world.keys.every((key) => key === undefined || key.state !== 'uninstantiated')
    const before = commands.at(-1)
    const both = before !== undefined && isReleasable(before) && isReleasable(command)
    commands.push(both && made && chance(draw, 2, 3) ? and(command) : command)
    const [outcome] = step(semantics, world, command)
    world = outcome.world
  }
  return { ...program, commands }
}

/** Two processes of one user that share a session, and one of another. */
const actors = (draw: Draw): readonly Actor[] => {
  const plain = { groups: [], privileged: chance(draw, 1, 2) }
  return [
    { name: 'p1', uid: 'u1', gid: 'g1', ...plain },
    { name: 'p2', uid: chance(draw, 2, 3) ? 'u1' : 'u2', gid: 'g1', ...plain },
  ]
}

type Quarrel = (draw: Draw) => readonly Command[]

const ring = (name: `k${number}`, description: string, where: KeyRef): Command => {
  return {
    op: 'add_key',
    actor: 'p1',
    name,
    type: 'keyring',
    description,
    payload: null,
    ring: where,
  }
}

const key = (name: `k${number}`, description: string, where: KeyRef): Command => {
  return { op: 'add_key', actor: 'p1', name, type: 'user', description, payload: 'x', ring: where }
}

/** Everybody may do everything to a key. */
const open = (name: KeyRef): Command => {
  return { op: 'keyctl_setperm', actor: 'p1', key: name, perm: 0x3f3f3f3f }
}

/** What may be done to a key, a keyring in which it is, and another. */
function something(draw: Draw, actor: 'p1' | 'p2', name: `k${number}`): Command {
  const either = pick<KeyRef>(draw, ['k1', 'k2'])
  const key = pick<KeyRef>(draw, ['k3', 'k3', 'k4', 'k1'])
  return pick<Command>(draw, [
    { op: 'keyctl_link', actor, key, ring: either },
    { op: 'keyctl_unlink', actor, key, ring: either },
    { op: 'keyctl_move', actor, key, from: 'k1', to: 'k2', flags: 0 },
    { op: 'keyctl_move', actor, key, from: 'k2', to: 'k1', flags: 0 },
    { op: 'keyctl_link', actor, key: 'k1', ring: 'k2' },
    { op: 'keyctl_link', actor, key: 'k2', ring: 'k1' },
    { op: 'keyctl_revoke', actor, key },
    { op: 'keyctl_invalidate', actor, key },
    { op: 'keyctl_clear', actor, key: either },
    { op: 'keyctl_update', actor, key, payload: pick(draw, ['y', 'longer than before']) },
    { op: 'keyctl_setperm', actor, key, perm: pick(draw, [0x3f3f3f3f, 0x3f010101, 0]) },
    { op: 'keyctl_chown', actor, key, uid: 'u2', gid: null },
    { op: 'keyctl_set_timeout', actor, key, seconds: 100 },
    { op: 'keyctl_read', actor, key },
    { op: 'keyctl_describe', actor, key },
    { op: 'keyctl_search', actor, name, ring: either, type: 'user', description: 'a', dest: null },
    { op: 'keyctl_search', actor, name, ring: 'k1', type: 'user', description: 'a', dest: 'k2' },
    {
      op: 'add_key',
      actor,
      name,
      type: 'user',
      description: pick(draw, ['a', 'b', 'c']),
      payload: 'z',
      ring: either,
    },
    { op: 'keyctl_restrict_keyring', actor, key: either, type: null, restriction: null },
  ])
}

/** Two do things to the same few keys. */
const overKeys: Quarrel = (draw) => {
  const rounds = Array.from({ length: 3 }, (_, at): readonly Command[] => [
    something(draw, 'p1', `k${10 + 2 * at}`),
    and(something(draw, 'p2', `k${11 + 2 * at}`)),
  ])
  return [
    ring('k1', 'r', '@u'),
    ring('k2', 's', '@u'),
    key('k3', 'a', 'k1'),
    key('k4', 'b', 'k2'),
    ...(['k1', 'k2', 'k3', 'k4'] as const).map(open),
    ...rounds.flat(),
  ]
}

const { killOnClose } = containerFlags

/** What may be done to a container whose init, p3, and another member, p4, are there. */
function toContainer(draw: Draw, actor: 'p1' | 'p2', name: `k${number}`): Command {
  const container = 'c1'
  return pick<Command>(draw, [
    {
      op: 'keyctl_grant_permission',
      actor,
      key: 'k3',
      subject: pick(draw, ['c1', 'name:a']),
      perm: 0x9,
    },
    { op: 'keyctl_grant_permission', actor, key: 'k1', subject: 'c1', perm: pick(draw, [0, 8]) },
    { op: 'keyctl_set_container_keyring', actor, container, key: 'k1' },
    { op: 'keyctl_get_container_keyring', actor, name, container, dest: pick(draw, [null, 'k2']) },
    { op: 'keyctl_container_intercept', actor, container, type: 'user', ring: 'k2' },
    { op: 'keyctl_container_intercept', actor, container, type: null, ring: null },
    { op: 'close_container', actor, container },
    { op: 'fork_into_container', actor, child: actor === 'p1' ? 'p5' : 'p6', container },
    { op: 'keyctl_revoke', actor, key: pick(draw, ['k1', 'k3']) },
    { op: 'keyctl_clear', actor, key: pick(draw, ['k1', 'k2']) },
  ])
}

/** What a member does, or its end. */
function byMember(draw: Draw, actor: 'p3' | 'p4', name: `k${number}`): Command {
  const sought = { type: 'user', description: 'a' } as const
  return pick<Command>(draw, [
    { op: 'exit', actor },
    { op: 'exit', actor },
    { op: 'fork', actor, child: actor === 'p3' ? 'p7' : 'p8' },
    { op: 'request_key', actor, name, ...sought, callout: null, dest: null },
    { op: 'request_key', actor, name, ...sought, callout: null, dest: '@t' },
    { op: 'keyctl_read', actor, key: 'k3' },
    { op: 'keyctl_describe', actor, key: 'k3' },
    { op: 'add_key', actor, name, ...sought, payload: 'y', ring: '@u' },
    { op: 'close_container', actor, container: 'c1' },
  ])
}

/** Whoever has its file, and who is in a container: grants, keyrings, filters, forks, files and ends. */
const overContainer: Quarrel = (draw) => {
  const flags = chance(draw, 1, 2) ? killOnClose : 0
  const rounds = Array.from({ length: 2 }, (_, at): readonly Command[] => {
    const [one, other] = [`k${10 + 3 * at}`, `k${11 + 3 * at}`] as const
    return [
      toContainer(draw, 'p1', one),
      and(byMember(draw, pick(draw, ['p3', 'p4']), other)),
      ...(chance(draw, 1, 2) ? [and(toContainer(draw, 'p2', `k${12 + 3 * at}`))] : []),
    ]
  })
  return [
    ring('k1', 'r', '@u'),
    ring('k2', 's', '@u'),
    key('k3', 'a', 'k1'),
    { op: 'container_create', actor: 'p1', container: 'c1', label: 'a', flags },
    ...(chance(draw, 4, 5)
      ? ([
          { op: 'fork_into_container', actor: 'p1', child: 'p3', container: 'c1' },
          { op: 'close_container', actor: 'p3', container: 'c1' },
          { op: 'fork', actor: 'p3', child: 'p4' },
        ] as const)
      : []),
    ...rounds.flat(),
    { op: 'proc_containers', actor: 'p1' },
  ]
}

/** Draws such programs, of a seed; the same for ever. */
export function programsTogether(
  semantics: Semantics,
  seed: number,
  first: readonly Program[],
): () => Program {
  const usual = programsOf(semantics, seed, first)
  const quarrels: readonly [Quarrel, ...Quarrel[]] = semantics.profile.features.includes(
    'containers',
  )
    ? [overKeys, overContainer, overContainer]
    : [overKeys]
  let drawn = 0
  return () => {
    const draw = drawOf(seed, drawn)
    drawn += 1
    if (chance(draw, 1, 3)) return releaseSome(semantics, draw, usual())
    return { actors: actors(draw), commands: pick(draw, quarrels)(draw) }
  }
}
