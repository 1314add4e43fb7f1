/** Access control lists: what is granted to one subject, and whether it is enough. */

import { acePermissions, everyPermission } from '../../model/lists.ts'
import type { Command, GrantPermission } from '../../spec/vocabulary/command.ts'
import type { ActorName, KeyName } from '../../spec/vocabulary/names.ts'
import {
  noFile,
  noName,
  type StandardSubject,
  type Subject,
  standardSubjects,
} from '../../spec/vocabulary/subject.ts'
import { chance, type Draw, pick, weighted } from './draw.ts'
import { aKey, anActor, type View } from './view.ts'

const nobodies: readonly [Subject, ...Subject[]] = [
  '#9:0',
  '#0:4',
  '#3:0',
  '#0:4294967295',
  noFile,
  noName,
]

/** Containers by file and by name, where there may be any. */
const containers: readonly [Subject, ...Subject[]] = [
  'c1',
  'c2',
  'c3',
  'c4',
  'c0',
  'name:a',
  'name:b',
  'name:web',
]

function aSubject({ draw, world }: View): Subject {
  if (world.containers.length > 1 && chance(draw, 1, 2)) return pick(draw, containers)
  if (chance(draw, 1, 20)) return pick(draw, nobodies)
  return pick(draw, standardSubjects)
}

const single: readonly number[] = Object.values(acePermissions)

/** All but one, one alone, none, any of them, or more than there are. */
function somePermissions(draw: Draw): number {
  const one = 1 << draw.int(single.length)
  return weighted(draw, [
    [6, everyPermission & ~one],
    [6, one],
    [3, everyPermission],
    [3, 0],
    [4, draw.int(everyPermission + 1)],
    [1, pick(draw, [0x400, 0x401, 0xffffffff])],
  ])
}

export function aGrant(view: View): GrantPermission {
  const { draw } = view
  return {
    op: 'keyctl_grant_permission',
    actor: anActor(view),
    key: aKey(view),
    subject: aSubject(view),
    perm: somePermissions(draw),
  }
}

/** What asks for one of the permissions that a mask has not, or for one that it has. */
function tryOf(draw: Draw, actor: ActorName, key: KeyName): Command {
  return pick<Command>(draw, [
    { op: 'keyctl_invalidate', actor, key },
    { op: 'keyctl_revoke', actor, key },
    { op: 'keyctl_clear', actor, key },
    { op: 'keyctl_join_session_keyring', actor, description: 'j' },
    { op: 'keyctl_describe', actor, key },
    { op: 'keyctl_read', actor, key },
    { op: 'keyctl_setperm', actor, key, perm: 0x3f010000 },
    { op: 'keyctl_link', actor, key, ring: '@s' },
  ])
}

/**
 * A key or a keyring that grants one subject something particular, by a grant or by a mask, and
 * somebody who tries what that is for. Half of the time nobody else is granted anything.
 */
export function bestow(view: View): readonly Command[] {
  const { draw } = view
  const maker = anActor(view)
  const name = view.fresh()
  const ring = chance(draw, 1, 2)
  const made: Command = {
    op: 'add_key',
    actor: maker,
    name,
    type: ring ? 'keyring' : 'user',
    description: 'j',
    payload: ring ? null : 'x',
    ring: pick(draw, ['@s', '@t', '@u']),
  }
  const to = pick<StandardSubject>(draw, standardSubjects)
  const grant = (subject: Subject, perm: number): Command => ({
    op: 'keyctl_grant_permission',
    actor: maker,
    key: name,
    subject,
    perm,
  })
  const bare = standardSubjects.filter((subject) => subject !== to && subject !== 'possessor')
  const left = chance(draw, 1, 2) ? bare.map((subject) => grant(subject, 0)) : []
  const shift = 8 * standardSubjects.indexOf(to)
  const byMask: Command = {
    op: 'keyctl_setperm',
    actor: maker,
    key: name,
    perm: 0x20 * 2 ** 24 + (to === 'possessor' ? 0 : draw.int(0x40) * 2 ** shift),
  }
  const given = chance(draw, 1, 3) ? byMask : grant(to, somePermissions(draw))
  const tries = Array.from({ length: 1 + draw.int(3) }, () => tryOf(draw, anActor(view), name))
  const look: Command = { op: 'keyctl_describe', actor: maker, key: name }
  return [made, ...left, given, look, ...tries]
}
