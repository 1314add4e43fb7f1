/** Chapter 9: a shortest program for each break, with what is allowed where it shows. */

import { alone } from './cast.ts'

export const quotaWitnesses = {
  'quota/key-cost': alone(`
k1 = p1 keyctl_get_keyring_id @t 1
key_users u1 -> 1/1 keys, quota 1 keys 5 bytes`),
  'quota/root-has-its-own': `p1: root root
k1 = p1 add_key "user" "a" "x"*20000 @t -> k1`,
  'quota/owner-pays': `p1: u1 g1 privileged
p1 setfsuid u2
k1 = p1 add_key "user" "a" "x" @t
key_users u2 -> 1/1 keys, quota 1 keys 3 bytes`,
  'quota/refused': alone(`
p1 add_key "user" "a" "x"*20000 @t -> EDQUOT`),
  'quota/last-key': alone(`
sysctl maxkeys 2
k1 = p1 add_key "user" "a" "x" @t -> k1`),
  'quota/last-byte': alone(`
sysctl maxbytes 11
k1 = p1 add_key "keyring" "a" - @t -> k1`),
  'quota/growth-to-the-limit': alone(`
sysctl maxbytes 11
k1 = p1 add_key "user" "a" "x" @t -> EDQUOT`),
  'quota/chown-last-key': `p1: u1 g1 privileged
k1 = p1 add_key "user" "a" "x" @t
p1 keyctl_chown k1 u2 -
sysctl maxkeys 1
p1 keyctl_chown @t u2 - -> EDQUOT`,
  'quota/chown-last-byte': `p1: u1 g1 privileged
k1 = p1 add_key "user" "a" "x" @t
sysctl maxbytes 3
p1 keyctl_chown k1 u2 - -> 0`,
  'quota/growth': alone(`
k1 = p1 add_key "user" "a" "xx" @t
p1 keyctl_update k1 "y"
key_users u1 -> 2/2 keys, quota 2 keys 12 bytes`),
  'quota/limits-are-set': alone(`
sysctl maxkeys 1
p1 add_key "user" "a" "x" @t -> EDQUOT`),
  'quota/limits-in-range': alone(`
sysctl maxkeys 0 -> EINVAL`),
  'quota/chown-moves-charge': `p1: u1 g1 privileged
p1 keyctl_chown @t u2 -
key_users u2 -> 1/1 keys, quota 1 keys 5 bytes`,
  'quota/big-key-is-flat': alone(`
k1 = p1 add_key "big_key" "a" "x" @t
key_users u1 -> 2/2 keys, quota 2 keys 27 bytes`),
  'quota/big-key-update-needs-room': alone(`
k1 = p1 add_key "big_key" "a" "x" @t
p1 add_key "big_key" "a" "y"*20000 @t -> EDQUOT`),
  'quota/shown': alone(`
k1 = p1 keyctl_get_keyring_id @t 1
p1 keyctl_revoke @t
key_users u1 -> 1/1 keys, quota 1 keys 5 bytes`),
} as const
