/** Chapter 12, arguments on their way in: a shortest program for each break. */

export const entryWitnesses = {
  'arguments/compat-has-every-option': `p1: u1 g1 32-bit
p1 keyctl_move #1 #1 #1 0 -> ENOKEY`,
  'arguments/compat-keeps-signs': `p1: u1 g1 32-bit
p1 keyctl_revoke #0
k1 = p1 keyctl_get_keyring_id @t 1 -> k1`,
  'arguments/compat-cuts-lengths': `p1: u1 g1 32-bit
k1 = p1 add_key "keyring" "r" bad*4294967296 @t -> k1`,
  'arguments/text-ends-at-nul': `p1: u1 g1
k1 = p1 add_key "user\\x00" "a" "x" @t -> k1`,
} as const
