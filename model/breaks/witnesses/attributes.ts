/** Chapter 7: a shortest program for each break, with what is allowed where it shows. */

import { alone, colleagues, twins } from './cast.ts'

export const attributesWitnesses = {
  'attributes/describe-needs-view': twins(`
k1 = p1 add_key "user" "a" "x" @s
p2 keyctl_describe k1 -> user;u1;g1;3f010000;a`),
  'attributes/no-group-shows-as-overflow': alone(`
p1 keyctl_describe @us -> keyring;u1;#65534;1f3f0000;_uid_ses.u1`),
  'attributes/read-hides-why-not-found': alone(`
p1 keyctl_read #0 -> ENOKEY`),
  'attributes/possession-reads': alone(`
k1 = p1 add_key "user" "a" "x" @s
p1 keyctl_setperm k1 0x3d010000
p1 keyctl_read k1 -> "x"`),
  'attributes/read-refused': twins(`
k1 = p1 add_key "user" "a" "x" @s
p2 keyctl_read k1 -> EACCES`),
  'attributes/unreadable-type': alone(`
k1 = p1 add_key "logon" "l:a" "x" @s
p1 keyctl_read k1 -> EOPNOTSUPP`),
  'attributes/payload-read-back': alone(`
k1 = p1 add_key "user" "a" "x"*9000 @s
p1 keyctl_read k1 -> "x"*9000`),
  'attributes/read-permission-before-death': twins(`
k1 = p1 add_key "user" "a" "x" @s
p1 keyctl_revoke k1
p2 keyctl_read k1 -> EACCES`),
  'attributes/update-length': alone(`
p1 keyctl_update @u "x"*4097 -> EINVAL`),
  'attributes/update-unknown-to-type': alone(`
p1 keyctl_update @u "x" -> EOPNOTSUPP`),
  'attributes/update-needs-write': alone(`
k1 = p1 add_key "user" "a" "x" @s
p1 keyctl_setperm k1 0x3b010000
p1 keyctl_update k1 "y" -> EACCES`),
  'attributes/setattr-needed': twins(`
k1 = p1 add_key "user" "a" "x" @s
p2 keyctl_set_timeout k1 1 -> EACCES`),
  'attributes/mask-bits': alone(`
p1 keyctl_setperm @t 0xffffffff -> EINVAL`),
  'attributes/setperm-owner-or-sysadmin': colleagues(`
k1 = p1 add_key "user" "a" "x" @s
p1 keyctl_setperm k1 0x3f012000
p2 keyctl_setperm k1 0x3f3f3f3f -> EACCES`),
  'attributes/setperm-replaces': alone(`
p1 keyctl_setperm @t 0x3f000000
p1 keyctl_describe @t -> keyring;u1;g1;3f000000;_tid`),
  'attributes/timeout-from-now': alone(`
p1 keyctl_set_timeout @t 0
p1 keyctl_describe @t -> keyring;u1;g1;3f010000;_tid`),
  'attributes/chown-nothing': alone(`
p1 keyctl_chown #0 - - -> 0`),
  'attributes/chown-user-needs-sysadmin': alone(`
p1 keyctl_chown @t u2 - -> EACCES`),
  'attributes/chown-foreign-group-needs-sysadmin': `p1: u1 g1 +g2
p1 keyctl_chown @t - g2 -> 0`,
  'attributes/chown-refused': alone(`
p1 keyctl_chown @t - g2 -> EACCES`),
  'attributes/revoke-needs-write-or-setattr': alone(`
p1 keyctl_setperm @t 0x3b010000
p1 keyctl_revoke @t -> 0`),
  'attributes/invalidate-needs-search': alone(`
p1 keyctl_setperm @t 0x37010000
p1 keyctl_invalidate @t -> EACCES`),
} as const
