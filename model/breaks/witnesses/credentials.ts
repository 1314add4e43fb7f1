/** Chapter 11: a shortest program for each break, with what is allowed where it shows. */

/** One process with every capability. */
const able = (lines: string): string => `p1: u1 g1 privileged${lines}`

export const credentialsWitnesses = {
  'credentials/file-system-ids-act': able(`
p1 setfsuid u2
k1 = p1 add_key "user" "a" "x" @s
p1 keyctl_describe k1 -> user;u2;g1;3f010000;a`),
  'credentials/real-ids-own-rings': able(`
p1 setfsuid u2
k1 = p1 keyctl_get_keyring_id @t 1
p1 keyctl_describe @t -> keyring;u1;g1;3f010000;_tid`),
  'credentials/real-uid-is-the-user': able(`
p1 setfsuid u2
p1 keyctl_describe @u -> keyring;u1;#65534;1f3f0000;_uid.u1`),
  'credentials/only-effective-counts': able(`
p1 capset 0x00000000 0x00000080
p1 setfsuid u2
p1 setfsuid u1 -> u1`),
  'credentials/own-uids-or-setuid': able(`
p1 setfsuid u2
p1 capset 0x00000000 0x00000000
p1 setresuid u2 - - -> EPERM`),
  'credentials/own-gids-or-setgid': able(`
p1 capset 0x00000080 0x00000080
p1 setresgid g2 - - -> EPERM`),
  'credentials/file-system-id-follows': able(`
p1 setfsuid u2
p1 setresuid - - -
p1 setfsuid u1 -> u2`),
  'credentials/file-system-id-own-or-capable': able(`
p1 setresuid - - u2
p1 capset 0x00000000 0x00000000
p1 setfsuid u2
p1 setfsuid u1 -> u2`),
  'credentials/file-system-id-answers-before': able(`
p1 setfsuid u2 -> u1`),
  'credentials/groups-need-setgid': able(`
p1 capset 0x00000040 0x00000040
p1 setgroups - -> 0`),
  'credentials/groups-replaced': `p1: u1 g1
p2: u2 g2 +g1 privileged
k1 = p1 add_key "user" "a" "x" @t
p1 keyctl_setperm k1 0x3f000200
p2 setgroups -
p2 keyctl_read k1 -> EACCES`,
  'credentials/fork-inherits': able(`
p1 setfsuid u2
p2 = p1 fork
p2 setfsuid u2 -> u2`),
  'credentials/thread-ring-changes-hands': able(`
k1 = p1 keyctl_get_keyring_id @t 1
p1 setfsgid g2
p1 keyctl_describe k1 -> keyring;u1;g2;3f010000;_tid`),
  'credentials/thread-ring-stays-charged': able(`
k1 = p1 keyctl_get_keyring_id @t 1
p1 setfsuid u2
key_users u1 -> 1/1 keys, quota 1 keys 5 bytes`),
  'credentials/capset-only-drops': able(`
p1 capset 0x00000001 0x00000000 -> EPERM`),
  'credentials/leaving-root-drops': `p1: root g1 privileged
p1 setresuid - u1 -
p1 capset 0x00000001 0x00000001 -> 0`,
  'credentials/effective-follows-root': `p1: root g1 privileged
p1 setresuid - u1 -
p1 setresuid - root -
p1 setgroups - -> 0`,
  'credentials/keep-caps': `p1: root g1 privileged
p1 prctl_set_securebits 0x00000010
p1 setresuid u1 u1 u1
p1 capset 0x00000001 0x00000001 -> 0`,
  'credentials/securebits-locked': able(`
p1 prctl_set_securebits 0x00000002
p1 prctl_set_securebits 0x00000000 -> EPERM`),
  'credentials/no-setuid-fixup': `p1: u1 g1 privileged
p1 setresuid root - -
p1 setresuid u1 - -
p1 setgroups - -> 0`,
} as const
