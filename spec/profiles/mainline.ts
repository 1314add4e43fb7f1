/** Linux 6.12 as released. */

import type { Profile } from './profile.ts'

/** Numbers from `include/uapi/linux/keyctl.h`, `arch/x86/entry/syscalls/syscall_64.tbl` and `syscall_32.tbl`. */
export const mainline: Profile = {
  name: 'mainline',
  title: 'Linux 6.12',
  features: ['keys', 'dns_resolver', 'rxrpc'],
  abi: {
    syscalls: { add_key: 248, request_key: 249, keyctl: 250 },
    compatSyscalls: { add_key: 286, request_key: 287, keyctl: 288 },
    keyctl: {
      get_keyring_id: 0,
      join_session_keyring: 1,
      update: 2,
      revoke: 3,
      chown: 4,
      setperm: 5,
      describe: 6,
      clear: 7,
      link: 8,
      unlink: 9,
      search: 10,
      read: 11,
      set_reqkey_keyring: 14,
      set_timeout: 15,
      get_security: 17,
      session_to_parent: 18,
      invalidate: 21,
      restrict_keyring: 29,
      move: 30,
      capabilities: 31,
    },
    specialKeys: {
      '@t': -1,
      '@p': -2,
      '@s': -3,
      '@u': -4,
      '@us': -5,
      '@g': -6,
      '@a': -7,
      '@r': -8,
    },
  },
  // All that there are but Diffie-Hellman calculation.
  capabilities: [0xfb, 0x07],
  limits: {
    typeBytes: 32,
    descriptionBytes: 4096,
    restrictionBytes: 4096,
    payloadBytes: 1024 * 1024 - 1,
    updateBytes: 4096,
    userPayloadBytes: 32767,
    pageBytes: 4096,
    searchDepth: 6,
    maxKeys: 200,
    maxBytes: 20000,
    rootMaxKeys: 1000000,
    rootMaxBytes: 25000000,
    linkBytes: 4,
    gcDelay: 300,
  },
}
