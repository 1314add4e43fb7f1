/** Chapter 16: a shortest program for each break, with what is allowed where it shows. */

import { alone, strangers, twins } from './cast.ts'

export const listsWitnesses = {
  'acl/grants-add-up': twins(`
k1 = p1 add_key "user" "a" "x" @s
p1 keyctl_setperm k1 0x3f010002
p2 keyctl_describe k1 -> user;u1;g1;3f010002;a`),
  'acl/everyone': twins(`
k1 = p1 add_key "user" "a" "x" @s
p1 keyctl_setperm k1 0x3f000002
p2 keyctl_read k1 -> "x"`),
  'acl/group': twins(`
k1 = p1 add_key "user" "a" "x" @s
p1 keyctl_setperm k1 0x3f000200
p2 keyctl_read k1 -> "x"`),
  'acl/invalidate-needs-invalidate': alone(`
k1 = p1 add_key "user" "a" "x" @s
p1 keyctl_grant_permission k1 possessor 0x8
p1 keyctl_invalidate k1 -> EACCES`),
  'acl/revoke-needs-revoke': alone(`
k1 = p1 add_key "user" "a" "x" @s
p1 keyctl_grant_permission k1 possessor 0xc
p1 keyctl_revoke k1 -> EACCES`),
  'acl/clear-needs-clear': alone(`
k1 = p1 add_key "keyring" "a" - @s
p1 keyctl_grant_permission k1 possessor 0xc
p1 keyctl_clear k1 -> EACCES`),
  'acl/join-needs-join': twins(`
k1 = p1 keyctl_join_session_keyring "a"
p2 keyctl_join_session_keyring "a" -> k1`),
  'acl/new-key': twins(`
k1 = p1 add_key "user" "a" "x" @s
p2 keyctl_read k1 -> EACCES`),
  'acl/own-rings': alone(`
p1 keyctl_setperm @p 0x3f000000 -> EACCES`),
  'acl/session': alone(`
k1 = p1 keyctl_join_session_keyring -
p1 keyctl_describe k1 -> keyring;u1;g1;3f030000;_ses`),
  'acl/named-session': twins(`
k1 = p1 keyctl_join_session_keyring "a"
p2 keyctl_join_session_keyring "a" -> k1`),
  'acl/user-rings': `p1: u1 g1 privileged
p1 setfsuid u2
p1 keyctl_clear @u -> EACCES`,
  'acl/mask-becomes-list': `p1: u1 g1
p2: u2 g1
k1 = p1 add_key "user" "a" "x" @s
p1 keyctl_setperm k1 0x3f000200
p2 keyctl_read k1 -> "x"`,
  'acl/write-or-setattr-revokes': alone(`
k1 = p1 add_key "user" "a" "x" @s
p1 keyctl_setperm k1 0x28000000
p1 keyctl_revoke k1 -> 0`),
  'acl/search-invalidates': strangers(`
k1 = p1 add_key "user" "a" "x" @s
p1 keyctl_setperm k1 0x3f000020
p2 keyctl_invalidate k1 -> EACCES`),
  'acl/search-joins': strangers(`
k1 = p1 add_key "keyring" "a" - @s
p1 keyctl_setperm k1 0x3f000008
p2 keyctl_join_session_keyring "a" -> k1`),
  'acl/write-clears': alone(`
k1 = p1 add_key "keyring" "a" - @s
p1 keyctl_setperm k1 0x3f000000
p1 keyctl_clear k1 -> 0`),
  'acl/shown-search': alone(`
k1 = p1 add_key "keyring" "a" - @s
p1 keyctl_grant_permission k1 group 0x100
p1 keyctl_describe k1 -> keyring;u1;g1;3f010800;a`),
  'acl/shown-clear': alone(`
k1 = p1 add_key "keyring" "a" - @s
p1 keyctl_grant_permission k1 group 0x200
p1 keyctl_describe k1 -> keyring;u1;g1;3f010400;a`),
  'acl/shown-revoke': alone(`
k1 = p1 add_key "user" "a" "x" @s
p1 keyctl_grant_permission k1 group 0xa0
p1 keyctl_describe k1 -> user;u1;g1;3f012000;a`),
  'acl/grant': alone(`
k1 = p1 add_key "user" "a" "x" @s
p1 keyctl_grant_permission k1 owner 0x2
p1 keyctl_describe k1 -> user;u1;g1;3f020000;a`),
  'acl/grant-nothing': alone(`
k1 = p1 add_key "user" "a" "x" @s
p1 keyctl_grant_permission k1 owner 0x0
p1 keyctl_describe k1 -> user;u1;g1;3f000000;a`),
  'acl/grant-bits': alone(`
p1 keyctl_grant_permission #1 everyone 0x400 -> EINVAL`),
  'acl/grant-subject': alone(`
p1 keyctl_grant_permission #1 #9:0 0x1 -> ENOENT`),
}
