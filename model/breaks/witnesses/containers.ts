/** Chapter 17: a shortest program for each break, with what is allowed where it shows. */

export const containersWitnesses = {
  'containers/flags': `
p1: u1 g1
c1 = p1 container_create "a" 0x00000400 -> EINVAL`,
  'containers/spare-arguments': `
p1: u1 g1
c1 = p1 container_create "a" 0x00000000 4 -> EINVAL`,
  'containers/label-given': `
p1: u1 g1
c1 = p1 container_create - 0x00000000 -> EINVAL`,
  'containers/label-length': `
p1: u1 g1
c1 = p1 container_create "/12345678901234567890123" 0x00000000 -> ENAMETOOLONG`,
  'containers/label': `
p1: u1 g1
c1 = p1 container_create "" 0x00000000 -> EINVAL`,
  'containers/namespaces-need-sysadmin': `
p1: u1 g1
c1 = p1 container_create "a" 0x00000080 -> EPERM`,
  'containers/new-users': `
p1: u1 g1
c1 = p1 container_create "a" 0x00000020
p2 = p1 fork_into_container c1
p2 unshare_net -> 0`,
  'containers/new-network': `
p1: u1 g1 privileged
c1 = p1 container_create "a" 0x00000080
p2 = p1 fork_into_container c1
k1 = p1 add_key "rxrpc" "a" - @u
k2 = p2 add_key "rxrpc" "a" - @u
p1 keyctl_read @u -> [k1 k2]`,
  'containers/new-pids': `
p1: root root privileged
c1 = p1 container_create "a" 0x00000040
c2 = p1 container_create "b" 0x00000000
p2 = p1 fork_into_container c1
p3 = p2 fork_into_container c2 -> EPERM`,
  'containers/made-in-makers': `
p1: u1 g1
c1 = p1 container_create "a" 0x00000000
p2 = p1 fork_into_container c1
c2 = p2 container_create "b" 0x00000000
p1 proc_containers -> [<current> 000 root root, a 000 u1 g1]`,
  'containers/file-keeps-keyrings': `
p1: u1 g1
k1 = p1 keyctl_join_session_keyring "a"
c1 = p1 container_create "a" 0x00000000
p1 keyctl_join_session_keyring -
key_users u1 -> 2/2 keys, quota 2 keys 7 bytes`,
  'containers/dead-gives-up': `
p1: u1 g1
c1 = p1 container_create "a" 0x00000060
p2 = p1 fork_into_container c1
k1 = p2 keyctl_get_keyring_id @u 0
p2 exit
key_users u1 -> 0/0 keys, quota 0 keys 0 bytes`,
  'containers/listed': `
p1: u1 g1
c1 = p1 container_create "a" 0x00000000
c2 = p1 container_create "b" 0x00000100
c3 = p1 container_create "a" 0x00000200
p1 proc_containers -> [<current> 000 root root, a 200 u1 g1, b 100 u1 g1, a 000 u1 g1]`,
  'containers/owner': `
p1: root root privileged
p1 setresuid u1 u2 u1
c1 = p1 container_create "a" 0x00000000
p1 proc_containers -> [<current> 000 root root, a 000 u2 root]`,
  'containers/file-is-passed': `
p1: u1 g1
c1 = p1 container_create "a" 0x00000000
p2 = p1 fork_into_container c1
c2 = p2 container_create "b" 0x00000000
p2 pass_container c2 p1
p3 = p1 fork_into_container c2 -> done`,
  'containers/name-unmapped': `
p1: u1 g1
p1 keyctl_grant_permission #1 #2:0 0x1 -> EFAULT`,
  'containers/no-file': `
p1: u1 g1
p2 = p1 fork_into_container c1 -> EBADF`,
  'containers/other-file': `
p1: u1 g1
p2 = p1 fork_into_container c0 -> EINVAL`,
  'containers/init-is-as-made': `
p1: root root privileged
p1 setresuid u1 u1 -
c1 = p1 container_create "a" 0x00000000
p1 setresuid - root -
p2 = p1 fork_into_container c1
k1 = p2 add_key "user" "a" "x" @t
p2 keyctl_describe k1 -> user;u1;root;3f010000;a`,
  'containers/without-keyrings': `
p1: u1 g1
k1 = p1 keyctl_join_session_keyring "a"
c1 = p1 container_create "a" 0x00000000
p2 = p1 fork_into_container c1
k2 = p2 keyctl_get_keyring_id @s 0 -> k2`,
  'containers/dead-takes-nobody': `
p1: u1 g1
c1 = p1 container_create "a" 0x00000000
p2 = p1 fork_into_container c1
p2 exit
p3 = p1 fork_into_container c1 -> ECANCELED`,
  'containers/init-is-visible': `
p1: root root privileged
c1 = p1 container_create "a" 0x00000040
c2 = p1 container_create "b" 0x00000000
p2 = p1 fork_into_container c1
p3 = p2 fork_into_container c2 -> EPERM`,
  'containers/init-ids': `
p1: u1 g1
p2: u2 g1
c1 = p1 container_create "a" 0x00000000
p3 = p2 fork_into_container c1 -> EPERM`,
  'containers/init-place': `
p1: u1 g1 privileged
p1 capset 0x00200000 0x00200000
c1 = p1 container_create "a" 0x00000008
p1 capset 0x00000000 0x00200000
p2 = p1 fork_into_container c1 -> EPERM`,
  'containers/init-capabilities': `
p1: u1 g1 privileged
p2: u1 g1
c1 = p1 container_create "a" 0x00000000
p3 = p2 fork_into_container c1 -> EPERM`,
  'containers/booted-once': `
p1: root root privileged
p2: u1 g1
c1 = p1 container_create "a" 0x00000000
p3 = p1 fork_into_container c1
p4 = p1 fork_into_container c1 -> EBUSY`,
  'containers/files-are-copied': `
p1: u1 g1
c1 = p1 container_create "a" 0x00000000
p2 = p1 fork_into_container c1
p1 close_container c1
p1 close_container c1
p2 close_container c1 -> done`,
  'containers/children-are-members': `
p1: u1 g1
c1 = p1 container_create "a" 0x00000000
p2 = p1 fork_into_container c1
p3 = p2 fork
p3 execve
c2 = p3 container_create "b" 0x00000000
p3 proc_containers -> [<current> 000 u1 g1, b 000 u1 g1]`,
  'containers/init-adopts': `
p1: u1 g1
c1 = p1 container_create "a" 0x00000060
p2 = p1 fork_into_container c1
p3 = p2 fork
p4 = p3 fork
p3 exit
k1 = p4 keyctl_join_session_keyring -
p4 keyctl_session_to_parent -> 0`,
  'containers/closed-by-exec': `
p1: u1 g1
p2 = p1 fork
c1 = p1 container_create "a" 0x00000200
c2 = p1 container_create "b" 0x00000000
p2 execve
p2 close_container c1 -> EBADF`,
  'containers/keeps-network': `
p1: u1 g1 privileged
c1 = p1 container_create "a" 0x00000080
p2 = p1 fork_into_container c1
k1 = p2 add_key "rxrpc" "a" - @u
p2 setns_net p1
p1 keyctl_read @u -> [k1]`,
  'containers/open-while-anybody-has-it': `
p1: u1 g1
p2 = p1 fork
c1 = p1 container_create "a" 0x00000000
p2 execve
p1 close_container c1
p1 proc_containers -> [<current> 000 root root, a 000 u1 g1]`,
  'containers/closed-without-init': `
p1: u1 g1
c1 = p1 container_create "a" 0x00000000
c1 = p1 container_create "b" 0x00000000
p1 proc_containers -> [<current> 000 root root, b 000 u1 g1]`,
  'containers/kill-on-close': `
p1: u1 g1
c1 = p1 container_create "a" 0x00000100
p2 = p1 fork_into_container c1
p1 close_container c1
p1 proc_containers
p2 close_container c1
p1 proc_containers -> [<current> 000 root root]`,
  'containers/dies-with-init': `
p1: u1 g1
c1 = p1 container_create "a" 0x00000000
p2 = p1 fork_into_container c1
p3 = p2 clone_thread
p2 exit_thread
p1 proc_containers
p3 exit_thread
p1 proc_containers -> [<current> 000 root root]`,
  'containers/members-are-killed': `
p1: u1 g1
c1 = p1 container_create "a" 0x00000000
p2 = p1 fork_into_container c1
p3 = p2 fork
k1 = p3 add_key "user" "a" "x" @t
p2 exit
p3 keyctl_describe k1 -> absent`,
  'containers/nested-die-too': `
p1: u1 g1
c1 = p1 container_create "a" 0x00000000
p2 = p1 fork_into_container c1
c2 = p2 container_create "b" 0x00000000
p3 = p2 fork_into_container c2
p2 exit
p3 keyctl_describe @s -> absent`,
  'containers/killed-when-back': `
p1: u1 g1
c1 = p1 container_create "a" 0x00000100
p2 = p1 fork_into_container c1
p2 close_container c1
k1 = p2 request_key "user" "a" "info" @t
p1 close_container c1
p1 proc_containers -> [<current> 000 root root, a 100 u1 g1]`,
  'containers/init-goes-last': `
p1: u1 g1 privileged
c1 = p1 container_create "a" 0x00000040
p2 = p1 fork_into_container c1
k1 = p2 keyctl_join_session_keyring "mine"
p3 = p2 fork
k2 = p3 keyctl_join_session_keyring "other"
k3 = p3 request_key "user" "a" "info" @t
p2 exit
p1 keyctl_describe k1 -> keyring;u1;g1;3f1b0000;mine`,
  'containers/members-are-granted': `
p1: u1 g1
c1 = p1 container_create "a" 0x00000000
p2 = p1 fork_into_container c1
c2 = p2 container_create "b" 0x00000000
p3 = p2 fork_into_container c2
k1 = p1 add_key "user" "a" "x" @t
p1 keyctl_grant_permission k1 c1 0x2
p2 keyctl_read k1
p3 keyctl_read k1 -> EACCES`,
  'containers/named-by-position': `
p1: u1 g1
c1 = p1 container_create "a" 0x00000000
c2 = p1 container_create "a" 0x00000000
p2 = p1 fork_into_container c1
p3 = p1 fork_into_container c2
k1 = p1 add_key "user" "a" "x" @t
p1 keyctl_grant_permission k1 name:a 0x2
p3 keyctl_read k1 -> "x"`,
  'containers/dead-is-granted-nothing': `
p1: u1 g1
c1 = p1 container_create "a" 0x00000000
p2 = p1 fork_into_container c1
p2 exit
k1 = p1 add_key "user" "a" "x" @t
p1 keyctl_grant_permission k1 c1 0x2 -> ECANCELED`,
  'containers/sixteen-entries': `
p1: u1 g1
c1 = p1 container_create "a" 0x00000000
c2 = p1 container_create "a" 0x00000000
c3 = p1 container_create "a" 0x00000000
c4 = p1 container_create "a" 0x00000000
c5 = p1 container_create "a" 0x00000000
c6 = p1 container_create "a" 0x00000000
c7 = p1 container_create "a" 0x00000000
c8 = p1 container_create "a" 0x00000000
c9 = p1 container_create "a" 0x00000000
c10 = p1 container_create "a" 0x00000000
c11 = p1 container_create "a" 0x00000000
c12 = p1 container_create "a" 0x00000000
c13 = p1 container_create "a" 0x00000000
c14 = p1 container_create "a" 0x00000000
c15 = p1 container_create "a" 0x00000000
k1 = p1 add_key "user" "a" "x" @t
p1 keyctl_grant_permission k1 c1 0x1
p1 keyctl_grant_permission k1 c2 0x1
p1 keyctl_grant_permission k1 c3 0x1
p1 keyctl_grant_permission k1 c4 0x1
p1 keyctl_grant_permission k1 c5 0x1
p1 keyctl_grant_permission k1 c6 0x1
p1 keyctl_grant_permission k1 c7 0x1
p1 keyctl_grant_permission k1 c8 0x1
p1 keyctl_grant_permission k1 c9 0x1
p1 keyctl_grant_permission k1 c10 0x1
p1 keyctl_grant_permission k1 c11 0x1
p1 keyctl_grant_permission k1 c12 0x1
p1 keyctl_grant_permission k1 c13 0x1
p1 keyctl_grant_permission k1 c14 0x1
p1 keyctl_grant_permission k1 c15 0x1 -> EINVAL`,
  'containers/dead-entries-go': `
p1: u1 g1
c1 = p1 container_create "a" 0x00000000
c2 = p1 container_create "a" 0x00000000
c3 = p1 container_create "a" 0x00000000
c4 = p1 container_create "a" 0x00000000
c5 = p1 container_create "a" 0x00000000
c6 = p1 container_create "a" 0x00000000
c7 = p1 container_create "a" 0x00000000
c8 = p1 container_create "a" 0x00000000
c9 = p1 container_create "a" 0x00000000
c10 = p1 container_create "a" 0x00000000
c11 = p1 container_create "a" 0x00000000
c12 = p1 container_create "a" 0x00000000
c13 = p1 container_create "a" 0x00000000
c14 = p1 container_create "a" 0x00000000
c15 = p1 container_create "a" 0x00000000
k1 = p1 add_key "user" "a" "x" @t
p1 keyctl_grant_permission k1 c1 0x1
p1 keyctl_grant_permission k1 c2 0x1
p1 keyctl_grant_permission k1 c3 0x1
p1 keyctl_grant_permission k1 c4 0x1
p1 keyctl_grant_permission k1 c5 0x1
p1 keyctl_grant_permission k1 c6 0x1
p1 keyctl_grant_permission k1 c7 0x1
p1 keyctl_grant_permission k1 c8 0x1
p1 keyctl_grant_permission k1 c9 0x1
p1 keyctl_grant_permission k1 c10 0x1
p1 keyctl_grant_permission k1 c11 0x1
p1 keyctl_grant_permission k1 c12 0x1
p1 keyctl_grant_permission k1 c13 0x1
p1 keyctl_grant_permission k1 c14 0x1
p1 close_container c1
p1 keyctl_grant_permission k1 c15 0x1 -> 0`,
} as const
