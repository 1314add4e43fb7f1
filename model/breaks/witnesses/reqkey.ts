/** Chapter 4, the default destination: a shortest program for each break. */

import { alone } from './cast.ts'

export const reqkeyWitnesses = {
  'rings/reqkey-answers-before': alone(`
p1 keyctl_set_reqkey_keyring 3 -> 0`),
  'rings/reqkey-unknown': alone(`
p1 keyctl_set_reqkey_keyring 6 -> EINVAL`),
  'rings/reqkey-makes-ring': alone(`
p1 keyctl_set_reqkey_keyring 2
k1 = p1 keyctl_get_keyring_id @p 0 -> k1`),
  'rings/reqkey-inherited': alone(`
p1 keyctl_set_reqkey_keyring 3
p2 = p1 fork
p2 keyctl_set_reqkey_keyring -1 -> 3`),
} as const
