/** Chapter 1: a shortest program for each break, with what is allowed where it shows. */

import { alone, strangers } from './cast.ts'

export const keysWitnesses = {
  'keys/type-name': alone(`
p1 add_key "t"*32 "a" "x" @s -> EINVAL`),
  'keys/dot-type': alone(`
p1 add_key ".dead" "a" "x" @s -> EPERM`),
  'keys/description-length': alone(`
p1 add_key "user" "a"*4096 "x" @s -> EINVAL`),
  'keys/dot-keyring': alone(`
k1 = p1 add_key "user" ".a" "x" @s -> k1`),
  'keys/payload-length': alone(`
k1 = p1 add_key "user" "a" "x"*4097 @s -> k1`),
  'keys/unknown-type-added': alone(`
p1 add_key "nonesuch" "a" "x" @s -> ENODEV`),
  'keys/unknown-type-sought': alone(`
p1 request_key "nonesuch" "a" -> ENOKEY`),
  'keys/description-wanted': alone(`
p1 add_key "user" "" "x" @s -> EINVAL`),
  'keys/keyring-payload': alone(`
p1 add_key "keyring" "a" "x" @s -> EINVAL`),
  'keys/user-payload': alone(`
p1 add_key "user" "a" "" @s -> EINVAL`),
  'keys/logon-description': alone(`
p1 add_key "logon" ":a" "x" @s -> EINVAL`),
  'keys/default-permissions': alone(`
k1 = p1 add_key "logon" "l:a" "x" @s
p1 keyctl_describe k1 -> logon;u1;g1;3d010000;l:a`),
  'keys/owner': strangers(`
k1 = p1 add_key "keyring" "r" - @s
p1 keyctl_setperm k1 0x3f3f3f3f
k2 = p2 add_key "user" "a" "x" k1
p2 keyctl_describe k2 -> user;u2;g2;3f010000;a`),
  'keys/new': alone(`
p1 add_key "logon" "a" "x" @t
key_users u1 -> 1/1 keys, quota 1 keys 5 bytes`),
  'keys/rings-are-not-updated': alone(`
k1 = p1 add_key "keyring" "r" - @s
k2 = p1 add_key "keyring" "r" - @s -> k2`),
  'keys/dead-are-not-updated': alone(`
k1 = p1 add_key "user" "a" "x" @s
p1 keyctl_revoke k1
k2 = p1 add_key "user" "a" "x" @s -> k2`),
  'keys/added-over': alone(`
k1 = p1 add_key "keyring" "r" - @s
k2 = p1 add_key "user" "a" "x" k1
k3 = p1 add_key "user" "a" "x" @s -> k3`),
  'keys/update-ends-timeout': alone(`
k1 = p1 add_key "user" "a" "x" @s
p1 keyctl_set_timeout k1 1
p1 keyctl_update k1 "y"
advance_clock 1
p1 keyctl_read k1 -> "y"`),
  'keys/update-replaces': alone(`
k1 = p1 add_key "user" "a" "xx" @s
p1 keyctl_update k1 "y"
p1 keyctl_read k1 -> "y"`),
  'keys/update-needs-write': alone(`
k1 = p1 add_key "user" "a" "x" @s
p1 keyctl_setperm k1 0x3b010000
p1 add_key "user" "a" "y" @s -> EACCES`),
  'keys/big-key-payload': alone(`
p1 add_key "big_key" "a" "" @t -> EINVAL`),
  'keys/certificate-wanted': alone(`
p1 add_key "asymmetric" "a" "x"*65536 @t -> EMSGSIZE`),
  'keys/asymmetric-criterion': alone(`
p1 request_key "asymmetric" "id:a" -> EINVAL`),
  'keys/big-key-keeps-timeout': alone(`
k1 = p1 add_key "big_key" "a" "x" @t
p1 keyctl_set_timeout k1 1
p1 keyctl_update k1 "y"
advance_clock 1
p1 keyctl_read k1 -> EKEYEXPIRED`),
} as const
