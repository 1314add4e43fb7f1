/** Chapter 15: a shortest program for each break, with what is allowed where it shows. */

import { alone } from './cast.ts'

/** A queue, and a watch on the thread keyring. */
const watched = (lines: string): string =>
  alone(`
q1 = watch_queue 1
k1 = p1 keyctl_get_keyring_id @t 1
p1 keyctl_watch_key k1 q1 5${lines}`)

const clears = '\np1 keyctl_clear k1'

export const watchWitnesses = {
  'watch/queue-size': alone(`
q1 = watch_queue 513 -> EINVAL`),
  'watch/room': watched(`${clears.repeat(2)}
read_queue q1 -> [5 cleared k1, 5 cleared k1]`),
  'watch/loss-is-told': watched(`${clears.repeat(33)}
read_queue q1
read_queue q1 -> [lost]`),
  'watch/nothing-to-read': alone(`
q1 = watch_queue 1
read_queue q1 -> EAGAIN`),
  'watch/mark-range': alone(`
q1 = watch_queue 1
p1 keyctl_watch_key @t q1 256 -> EINVAL`),
  'watch/needs-view': alone(`
q1 = watch_queue 1
p1 keyctl_watch_key @t q1 5
p1 keyctl_setperm @t 0x3e000000
p1 keyctl_watch_key @t q1 -1 -> EACCES`),
  'watch/no-queue': alone(`
p1 keyctl_watch_key @t q1 5 -> EINVAL`),
  'watch/once': watched(`
p1 keyctl_watch_key k1 q1 5 -> EBUSY`),
  'watch/nothing-to-end': alone(`
q1 = watch_queue 1
p1 keyctl_watch_key @t q1 -1 -> EBADSLT`),
  'watch/end-is-told': watched(`
p1 keyctl_watch_key k1 q1 -1
read_queue q1 -> [5 removed k1]`),
  'watch/death-is-told': watched(`
k2 = p1 add_key "user" "a" "x" @t
p1 keyctl_watch_key k2 q1 6
p1 keyctl_watch_key k1 q1 -1
read_queue q1
p1 keyctl_clear k1
read_queue q1 -> [6 removed k2]`),
  'watch/holds-keyrings': `p1: u1 g1
p2: u2 g2
q1 = watch_queue 1
k1 = p1 keyctl_get_keyring_id @t 1
p1 keyctl_watch_key @t q1 5
p1 exit
p2 keyctl_describe k1 -> EACCES`,
  'watch/updated': watched(`
k2 = p1 add_key "user" "a" "x" @t
p1 keyctl_watch_key k2 q1 6
p1 keyctl_update k2 "y"
read_queue q1 -> [5 linked k1 k2, 6 updated k2]`),
  'watch/linked': watched(`
k2 = p1 add_key "user" "a" "x" @t
read_queue q1 -> [5 linked k1 k2]`),
  'watch/unlinked': watched(`
k2 = p1 add_key "user" "a" "x" @t
k3 = p1 add_key "user" "a" "x" @p
p1 keyctl_unlink k3 @t
read_queue q1 -> [5 linked k1 k2, 5 unlinked k1 k3]`),
  'watch/cleared': watched(`
p1 keyctl_clear k1
read_queue q1 -> [5 cleared k1]`),
  'watch/revoked': watched(`
p1 keyctl_revoke k1
read_queue q1 -> [5 revoked k1]`),
  'watch/invalidated': watched(`
p1 keyctl_invalidate k1
read_queue q1 -> [5 invalidated k1]`),
  'watch/setattr': watched(`
p1 keyctl_set_timeout k1 0
read_queue q1 -> [5 setattr k1]`),
} as const
