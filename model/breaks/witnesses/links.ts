/** Chapter 6: a shortest program for each break, with what is allowed where it shows. */

import { alone, chain, twins } from './cast.ts'

const seventeen = Array.from(
  { length: 17 },
  (_, at) => `\nk${at + 1} = p1 add_key "user" "${String.fromCharCode(97 + at)}" "x" @t`,
).join('')

export const linksWitnesses = {
  'links/one-per-description': alone(`
k1 = p1 add_key "keyring" "a" - @t
k2 = p1 add_key "user" "a" "x" @t
p1 keyctl_read @t -> [k1 k2]`),
  'links/first-slot-then-highest': alone(`
k1 = p1 add_key "user" "a" "x" @t
k2 = p1 add_key "user" "b" "x" @t
k3 = p1 add_key "user" "c" "x" @t
p1 keyctl_read @t -> [k1 k3 k2]`),
  'links/displaced-in-place': alone(`
k1 = p1 add_key "keyring" "a" - @t
k2 = p1 add_key "keyring" "b" - @t
k3 = p1 add_key "keyring" "c" - @t
k4 = p1 add_key "keyring" "b" - @t
p1 keyctl_read @t -> [k1 k3 k4]`),
  'links/order-beyond-sixteen': alone(`${seventeen}
p1 request_key "user" "b" -> k2`),
  'links/emptied-ring-starts-anew': alone(`
k1 = p1 add_key "user" "a" "x" @t
p1 keyctl_unlink k1 @t
k2 = p1 add_key "user" "a" "x" @t
k3 = p1 add_key "user" "b" "x" @t
p1 keyctl_read @t -> [k2 k3]`),
  'links/cost': alone(`
k1 = p1 add_key "user" "a" "x" @t
key_users u1 -> 2/2 keys, quota 2 keys 12 bytes`),
  'links/unlink-gives-back': alone(`
k1 = p1 add_key "user" "a" "x" @t
p1 keyctl_unlink k1 @t
key_users u1 -> 1/1 keys, quota 1 keys 5 bytes`),
  'links/clear': alone(`
k1 = p1 add_key "user" "a" "x" @t
p1 keyctl_clear @t
key_users u1 -> 1/1 keys, quota 1 keys 5 bytes`),
  'links/target-is-a-keyring': alone(`
k1 = p1 add_key "user" "a" "x" @s
p1 add_key "user" "a" "x" k1 -> ENOTDIR`),
  'links/no-cycle': alone(`
p1 keyctl_link @t @t -> EDEADLK`),
  'links/too-deep': alone(`${chain(7)}
p1 keyctl_link k1 @p -> 0`),
  'links/ring-needs-write': twins(`
k1 = p1 keyctl_join_session_keyring -
k2 = p1 add_key "user" "a" "x" @s
p2 keyctl_unlink k2 k1 -> EACCES`),
  'links/clear-needs-write': twins(`
k1 = p1 keyctl_join_session_keyring -
p2 keyctl_clear k1 -> EACCES`),
  'links/key-needs-link': twins(`
k1 = p1 add_key "user" "a" "x" @s
p2 keyctl_link k1 @s -> EACCES`),
  'links/unlink-asks-nothing-of-the-key': alone(`
k1 = p1 add_key "user" "a" "x" @s
p1 keyctl_revoke k1
p1 keyctl_unlink k1 @s -> 0`),
  'links/unlink-wants-a-link': alone(`
p1 keyctl_unlink @u @u -> ENOENT`),
  'links/all-of-the-description': alone(`
k1 = p1 add_key "user" "abcdefgh" "x" @t
k2 = p1 add_key "user" "efghabcd" "x" @t -> k2`),
  'links/unlinked-by-description': alone(`
k1 = p1 add_key "user" "a" "x" @t
k2 = p1 add_key "user" "a" "x" @p
p1 keyctl_unlink k2 @t -> 0`),
  'links/move-flags': alone(`
p1 keyctl_move @u @u @u 2 -> EINVAL`),
  'links/move-nowhere': alone(`
p1 keyctl_move @u @u @u 0 -> 0`),
  'links/move-exclusive': alone(`
k1 = p1 add_key "user" "a" "x" @t
k2 = p1 add_key "user" "a" "x" @p
p1 keyctl_move k1 @t @p 1 -> EEXIST`),
  'links/move': alone(`
k1 = p1 add_key "user" "a" "x" @t
k2 = p1 add_key "user" "a" "x" @p
p1 keyctl_move k1 @t @p 1
p1 keyctl_read @t -> [k1]`),
} as const
