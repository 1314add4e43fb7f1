/** Chapter 3: what a key id means to a caller, and the checks that every call makes of it. */

import type { Errno } from '../spec/vocabulary/errno.ts'
import {
  type ActorName,
  type KeyRef,
  type SpecialKey,
  specialKeys,
} from '../spec/vocabulary/names.ts'
import { authorityOf, grantOf, spentAuthority } from './authority.ts'
import { negativeRefuses, waitsFor } from './construction.ts'
import { enteredId } from './entry.ts'
import { deathOf } from './life.ts'
import { type Need, permissionRefuses, type Ref } from './permissions.ts'
import { possesses, specialIsPossessed } from './possession.ts'
import { ownRing, sessionRing, userRings } from './rings.ts'
import { cite, refuse, rule, type Turn } from './turn.ts'
import { use } from './use.ts'
import { indexOf, type KeyId, keyOf, type Process } from './world.ts'

/** A reference, or the error that the lookup answers. */
export type Looked = Ref | Errno

/** lookup/reserved-id */
export const reservedId = rule('lookup/reserved-id', (turn): Errno => {
  return refuse(turn, 'lookup/reserved-id', 'EINVAL')
})

/** lookup/nobodys-serial */
export const nobodysSerial = rule('lookup/nobodys-serial', (turn): Errno => {
  return refuse(turn, 'lookup/nobodys-serial', 'ENOKEY')
})

/** lookup/no-group-keyring */
export const noGroupKeyring = rule('lookup/no-group-keyring', (turn): Errno => {
  return refuse(turn, 'lookup/no-group-keyring', 'EINVAL')
})

/** lookup/no-authority */
export const noAuthority = rule('lookup/no-authority', (turn): Errno => {
  return refuse(turn, 'lookup/no-authority', 'ENOKEY')
})

/** lookup/serial */
export const bySerial = rule('lookup/serial', (turn, process: Process, id: KeyId): Looked => {
  const key = turn.world.keys[id]
  if (key === undefined) return nobodysSerial(turn)
  cite(turn, 'lookup/serial')
  return { id, possessed: possesses(turn, process, key) }
})

/** Finds what a reference names, making the caller's special rings where asked to. */
export function resolve(turn: Turn, process: Process, named: KeyRef, create: boolean): Looked {
  const ref = enteredId(turn, process, named)
  const special = specialOf(ref)
  if (special !== undefined) return bySpecialId(turn, process, special, create)
  const number = numberOf(ref)
  if (number !== undefined) return number < 1 ? reservedId(turn) : nobodysSerial(turn)
  const id = turn.world.names[indexOf(ref)]
  return id === undefined ? nobodysSerial(turn) : bySerial(turn, process, id)
}

/** The id that a number is to the kernel, which takes 32 bits of it; undefined where none is written. */
export function numberOf(ref: KeyRef): number | undefined {
  return ref.startsWith('#') ? Number(ref.slice(1)) | 0 : undefined
}

/** `@s`, also where it is written as the number that it is. */
function specialOf(ref: KeyRef): SpecialKey | undefined {
  if (ref.startsWith('@')) return ref as SpecialKey
  const number = numberOf(ref)
  return number === undefined ? undefined : specialKeys[-number - 1]
}

function bySpecialId(turn: Turn, process: Process, id: SpecialKey, create: boolean): Looked {
  const ring = specialRing(turn, process, id, create)
  if (typeof ring === 'string') return ring
  return { id: ring, possessed: specialIsPossessed(turn, process, ring) }
}

function specialRing(turn: Turn, process: Process, id: SpecialKey, create: boolean): KeyId | Errno {
  switch (id) {
    case '@t':
      return ownRing(turn, process, 'thread', create)
    case '@p':
      return ownRing(turn, process, 'process', create)
    case '@s':
      return sessionRing(turn, process, create)
    case '@u': {
      const rings = userRings(turn, process)
      return typeof rings === 'string' ? rings : rings.user
    }
    case '@us': {
      const rings = userRings(turn, process)
      return typeof rings === 'string' ? rings : rings.session
    }
    case '@g':
      return noGroupKeyring(turn)
    case '@a':
      return ownAuthority(turn, process)
    case '@r':
      return requestorRing(turn, process)
  }
}

/** upcalls/authority-by-special-id */
export const ownAuthority = rule(
  'upcalls/authority-by-special-id',
  (turn, process: Process): KeyId | Errno => {
    if (process.authority === 0) return noAuthority(turn)
    cite(turn, 'upcalls/authority-by-special-id')
    return process.authority
  },
)

/** upcalls/requestor-keyring */
export const requestorRing = rule(
  'upcalls/requestor-keyring',
  (turn, process: Process): KeyId | Errno => {
    const authority = authorityOf(turn, process)
    if (authority === undefined) return noAuthority(turn)
    const grant = grantOf(authority)
    if (grant === undefined) return spentAuthority(turn)
    cite(turn, 'upcalls/requestor-keyring')
    return grant.dest
  },
)

/** lookup/death-before-permission: the order of the two checks. */
export const checks = rule(
  'lookup/death-before-permission',
  (turn, ref: Ref, process: Process, need: Need): Errno | undefined => {
    const death = deathOf(turn, keyOf(turn.world, ref.id))
    if (death !== undefined) {
      cite(turn, 'lookup/death-before-permission')
      return death
    }
    return permissionRefuses(turn, ref, process, need)
  },
)

/** The process of that name, as the turn has left it so far. */
export function processOf(turn: Turn, actor: ActorName): Process {
  const process = turn.world.processes[indexOf(actor)]
  if (process === undefined) throw new Error(`${actor} acts but does not exist: step asks first`)
  return process
}

/** Looks a key up for a purpose: it must be made, exist, live, and grant what is needed. */
export function lookup(
  turn: Turn,
  actor: ActorName,
  ref: KeyRef,
  need: Need,
  create = false,
): Looked {
  turn.teller?.begin({ kind: 'lookup', ref, need })
  const looked = lookUp(turn, actor, ref, need, create)
  turn.teller?.end(
    typeof looked === 'string'
      ? { kind: 'errno', errno: looked }
      : { kind: 'key', key: looked.id, possessed: looked.possessed },
  )
  return looked
}

function lookUp(turn: Turn, actor: ActorName, ref: KeyRef, need: Need, create: boolean): Looked {
  const { progress } = turn
  if (progress.lookups + 1 < progress.before) return seenBefore(turn)
  const found = made(turn, actor, ref, create)
  if (typeof found === 'string') return found
  const negative = negativeRefuses(turn, keyOf(turn.world, found.id))
  return negative ?? checks(turn, found, processOf(turn, actor), need) ?? given(turn, found)
}

/** What a call goes on with. */
export function given(turn: Turn, found: Ref): Ref {
  use(turn, found.id)
  return found
}

/** What a call found out before it came upon what it waited for: it does not ask again. */
function seenBefore({ progress }: Turn): Ref {
  const ref = progress.refs[progress.lookups]
  if (ref === undefined) throw new Error('a call that goes on has looked up less than it had')
  progress.lookups += 1
  return ref
}

/** Finds what a reference names, and waits until it was made. */
export function made(turn: Turn, actor: ActorName, ref: KeyRef, create = false): Looked {
  const { progress } = turn
  const again = progress.lookups < progress.before
  const found = again ? seenBefore(turn) : resolve(turn, processOf(turn, actor), ref, create)
  if (typeof found === 'string') return found
  if (!again) {
    progress.refs.push(found)
    progress.lookups += 1
  }
  return waitsFor(turn, found.id) ?? found
}

/** upcalls/unfinished-attributes: what looks at attributes alone takes keys under construction, too. */
export const lookupUnfinished = rule(
  'upcalls/unfinished-attributes',
  (turn, actor: ActorName, ref: KeyRef, need: Need, create: boolean): Looked => {
    const found = resolve(turn, processOf(turn, actor), ref, create)
    if (typeof found === 'string') return found
    const { state } = keyOf(turn.world, found.id)
    if (state !== 'instantiated') cite(turn, 'upcalls/unfinished-attributes')
    return checks(turn, found, processOf(turn, actor), need) ?? given(turn, found)
  },
)
