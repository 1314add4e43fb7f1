/** Chapter 3, first part: a shortest program for each break, with what is allowed where it shows. */

import { alone, twins } from './cast.ts'

export const lookupWitnesses = {
  'lookup/reserved-id': alone(`
p1 keyctl_describe #0 -> EINVAL`),
  'lookup/nobodys-serial': alone(`
p1 keyctl_describe #1 -> ENOKEY`),
  'lookup/no-group-keyring': alone(`
p1 keyctl_describe @g -> EINVAL`),
  'lookup/no-authority': alone(`
p1 keyctl_describe @a -> ENOKEY`),
  'lookup/serial': twins(`
k1 = p1 add_key "user" "a" "x" @s
p2 keyctl_read k1 -> EACCES`),
  'lookup/death-before-permission': twins(`
k1 = p1 add_key "user" "a" "x" @s
p1 keyctl_revoke k1
p2 keyctl_update k1 "y" -> EKEYREVOKED`),
} as const
