/** Profiles: what a kernel has and with which numbers, as data. */

import type { Feature } from './features.ts'

/** Numbers and features of one kind of kernel. */
export interface Profile {
  readonly name: string
  readonly title: string
  /** What a program may use; a rule may name the feature it holds for. */
  readonly features: readonly Feature[]
  readonly abi: Abi
  /** The bytes that `KEYCTL_CAPABILITIES` tells. */
  readonly capabilities: readonly number[]
  readonly limits: Limits
}

/**
 * System-call, `keyctl` option and special-id numbers (x86-64). A call that the kernel does not have
 * has a number all the same: one at which it has no other.
 */
export interface Abi {
  readonly syscalls: Readonly<Record<SystemCall, number>>
  /** The same calls through the entry for 32-bit programs. */
  readonly compatSyscalls: Abi['syscalls']
  readonly keyctl: Readonly<Record<KeyctlOption, number>>
  readonly specialKeys: Readonly<
    Record<'@t' | '@p' | '@s' | '@u' | '@us' | '@g' | '@a' | '@r', number>
  >
}

export type SystemCall =
  | 'add_key'
  | 'request_key'
  | 'keyctl'
  | 'container_create'
  | 'fork_into_container'
  | 'container_socket'

export type KeyctlOption =
  | 'get_keyring_id'
  | 'join_session_keyring'
  | 'update'
  | 'revoke'
  | 'chown'
  | 'setperm'
  | 'describe'
  | 'clear'
  | 'link'
  | 'unlink'
  | 'search'
  | 'read'
  | 'instantiate'
  | 'negate'
  | 'set_reqkey_keyring'
  | 'set_timeout'
  | 'session_to_parent'
  | 'assume_authority'
  | 'reject'
  | 'instantiate_iov'
  | 'invalidate'
  | 'restrict_keyring'
  | 'move'
  | 'watch_key'
  | 'get_security'
  | 'get_persistent'
  | 'capabilities'
  | 'grant_permission'
  | 'get_container_keyring'
  | 'set_container_keyring'
  | 'container_intercept'
  | 'query_request_key_auth'
  | 'find_lru'

/** Bounds a program can run into. */
export interface Limits {
  /** Entries of an access control list. */
  readonly aclEntries: number
  /** What a container is called with its NUL, bytes. */
  readonly labelBytes: number
  /** A type name with its NUL, bytes. */
  readonly typeBytes: number
  /** A description with its NUL, bytes. */
  readonly descriptionBytes: number
  /** What describes a restriction with its NUL, bytes. */
  readonly restrictionBytes: number
  /** What `add_key` takes at most, bytes. */
  readonly payloadBytes: number
  /** What `KEYCTL_UPDATE` takes at most, bytes. */
  readonly updateBytes: number
  /** What callout information is with its NUL, bytes. */
  readonly calloutBytes: number
  /** Seconds for which a key is not to be had that nobody made. */
  readonly negativeSeconds: number
  /** The first error number that no key is rejected with. */
  readonly maxErrno: number
  /** What a user or logon key holds at most, bytes. */
  readonly userPayloadBytes: number
  /** Room that a keyring's links are read into in one go, bytes. */
  readonly pageBytes: number
  /** What is looked at as a certificate at most, bytes. */
  readonly certificateBytes: number
  /** What a `big_key` is charged for its payload, bytes. */
  readonly bigKeyBytes: number
  /** Keyrings below the one where a search starts. */
  readonly searchDepth: number
  /** Quota of a user that is not root. */
  readonly maxKeys: number
  readonly maxBytes: number
  /** Quota of root. */
  readonly rootMaxKeys: number
  readonly rootMaxBytes: number
  /** Bytes of quota that a link costs its keyring. */
  readonly linkBytes: number
  /** Seconds from a key's death to the loss of its links. */
  readonly gcDelay: number
  /** Seconds from the last use of a persistent keyring to its death; 0 for never. */
  readonly persistentExpiry: number
}
