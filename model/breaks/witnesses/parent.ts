/** Chapter 4, a session for the parent: a shortest program for each break. */

import { alone } from './cast.ts'

export const parentWitnesses = {
  'rings/parent-session-needs-link': alone(`
p2 = p1 fork
k1 = p2 keyctl_join_session_keyring -
p2 keyctl_setperm @s 0x2f000000
p2 keyctl_session_to_parent -> EACCES`),
  'rings/parent-is-init': alone(`
p1 keyctl_session_to_parent -> EPERM`),
  'rings/parent-shares-session': `p1: u1 g1 privileged
k1 = p1 keyctl_join_session_keyring -
p2 = p1 fork
p1 setresuid u2 - -
p2 keyctl_session_to_parent -> 0`,
  'rings/parent-has-same-ids': `p1: u1 g1 privileged
p2 = p1 fork
p2 setresuid u2 - -
k1 = p2 keyctl_join_session_keyring -
p2 keyctl_chown @s u1 -
p2 keyctl_session_to_parent -> 0`,
  'rings/parent-sessions-are-owned': `p1: u1 g1 privileged
k1 = p1 keyctl_join_session_keyring -
p2 = p1 fork
p1 keyctl_chown k1 u2 -
k2 = p2 keyctl_join_session_keyring -
p2 keyctl_session_to_parent -> EPERM`,
  'rings/session-to-parent': alone(`
k1 = p1 keyctl_get_keyring_id @p 1
p2 = p1 fork
k2 = p2 keyctl_join_session_keyring -
p2 keyctl_session_to_parent
p1 keyctl_get_keyring_id @p 0 -> k1`),
} as const
