/**
 * The keyrings of a user stay registered for ever, `_uid.N` and `_uid_ses.N`, unless they die. They
 * are invalidated by serial, for by special id the second call makes the first again.
 *
 * A program may have taken permissions away. The agent takes the user's real uid, by which the
 * keyrings are looked up and possessed, and one file-system uid after the other, by which it is
 * their owner or not; with CAP_SYS_ADMIN it may set permissions wherever any class grants SETATTR.
 * What grants SEARCH to nobody stays behind; root's would then be in everybody's way. As long as nobody has changed them, it is enough to be the owner.
 */

import type { Profile } from '../../spec/profiles/profile.ts'
import type { Argument, Call, Syscall } from '../wire/call.ts'
import { syscalls, unchanged } from './numbers.ts'
import { silent } from './silent.ts'

/** Every permission for everybody. */
const everything = 0x3f3f3f3f

/** Whose keyrings, and with what means. */
export interface Forgotten {
  readonly uid: number
  /** Everybody who may own the keyrings by now. */
  readonly owners: readonly number[]
  /** Whether their permissions may be others than at first. */
  readonly changed: boolean
  /** Registers for their serials. */
  readonly registers: readonly [number, number]
}

/** Finds both keyrings, and what ends them. */
function findAndEnd({ abi }: Profile, registers: Forgotten['registers']) {
  const { keyctl, specialKeys } = abi
  const ask = (...args: Argument[]) => silent(abi.syscalls.keyctl, args)
  const rings = [specialKeys['@u'], specialKeys['@us']] as const
  const find = rings.map((ring, i): Syscall => {
    const register = registers[i]
    return {
      ...ask(keyctl.get_keyring_id, ring, 0),
      ...(register === undefined ? {} : { register }),
    }
  })
  const end = registers.map((register) => ask(keyctl.invalidate, { kind: 'register', register }))
  return { ask, rings, find, end }
}

/** Makes the keyrings of root anew, which fails where those of before are there and unusable, and ends them. */
export function tryRootsRings(profile: Profile, registers: Forgotten['registers']): Call[] {
  const { find, end } = findAndEnd(profile, registers)
  return [...find.map((call) => ({ ...call, report: 'wrong' as const })), ...end]
}

/** The calls that invalidate a user's keyrings, as far as anybody may. */
export function forgetUserRings(profile: Profile, forgotten: Forgotten): Call[] {
  const { keyctl, specialKeys } = profile.abi
  const { uid, owners, changed, registers } = forgotten
  const { ask, rings, find, end } = findAndEnd(profile, registers)
  const reach = [
    ...rings.map((ring) => ask(keyctl.setperm, ring, everything)),
    ...rings.map((ring) => ask(keyctl.link, ring, specialKeys['@t'])),
  ]
  const as = (owner: number, calls: readonly Call[]) => [
    silent(syscalls.setfsuid, [owner]),
    ...calls,
  ]
  const whoeverMay = [
    ...owners.flatMap((owner) => as(owner, [...reach, ...find])),
    ...owners.toReversed().flatMap((owner) => as(owner, end)),
  ]
  return [
    silent(syscalls.setresuid, [uid, unchanged, unchanged]),
    ...(changed ? whoeverMay : as(uid, [...find, ...end])),
    ...as(0, []),
    silent(syscalls.setresuid, [0, unchanged, unchanged]),
  ]
}
