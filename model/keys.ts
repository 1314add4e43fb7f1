/** Chapter 1: key types, and how keys come to be. */

import type { AddKey } from '../spec/vocabulary/command.ts'
import type { Errno } from '../spec/vocabulary/errno.ts'
import { bytesOf, type Text } from '../spec/vocabulary/memory.ts'
import { failed, type Reply } from './answers.ts'
import {
  descriptionThenPayload,
  type Taken,
  takePayload,
  takeText,
  typeThenDescription,
  valuesThenKeys,
} from './arguments.ts'
import { outcomeOf, waitsFor } from './construction.ts'
import { actsAs } from './credentials.ts'
import { permissionsOfNew } from './defaults.ts'
import {
  chargeUpdate,
  emptyBigKey,
  keepsTimeout,
  noCertificate,
  prepareBig,
} from './large-payloads.ts'
import {
  certificatesOnly,
  chargeLink,
  namesake,
  notAKeyring,
  putLink,
  restrictionRefuses,
  ringOf,
} from './links.ts'
import { lookup, processOf } from './lookup.ts'
import { prepareDns, prepareRxrpc, prepareServer } from './network-payloads.ts'
import { domainOf } from './networks.ts'
import { toldUpdated } from './notices.ts'
import { permissionRefuses, type Ref } from './permissions.ts'
import { keyCost, ownerPays, quotaRefuses } from './quota.ts'
import { cite, refuse, rule, type Turn } from './turn.ts'
import { type KeyType, type Prepared, typeOf } from './types.ts'
import { newlyUsed } from './use.ts'
import { emptyRing, type Key, type KeyId, keyOf, withKey } from './world.ts'

/** keys/type-name */
export const badTypeLength = rule('keys/type-name', (turn, type: string): Errno | undefined => {
  if (type.length > 0 && type.length < turn.profile.limits.typeBytes) return undefined
  return refuse(turn, 'keys/type-name', 'EINVAL')
})

/** keys/dot-type */
export const dotType = rule('keys/dot-type', (turn, type: string): Errno | undefined => {
  return type.startsWith('.') ? refuse(turn, 'keys/dot-type', 'EPERM') : undefined
})

/** A type's name, whether or not there is such a type. */
export function takeType(turn: Turn, text: Text): Taken<string> {
  const type = takeText(turn, text)
  if (typeof type === 'string') return type
  return badTypeLength(turn, type.value) ?? dotType(turn, type.value) ?? type
}

/** keys/description-length */
export const badDescription = rule(
  'keys/description-length',
  (turn, description: string): Errno | undefined => {
    if (description.length < turn.profile.limits.descriptionBytes) return undefined
    return refuse(turn, 'keys/description-length', 'EINVAL')
  },
)

/** What a key is called, or would be. */
export function takeDescription(turn: Turn, text: Text): Taken<string> {
  const description = takeText(turn, text)
  if (typeof description === 'string') return description
  return badDescription(turn, description.value) ?? description
}

/** keys/dot-keyring */
export const dotKeyring = rule(
  'keys/dot-keyring',
  (turn, type: string, description: string): Errno | undefined => {
    if (!description.startsWith('.') || !type.startsWith('keyring')) return undefined
    return refuse(turn, 'keys/dot-keyring', 'EPERM')
  },
)

/** keys/payload-length */
export const badPayloadLength = rule(
  'keys/payload-length',
  (turn, payload: Text | null): Errno | undefined => {
    if (bytesOf(payload) <= turn.profile.limits.payloadBytes) return undefined
    return refuse(turn, 'keys/payload-length', 'EINVAL')
  },
)

/** keys/unknown-type-added */
export const unknownTypeAdded = rule('keys/unknown-type-added', (turn): Errno => {
  return refuse(turn, 'keys/unknown-type-added', 'ENODEV')
})

/** keys/description-wanted */
export const noDescription = rule(
  'keys/description-wanted',
  (turn, description: string | null): Errno | undefined => {
    if (description !== null && description !== '') return undefined
    return refuse(turn, 'keys/description-wanted', 'EINVAL')
  },
)

/** keys/keyring-payload */
export const keyringPayload = rule(
  'keys/keyring-payload',
  (turn, payload: string | null): Errno | undefined => {
    if (payload === null || payload === '') return undefined
    return refuse(turn, 'keys/keyring-payload', 'EINVAL')
  },
)

/** keys/user-payload */
export const userPayload = rule(
  'keys/user-payload',
  (turn, payload: string | null): Errno | undefined => {
    const length = payload?.length ?? 0
    if (length > 0 && length <= turn.profile.limits.userPayloadBytes) return undefined
    return refuse(turn, 'keys/user-payload', 'EINVAL')
  },
)

/** What is wrong with a payload for a key of that type. */
export function badPayload(turn: Turn, type: KeyType, payload: string | null): Errno | undefined {
  if (type.name === 'keyring') return keyringPayload(turn, payload)
  return type.name === 'big_key' ? emptyBigKey(turn, payload ?? '') : userPayload(turn, payload)
}

/** What a type makes of a payload. */
export function prepare(
  turn: Turn,
  type: KeyType,
  command: Pick<Added, 'description' | 'payload'>,
): Prepared | Errno {
  const payload = command.payload ?? ''
  switch (type.name) {
    case 'dns_resolver':
      return prepareDns(turn, payload)
    case 'rxrpc':
      return prepareRxrpc(turn, payload)
    case 'rxrpc_s':
      return prepareServer(turn, command.description ?? '', payload)
    case 'big_key':
      return prepareBig(turn, payload)
    case 'asymmetric':
      return noCertificate(turn, payload)
    default: {
      const kept = type.name === 'keyring' ? null : payload
      const plain = { payload: kept, charge: payload.length, readError: null, expiry: null }
      return badPayload(turn, type, command.payload) ?? plain
    }
  }
}

/** keys/logon-description */
export const logonDescription = rule(
  'keys/logon-description',
  (turn, type: string, description: string): Errno | undefined => {
    if (type !== 'logon' || description.indexOf(':') > 0) return undefined
    return refuse(turn, 'keys/logon-description', 'EINVAL')
  },
)

/** A key to be added, as it was taken in. */
export interface Added {
  readonly actor: AddKey['actor']
  readonly type: string
  readonly description: string | null
  readonly payload: string | null
  readonly ring: AddKey['ring']
}

/** keys/owner: who owns a new key. */
export const ownerOfNew = rule('keys/owner', (turn, by: Added) => {
  const { fsuid, fsgid } = actsAs(turn, processOf(turn, by.actor))
  cite(turn, 'keys/owner')
  return { uid: fsuid, gid: fsgid }
})

/** keys/rings-are-not-updated: whether adding over a key of this type updates it. */
export const updatesInPlace = rule(
  'keys/rings-are-not-updated',
  (turn, type: KeyType, match: Key): boolean => {
    if (!type.updates) cite(turn, 'keys/rings-are-not-updated')
    return type.updates && match.type === type.name
  },
)

/** keys/dead-are-not-updated */
export const tooDeadToUpdate = rule('keys/dead-are-not-updated', (turn, match: Key): boolean => {
  if (!match.revoked && !match.invalidated) return false
  cite(turn, 'keys/dead-are-not-updated')
  return true
})

/** links/restricted-is-not-added-over */
export const addingOverRefused = rule(
  'links/restricted-is-not-added-over',
  (turn, ring: Key): Errno | undefined => {
    if (ring.restricted === 'no') return undefined
    cite(turn, 'links/restricted-is-not-added-over')
    return certificatesOnly(turn, ring) ?? 'EPERM'
  },
)

/** keys/added-over: the key in a ring that adding one updates instead. */
export const keyToUpdate = rule(
  'keys/added-over',
  (turn, ring: Key, type: KeyType, description: string): Key | undefined => {
    const match = namesake(turn, ringOf(ring), { type: type.name, description, domain: 0 })
    if (match === undefined || !updatesInPlace(turn, type, match)) return undefined
    if (tooDeadToUpdate(turn, match)) return undefined
    cite(turn, 'keys/added-over')
    return match
  },
)

/** keys/update-ends-timeout */
export const expiryAfterUpdate = rule(
  'keys/update-ends-timeout',
  (turn, key: Key): number | null => {
    if (keepsTimeout(turn, key)) return key.expiry
    if (key.expiry !== null) cite(turn, 'keys/update-ends-timeout')
    return null
  },
)

/** upcalls/added-over-negative */
export const madePositive = rule('upcalls/added-over-negative', (turn, key: Key): Key => {
  if (key.state === 'instantiated') return key
  cite(turn, 'upcalls/added-over-negative')
  return { ...key, state: 'instantiated' }
})

/** keys/update-replaces: puts a new payload in place of the old one. */
export const replacePayload = rule(
  'keys/update-replaces',
  (turn, key: Key, payload: string): Errno | undefined => {
    const refused = chargeUpdate(turn, key, payload)
    if (refused !== undefined) return refused
    cite(turn, 'keys/update-replaces')
    const charged = keyOf(turn.world, key.id)
    const expiry = expiryAfterUpdate(turn, key)
    turn.world = withKey(turn.world, { ...madePositive(turn, charged), payload, expiry })
    toldUpdated(turn, key.id)
    return undefined
  },
)

/** keys/update-needs-write: also where adding a key comes to an update. */
export const updateRefused = rule(
  'keys/update-needs-write',
  (turn, by: Added, ref: Ref): Errno | undefined => {
    const refused = permissionRefuses(turn, ref, processOf(turn, by.actor), 'write')
    if (refused !== undefined) cite(turn, 'keys/update-needs-write')
    return refused
  },
)

/** `add_key(2)` */
export function addKey(turn: Turn, command: AddKey): Reply {
  const given = valuesThenKeys(
    turn,
    () => takeIn(turn, command),
    () => lookup(turn, command.actor, command.ring, 'write', true),
  )
  if (typeof given === 'string') return failed(given)
  const id = createOrUpdate(turn, given.first, given.second)
  return typeof id === 'string' ? failed(id) : { kind: 'key', key: id }
}

function takeIn(turn: Turn, command: AddKey): Added | Errno {
  const tooLong = badPayloadLength(turn, command.payload)
  if (tooLong !== undefined) return tooLong
  const given = descriptionThenPayload(
    turn,
    () => takeName(turn, command),
    () => takePayload(turn, command.payload),
  )
  if (typeof given === 'string') return given
  const { actor, ring } = command
  return { actor, ...given.first, payload: given.second.value, ring }
}

function takeName(turn: Turn, command: AddKey): Pick<Added, 'type' | 'description'> | Errno {
  const { description: text } = command
  const name = typeThenDescription(
    turn,
    () => takeType(turn, command.type),
    () => (text === null ? { value: null } : takeDescription(turn, text)),
  )
  if (typeof name === 'string') return name
  const type = name.first.value
  const description = name.second.value
  return dotKeyring(turn, type, description ?? '') ?? { type, description }
}

function createOrUpdate(turn: Turn, command: Added, ring: Ref): KeyId | Errno {
  const type = typeOf(turn.profile, command.type)
  if (type === undefined) return unknownTypeAdded(turn)
  const ringKey = keyOf(turn.world, ring.id)
  const description = command.description ?? ''
  const notRing = notAKeyring(turn, ringKey)
  if (notRing !== undefined) return notRing
  const prepared = prepare(turn, type, command)
  if (typeof prepared === 'string') return prepared
  const nameless = noDescription(turn, command.description)
  if (nameless !== undefined) return nameless
  const waited = waitedFor(turn)
  if (waited !== undefined) return updateWaited(turn, command, ring, waited)
  const match = keyToUpdate(turn, ringKey, type, description)
  if (match !== undefined) {
    const refused = addingOverRefused(turn, ringKey)
    if (refused !== undefined) return refused
    if (match.state === 'uninstantiated') return waitForMatch(turn, match)
    return updateMatch(turn, command, ring, match)
  }
  return create(turn, command, ring.id, type, prepared)
}

/** The key that adding over waited for, once it goes on. */
function waitedFor({ progress }: Turn): KeyId | undefined {
  return progress.lookups < progress.before ? progress.refs[progress.lookups]?.id : undefined
}

/** What is added over a key under construction waits for it. */
function waitForMatch(turn: Turn, { id }: Key): Errno {
  turn.progress.refs.push({ id, possessed: true })
  return waitsFor(turn, id) ?? 'EINPROGRESS'
}

/** It updates what it has waited for, wherever that is linked by then, unless it is of no use. */
function updateWaited(turn: Turn, command: Added, ring: Ref, id: KeyId): KeyId | Errno {
  const refused = waitsFor(turn, id) ?? outcomeOf(turn, id)
  return refused ?? updateMatch(turn, command, ring, keyOf(turn.world, id))
}

function updateMatch(turn: Turn, command: Added, ring: Ref, match: Key): KeyId | Errno {
  const refused =
    updateRefused(turn, command, { id: match.id, possessed: ring.possessed }) ??
    replacePayload(turn, match, command.payload ?? '')
  return refused ?? match.id
}

/** keys/new */
export const create = rule(
  'keys/new',
  (
    turn,
    command: Added,
    ringId: KeyId,
    type: KeyType,
    { payload, charge, readError, expiry }: Prepared,
  ): KeyId | Errno => {
    const description = command.description ?? ''
    const before = turn.world
    const { uid, gid } = ownerOfNew(turn, command)
    const domain = domainOf(turn, type.name, processOf(turn, command.actor))
    const index = { type: type.name, description, domain }
    const payer = ownerPays(turn, uid, processOf(turn, command.actor))
    const refused =
      chargeLink(turn, ringId, index) ??
      restrictionRefuses(turn, keyOf(turn.world, ringId)) ??
      logonDescription(turn, type.name, description) ??
      quotaRefuses(turn, payer, 'new', keyCost(turn, description)) ??
      quotaRefuses(turn, payer, 'growth', keyCost(turn, description) + charge)
    if (refused !== undefined) {
      turn.world = before
      return refused
    }
    cite(turn, 'keys/new')
    const id = turn.world.keys.length
    turn.world = withKey(turn.world, {
      id,
      ...index,
      uid,
      gid,
      payer,
      perm: permissionsOfNew(turn, type),
      revoked: false,
      invalidated: false,
      expiry,
      inQuota: true,
      chargedBytes: charge,
      uidKeyring: false,
      users: processOf(turn, command.actor).users,
      restricted: 'no',
      voucher: 0,
      payload,
      readError,
      ring: payload === null ? emptyRing : null,
      state: 'instantiated',
      grant: null,
      handedOut: false,
      ...newlyUsed(turn),
    })
    putLink(turn, ringId, id)
    return id
  },
)
