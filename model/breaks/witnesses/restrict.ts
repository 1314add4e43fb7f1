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
  'links/asymmetric-restriction': alone(`
p1 keyctl_restrict_keyring @u "asymmetric" "a" -> EINVAL`),
  'links/certificates-only': alone(`
k1 = p1 add_key "keyring" "r" - @t
p1 keyctl_restrict_keyring k1 "asymmetric" "key_or_keyring:0:chain"
p1 add_key "user" "a" "x" k1 -> EOPNOTSUPP`),
} as const
