/** Chapter 4: a shortest program for each break of persistent keyrings. */

import { alone } from './cast.ts'

export const persistentWitnesses = {
  'rings/persistent-own-or-setuid': alone(`
p1 keyctl_get_persistent u2 @t -> EPERM`),
  'rings/persistent': alone(`
k1 = p1 keyctl_get_persistent - @t
p1 keyctl_set_timeout k1 1 -> EACCES`),
  'rings/persistent-found-again': alone(`
k1 = p1 keyctl_get_persistent - @t
p1 keyctl_revoke k1
k2 = p1 keyctl_get_persistent - @t -> k2`),
  'rings/persistent-expiry': alone(`
sysctl persistent_keyring_expiry 0
k1 = p1 keyctl_get_persistent - @t
p1 keyctl_read k1 -> []`),
  'rings/persistent-linked': alone(`
k1 = p1 keyctl_get_persistent - @t
p1 keyctl_read @t -> [k1]`),
  'quota/outside': alone(`
p1 keyctl_get_persistent - @t
key_users u1 -> 2/2 keys, quota 1 keys 9 bytes`),
} as const
