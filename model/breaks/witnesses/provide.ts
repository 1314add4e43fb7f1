/** Chapter 18: a shortest program for each break, with what is allowed where it shows. */

export const provideWitnesses = {
  'provided/needs-search': `
p1: u1 g1
c1 = p1 container_create "a" 0x00000000
k1 = p1 add_key "keyring" "a" - @t
p1 keyctl_setperm k1 0x37010000
p1 keyctl_set_container_keyring c1 k1 -> EACCES`,
  'provided/only-keyrings': `
p1: u1 g1
c1 = p1 container_create "a" 0x00000000
k1 = p1 add_key "user" "a" "x" @t
p1 keyctl_set_container_keyring c1 k1 -> ENOTDIR`,
  'provided/not-to-the-dead': `
p1: u1 g1
c1 = p1 container_create "a" 0x00000000
p2 = p1 fork_into_container c1
p2 exit
p1 keyctl_set_container_keyring c1 @s -> ECANCELED`,
  'provided/once': `
p1: u1 g1
c1 = p1 container_create "a" 0x00000000
p1 keyctl_set_container_keyring c1 @s
p1 keyctl_set_container_keyring c1 @s -> EBUSY`,
  'provided/none': `
p1: u1 g1
c1 = p1 container_create "a" 0x00000000
k1 = p1 keyctl_get_container_keyring c1 @t -> ENOKEY`,
  'provided/told-to-holders': `
p1: u1 g1
c1 = p1 container_create "a" 0x00000000
k1 = p1 add_key "keyring" "a" - @t
p1 keyctl_set_container_keyring c1 k1
p1 keyctl_setperm k1 0x00000000
k2 = p1 keyctl_get_container_keyring c1 @p -> k1`,
  'provided/until-death': `
p1: u1 g1
c1 = p1 container_create "a" 0x00000000
p2 = p1 fork_into_container c1
k1 = p1 add_key "keyring" "a" - @t
p1 keyctl_set_container_keyring c1 k1
p1 keyctl_unlink k1 @t
k2 = p1 keyctl_get_container_keyring c1
p2 exit
k2 = p1 keyctl_get_container_keyring c1 -> ENOKEY`,
  'provided/searched-last': `
p1: u1 g1
c1 = p1 container_create "a" 0x00000000
p2 = p1 fork_into_container c1
k1 = p1 add_key "keyring" "a" - @t
k2 = p1 add_key "user" "a" "x" k1
p1 keyctl_grant_permission k1 c1 0x8
p1 keyctl_grant_permission k2 c1 0x8
p1 keyctl_set_container_keyring c1 k1
k3 = p2 request_key "user" "a" -> k2`,
  'provided/not-possessed': `
p1: u1 g1
p2: u2 g2
c1 = p1 container_create "a" 0x00000000
p3 = p1 fork_into_container c1
k1 = p1 add_key "keyring" "a" - @t
k2 = p1 add_key "user" "a" "x" k1
p1 keyctl_grant_permission k1 c1 0x8
p1 keyctl_set_container_keyring c1 k1
k3 = p3 request_key "user" "a" -> EACCES`,
  'provided/not-inherited': `
p1: u1 g1
c1 = p1 container_create "a" 0x00000000
p2 = p1 fork_into_container c1
c2 = p2 container_create "b" 0x00000000
p3 = p2 fork_into_container c2
k1 = p1 add_key "keyring" "a" - @t
k2 = p1 add_key "user" "a" "x" k1
p1 keyctl_setperm k1 0x3f3f3f3f
p1 keyctl_setperm k2 0x3f3f3f3f
p1 keyctl_set_container_keyring c1 k1
k3 = p2 request_key "user" "a"
k3 = p3 request_key "user" "a" -> ENOKEY`,
} as const
