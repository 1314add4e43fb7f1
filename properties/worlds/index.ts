/** The small worlds that `keyspec explore` knows. */

import { type SmallWorld, smallWorld } from './world.ts'

export const worlds: readonly SmallWorld[] = [
  smallWorld({
    name: 'links',
    says: 'three keyrings and two keys of one description, linked, moved and let go',
    start: `
      p1: u1 g1
      k1 = p1 add_key "keyring" "a" - @s
      k2 = p1 add_key "keyring" "b" - @s
      k3 = p1 add_key "user" "x" "1" k1
      k4 = p1 add_key "user" "x" "2" k2
    `,
    alphabet: `
      p1 keyctl_link {k1,k2,k3,k4} {k1,k2,@s}
      p1 keyctl_unlink {k1,k2,k3,k4} {k1,k2,@s}
      p1 keyctl_move {k3,k4} {k1,k2} {k1,k2,@s} {0,1}
      p1 keyctl_move {k1,k2} @s {k1,k2} 0
      p1 keyctl_clear {k1,k2}
    `,
    depth: 6,
  }),
  smallWorld({
    name: 'possession',
    says: 'two users, a key and a keyring between them, and every class of the mask',
    start: `
      p1: u1 g1
      p2: u2 g2 +g1
      k1 = p1 add_key "keyring" "a" - @s
      k2 = p1 add_key "user" "x" "1" k1
      p2 keyctl_get_keyring_id @s 1
    `,
    alphabet: `
      p1 keyctl_setperm {k1,k2} {0x3f3f0000,0x3f000000,0x00003f00,0x0000003f,0x3b3b1b1b}
      p2 keyctl_link {k1,k2} @s
      p2 keyctl_unlink {k1,k2} @s
      {p1,p2} keyctl_{read,describe} {k1,k2}
      {p1,p2} keyctl_search @s "user" "x"
      p2 keyctl_setperm k2 0x3f3f3f3f
      p2 keyctl_update k2 "2"
      p2 keyctl_chown k2 u2 -
      p1 keyctl_chown k2 - g2
    `,
    depth: 4,
  }),
  smallWorld({
    name: 'death',
    says: 'a key and the keyring that holds it: revoked, invalidated, expired, collected',
    start: `
      p1: u1 g1
      k1 = p1 add_key "keyring" "a" - @s
      k2 = p1 add_key "user" "x" "1" k1
    `,
    alphabet: `
      p1 keyctl_{revoke,invalidate,read,describe} {k1,k2}
      p1 keyctl_set_timeout {k1,k2} {0,1000}
      advance_clock {200,1000}
      p1 keyctl_{link,unlink} k2 {k1,@s}
      k2 = p1 add_key "user" "x" "2" {k1,@s}
      p1 keyctl_update k2 "3"
      p1 request_key "user" "x"
      key_users u1
    `,
    depth: 4,
  }),
  smallWorld({
    name: 'sessions',
    says: 'two users and a child: keyrings of threads, processes, sessions and users',
    start: `
      p1: u1 g1
      p2: u2 g1
    `,
    alphabet: `
      k1 = p1 keyctl_join_session_keyring {-,"a"}
      k2 = p2 keyctl_join_session_keyring {-,"a"}
      {p1,p2,p3} keyctl_get_keyring_id {@t,@p,@s,@u,@us} {0,1}
      p3 = p1 fork
      {p1,p3} exit
      p1 keyctl_setperm @s {0x3f3f0008,0x3f000000}
      p1 keyctl_set_reqkey_keyring {2,4}
      {p1,p3} keyctl_link @us @s
    `,
    depth: 4,
  }),
  smallWorld({
    name: 'search',
    says: 'one description in every keyring of a process, alive, dead or out of reach',
    start: `
      p1: u1 g1
      k1 = p1 add_key "user" "x" "t" @t
      k2 = p1 add_key "user" "x" "p" @p
      k3 = p1 add_key "user" "x" "s" @s
    `,
    alphabet: `
      p1 keyctl_{revoke,invalidate} {k1,k2,k3}
      p1 keyctl_setperm {k1,k2,k3,@t,@p} 0x37370000
      p1 keyctl_unlink {k1,k2,k3} {@t,@p,@s}
      p1 request_key "user" "x" {@t,@s}
      p1 keyctl_search {@t,@p,@s} "user" "x"
      p1 keyctl_set_timeout {k1,k2} 1000
      advance_clock 1000
    `,
    depth: 4,
  }),
  smallWorld({
    name: 'grants',
    says: 'two users, a key and a keyring between them, and every subject of a list',
    wants: ['acl'],
    start: `
      p1: u1 g1
      p2: u2 g2 +g1
      k1 = p1 add_key "keyring" "a" - @s
      k2 = p1 add_key "user" "x" "1" k1
      p2 keyctl_get_keyring_id @s 1
    `,
    alphabet: `
      p1 keyctl_grant_permission k2 {possessor,owner,group,everyone} {0x0,0x3,0x19,0x24}
      p1 keyctl_grant_permission k1 {owner,everyone} {0x0,0x18,0x208}
      p1 keyctl_setperm k2 {0x3f3f0000,0x00003f00,0x3f000001}
      {p1,p2} keyctl_{read,describe,revoke} k2
      {p1,p2} keyctl_search {k1,@s} "user" "x"
      p2 keyctl_link {k1,k2} @s
      p2 keyctl_unlink {k1,k2} @s
      p2 keyctl_update k2 "2"
      p2 keyctl_clear k1
    `,
    depth: 4,
  }),
  smallWorld({
    name: 'denizens',
    says: 'a container with a member, a keyring that it is given, and keys granted to it',
    wants: ['container_keyrings'],
    start: `
      p1: u1 g1
      k1 = p1 add_key "keyring" "a" - @s
      k2 = p1 add_key "user" "x" "1" k1
      c1 = p1 container_create "a" 0x00000100
      p2 = p1 fork_into_container c1
    `,
    alphabet: `
      p1 keyctl_set_container_keyring c1 {k1,@s}
      p1 keyctl_get_container_keyring c1
      p1 keyctl_get_container_keyring c1 @t
      p1 keyctl_grant_permission {k1,k2} {c1,name:a} {0x0,0x8,0xb}
      p1 keyctl_grant_permission {k1,k2} owner 0x0
      p1 keyctl_unlink k2 k1
      p1 keyctl_revoke {k1,k2}
      p1 close_container c1
      k3 = p2 add_key "user" "x" "2" {@t,@s}
      p2 keyctl_{revoke,invalidate} k3
      p2 keyctl_{read,describe} {k1,k2}
      p2 keyctl_join_session_keyring -
      p2 request_key "user" "x"
      p2 exit
      p3 = p2 fork
      p3 request_key "user" "x"
    `,
    depth: 4,
  }),
  smallWorld({
    name: 'interception',
    says: 'requests made in a container, two queues that they are put in, and a daemon',
    wants: ['container_keyrings'],
    start: `
      p1: u1 g1
      k1 = p1 add_key "keyring" "a" - @s
      k2 = p1 add_key "keyring" "b" - @s
      c1 = p1 container_create "a" 0x00000100
      p2 = p1 fork_into_container c1
      p1 keyctl_container_intercept c1 "user" k1
      p2 request_key "user" "x" "ask" @s
      k3 = p1 keyctl_find_lru k1 ".request_key_auth"
    `,
    alphabet: `
      p1 keyctl_container_intercept c1 "user" {k1,k2}
      p1 keyctl_container_intercept c1 "*" k2
      p1 keyctl_container_intercept c1 {"user","*",-}
      k3 = p1 keyctl_find_lru {k1,k2} ".request_key_auth"
      k4 = p1 keyctl_query_request_key_auth k3
      p1 keyctl_assume_authority {k4,#0}
      p1 keyctl_instantiate k4 "y"
      p1 keyctl_instantiate k4 "y" @s
      p1 keyctl_negate k4 1000
      p1 keyctl_move k3 k1 {k2,@s} 0
      p1 keyctl_unlink k3 {k1,k2,@s}
      p1 keyctl_{revoke,invalidate} {k1,k3}
      p1 close_container c1
      k5 = p2 await
      p2 request_key "user" {"x","y"} "ask"
      p2 exit
    `,
    depth: 6,
  }),
]

/** The world of that name. */
export function worldNamed(name: string): SmallWorld | undefined {
  return worlds.find((world) => world.name === name)
}
