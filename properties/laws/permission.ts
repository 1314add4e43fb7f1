/** Laws of chapter 2. */

import * as fc from 'fast-check'
import { granted } from '../../model/permissions.ts'
import { possessorAdds } from '../../model/subjects.ts'
import { fromTheStart, type Turn } from '../../model/turn.ts'
import { emptyWorld, type Key, type Process, withKey } from '../../model/world.ts'
import { mainline } from '../../spec/profiles/mainline.ts'
import type { Law } from './law.ts'

const mask = fc.nat({ max: 0x3f3f3f3f }).map((bits) => bits & 0x3f3f3f3f)
const bits = fc.nat({ max: 0x3ff })
const uid = fc.constantFrom('u1', 'u2')
const gid = fc.constantFrom('g1', 'g2')

const key: fc.Arbitrary<Key> = fc.record({
  id: fc.constant(1),
  type: fc.constant('user'),
  description: fc.constant('a'),
  domain: fc.constant(0),
  uid,
  gid: fc.option(gid),
  payer: fc.constant('u1'),
  perm: mask,
  revoked: fc.constant(false),
  invalidated: fc.constant(false),
  expiry: fc.constant(null),
  inQuota: fc.constant(true),
  chargedBytes: fc.constant(1),
  uidKeyring: fc.constant(false),
  users: fc.constant(1),
  restricted: fc.constant('no'),
  voucher: fc.constant(0),
  payload: fc.constant('x'),
  readError: fc.constant(null),
  ring: fc.constant(null),
  state: fc.constant('instantiated'),
  grant: fc.constant(null),
  handedOut: fc.constant(false),
  madeAt: fc.constant(0),
  usedAt: fc.constant(0),
})

const process: fc.Arbitrary<Process> = fc.record({
  name: fc.constant('p1'),
  leader: fc.constant('p1'),
  ended: fc.constant(false),
  parent: fc.constant(null),
  compat: fc.boolean(),
  uid,
  euid: uid,
  suid: uid,
  fsuid: uid,
  gid,
  egid: gid,
  sgid: gid,
  fsgid: gid,
  groups: fc.subarray(['g1', 'g2'] as const),
  effective: fc.constantFrom(0, 0xffffffff),
  permitted: fc.constant(0xffffffff),
  securebits: fc.constant(0),
  container: fc.constant(0),
  where: fc.constant({ pids: 1, place: 1, sees: true }),
  files: fc.constant(0),
  killed: fc.constant(false),
  network: fc.constant(1),
  users: fc.constant(1),
  pinnedUsers: fc.constant(1),
  thread: fc.constant(0),
  process: fc.constant(0),
  session: fc.constant(0),
  pinned: fc.constant([]),
  reqkey: fc.constant(0),
  authority: fc.constant(0),
  waits: fc.constant(null),
})

function turnWith(subject: Key): Turn {
  return {
    profile: mainline,
    world: withKey(emptyWorld, subject),
    cited: [],
    teller: undefined,
    loose: false,
    sweeps: false,
    progress: fromTheStart(),
    woken: false,
    choose: () => 0,
    broken: undefined,
    asked: undefined,
  }
}

export const permissionLaws: readonly Law[] = [
  {
    name: 'possession_never_takes_away',
    says: 'Whatever a process may do with a key, it may still do once it possesses the key.',
    about: ['permission/possessor-adds'],
    property: fc.property(key, process, (subject, actor) => {
      const turn = turnWith(subject)
      const stranger = granted(turn, { id: 1, possessed: false }, actor)
      const possessor = granted(turn, { id: 1, possessed: true }, actor)
      return (stranger & ~possessor) === 0
    }),
  },
  {
    name: 'privilege_grants_no_bit',
    says: 'No capability changes what the mask grants.',
    about: ['permission/one-class'],
    property: fc.property(key, process, fc.boolean(), (subject, actor, possessed) => {
      const turn = turnWith(subject)
      const ref = { id: 1, possessed }
      return (
        granted(turn, ref, { ...actor, effective: 0xffffffff }) ===
        granted(turn, ref, { ...actor, effective: 0 })
      )
    }),
  },
  {
    name: 'only_file_system_ids_grant',
    says: 'No id of a process but its file-system ids changes what the mask grants.',
    about: ['credentials/file-system-ids-act'],
    property: fc.property(
      key,
      process,
      process,
      fc.boolean(),
      (subject, actor, other, possessed) => {
        const turn = turnWith(subject)
        const ref = { id: 1, possessed }
        const { fsuid, fsgid, groups } = actor
        return granted(turn, ref, actor) === granted(turn, ref, { ...other, fsuid, fsgid, groups })
      },
    ),
  },
  {
    name: 'owners_are_not_others',
    says: 'An owner gets the owner byte alone, however much group and other are granted.',
    about: ['permission/owner', 'permission/one-class'],
    property: fc.property(key, process, mask, (subject, actor, other) => {
      const mine = { ...subject, uid: actor.fsuid }
      const richer = { ...mine, perm: (Number(mine.perm) & ~0x3f3f) | (other & 0x3f3f) }
      const ref = { id: 1, possessed: false }
      return granted(turnWith(mine), ref, actor) === granted(turnWith(richer), ref, actor)
    }),
  },
  {
    name: 'possession_adds_only_its_byte',
    says: 'What possession adds is what is granted to the possessor and nothing else.',
    about: ['permission/possessor-adds'],
    property: fc.property(key, bits, bits, (subject, own, adds) => {
      return possessorAdds(turnWith(subject), true, own, adds) === (own | adds)
    }),
  },
]
