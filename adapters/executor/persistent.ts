/** Persistent keyrings stay registered for days, so whoever asked for one is followed by the agent. */

import type { Profile } from '../../spec/profiles/profile.ts'
import type { Call } from '../wire/call.ts'
import { silent } from './silent.ts'

/** Gets a user's persistent keyring, by which it is possessed, and invalidates it. */
export function forgetPersistent({ abi }: Profile, uid: number, register: number): Call[] {
  const { syscalls, keyctl, specialKeys } = abi
  const ring = { kind: 'register', register } as const
  return [
    { ...silent(syscalls.keyctl, [keyctl.get_persistent, uid, specialKeys['@t']]), register },
    silent(syscalls.keyctl, [keyctl.invalidate, ring]),
  ]
}
