/** Chapter 4: a shortest program for each break, with what is allowed where it shows. */

import { alone, strangers, twins } from './cast.ts'

export const ringsWitnesses = {
  'rings/thread': alone(`
k1 = p1 keyctl_get_keyring_id @t 1
p1 keyctl_describe @t -> keyring;u1;g1;3f010000;_tid`),
  'rings/process': alone(`
k1 = p1 keyctl_get_keyring_id @p 1
p1 keyctl_describe @p -> keyring;u1;g1;3f010000;_pid`),
  'rings/session': alone(`
k1 = p1 keyctl_join_session_keyring -
p1 keyctl_describe @s -> keyring;u1;g1;3f030000;_ses`),
  'rings/named-session': alone(`
k1 = p1 keyctl_join_session_keyring "a"
p1 keyctl_describe @s -> keyring;u1;g1;3f130000;a`),
  'rings/user': alone(`
p1 keyctl_describe @us -> keyring;u1;#65534;1f3f0000;_uid_ses.u1`),
  'rings/masks': alone(`
k1 = p1 keyctl_join_session_keyring -
p1 keyctl_describe @s -> keyring;u1;g1;3f030000;_ses`),
  'rings/join-needs-search': strangers(`
k1 = p1 add_key "keyring" "a" - @t
p1 keyctl_setperm k1 0x3f000001
k2 = p2 keyctl_join_session_keyring "a" -> k2`),
  'rings/own-rings-overrun-quota': alone(`
k1 = p1 add_key "user" "a" "x"*19989 @p
k2 = p1 keyctl_get_keyring_id @t 1 -> k2`),
  'rings/made-on-demand': alone(`
p1 keyctl_describe @t -> ENOKEY`),
  'rings/session-on-demand': alone(`
k1 = p1 keyctl_get_keyring_id @s 1
p1 keyctl_describe k1 -> keyring;u1;g1;3f030000;_ses`),
  'rings/user-session-is-not-written': alone(`
p1 keyctl_describe @s
p1 keyctl_describe @s -> keyring;u1;#65534;1f3f0000;_uid_ses.u1`),
  'rings/unusable-is-enokey': alone(`
p1 keyctl_revoke @u
p1 keyctl_describe @u -> ENOKEY`),
  'rings/registered-must-be-usable': alone(`
p1 keyctl_revoke @u
p1 keyctl_describe @u -> ENOKEY`),
  'rings/user-session-links-user': alone(`
k1 = p1 keyctl_get_keyring_id @u 0
p1 keyctl_read @us -> [k1]`),
  'rings/id-needs-search': twins(`
k1 = p1 add_key "keyring" "r" - @s
p2 keyctl_get_keyring_id k1 0 -> EACCES`),
  'rings/join-dot': alone(`
p1 keyctl_join_session_keyring ".a" -> EPERM`),
  'rings/join-no-name': alone(`
p1 keyctl_join_session_keyring "" -> EINVAL`),
  'rings/join-named': strangers(`
k1 = p1 keyctl_join_session_keyring "a"
p1 keyctl_setperm k1 0x3f130008
p2 keyctl_join_session_keyring "a" -> k1`),
  'rings/join-oldest': alone(`
k1 = p1 add_key "keyring" "a" - @t
k2 = p1 add_key "keyring" "a" - @p
p1 keyctl_setperm k1 0x3f090000
p1 keyctl_setperm k2 0x3f090000
p1 keyctl_join_session_keyring "a" -> k1`),
  'rings/join-own-session': alone(`
k1 = p1 keyctl_join_session_keyring "a"
p1 keyctl_setperm k1 0x3f1b0000
p1 keyctl_join_session_keyring "a" -> 0`),
  'rings/join-skips-revoked': alone(`
k1 = p1 add_key "keyring" "a" - @t
p1 keyctl_setperm k1 0x3f090000
p1 keyctl_revoke k1
k2 = p1 keyctl_join_session_keyring "a" -> k2`),
  'rings/join-without-possession': alone(`
k1 = p1 add_key "keyring" "a" - @t
k2 = p1 keyctl_join_session_keyring "a" -> k2`),
  'rings/fork-shares-session': alone(`
k1 = p1 keyctl_get_keyring_id @p 1
p2 = p1 fork
p2 keyctl_get_keyring_id @p 0 -> ENOKEY`),
  'rings/exit-lets-go': alone(`
k1 = p1 keyctl_get_keyring_id @t 1
p1 exit
key_users u1 -> 0/0 keys, quota 0 keys 0 bytes`),
} as const
