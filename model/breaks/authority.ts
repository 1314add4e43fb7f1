/** Chapter 14 turned wrong: the process that makes a key, and its authority. */

import { bytesOf } from '../../spec/vocabulary/memory.ts'
import {
  authorityAfterGift,
  authorityFor,
  authorityName,
  authorityType,
  spentAuthority,
} from '../authority.ts'
import { endAuthority } from '../construction.ts'
import { permissionsOfMask } from '../defaults.ts'
import {
  fill,
  giveBack,
  grantToMake,
  madeAlready,
  noError,
  reject,
  ringToLink,
  specialTarget,
  tooLong,
} from '../instantiate.ts'
import { byAuthority } from '../looking.ts'
import { noAuthority, ownAuthority, requestorRing } from '../lookup.ts'
import { isSoughtWithRequester, missOfBoth, searchRequestersRings } from '../possession.ts'
import { cite, refuse } from '../turn.ts'
import {
  helpersRing,
  linkCharge,
  newAuthority,
  requesterOf,
  requestorsDestination,
} from '../upcalls.ts'
import { helperProcess, programKeeps } from '../waiting.ts'
import { keyOf, withKey } from '../world.ts'
import { type Break, broken } from './broken.ts'

const helpers: readonly Break[] = [
  broken(
    helperProcess,
    'The process puts keys where every new process does.',
    (turn, name, session) => ({ ...helperProcess.sound(turn, name, session), reqkey: 0 }),
  ),
  broken(
    helpersRing,
    'The session keyring of the process is its own, and so root’s.',
    (turn, process, target, digits) =>
      helpersRing.sound(turn, { ...process, fsuid: 'root' }, target, digits),
  ),
  broken(
    newAuthority,
    'The requester may read the authority.',
    (turn, process, target, dest, callout) => {
      const id = newAuthority.sound(turn, process, target, dest, callout)
      if (typeof id === 'string') return id
      turn.world = withKey(turn.world, {
        ...keyOf(turn.world, id),
        perm: permissionsOfMask(turn, '.request_key_auth', 0x1b030000),
      })
      return id
    },
  ),
  broken(
    authorityFor,
    'The authority for a key is found wherever it is.',
    (turn, process, target) => {
      const found = authorityFor.sound(turn, process, target)
      const key = turn.world.keys.find(
        (one) => one?.type === authorityType && one.description === authorityName(target),
      )
      return typeof found === 'string' && key !== undefined ? key.id : found
    },
  ),
  broken(
    authorityAfterGift,
    'A session that is given leaves the authority as it is.',
    (_turn, { authority }) => authority,
  ),
  broken(ownAuthority, 'No process has an authority that it can name.', (turn) =>
    noAuthority(turn),
  ),
  broken(
    requestorRing,
    'The keyring of the requester is the session keyring of the process.',
    (turn, process) => {
      const ring = requestorRing.sound(turn, process)
      return typeof ring === 'string' ? ring : process.session
    },
  ),
  broken(
    searchRequestersRings,
    'The keyrings of the requester are not searched.',
    (_turn, _hunt) => undefined,
  ),
  broken(
    isSoughtWithRequester,
    'Authorities are looked for in the keyrings of the requester, too.',
    () => true,
  ),
  broken(missOfBoth, 'What the own keyrings answer counts alone.', (turn, own) => {
    cite(turn, 'upcalls/misses-of-both')
    return own
  }),
  broken(
    requestorsDestination,
    'A process with authority puts the keys that it requests where others do.',
    (_turn, _process) => 0,
  ),
  broken(requesterOf, 'A process asks for itself, whomever it makes a key for.', (turn, process) =>
    typeof requesterOf.sound(turn, process) === 'string' ? 'EKEYREVOKED' : process,
  ),
  broken(
    byAuthority,
    'Authority over a key grants nothing that its mask refuses.',
    (_turn, _command, ref) => ref,
  ),
  broken(
    programKeeps,
    'The session keyring of the process goes when nobody has it for a session.',
    (turn, session) => {
      programKeeps.sound(turn, session)
      return []
    },
  ),
]

const making: readonly Break[] = [
  broken(specialTarget, 'Special ids are the ids of nobody.', (turn) =>
    refuse(turn, 'upcalls/assume-serial-only', 'ENOKEY'),
  ),
  broken(giveBack, 'Authority is given back by nothing but the end of the process.', (turn) => {
    cite(turn, 'upcalls/authority-given-back')
  }),
  broken(grantToMake, 'Who has no authority over a key is told EACCES.', (turn, command) => {
    const grant = grantToMake.sound(turn, command)
    return grant === 'EPERM' ? 'EACCES' : grant
  }),
  broken(
    tooLong,
    'A payload of more than 4,096 bytes is refused, as that of an update is.',
    (turn, payload) =>
      bytesOf(payload) > turn.profile.limits.updateBytes
        ? refuse(turn, 'upcalls/instantiate-length', 'EINVAL')
        : tooLong.sound(turn, payload),
  ),
  broken(
    ringToLink,
    'The authority itself stands for the destination, too.',
    (turn, command, grant) => {
      const ring = ringToLink.sound(turn, command, grant)
      return command.ring === '@a' && ring === 'EINVAL' ? grant.dest : ring
    },
  ),
  broken(fill, 'A key that is made gets no other link.', (turn, id, payload) =>
    fill.sound(turn, id, payload, 0),
  ),
  broken(madeAlready, 'A key can be made twice.', (_turn, _id) => undefined),
  broken(endAuthority, 'Authority over a key outlives the making of it.', (turn, _id) => {
    cite(turn, 'upcalls/authority-ends')
  }),
  broken(spentAuthority, 'A revoked authority is none at all.', (turn) =>
    refuse(turn, 'upcalls/revoked-authority-is-none', 'EPERM'),
  ),
  broken(noError, 'A key can be rejected with every number but 0.', (turn, error) =>
    error === 0 ? noError.sound(turn, error) : undefined,
  ),
  broken(reject, 'A key that cannot be linked is not rejected.', (turn, command, id, ring) => {
    const { world } = turn
    const refused = ring === 0 ? undefined : linkCharge(turn, ring, keyOf(world, id))
    turn.world = world
    if (refused === undefined) return reject.sound(turn, command, id, ring)
    return refuse(turn, 'upcalls/rejected-unlinked', refused)
  }),
]

export const authorityBreaks: readonly Break[] = [...helpers, ...making]
