/** Chapter 6, restrictions: a shortest program for each break, with what is allowed where it shows. */

import { alone } from './cast.ts'

export const restrictWitnesses = {
  'links/restrict-needs-setattr': alone(`
p1 keyctl_setperm @t 0x1f010000
p1 keyctl_restrict_keyring @t - - -> EACCES`),
  'links/restriction-goes-with-type': alone(`
p1 keyctl_restrict_keyring @u - "a" -> EINVAL`),
  'links/restriction-length': alone(`
p1 keyctl_restrict_keyring @u "user" "a"*4096 -> EINVAL`),
  'links/restrict-keyrings-only': alone(`
k1 = p1 add_key "user" "a" "x" @t
p1 keyctl_restrict_keyring k1 - - -> ENOTDIR`),
  'links/restriction-of-no-type': alone(`
p1 keyctl_restrict_keyring @u "nonesuch" "a" -> ENOKEY`),
  'links/type-without-restrictions': alone(`
p1 keyctl_restrict_keyring @u "user" "a" -> ENOENT`),
  'links/restricted-once': alone(`
p1 keyctl_restrict_keyring @u - -
p1 keyctl_restrict_keyring @u - - -> EEXIST`),
  'links/restricted-takes-nothing': alone(`
p1 keyctl_restrict_keyring @u - -
k1 = p1 add_key "user" "a" "x" @u -> EPERM`),
  'links/restricted-is-not-added-over': alone(`
k1 = p1 add_key "user" "a" "x" @t
p1 keyctl_restrict_keyring @t - -
k2 = p1 add_key "user" "a" "x" @t -> EPERM`),
  'links/restriction-by-key': alone(`
k1 = p1 add_key "user" "a" "x" @t
p1 keyctl_setperm k1 0x3e000000
p1 keyctl_restrict_by_key @t k1 0 -> 0`),
  'links/restriction-cycle': alone(`
k1 = p1 add_key "keyring" "r" - @t
k2 = p1 keyctl_get_keyring_id @t 0
p1 keyctl_restrict_by_key @t k1 0
p1 keyctl_restrict_by_key k1 k2 0 -> EDEADLK`),
  'links/restriction-holds-key': alone(`
k1 = p1 add_key "user" "a" "x" @t
p1 keyctl_restrict_by_key @t k1 0
p1 keyctl_clear @t
p1 keyctl_describe k1 -> user;u1;g1;3f010000;a`),
  'links/voucher-below-stays': alone(`
k1 = p1 add_key "keyring" "r" - @t
k2 = p1 add_key "keyring" "b" - @t
p1 keyctl_restrict_by_key k1 k2 0
p1 keyctl_link k1 k2
p1 keyctl_clear @t
key_users u1 -> 3/3 keys, quota 3 keys 13 bytes`),
  'links/asymmetric-restriction': alone(`
p1 keyctl_restrict_keyring @u "asymmetric" "a" -> EINVAL`),
  'links/nothing-built-in': alone(`
k1 = p1 add_key "keyring" "r" - @t
p1 keyctl_restrict_keyring k1 "asymmetric" "builtin_trusted"
p1 add_key "user" "a" "x" k1 -> EPERM`),
  'links/certificates-only': alone(`
k1 = p1 add_key "keyring" "r" - @t
p1 keyctl_restrict_keyring k1 "asymmetric" "key_or_keyring:0:chain"
p1 add_key "user" "a" "x" k1 -> EOPNOTSUPP`),
} as const
