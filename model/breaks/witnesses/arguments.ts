/** Chapter 12: a shortest program for each break, with what is allowed where it shows. */

import { alone } from './cast.ts'

export const argumentsWitnesses = {
  'arguments/unmapped': alone(`
p1 request_key "user" - -> EFAULT`),
  'arguments/nothing-to-read': alone(`
k1 = p1 add_key "keyring" "r" bad @t -> k1`),
  'arguments/no-such-option': alone(`
p1 keyctl 39 -> EOPNOTSUPP`),
  'arguments/type-before-description': alone(`
p1 request_key ".a" bad -> EPERM`),
  'arguments/description-before-payload': alone(`
p1 add_key "keyring" ".a" bad*1 @t -> EPERM`),
  'arguments/values-before-keys': alone(`
p1 keyctl_update #1 bad*1 -> EFAULT`),
  'arguments/restricted-key-first': alone(`
p1 keyctl_restrict_keyring #1 - "a" -> ENOKEY`),
  'arguments/ring-before-key': alone(`
p1 keyctl_link #1 #0 -> EINVAL`),
  'arguments/moved-key-first': alone(`
p1 keyctl_move #0 #1 #1 0 -> EINVAL`),
  'arguments/searched-ring-first': alone(`
p1 keyctl_search #0 "user" "a" #1 -> EINVAL`),
  'arguments/unknown-type-last': alone(`
p1 request_key "nosuch" "a" #-9 -> EINVAL`),
  'arguments/all-or-nothing': alone(`
k1 = p1 add_key "user" "a" "xy" @t
p1 keyctl_read k1 1 -> 2`),
  'arguments/file-first': `
p1: u1 g1
p1 keyctl_set_container_keyring c0 #1 -> EINVAL`,
  'arguments/queue-last': `
p1: u1 g1
c1 = p1 container_create "a" 0x00000000
p1 keyctl_container_intercept c1 ".other" #-9 -> EPERM`,
  'arguments/provided-before-destination': `
p1: u1 g1
c1 = p1 container_create "a" 0x00000000
p1 keyctl_get_container_keyring c1 #-9 -> ENOKEY`,
  'arguments/length-is-answered': alone(`
k1 = p1 add_key "user" "a" "x" @t
p1 keyctl_read k1 - -> 1`),
  'arguments/unmapped-room': alone(`
k1 = p1 add_key "user" "a" "x" @t
p1 keyctl_read k1 bad*1 -> EFAULT`),
  'arguments/describe-cuts-length': alone(`
k1 = p1 add_key "user" "a" "x" @t
p1 keyctl_describe k1 4294967296 -> 38`),
  'arguments/links-in-fours': alone(`
k1 = p1 add_key "keyring" "a" - @t
p1 keyctl_read @t 4097 -> [k1]`),
} as const
