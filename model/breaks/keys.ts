/** Chapter 1 turned wrong: types, and how keys come to be. */

import { bytesOf } from '../../spec/vocabulary/memory.ts'
import { defaultMask } from '../defaults.ts'
import { unknownTypeSought } from '../find.ts'
import {
  badDescription,
  badPayloadLength,
  badTypeLength,
  create,
  dotKeyring,
  dotType,
  expiryAfterUpdate,
  keyringPayload,
  keyToUpdate,
  logonDescription,
  noDescription,
  ownerOfNew,
  replacePayload,
  tooDeadToUpdate,
  unknownTypeAdded,
  updateRefused,
  updatesInPlace,
  userPayload,
} from '../keys.ts'
import { badCriterion, emptyBigKey, keepsTimeout, noCertificate } from '../large-payloads.ts'
import { chargeLink, namesake, ringOf } from '../links.ts'
import { processOf, resolve } from '../lookup.ts'
import { permissionRefuses } from '../permissions.ts'
import { cite, refuse } from '../turn.ts'
import { typeOf } from '../types.ts'
import { keyOf, linksOf } from '../world.ts'
import { type Break, broken } from './broken.ts'

const names: readonly Break[] = [
  broken(
    badTypeLength,
    "The limit on a type's name leaves no room for its NUL: one byte too many is taken.",
    (turn, type) => {
      if (type.length > 0 && type.length <= turn.profile.limits.typeBytes) return undefined
      return refuse(turn, 'keys/type-name', 'EINVAL')
    },
  ),
  broken(
    dotType,
    'A type of the kernel is told by its whole name, so that other names may begin with a dot.',
    (turn, type) => {
      const internal = type.startsWith('.') && typeOf(turn.profile, type) !== undefined
      return internal ? refuse(turn, 'keys/dot-type', 'EPERM') : undefined
    },
  ),
  broken(
    badDescription,
    'The limit on a description leaves no room for its NUL: one byte too many is taken.',
    (turn, description) => {
      if (description.length <= turn.profile.limits.descriptionBytes) return undefined
      return refuse(turn, 'keys/description-length', 'EINVAL')
    },
  ),
  broken(
    dotKeyring,
    'A description with a leading dot is refused for every type, not for keyrings alone.',
    (turn, _type, description) => {
      return description.startsWith('.') ? refuse(turn, 'keys/dot-keyring', 'EPERM') : undefined
    },
  ),
  broken(noDescription, 'A description of no characters is taken for one.', (turn, description) => {
    return description === null ? refuse(turn, 'keys/description-wanted', 'EINVAL') : undefined
  }),
  broken(
    logonDescription,
    'A logon key needs a colon anywhere, be it the first character.',
    (turn, type, description) => {
      if (type !== 'logon' || description.includes(':')) return undefined
      return refuse(turn, 'keys/logon-description', 'EINVAL')
    },
  ),
  broken(
    unknownTypeAdded,
    'The error of the type lookup is passed on: adding a key of unknown type answers ENOKEY.',
    (turn) => refuse(turn, 'keys/unknown-type-added', 'ENOKEY'),
  ),
  broken(
    unknownTypeSought,
    'A search for a key of unknown type answers ENODEV, as adding one does.',
    (turn) => refuse(turn, 'keys/unknown-type-sought', 'ENODEV'),
  ),
]

const payloads: readonly Break[] = [
  broken(
    badPayloadLength,
    'Adding takes no more payload than updating does: a page.',
    (turn, payload) => {
      if (bytesOf(payload) <= turn.profile.limits.updateBytes) return undefined
      return refuse(turn, 'keys/payload-length', 'EINVAL')
    },
  ),
  broken(emptyBigKey, 'A big_key may be empty.', () => undefined),
  broken(
    noCertificate,
    'A payload that is too long for a certificate is told as any other that is none.',
    (turn, payload) => {
      const refused = noCertificate.sound(turn, payload)
      return refused === 'EMSGSIZE' ? 'EBADMSG' : refused
    },
  ),
  broken(
    badCriterion,
    'An odd hexadecimal digit at the end of an identifier is left out.',
    (turn, type, description) =>
      badCriterion.sound(turn, type, `${description}0`) &&
      badCriterion.sound(turn, type, description),
  ),
  broken(keyringPayload, 'A payload of one byte counts as none.', (turn, payload) => {
    if (payload === null || payload.length <= 1) return undefined
    return refuse(turn, 'keys/keyring-payload', 'EINVAL')
  }),
  broken(
    userPayload,
    'A user or logon key may be empty: only too long a payload is refused.',
    (turn, payload) => {
      if ((payload?.length ?? 0) <= turn.profile.limits.userPayloadBytes) return undefined
      return refuse(turn, 'keys/user-payload', 'EINVAL')
    },
  ),
]

const makings: readonly Break[] = [
  broken(
    defaultMask,
    'The possessor of a new key may read it, whether or not its type has a way to.',
    (turn, type) => defaultMask.sound(turn, type) | 0x02000000,
  ),
  broken(
    ownerOfNew,
    'A new key belongs to the user who owns the keyring that it goes into.',
    (turn, by) => {
      const owner = ownerOfNew.sound(turn, by)
      const ring = resolve(turn, processOf(turn, by.actor), by.ring, false)
      return typeof ring === 'string' ? owner : { ...owner, uid: keyOf(turn.world, ring.id).uid }
    },
  ),
  broken(
    create,
    'A key that could not be made leaves its link charged to the keyring.',
    (turn, command, ringId, type, prepared) => {
      const made = create.sound(turn, command, ringId, type, prepared)
      if (typeof made === 'string') {
        chargeLink(turn, ringId, {
          type: type.name,
          description: command.description ?? '',
          domain: 0,
        })
      }
      return made
    },
  ),
]

const updates: readonly Break[] = [
  broken(
    updatesInPlace,
    'Adding a keyring over one of its name keeps the old one, as if it had been updated.',
    (_turn, type, match) => match.type === type.name,
  ),
  broken(
    tooDeadToUpdate,
    'Revocation is not looked at: adding over a revoked key updates it.',
    (turn, match) => {
      if (!match.invalidated) return false
      cite(turn, 'keys/dead-are-not-updated')
      return true
    },
  ),
  broken(
    keyToUpdate,
    'The key to update is also sought in the keyrings that the keyring links to.',
    (turn, ring, type, description) => {
      const match = keyToUpdate.sound(turn, ring, type, description)
      if (match !== undefined) return match
      if (namesake(turn, ringOf(ring), { type: type.name, description, domain: 0 }) !== undefined)
        return undefined
      for (const id of linksOf(ringOf(ring))) {
        const child = keyOf(turn.world, id)
        if (child.ring === null) continue
        const nested = keyToUpdate.sound(turn, child, type, description)
        if (nested !== undefined) return nested
      }
      return undefined
    },
  ),
  broken(expiryAfterUpdate, 'A timeout outlives the payload that it was set for.', (turn, key) => {
    if (key.expiry !== null) cite(turn, 'keys/update-ends-timeout')
    return key.expiry
  }),
  broken(
    keepsTimeout,
    'An update takes the timeout of a big_key away, as of any key.',
    (turn, key) => {
      if (key.type === 'big_key') cite(turn, 'keys/big-key-keeps-timeout')
      return false
    },
  ),
  broken(
    replacePayload,
    'A shorter payload is written over the longer one, whose end stays readable.',
    (turn, key, payload) => {
      const left = (key.payload ?? '').slice(payload.length)
      return replacePayload.sound(turn, key, payload + left)
    },
  ),
  broken(
    updateRefused,
    'Adding over a key asks write permission of the keyring once more, and none of the key.',
    (turn, by, ref) => {
      const process = processOf(turn, by.actor)
      const ring = resolve(turn, process, by.ring, false)
      if (typeof ring === 'string') return updateRefused.sound(turn, by, ref)
      const refused = permissionRefuses(turn, ring, process, 'write')
      if (refused !== undefined) cite(turn, 'keys/update-needs-write')
      return refused
    },
  ),
]

export const keysBreaks: readonly Break[] = [...names, ...payloads, ...makings, ...updates]
