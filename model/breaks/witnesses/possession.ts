/** Chapter 3, second part: a shortest program for each break, with what is allowed where it shows. */

import { alone } from './cast.ts'

export const possessionWitnesses = {
  'possession/user-session-for-want-of-session': alone(`
k1 = p1 add_key "user" "a" "x" @us
p1 request_key "user" "a" -> k1`),
  'possession/ignores-state': alone(`
k1 = p1 add_key "user" "a" "x" @s
p1 keyctl_revoke k1
p1 keyctl_read k1 -> EKEYREVOKED`),
  'possession/by-search': alone(`
k1 = p1 add_key "keyring" "r" - @s
k2 = p1 add_key "user" "a" "x" k1
p1 keyctl_read k2 -> "x"`),
  'possession/by-special-id': alone(`
p1 keyctl_setperm @t 0x37000000
p1 keyctl_describe @t -> keyring;u1;g1;37000000;_tid`),
} as const
