/** Chapter 5: a shortest program for each break, with what is allowed where it shows. */

import { alone, chain } from './cast.ts'

export const searchWitnesses = {
  'search/miss-is-enokey': alone(`
p1 request_key "user" "a" -> ENOKEY`),
  'search/destination-needs-link': alone(`
k1 = p1 add_key "user" "a" "x" @s
p1 keyctl_setperm k1 0x2f010000
p1 request_key "user" "a" @t -> EACCES`),
  'search/destination-gets-link': alone(`
k1 = p1 add_key "user" "a" "x" @s
p1 request_key "user" "a" k1 -> ENOTDIR`),
  'search/last-note-wins': alone(`
k1 = p1 add_key "keyring" "r" - @t
k2 = p1 add_key "user" "a" "x" k1
p1 keyctl_revoke k2
k3 = p1 add_key "user" "a" "x" @t
p1 keyctl_setperm k3 0x37010000
p1 request_key "user" "a" -> EKEYREVOKED`),
  'search/error-priority': alone(`
k1 = p1 add_key "user" "a" "x" @t
p1 keyctl_revoke k1
k2 = p1 keyctl_get_keyring_id @p 1
p1 request_key "user" "a" -> ENOKEY`),
  'search/only-keyrings': alone(`
k1 = p1 add_key "user" "a" "x" @s
p1 keyctl_search k1 "user" "a" -> ENOTDIR`),
  'search/meets-the-dead': alone(`
k1 = p1 add_key "user" "a" "x" @s
p1 keyctl_revoke k1
p1 request_key "user" "a" -> EKEYREVOKED`),
  'search/meets-the-expired': alone(`
k1 = p1 add_key "user" "a" "x" @s
p1 keyctl_set_timeout k1 1
advance_clock 1
p1 keyctl_search @s "user" "a" -> EKEYEXPIRED`),
  'search/request-skips-expired': alone(`
k1 = p1 add_key "user" "a" "x" @s
p1 keyctl_set_timeout k1 1
advance_clock 1
p1 request_key "user" "a" -> ENOKEY`),
  'search/key-needs-search': alone(`
k1 = p1 add_key "user" "a" "x" @s
p1 keyctl_setperm k1 0x37010000
p1 request_key "user" "a" -> EACCES`),
  'search/dead-ring-not-entered': alone(`
k1 = p1 add_key "user" "a" "x" @t
p1 keyctl_invalidate @t
p1 request_key "user" "a" -> ENOKEY`),
  'search/own-keys-first': alone(`
k1 = p1 add_key "keyring" "r" - @s
k2 = p1 add_key "user" "a" "x" k1
k3 = p1 add_key "user" "a" "x" @s
p1 request_key "user" "a" -> k3`),
  'search/child-order': alone(`
k1 = p1 add_key "keyring" "r" - @t
k2 = p1 add_key "keyring" "s" - @t
k3 = p1 add_key "user" "a" "x" k1
k4 = p1 add_key "user" "a" "x" k2
p1 request_key "user" "a" -> k3`),
  'search/depth': alone(`${chain(6)}
k7 = p1 add_key "user" "a" "x" k6
p1 request_key "user" "a" -> k7`),
  'search/child-needs-search': alone(`
k1 = p1 add_key "keyring" "r" - @t
k2 = p1 add_key "user" "a" "x" k1
p1 keyctl_setperm k1 0x37010000
p1 request_key "user" "a" -> ENOKEY`),
  'search/start-needs-search': alone(`
p1 keyctl_setperm @t 0x37010000
p1 request_key "user" "a" -> EACCES`),
  'search/the-ring-itself': alone(`
k1 = p1 add_key "keyring" "r" - @s
p1 keyctl_search k1 "keyring" "r" -> k1`),
  'search/process-order': alone(`
k1 = p1 add_key "user" "a" "x" @p
k2 = p1 add_key "user" "a" "x" @s
p1 request_key "user" "a" -> k1`),
} as const
