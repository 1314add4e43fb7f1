/** Chapter 2: a shortest program for each break, with what is allowed where it shows. */

import { alone, colleagues, strangers, twins } from './cast.ts'

export const permissionWitnesses = {
  'permission/owner': `p1: u1 g1
p2: u2 g2 privileged
k1 = p1 add_key "user" "a" "x" @s
p2 keyctl_describe k1 -> EACCES`,
  'permission/supplementary-groups': `p1: u1 g1
p2: u2 g2 +g1
k1 = p1 add_key "user" "a" "x" @s
p1 keyctl_setperm k1 0x3f000100
p2 keyctl_describe k1 -> user;u1;g1;3f000100;a`,
  'permission/empty-group-byte': colleagues(`
k1 = p1 add_key "user" "a" "x" @s
p1 keyctl_setperm k1 0x3f010001
p2 keyctl_describe k1 -> user;u1;g1;3f010001;a`),
  'permission/group': strangers(`
k1 = p1 add_key "user" "a" "x" @s
p1 keyctl_setperm k1 0x3f000100
p2 keyctl_describe k1 -> EACCES`),
  'permission/other': strangers(`
k1 = p1 add_key "user" "a" "x" @s
p1 keyctl_setperm k1 0x3f000001
p2 keyctl_describe k1 -> user;u1;g1;3f000001;a`),
  'permission/one-class': twins(`
k1 = p1 add_key "user" "a" "x" @s
p1 keyctl_setperm k1 0x3f000001
p2 keyctl_describe k1 -> EACCES`),
  'permission/possessor-adds': alone(`
p1 keyctl_setperm @u 0x3f3f0000 -> 0`),
  'permission/refused': twins(`
k1 = p1 add_key "user" "a" "x" @s
p2 keyctl_update k1 "y" -> EACCES`),
} as const
