/** Chapter 7: a shortest program for each break, with what is allowed where it shows. */

import { alone, strangers } from './cast.ts'

export const securityWitnesses = {
  'attributes/security-refused-by-search': strangers(`
k1 = p1 keyctl_get_keyring_id @t 1
p2 keyctl_get_security k1 -> ENOKEY`),
  'attributes/security-without-label': alone(`
p1 keyctl_get_keyring_id @t 1
p1 keyctl_get_security @t -> "\\x00"`),
  'attributes/capabilities-length': alone(`
p1 keyctl_capabilities 1 -> 2 "\\xfb"`),
  'attributes/capabilities-told': alone(`
p1 keyctl_capabilities 3 -> 2 "\\xfb\\x07\\x00"`),
} as const
