/** Chapter 11, execve(2): a shortest program for each break. */

import { alone, twins } from './cast.ts'

export const execWitnesses = {
  'exec/drops-own-rings': alone(`
k1 = p1 keyctl_get_keyring_id @p 1
p1 execve
p1 keyctl_get_keyring_id @p 0 -> ENOKEY`),
  'exec/old-keyrings-linger': alone(`
k1 = p1 add_key "user" "a" "x" @p
p1 execve
p1 keyctl_describe k1 -> user;u1;g1;3f010000;a`),
  'exec/ids-follow-effective': `p1: u1 g1 privileged
p1 setfsuid u2
p1 execve
p1 setfsuid u1 -> u1`,
  'exec/no-root': `p1: u1 g1 privileged
p1 setresuid - root -
p1 prctl_set_securebits 0x00000001
p1 execve
p1 setgroups - -> EPERM`,
  'exec/root-is-permitted-all': `p1: u1 g1 privileged
p1 setresuid - root -
p1 capset 0x00000000 0x00000000
p1 execve
p1 setgroups - -> 0`,
  'exec/drops-capabilities': `p1: u1 g1 privileged
p1 execve
p1 keyctl_chown @t u2 - -> EACCES`,
  'exec/keep-caps-ends': `p1: u1 g1 privileged
p1 setresuid - root -
p1 prctl_set_securebits 0x00000014
p1 execve
p1 setresuid - u1 -
p1 setgroups - -> 0`,
  'exec/ends-other-threads': twins(`
k1 = p1 add_key "user" "a" "x" @t
p3 = p1 clone_thread
p3 execve
p2 keyctl_describe k1 -> ENOKEY`),
} as const
