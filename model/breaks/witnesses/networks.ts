/** Chapter 13, networks: a shortest program for each break, with what is allowed where it shows. */

import { alone } from './cast.ts'

/** One process that may make networks. */
const able = (lines: string): string => `p1: u1 g1 privileged${lines}`

export const networksWitnesses = {
  'namespaces/new-network': able(`
k1 = p1 add_key "rxrpc" "a" - @t
p1 unshare_net
p1 request_key "rxrpc" "a" -> ENOKEY`),
  'namespaces/network-needs-sysadmin': alone(`
p1 unshare_net -> EPERM`),
  'namespaces/enter-network': `p1: u1 g1 privileged
p2: u2 g2 privileged
p1 unshare_net
k1 = p2 add_key "rxrpc" "a" - @t
p2 setns_net p1
p2 request_key "rxrpc" "a" -> ENOKEY`,
  'namespaces/fork-shares-network': able(`
p1 unshare_net
k1 = p1 add_key "rxrpc" "a" - @s
p2 = p1 fork
p2 request_key "rxrpc" "a" -> k1`),
  'namespaces/network-types': able(`
k1 = p1 add_key "user" "a" "x" @t
p1 unshare_net
k2 = p1 add_key "user" "a" "y" @t -> k1`),
  'namespaces/tag-tells-links-apart': able(`
k1 = p1 add_key "rxrpc" "a" - @t
p1 unshare_net
k2 = p1 add_key "rxrpc" "a" - @t
p1 keyctl_read @t -> [k1 k2]`),
  'namespaces/search-in-own-network': able(`
k1 = p1 add_key "rxrpc" "a" - @t
p1 unshare_net
p1 request_key "rxrpc" "a" -> ENOKEY`),
  'namespaces/hosts-of-any-network': able(`
k1 = p1 add_key "dns_resolver" "a" "x\\x00" @t
p1 unshare_net
p1 request_key "dns_resolver" "a" -> k1`),
  'namespaces/possession-in-any-network': able(`
k1 = p1 add_key "rxrpc" "a" - @t
p1 unshare_net
p1 keyctl_invalidate k1 -> 0`),
  'namespaces/network-goes': able(`
p1 unshare_net
k1 = p1 add_key "rxrpc" "a" - @t
p1 unshare_net
p1 keyctl_read @t -> []`),
} as const
