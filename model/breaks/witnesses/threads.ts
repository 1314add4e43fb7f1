/** Chapter 11, threads: a shortest program for each break. */

import { alone, twins } from './cast.ts'

export const threadsWitnesses = {
  'threads/new-thread-shares-rings': alone(`
k1 = p1 keyctl_get_keyring_id @p 1
p2 = p1 clone_thread
p2 keyctl_get_keyring_id @p 0 -> k1`),
  'threads/new-thread-ring': alone(`
k1 = p1 keyctl_get_keyring_id @t 1
p2 = p1 clone_thread
p2 keyctl_describe @t -> keyring;u1;g1;3f010000;_tid`),
  'threads/parent-is-shared': alone(`
p2 = p1 fork
p3 = p2 clone_thread
p3 keyctl_session_to_parent -> 0`),
  'threads/rings-are-apart': alone(`
p2 = p1 clone_thread
k1 = p1 keyctl_get_keyring_id @p 1
p2 keyctl_get_keyring_id @p 0 -> ENOKEY`),
  'threads/ids-are-apart': `p1: u1 g1 privileged
p2 = p1 clone_thread
p1 setfsuid u2
p2 setfsuid u1 -> u1`,
  'threads/exit-ends-all': twins(`
k1 = p1 add_key "user" "a" "x" @t
p3 = p1 clone_thread
p3 exit
p2 keyctl_describe k1 -> ENOKEY`),
  'threads/first-thread-stays': twins(`
k1 = p1 add_key "user" "a" "x" @t
p3 = p1 clone_thread
p1 exit_thread
p2 keyctl_describe k1 -> user;u1;g1;3f010000;a`),
  'threads/children-go-to-a-thread': alone(`
p2 = p1 clone_thread
p3 = p2 fork
p2 exit_thread
p3 keyctl_session_to_parent -> 0`),
  'rings/parent-is-single-threaded': alone(`
p2 = p1 fork
p3 = p1 clone_thread
p2 keyctl_session_to_parent -> EPERM`),
} as const
