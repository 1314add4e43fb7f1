/** Chapter 7, `/proc/keys`: a shortest program for each break, with what is allowed where it shows. */

import { alone } from './cast.ts'

export const listingWitnesses = {
  'attributes/listed-if-viewed': alone(`
k1 = p1 add_key "user" "a" "x" @t
p1 keyctl_setperm k1 0x09000000
p1 proc_keys k1 -> I--Q--- perm 09000000 u1 g1 user a: 1`),
  'attributes/listed-if-payer-mapped': alone(`
k1 = p1 add_key "user" "a" "x" @t
p1 unshare_user none none
p1 proc_keys k1 -> unlisted`),
  'attributes/listed-flags': alone(`
k1 = p1 keyctl_join_session_keyring "a"
p1 keyctl_invalidate k1
p1 proc_keys k1 -> I--Q--i perm 3f130000 u1 g1 keyring a: empty`),
  'attributes/listed-expiry': alone(`
k1 = p1 add_key "user" "a" "x" @t
p1 keyctl_set_timeout k1 604800
p1 proc_keys k1 -> I--Q--- 1w 3f010000 u1 g1 user a: 1`),
  'attributes/listed-type-is-cut': alone(`
k1 = p1 add_key "rxrpc" "a" - @t
k2 = p1 add_key "dns_resolver" "b" "x\\x00" @t
p1 proc_keys k2 -> I--Q--- perm 3b010000 u1 g1 dns_resol b: 1`),
  'attributes/listed-contents': alone(`
k1 = p1 add_key "keyring" "a" - @t
p1 proc_keys k1 -> I--Q--- perm 3f010000 u1 g1 keyring a: empty`),
} as const
