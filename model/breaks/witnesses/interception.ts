/** Chapter 19: a shortest program for each break, with what is allowed where it shows. */

/** A process in a container, whose requests for keys of type `user` go into a keyring of its maker. */
const diverted = (lines: string): string => `
p1: u1 g1
c1 = p1 container_create "a" 0x00000000
p2 = p1 fork_into_container c1
k1 = p1 add_key "keyring" "queue" - @t
p1 keyctl_container_intercept c1 "user" k1${lines}`

export const interceptionWitnesses = {
  'interception/type-given': `
p1: u1 g1
c1 = p1 container_create "a" 0x00000000
p1 keyctl_container_intercept c1 - @t -> EINVAL`,
  'interception/dead-container': `
p1: u1 g1
c1 = p1 container_create "a" 0x00000000
p2 = p1 fork_into_container c1
p2 exit
p1 keyctl_container_intercept c1 "user" @t -> ECANCELED`,
  'interception/needs-write': `
p1: u1 g1
c1 = p1 container_create "a" 0x00000000
k1 = p1 add_key "keyring" "queue" - @t
p1 keyctl_setperm k1 0x3b010000
p1 keyctl_container_intercept c1 "user" k1 -> EACCES`,
  'interception/only-keyrings': `
p1: u1 g1
c1 = p1 container_create "a" 0x00000000
k1 = p1 add_key "user" "a" "x" @t
p1 keyctl_container_intercept c1 "user" k1 -> ENOTDIR`,
  'interception/one-for-a-type': `
p1: u1 g1
c1 = p1 container_create "a" 0x00000000
p1 keyctl_container_intercept c1 "user" @t
p1 keyctl_container_intercept c1 "user" @t -> EEXIST`,
  'interception/namespaces-apart': `
p1: u1 g1
c1 = p1 container_create "a" 0x00000000
p1 keyctl_container_intercept c1 "rxrpc" @t
p1 keyctl_container_intercept c1 "rxrpc" @t of p1 -> 0`,
  'interception/no-such-namespace': `
p1: u1 g1
c1 = p1 container_create "a" 0x00000000
p1 keyctl_container_intercept c1 "rxrpc" @t of nobody -> ENOENT`,
  'interception/which-namespace': `
p1: u1 g1 privileged
p2: u2 g2
p1 unshare_net
c1 = p2 container_create "a" 0x00000000
p2 keyctl_container_intercept c1 "rxrpc" @t of p1 -> ENOENT`,
  'interception/removed-by-namespace': `
p1: u1 g1
c1 = p1 container_create "a" 0x00000000
p1 keyctl_container_intercept c1 "rxrpc" @t
p1 keyctl_container_intercept c1 "rxrpc" of p1 -> 0`,
  'interception/for-a-namespace': `
p1: u1 g1
c1 = p1 container_create "a" 0x00000000
p2 = p1 fork_into_container c1
k1 = p1 add_key "keyring" "queue" - @t
p1 keyctl_container_intercept c1 "*" k1 of p1
k2 = p2 request_key "user" "a" "info" @t -> upcall create k2 u1 g1 ?2 - ?3`,
  'interception/namespace-outlived': `
p1: u1 g1 privileged
c1 = p1 container_create "a" 0x00000000
p2 = p1 fork_into_container c1
p3 = p1 fork
p3 unshare_net
k1 = p1 add_key "keyring" "queue" - @t
p1 keyctl_container_intercept c1 "rxrpc" k1 of p3
p3 setns_net p1
k2 = p2 request_key "rxrpc" "a" "info" @t -> upcall create k2 u1 g1 ?2 - ?3`,
  'interception/namespace-first': `
p1: u1 g1
c1 = p1 container_create "a" 0x00000000
p2 = p1 fork_into_container c1
k1 = p1 add_key "keyring" "queue" - @t
k2 = p1 add_key "keyring" "other" - @t
p1 keyctl_container_intercept c1 "rxrpc" k1 of p1
p1 keyctl_container_intercept c1 "rxrpc" k2
p2 request_key "rxrpc" "a" "info" @t
k3 = p1 keyctl_find_lru k1 ".request_key_auth" -> k3`,
  'interception/removed': `
p1: u1 g1
c1 = p1 container_create "a" 0x00000000
p1 keyctl_container_intercept c1 "user" @t
p1 keyctl_container_intercept c1 "logon" @t
p1 keyctl_container_intercept c1 "*" @t
p1 keyctl_container_intercept c1 "user" -> 1`,
  'interception/queued': `
p1: u1 g1
q1 = watch_queue 32
c1 = p1 container_create "a" 0x00000000
p2 = p1 fork_into_container c1
k1 = p1 add_key "keyring" "queue" - @t
p1 keyctl_watch_key k1 q1 5
p1 keyctl_container_intercept c1 "user" k1
k2 = p2 request_key "user" "a" "info" @t -> blocked`,
  'interception/specific-first': `
p1: u1 g1
c1 = p1 container_create "a" 0x00000000
p2 = p1 fork_into_container c1
k1 = p1 add_key "keyring" "queue" - @t
k2 = p1 add_key "keyring" "other" - @t
p1 keyctl_container_intercept c1 "*" k1
p1 keyctl_container_intercept c1 "user" k2
p2 request_key "user" "a" "info" @t
k3 = p1 keyctl_find_lru k1 ".request_key_auth" -> EAGAIN`,
  'interception/own-container': `
p1: u1 g1
c1 = p1 container_create "a" 0x00000000
p2 = p1 fork_into_container c1
k1 = p1 add_key "keyring" "queue" - @t
c2 = p2 container_create "b" 0x00000000
p3 = p2 fork_into_container c2
p1 keyctl_container_intercept c1 "*" k1
k2 = p3 request_key "user" "a" "info" @t -> upcall create k2 u1 g1 ?2 - ?3`,
  'interception/who-may': `
p1: u1 g1 privileged
p2: u2 g2
c1 = p1 container_create "a" 0x00000000
p3 = p1 fork_into_container c1
p4 = p3 fork
p4 setresuid u3 u3 u3
p2 execve
k1 = p1 add_key "keyring" "queue" - @t
p1 capset 0x00000000 0x00000000
p1 keyctl_container_intercept c1 "*" k1
k2 = p4 request_key "user" "b" "info" @t -> upcall create k2 u3 g1 ?2 - ?3`,
  'interception/dead-queue': diverted(`
p1 keyctl_revoke k1
k2 = p2 request_key "user" "a" "info" @t -> EKEYREVOKED`),
  'interception/unanswered': diverted(`
k2 = p2 request_key "user" "a" "info" @t
p1 keyctl_clear k1
k2 = p2 await -> ENOKEY`),
  'interception/query': diverted(`
p2 request_key "user" "a" "info" @t
k2 = p1 keyctl_find_lru k1 ".request_key_auth"
k3 = p1 keyctl_query_request_key_auth k2 -> asked create k3 u1 g1 ?4 - -`),
  'interception/query-needs-search': diverted(`
p2 request_key "user" "a" "info" @t
k2 = p1 keyctl_find_lru k1 ".request_key_auth"
p3 = p1 fork
p3 keyctl_query_request_key_auth k2 -> EACCES`),
  'interception/query-authorities-only': `
p1: u1 g1
p1 keyctl_query_request_key_auth @s -> EINVAL`,
  'interception/query-unmapped': diverted(`
p2 request_key "user" "a" "info" @t
k2 = p1 keyctl_find_lru k1 ".request_key_auth"
p1 keyctl_query_request_key_auth k2 bad -> EFAULT`),
  'interception/lru-authorities': `
p1: u1 g1
k1 = p1 keyctl_find_lru @s ".request_key_auth" -> EAGAIN`,
  'interception/lru-needs-search': `
p1: u1 g1
k1 = p1 add_key "keyring" "a" - @t
p1 keyctl_setperm k1 0x37010000
k2 = p1 keyctl_find_lru k1 "user" -> EACCES`,
  'interception/lru-keyrings-only': `
p1: u1 g1
k1 = p1 add_key "user" "a" "x" @t
k2 = p1 keyctl_find_lru k1 "user" -> ENOTDIR`,
  'interception/lru-none': `
p1: u1 g1
k1 = p1 keyctl_find_lru @s "user" -> EAGAIN`,
  'interception/lru-once': `
p1: u1 g1
k1 = p1 add_key "user" "a" "x" @t
p1 keyctl_link k1 @p
k2 = p1 keyctl_find_lru @t "user"
k3 = p1 keyctl_find_lru @t "user" -> EAGAIN`,
  'interception/lru-order': `
p1: u1 g1
k1 = p1 add_key "user" "b" "x" @t
advance_clock 10
k2 = p1 add_key "user" "a" "x" @t
k3 = p1 keyctl_find_lru @t "user" -> k1`,
  'interception/lru-use': `
p1: u1 g1
k1 = p1 add_key "user" "a" "x" @t
advance_clock 10
k2 = p1 add_key "user" "b" "x" @t
advance_clock 10
p1 keyctl_read k1
k3 = p1 keyctl_find_lru @t "user" -> k2`,
} as const
