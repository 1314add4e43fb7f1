/** Network types: a shortest program for each break, with what is allowed where it shows. */

import { alone } from './cast.ts'

/** A token of version 1 for rxkad that never dies, without ticket. */
const token =
  '"\\x01\\x00\\x00\\x00\\x02\\x00\\x00\\x00\\xff\\xff\\xff\\xff\\x00\\x00\\x00\\x0012345678"'

export const networkWitnesses = {
  'keys/dns-payload': alone(`
p1 add_key "dns_resolver" "a" "xx" @t -> EINVAL`),
  'keys/dns-option': alone(`
p1 add_key "dns_resolver" "a" "x#dnserror=0\\x00" @t -> EINVAL`),
  'keys/dns-error': alone(`
p1 add_key "dns_resolver" "a" "#dnserror=1\\x00" @t
key_users u1 -> 2/2 keys, quota 2 keys 11 bytes`),
  'keys/dns-server-list': alone(`
p1 add_key "dns_resolver" "a" "\\x00\\x00\\x02\\x01\\x01\\x01" @t -> EINVAL`),
  'keys/dns-failed-list': alone(`
k1 = p1 add_key "dns_resolver" "a" "\\x00\\x00\\x01\\x01\\x00\\x01" @t
advance_clock 1
p1 keyctl_read @t -> []`),
  'search/dns-names': alone(`
k1 = p1 add_key "dns_resolver" "A" "x\\x00" @t
p1 request_key "dns_resolver" "a" -> k1`),
  'search/asymmetric-by-identifier': alone(`
p2 = p1 clone_thread
k1 = p1 request_key "asymmetric" "ex:0A" "info" @us
p2 keyctl_search @us "asymmetric" "ex:0A" -> ENOKEY`),
  'search/dns-looks-at-all': alone(`
k1 = p1 add_key "dns_resolver" "a." "x\\x00" @t
k2 = p1 add_key "dns_resolver" "a" "x\\x00" @t
p1 request_key "dns_resolver" "a" -> k1`),
  'search/dns-meets-all-dead': alone(`
k1 = p1 add_key "dns_resolver" "a" "x\\x00" @t
p1 keyctl_revoke k1
p1 request_key "dns_resolver" "b" -> EKEYREVOKED`),
  'attributes/dns-read': alone(`
k1 = p1 add_key "dns_resolver" "a" "#dnserror=1\\x00" @t
p1 keyctl_read k1 -> EPERM`),
  'life/instant-reap': alone(`
k1 = p1 add_key "dns_resolver" "a" "x\\x00" @t
p1 keyctl_set_timeout k1 1
advance_clock 1
p1 keyctl_read @t -> []`),
  'life/passes-when-told': alone(`
k1 = p1 add_key "dns_resolver" "a" "x\\x00" @t
p1 keyctl_revoke k1
p1 keyctl_read @t -> [k1]`),
  'life/revoked-tokens-stay': alone(`
k1 = p1 add_key "rxrpc" "a" ${token} @t
p1 keyctl_revoke k1
key_users u1 -> 2/2 keys, quota 2 keys 63 bytes`),
  'keys/rxrpc-payload': alone(`
p1 add_key "rxrpc" "a" "\\x02\\x00\\x00\\x00x" @t -> EKEYREJECTED`),
  'keys/rxrpc-security': alone(`
p1 add_key "rxrpc" "a" ${token.replace('02', '01')} @t -> EPROTONOSUPPORT`),
  'keys/rxrpc-token': alone(`
p1 add_key "rxrpc" "a" ${token} @t
key_users u1 -> 2/2 keys, quota 2 keys 63 bytes`),
  'keys/server-description': alone(`
p1 add_key "rxrpc_s" "a" "12345678" @t -> EINVAL`),
  'keys/server-security': alone(`
p1 add_key "rxrpc_s" "1:0" "12345678" @t -> EINVAL`),
  'keys/server-payload': alone(`
p1 add_key "rxrpc_s" "1:2" "x" @t -> EINVAL`),
  'attributes/rxrpc-read': alone(`
k1 = p1 add_key "rxrpc" "a" - @t
p1 keyctl_read k1 -> EOPNOTSUPP`),
  'attributes/rxrpc-contents': alone(`
k1 = p1 add_key "rxrpc" "afs@a" - @t
p1 keyctl_read k1 -> "\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x01a\\x00\\x00\\x00\\x00\\x00\\x00\\x00"`),
} as const
