/** Chapter 13, users: a shortest program for each break, with what is allowed where it shows. */

import { alone, twins } from './cast.ts'

export const usersWitnesses = {
  'namespaces/new-users': alone(`
p1 unshare_user all all
p1 setresuid u2 - - -> 0`),
  'namespaces/users-need-one-thread': alone(`
p2 = p1 clone_thread
p1 unshare_user all all -> EINVAL`),
  'namespaces/maker-is-mapped': alone(`
p1 unshare_user none none
p1 unshare_user all all -> EPERM`),
  'namespaces/map-within-parent': alone(`
p1 unshare_user u1 g1
p1 unshare_user all all
p1 setresuid u1 - - -> EINVAL`),
  'namespaces/enter-users': twins(`
p2 unshare_user none none
p1 setns_user p2
p1 unshare_user all all -> EPERM`),
  'namespaces/enter-users-refused': twins(`
p1 setns_user p2 -> EINVAL`),
  'namespaces/capable-of-all': alone(`
k1 = p1 add_key "user" "a" "x" @t
p1 unshare_user all all
p1 keyctl_chown k1 u2 - -> EACCES`),
  'namespaces/capable-below': twins(`
p1 unshare_user all all
p1 setns_net p2 -> EPERM`),
  'namespaces/names-of-users': twins(`
k1 = p1 keyctl_join_session_keyring "a"
p1 keyctl_setperm k1 0x3f3f3f3f
p2 unshare_user all all
k2 = p2 keyctl_join_session_keyring "a" -> k2`),
  'namespaces/names-need-mapped-owner': alone(`
p1 unshare_user none all
k1 = p1 keyctl_join_session_keyring "a"
p1 keyctl_setperm k1 0x3f3f3f3f
p2 = p1 fork
k2 = p2 keyctl_join_session_keyring "a" -> k2`),
  'namespaces/rings-of-users': alone(`
k1 = p1 keyctl_get_keyring_id @u 0
p1 unshare_user all all
k2 = p1 keyctl_get_keyring_id @u 0 -> k2`),
  'namespaces/register-is-paid': alone(`
p1 unshare_user all all
p1 keyctl_get_keyring_id @u 0
key_users u1 -> 3/3 keys, quota 3 keys 58 bytes`),
  'namespaces/names-of-the-unmapped': alone(`
p1 unshare_user none none
p1 keyctl_describe @u -> keyring;#65534;#65534;1f3f0000;_uid.4294967295`),
  'namespaces/persistent-of-users': alone(`
k1 = p1 keyctl_get_persistent - @t
p1 unshare_user all all
k2 = p1 keyctl_get_persistent - @t -> k2`),
  'namespaces/users-go': alone(`
p1 unshare_user all all
p1 keyctl_get_keyring_id @u 0
p1 exit
key_users u1 -> 0/0 keys, quota 0 keys 0 bytes`),
  'namespaces/ids-meant': alone(`
k1 = p1 add_key "user" "a" "x" @t
p1 unshare_user u1 g1
p1 keyctl_chown k1 root - -> 0`),
  'namespaces/unmapped-is-einval': alone(`
p1 unshare_user u1 g1
p1 setresuid u1 - - -> EINVAL`),
  'namespaces/ids-shown': alone(`
p1 unshare_user u1 g1
p1 setfsuid root -> root`),
  'namespaces/root-within': alone(`
p1 unshare_user u1 g1
p1 execve
p1 setgroups - -> 0`),
  'namespaces/groups-need-map': alone(`
p1 unshare_user all none
p1 setgroups - -> EPERM`),
} as const
