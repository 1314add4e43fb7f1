/** Chapter 14: a shortest program for each break. */

import { alone, twins } from './cast.ts'

/** A request, and the process that is started for it. */
const asked = (lines: string): string =>
  alone(`
k1 = p1 request_key "user" "a" "info" @s
p2 = p1 upcall${lines}`)

/** The same, and the process acts for the requester. */
const acting = (lines: string): string =>
  asked(`
p2 keyctl_assume_authority k1${lines}`)

/** Two processes with one session keyring, and a key that is under construction in it. */
const shared = (lines: string): string =>
  alone(`
p1 keyctl_join_session_keyring -
p2 = p1 fork
k1 = p1 request_key "user" "a" "info" @s${lines}`)

const making = `
p3 = p1 upcall
p3 keyctl_assume_authority k1
p3 keyctl_instantiate k1 "x"`

const requests = {
  'upcalls/asks': alone(`
k1 = p1 keyctl_get_keyring_id @t 1
k2 = p1 keyctl_join_session_keyring -
k3 = p1 request_key "user" "a" "info" @t -> upcall create k3 u1 g1 k1 - k2`),
  'upcalls/callout-length': alone(`
p1 request_key "user" "a" "x"*4096 -> EINVAL`),
  'upcalls/no-keyrings': alone(`
p1 request_key "keyring" "a" "info" -> EPERM`),
  'upcalls/default-destination': alone(`
k1 = p1 keyctl_get_keyring_id @t 1
k2 = p1 request_key "user" "a" "info"
p2 = p1 upcall
p2 exit
p1 await
p1 keyctl_read @t -> [k2]`),
  'upcalls/default-needs-write': alone(`
p1 keyctl_setperm @t 0x3b010000
p1 request_key "user" "a" "info" -> EACCES`),
  'upcalls/revoked-destination': alone(`
p1 keyctl_get_keyring_id @t 1
p1 keyctl_revoke @t
p1 request_key "user" "a" "info" -> EKEYREVOKED`),
  'upcalls/linked-before-made': shared(`
p2 keyctl_read @s -> [k1]`),
  'upcalls/cannot-ask': alone(`
p1 add_key "user" "b" "z"*19982 @t
p1 request_key "user" "a" "info" @t -> EDQUOT`),
  'upcalls/answers-when-helper-ends': acting(`
p2 keyctl_reject k1 10 129
p2 exit
p1 await -> EKEYREJECTED`),
  'upcalls/nobody-made-it': asked(`
p2 exit
p1 await -> ENOKEY`),
  'upcalls/made-and-died': shared(`${making}
p2 keyctl_revoke k1
p3 exit
p1 await -> ENOKEY`),
} as const

const helpers = {
  'upcalls/helper-is-root': asked(`
p2 keyctl_set_reqkey_keyring -1 -> 1`),
  'upcalls/helpers-session': asked(`
p2 keyctl_describe @s -> keyring;u1;g1;3f030000;_req.k1`),
  'upcalls/authority': acting(`
p2 keyctl_describe @a -> .request_key_auth;u1;g1;1b010000;k1`),
  'upcalls/authority-is-searched-for': asked(`
p2 keyctl_join_session_keyring -
p2 keyctl_assume_authority k1 -> ENOKEY`),
  'upcalls/assume-serial-only': alone(`
p1 keyctl_assume_authority @s -> EINVAL`),
  'upcalls/authority-given-back': acting(`
p2 keyctl_assume_authority #0
p2 keyctl_instantiate k1 "x" -> EPERM`),
  'upcalls/authority-lost-with-session': acting(`
p2 keyctl_join_session_keyring -
p3 = p2 fork
p3 keyctl_join_session_keyring -
p3 keyctl_session_to_parent
p2 keyctl_instantiate k1 "x" -> EPERM`),
  'upcalls/authority-by-special-id': acting(`
p2 keyctl_read @a -> "info"`),
  'upcalls/requestor-keyring': acting(`
p2 keyctl_read @r -> [k1]`),
  'upcalls/requesters-keyrings': alone(`
k1 = p1 add_key "user" "b" "x" @t
k2 = p1 request_key "user" "a" "info" @s
p2 = p1 upcall
p2 keyctl_assume_authority k2
p2 request_key "user" "b" -> k1`),
  'upcalls/authorities-of-ones-own': alone(`
k1 = p1 request_key "user" "a" "info" @t
p2 = p1 upcall
k2 = p2 keyctl_assume_authority k1
p2 keyctl_link k2 @r
p2 keyctl_unlink k2 @s
p2 keyctl_read k2 -> EACCES`),
  'upcalls/misses-of-both': acting(`
p2 keyctl_setperm @s 0x37030000
p2 request_key "user" "b" -> ENOKEY`),
  'upcalls/requestors-destination': acting(`
p2 keyctl_set_reqkey_keyring 0
k2 = p2 request_key "user" "b" "more"
p3 = p2 upcall
p3 exit
p2 await
p2 keyctl_read @r -> [k1 k2]`),
  'upcalls/for-whoever-asked-first': alone(`
k1 = p1 add_key "user" "b" "x" @t
k2 = p1 request_key "user" "a" "info" @s
p2 = p1 upcall
p2 keyctl_assume_authority k2
k3 = p2 request_key "user" "c" "more" @s
p3 = p2 upcall
p3 keyctl_assume_authority k3
p3 request_key "user" "b" -> k1`),
  'upcalls/authority-instead-of-permission': asked(`
p2 keyctl_describe k1 -> user;u1;g1;3f010000;a`),
  'upcalls/call-keeps-user-session': alone(`
p2 = p1 fork
p1 keyctl_join_session_keyring -
p1 request_key "user" "a" "info"
p2 keyctl_invalidate @us
key_users u1 -> 6/5 keys, quota 5 keys 71 bytes`),
  'upcalls/program-keeps-session': asked(`
k2 = p2 keyctl_get_keyring_id @s 0
p3 = p2 fork
p2 exit
p1 await
p3 keyctl_join_session_keyring -
p3 keyctl_describe k2 -> EACCES`),
} as const

const made = {
  'upcalls/wants-authority': asked(`
p2 keyctl_instantiate k1 "x" -> EPERM`),
  'upcalls/instantiate-length': alone(`
p1 keyctl_instantiate #1 "x"*4097 -> EPERM`),
  'upcalls/instantiation-ring': acting(`
p2 keyctl_instantiate k1 "x" @a -> EINVAL`),
  'upcalls/makes': asked(`
k2 = p2 add_key "keyring" "r" - @s
p2 keyctl_assume_authority k1
p2 keyctl_instantiate k1 "x" k2
p2 keyctl_read k2 -> [k1]`),
  'upcalls/made-once': acting(`
p3 = p2 fork
p2 keyctl_instantiate k1 "x"
p3 keyctl_instantiate k1 "y" -> EBUSY`),
  'upcalls/authority-ends': acting(`
p3 = p2 fork
p2 keyctl_instantiate k1 "x"
p3 keyctl_describe @a -> ENOKEY`),
  'upcalls/revoked-authority-is-none': acting(`
p3 = p2 fork
p2 keyctl_instantiate k1 "x"
p2 exit
p3 keyctl_instantiate k1 "y" -> EKEYREVOKED`),
  'upcalls/error-to-reject-with': alone(`
p1 keyctl_reject #1 10 4095 -> EINVAL`),
  'upcalls/rejected-unlinked': acting(`
k2 = p2 add_key "user" "b" "x" @s
p2 keyctl_negate k1 10 k2
p2 keyctl_negate k1 10 -> EBUSY`),
  'upcalls/negative-expires': acting(`
p2 keyctl_negate k1 5
p2 exit
p1 await
advance_clock 5
p1 keyctl_describe k1 -> EKEYEXPIRED`),
  'upcalls/negative-is-met': asked(`
p2 exit
p1 await
p1 keyctl_search @s "user" "a" -> ENOKEY`),
  'upcalls/negative-refuses': acting(`
p2 keyctl_reject k1 10 129
p2 exit
p1 await
p1 keyctl_update k1 "x" -> EKEYREJECTED`),
  'upcalls/added-over-negative': asked(`
p2 exit
p1 await
p1 add_key "user" "a" "x" @s
p1 keyctl_read k1 -> "x"`),
} as const

const waits = {
  'upcalls/unfinished-attributes': twins(`
k1 = p1 request_key "user" "a" "info" @s
p2 keyctl_describe k1 -> user;u1;g1;3f010000;a`),
  'upcalls/waits': shared(`
p2 keyctl_read k1 -> blocked`),
  'upcalls/request-waits': shared(`
p2 request_key "user" "a" -> blocked`),
  'upcalls/woken-in-any-order': shared(`
p5 = p2 fork
p2 keyctl_read k1
p5 keyctl_read k1${making}
p2 await -> "x"`),
  'upcalls/interrupted': shared(`
p2 keyctl_revoke k1
p2 interrupt
p2 await -> EINTR`),
} as const

export const upcallsWitnesses = { ...requests, ...helpers, ...made, ...waits } as const
