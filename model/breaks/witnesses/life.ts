/** Chapter 8: a shortest program for each break, with what is allowed where it shows. */

import { alone } from './cast.ts'

export const lifeWitnesses = {
  'life/expired': alone(`
p1 keyctl_set_timeout @t 1
advance_clock 1
p1 keyctl_describe @t -> EKEYEXPIRED`),
  'life/invalidated-is-gone': alone(`
k1 = p1 keyctl_get_keyring_id @t 1
p1 keyctl_invalidate @t
p1 keyctl_describe @t -> ENOKEY`),
  'life/revoked-refuses': alone(`
k1 = p1 keyctl_get_keyring_id @t 1
p1 keyctl_revoke @t
p1 keyctl_describe @t -> EKEYREVOKED`),
  'life/which-death': alone(`
k1 = p1 keyctl_get_keyring_id @t 1
p1 keyctl_revoke @t
p1 keyctl_describe @t -> EKEYREVOKED`),
  'life/revoke-empties': alone(`
k1 = p1 add_key "user" "a" "x" @t
p1 keyctl_revoke k1
key_users u1 -> 2/2 keys, quota 2 keys 11 bytes`),
  'life/revoked-at': alone(`
k1 = p1 add_key "user" "a" "x" @t
p1 keyctl_set_timeout k1 1
p1 keyctl_revoke k1
advance_clock 300
p1 keyctl_read @t -> []`),
  'life/links-of-the-dead': alone(`
k1 = p1 add_key "user" "a" "x" @t
p1 keyctl_set_timeout k1 1
advance_clock 300
p1 keyctl_read @t -> [k1]`),
  'life/links-of-the-invalidated': alone(`
k1 = p1 add_key "keyring" "r" - @t
p1 keyctl_invalidate k1
p1 keyctl_read @t -> []`),
  'life/dead-rings-keep-links': alone(`
k1 = p1 add_key "user" "a" "x" @t
p1 keyctl_set_timeout k1 1
p1 keyctl_invalidate @t
advance_clock 301
key_users u1 -> 2/2 keys, quota 2 keys 12 bytes`),
  'life/swept-links-stay-charged': alone(`
k1 = p1 add_key "user" "a" "x" @t
p1 keyctl_invalidate k1
key_users u1 -> 1/1 keys, quota 1 keys 9 bytes`),
  'life/swept-ring-keeps-its-array': alone(`
k1 = p1 add_key "user" "a" "x" @t
p1 keyctl_invalidate k1
k2 = p1 add_key "user" "a" "x" @t
k3 = p1 add_key "user" "b" "x" @t
p1 keyctl_read @t -> [k3 k2]`),
  'life/unreferenced-is-gone': alone(`
k1 = p1 add_key "user" "a" "x" @t
p1 keyctl_unlink k1 @t
p1 keyctl_describe k1 -> ENOKEY`),
} as const
