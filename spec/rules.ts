/** Every rule, as the chapters state it. Written by `npm run catalogue`; do not edit. */

import { holdsFor } from './profiles/features.ts'
import type { Profile } from './profiles/profile.ts'
import type { Rule } from './rule.ts'

const catalogue = [
  {
    id: 'keys/payload-length',
    chapter: 1,
    says: 'A payload of more than 1,048,575 bytes is EINVAL, before anything else is looked at.',
    source: 'security/keys/keyctl.c add_key()',
  },
  {
    id: 'keys/type-name',
    chapter: 1,
    says: 'The name of a type has 1 to 31 bytes; any other length is EINVAL.',
    source: 'security/keys/keyctl.c key_get_type_from_user()',
  },
  {
    id: 'keys/dot-type',
    chapter: 1,
    says: 'The name of a type that begins with a period is EPERM, whether or not there is such a type.',
    source: 'security/keys/keyctl.c key_get_type_from_user(); add_key(2) §ERRORS',
  },
  {
    id: 'keys/description-length',
    chapter: 1,
    says: 'A description of more than 4095 bytes is EINVAL.',
    source: 'security/keys/keyctl.c add_key(); mm/util.c strndup_user(); add_key(2) §ERRORS',
  },
  {
    id: 'keys/dot-keyring',
    chapter: 1,
    says: 'Adding a key whose description begins with a period is EPERM if the name of the type begins with `keyring`.',
    source: 'security/keys/keyctl.c add_key(); keyrings(7) §Key types',
  },
  {
    id: 'keys/unknown-type-added',
    chapter: 1,
    says: 'Adding a key of a type that the kernel does not have is ENODEV.',
    source: 'security/keys/key.c __key_create_or_update()',
  },
  {
    id: 'keys/unknown-type-sought',
    chapter: 1,
    says: 'Looking for a key of a type that the kernel does not have is ENOKEY.',
    source: 'security/keys/key.c key_type_lookup(); security/keys/keyctl.c request_key()',
  },
  {
    id: 'keys/description-wanted',
    chapter: 1,
    says: 'Adding a key without a description, or with an empty one, is EINVAL.',
    source: 'security/keys/key.c __key_create_or_update()',
  },
  {
    id: 'keys/keyring-payload',
    chapter: 1,
    says: 'A keyring is added without payload; any payload is EINVAL.',
    source: 'security/keys/keyring.c keyring_preparse(); add_key(2) §Key types',
  },
  {
    id: 'keys/user-payload',
    chapter: 1,
    says: 'A key of type `user` or `logon` holds 1 to 32,767 bytes; any other length is EINVAL.',
    source: 'security/keys/user_defined.c user_preparse(); keyrings(7) §Key types',
  },
  {
    id: 'keys/big-key-payload',
    chapter: 1,
    says: 'A key of type `big_key` holds any payload that the call takes but an empty one, which is EINVAL.',
    source: 'security/keys/big_key.c big_key_preparse(); add_key(2) §Key types',
  },
  {
    id: 'keys/certificate-wanted',
    chapter: 1,
    says: 'The payload of an `asymmetric` key is a certificate: an empty payload is EINVAL, one of more than 65,535 bytes EMSGSIZE, and anything else that is none EBADMSG.',
    source:
      'crypto/asymmetric_keys/asymmetric_type.c asymmetric_key_preparse(); lib/asn1_decoder.c asn1_ber_decoder()',
  },
  {
    id: 'keys/asymmetric-criterion',
    chapter: 1,
    says: 'An `asymmetric` key is sought by its description or by `id:`, `ex:` or `dn:` and an identifier, which is one or more pairs of hexadecimal digits; another identifier is EINVAL, and so is an empty description.',
    source: 'crypto/asymmetric_keys/asymmetric_type.c asymmetric_key_match_preparse()',
  },
  {
    id: 'keys/logon-description',
    chapter: 1,
    says: 'The description of a new `logon` key has a colon that is not its first byte; any other is EINVAL.',
    source: 'security/keys/user_defined.c logon_vet_description(); keyrings(7) §Key types',
  },
  {
    id: 'keys/dns-payload',
    chapter: 1,
    says: 'A key of type `dns_resolver` holds an answer of at least two bytes that ends in a NUL, which is not kept, or a list of servers, which begins with one; anything else is EINVAL.',
    source: 'net/dns_resolver/dns_key.c dns_resolver_preparse()',
  },
  {
    id: 'keys/dns-option',
    chapter: 1,
    says: 'What follows a `#` in an answer is an option, which ends at the next `#`. The only one there is is `dnserror=` with a decimal number from 1 to 511; any other is EINVAL, and so is one of none or of more than 128 bytes.',
    source: 'net/dns_resolver/dns_key.c dns_resolver_preparse()',
  },
  {
    id: 'keys/dns-error',
    chapter: 1,
    says: 'Of an answer with an error nothing is kept but the error, which costs nothing; of several the last counts.',
    source: 'net/dns_resolver/dns_key.c dns_resolver_preparse()',
  },
  {
    id: 'keys/dns-server-list',
    chapter: 1,
    says: 'A list of servers has a header of six bytes, of which the second is 0 and the third 1; anything else is EINVAL. It is kept and read as it came.',
    source: 'net/dns_resolver/dns_key.c dns_resolver_preparse()',
  },
  {
    id: 'keys/dns-failed-list',
    chapter: 1,
    says: 'A list of servers whose lookup failed, which its fifth byte says where it is neither 1 nor 2, makes a key that expires after one second.',
    source: 'net/dns_resolver/dns_key.c dns_resolver_preparse()',
  },
  {
    id: 'keys/rxrpc-payload',
    chapter: 1,
    says: 'A key of type `rxrpc` holds nothing, which stands for no security, or one token: 4 bytes of version, a header of 20, and the ticket, as long as the header says. Up to 4 bytes, or any other length, are EINVAL; a version other than 1 is EKEYREJECTED, before the length is looked at.',
    source: 'net/rxrpc/key.c rxrpc_preparse()',
  },
  {
    id: 'keys/rxrpc-security',
    chapter: 1,
    says: 'A token whose security index is not 2, rxkad, is EPROTONOSUPPORT; one whose ticket has more than 12,000 bytes is EKEYREJECTED.',
    source: 'net/rxrpc/key.c rxrpc_preparse()',
  },
  {
    id: 'keys/rxrpc-token',
    chapter: 1,
    says: 'A token is charged with 52 bytes and its ticket, whatever was given, and expires at the second since 1970 that it names.',
    source: 'net/rxrpc/key.c rxrpc_preparse()',
  },
  {
    id: 'keys/server-description',
    chapter: 1,
    says: 'The description of a key of type `rxrpc_s` begins with two decimal numbers and a colon between them, the service and its class of security; any other is EINVAL, before the payload is looked at.',
    source: 'net/rxrpc/server_key.c rxrpc_preparse_s()',
  },
  {
    id: 'keys/server-security',
    chapter: 1,
    says: 'A server key for a class of security that the kernel does not have is ENOPKG, and for class 0, which needs no keys, EINVAL.',
    source: 'net/rxrpc/server_key.c rxrpc_preparse_s()',
  },
  {
    id: 'keys/server-payload',
    chapter: 1,
    says: 'A server key for class 2 takes eight bytes, or it is EINVAL; then, where the kernel has no DES, it is ENOENT.',
    source: 'net/rxrpc/rxkad.c rxkad_preparse_server_key()',
  },
  {
    id: 'keys/new',
    chapter: 1,
    says: 'Where it updates none, `add_key` makes a key of the given type, description and payload and links it into the keyring; where anything is refused, there is neither key nor link nor charge.',
    source: 'security/keys/key.c __key_create_or_update(); add_key(2) §DESCRIPTION',
  },
  {
    id: 'keys/owner',
    chapter: 1,
    says: 'A new key belongs to the file-system uid and gid of whoever adds it.',
    source: 'security/keys/key.c __key_create_or_update()',
  },
  {
    id: 'keys/default-permissions',
    chapter: 1,
    says: 'A new key grants its possessor View, Search, Link and Setattr, Read if its type can be read, Write if its type is `keyring` or can be updated, and its owner View; nothing else.',
    source: 'security/keys/key.c __key_create_or_update()',
    holds: { without: 'acl' },
  },
  {
    id: 'keys/added-over',
    chapter: 1,
    says: 'Adding a key of a type that can be updated where the keyring has a link of that type and description updates the key that is linked, and answers it.',
    source:
      'security/keys/key.c __key_create_or_update(); security/keys/keyring.c find_key_to_update(); add_key(2) §DESCRIPTION',
  },
  {
    id: 'keys/rings-are-not-updated',
    chapter: 1,
    says: 'Adding a key of a type that cannot be updated never updates; the new key displaces the one that is linked.',
    source: 'security/keys/key.c __key_create_or_update(); add_key(2) §DESCRIPTION',
  },
  {
    id: 'keys/dead-are-not-updated',
    chapter: 1,
    says: 'A revoked or invalidated key is not updated by adding over it; a new key displaces it.',
    source: 'security/keys/keyring.c find_key_to_update()',
  },
  {
    id: 'keys/update-needs-write',
    chapter: 1,
    says: 'Where adding comes to an update, the caller needs Write on the key that is linked, or it is EACCES; Write on the keyring does not make up for it.',
    source: 'security/keys/key.c __key_update()',
  },
  {
    id: 'keys/update-replaces',
    chapter: 1,
    says: 'An update puts the new payload in place of the old one; the rest of the key stays, but for its timeout.',
    source: 'security/keys/user_defined.c user_update()',
  },
  {
    id: 'keys/update-ends-timeout',
    chapter: 1,
    says: 'An update takes the timeout of the key away.',
    source: 'security/keys/user_defined.c user_update()',
  },
  {
    id: 'keys/big-key-keeps-timeout',
    chapter: 1,
    says: 'An update of a `big_key` leaves its timeout as it is, and so an expired one dead.',
    source: 'security/keys/big_key.c big_key_update()',
  },
  {
    id: 'permission/one-class',
    chapter: 2,
    says: "Of the owner's, the group's and the other byte exactly one counts: the owner's if the caller owns the key, else the group's if it applies, else the other.",
    source: 'security/keys/permission.c key_task_permission(); keyrings(7) §Access rights',
    holds: { without: 'acl' },
  },
  {
    id: 'permission/owner',
    chapter: 2,
    says: "What a key grants to its owner, it grants to a caller whose file-system uid is the key's.",
    source: 'security/keys/permission.c key_task_permission(); keyrings(7) §Access rights',
  },
  {
    id: 'permission/group',
    chapter: 2,
    says: "The group's byte counts for a caller in the key's group that does not own the key.",
    source: 'security/keys/permission.c key_task_permission(); keyrings(7) §Access rights',
    holds: { without: 'acl' },
  },
  {
    id: 'permission/supplementary-groups',
    chapter: 2,
    says: "A caller is in the key's group if its file-system gid is the key's, or any of its supplementary groups is.",
    source: 'security/keys/permission.c key_task_permission(); keyrings(7) §Access rights',
  },
  {
    id: 'permission/empty-group-byte',
    chapter: 2,
    says: "A group's byte of zero does not count: the other byte counts for members of the group as for anybody.",
    source: 'security/keys/permission.c key_task_permission()',
    holds: { without: 'acl' },
  },
  {
    id: 'permission/other',
    chapter: 2,
    says: "The other byte counts for a caller that neither owns the key nor has its group's byte.",
    source: 'security/keys/permission.c key_task_permission(); keyrings(7) §Access rights',
    holds: { without: 'acl' },
  },
  {
    id: 'permission/possessor-adds',
    chapter: 2,
    says: 'A caller who possesses the key has what it grants to its possessor besides what else it grants to the caller.',
    source: 'security/keys/permission.c key_task_permission(); keyrings(7) §Access rights',
  },
  {
    id: 'permission/refused',
    chapter: 2,
    says: 'A call that needs a bit which the caller does not have on the key is EACCES.',
    source: 'security/keys/permission.c key_task_permission()',
  },
  {
    id: 'lookup/reserved-id',
    chapter: 3,
    says: 'Zero, and a negative number that is no special id, is EINVAL.',
    source: 'security/keys/process_keys.c lookup_user_key()',
  },
  {
    id: 'lookup/nobodys-serial',
    chapter: 3,
    says: "A positive number that is no key's serial is ENOKEY.",
    source: 'security/keys/key.c key_lookup(); keyctl(2) §ERRORS',
  },
  {
    id: 'lookup/serial',
    chapter: 3,
    says: 'A serial names its key for everybody; who may do what with it is a matter of permission alone.',
    source:
      'security/keys/process_keys.c lookup_user_key(); Documentation/security/keys/core.rst §Key Overview',
  },
  {
    id: 'lookup/no-group-keyring',
    chapter: 3,
    says: '`@g` is EINVAL.',
    source: 'security/keys/process_keys.c lookup_user_key(); keyrings(7) §Anchoring keys',
  },
  {
    id: 'lookup/no-authority',
    chapter: 3,
    says: '`@a` and `@r` are ENOKEY to a process that has assumed no authority to instantiate a key.',
    source: 'security/keys/process_keys.c lookup_user_key(); keyctl(2) §DESCRIPTION',
  },
  {
    id: 'lookup/death-before-permission',
    chapter: 3,
    says: 'A dead key answers its death even to a caller who lacks the permission that the call needs.',
    source: 'security/keys/process_keys.c lookup_user_key()',
  },
  {
    id: 'possession/by-search',
    chapter: 3,
    says: "A key named by serial is possessed if a search of the caller's thread, process and session keyrings, for the key's type and description, with every keyring on the way and the key itself granting Search to who possesses them, meets that very key.",
    source:
      'security/keys/process_keys.c lookup_user_key(); security/keys/process_keys.c search_cred_keyrings_rcu(); keyrings(7) §Possession',
  },
  {
    id: 'possession/by-special-id',
    chapter: 3,
    says: 'A keyring named by a special id is possessed, wherever it is linked and whatever it grants.',
    source: 'security/keys/process_keys.c lookup_user_key()',
  },
  {
    id: 'possession/ignores-state',
    chapter: 3,
    says: 'The search for possession takes no notice of death: an expired keyring still leads to what it links to, and a dead key is still possessed.',
    source:
      'security/keys/process_keys.c lookup_user_key(); security/keys/keyring.c keyring_search_iterator()',
  },
  {
    id: 'possession/user-session-for-want-of-session',
    chapter: 3,
    says: 'A process without a session keyring is searched through its user-session keyring instead, if that exists, lives, and grants Search to who possesses it.',
    source:
      'security/keys/process_keys.c search_cred_keyrings_rcu(); security/keys/process_keys.c get_user_session_keyring_rcu(); user-session-keyring(7) §DESCRIPTION',
  },
  {
    id: 'rings/thread',
    chapter: 4,
    says: 'A new thread keyring is called `_tid` and belongs to the real uid and gid of the process.',
    source:
      'security/keys/process_keys.c install_thread_keyring_to_cred(); thread-keyring(7) §DESCRIPTION',
  },
  {
    id: 'rings/process',
    chapter: 4,
    says: 'A new process keyring is called `_pid` and belongs to the real uid and gid of the process.',
    source:
      'security/keys/process_keys.c install_process_keyring_to_cred(); process-keyring(7) §DESCRIPTION',
  },
  {
    id: 'rings/session',
    chapter: 4,
    says: 'A new session keyring without a name is called `_ses` and belongs to the real uid and gid of the process; it becomes the session of the process in place of any before.',
    source:
      'security/keys/process_keys.c install_session_keyring_to_cred(); keyctl(2) §DESCRIPTION',
  },
  {
    id: 'rings/made-on-demand',
    chapter: 4,
    says: 'A process without a thread or process keyring gets one when a call that might write names it; to other calls it is ENOKEY.',
    source:
      'security/keys/process_keys.c lookup_user_key(); thread-keyring(7) §DESCRIPTION; process-keyring(7) §DESCRIPTION',
  },
  {
    id: 'rings/own-rings-overrun-quota',
    chapter: 4,
    says: 'A thread or process keyring, and a session keyring without a name for a process that has none, is made and charged even if the quota is exceeded by it.',
    source:
      'security/keys/process_keys.c install_thread_keyring_to_cred(); security/keys/process_keys.c install_process_keyring_to_cred(); security/keys/process_keys.c install_session_keyring_to_cred()',
  },
  {
    id: 'rings/session-on-demand',
    chapter: 4,
    says: 'To a process without a session keyring `@s` names its user-session keyring, which becomes its session; to a call that might write it names a new session keyring without a name.',
    source:
      'security/keys/process_keys.c lookup_user_key(); session-keyring(7) §DESCRIPTION; user-session-keyring(7) §DESCRIPTION',
  },
  {
    id: 'rings/user-session-is-not-written',
    chapter: 4,
    says: 'Where the session of a process is a user or user-session keyring, a call that might write to `@s` first gives the process a new session keyring without a name.',
    source: 'security/keys/process_keys.c lookup_user_key()',
  },
  {
    id: 'rings/masks',
    chapter: 4,
    says: "A new thread or process keyring has the mask 3f010000, a session keyring 3f030000, or 3f130000 where it has a name, and a user's keyrings have 1f3f0000.",
    source:
      'security/keys/process_keys.c install_thread_keyring_to_cred(); security/keys/process_keys.c install_process_keyring_to_cred(); security/keys/process_keys.c install_session_keyring_to_cred(); security/keys/process_keys.c join_session_keyring(); security/keys/process_keys.c look_up_user_keyrings()',
    holds: { without: 'acl' },
  },
  {
    id: 'rings/user',
    chapter: 4,
    says: 'The keyrings of user _N_ are called `_uid.N` and `_uid_ses.N`, belong to that user and to no group, and are both made, where they are missing, by any call that names one of them.',
    source:
      'security/keys/process_keys.c look_up_user_keyrings(); user-keyring(7) §DESCRIPTION; user-session-keyring(7) §DESCRIPTION',
  },
  {
    id: 'rings/user-session-links-user',
    chapter: 4,
    says: 'A new user-session keyring has a link to the user keyring.',
    source:
      'security/keys/process_keys.c look_up_user_keyrings(); Documentation/security/keys/core.rst §Key Service Overview',
  },
  {
    id: 'rings/registered-must-be-usable',
    chapter: 4,
    says: 'While a user keyring is registered but dead, or grants no Search to who possesses it, neither `@u` nor `@us` can be looked up, nor `@s` by a process without a session.',
    source: 'security/keys/process_keys.c look_up_user_keyrings()',
  },
  {
    id: 'rings/unusable-is-enokey',
    chapter: 4,
    says: 'Whatever keeps a user keyring from being looked up, or `@s` from being given a new keyring, is answered ENOKEY.',
    source: 'security/keys/process_keys.c lookup_user_key()',
  },
  {
    id: 'rings/id-needs-search',
    chapter: 4,
    says: '`KEYCTL_GET_KEYRING_ID` answers the serial of what it is given, which must grant Search, or it is EACCES.',
    source: 'security/keys/keyctl.c keyctl_get_keyring_ID(); keyctl(2) §DESCRIPTION',
  },
  {
    id: 'rings/join-dot',
    chapter: 4,
    says: 'Joining a session whose name begins with a period is EPERM.',
    source: 'security/keys/keyctl.c keyctl_join_session_keyring()',
  },
  {
    id: 'rings/join-no-name',
    chapter: 4,
    says: 'Joining a session whose name is empty is EINVAL.',
    source: 'security/keys/process_keys.c join_session_keyring(); security/keys/key.c key_alloc()',
  },
  {
    id: 'rings/join-named',
    chapter: 4,
    says: 'Joining a session by name makes the first keyring of that description that may be joined the session of the caller, and answers it.',
    source:
      'security/keys/keyring.c find_keyring_by_name(); security/keys/process_keys.c join_session_keyring(); keyctl(2) §DESCRIPTION',
  },
  {
    id: 'rings/join-without-possession',
    chapter: 4,
    says: 'That the caller possesses a keyring does not help to join it by name: what is needed has to be granted otherwise.',
    source: 'security/keys/keyring.c find_keyring_by_name()',
  },
  {
    id: 'rings/join-needs-search',
    chapter: 4,
    says: 'A keyring may be joined by name only if it grants Search.',
    source: 'security/keys/keyring.c find_keyring_by_name()',
    holds: { without: 'acl' },
  },
  {
    id: 'rings/join-skips-revoked',
    chapter: 4,
    says: 'A revoked keyring is not joined by name.',
    source: 'security/keys/keyring.c find_keyring_by_name()',
  },
  {
    id: 'rings/join-oldest',
    chapter: 4,
    says: 'Keyrings of the same description are tried for joining in the order in which they were made.',
    source:
      'security/keys/keyring.c keyring_publish_name(); security/keys/keyring.c find_keyring_by_name()',
  },
  {
    id: 'rings/join-own-session',
    chapter: 4,
    says: 'Joining by name what is the session of the caller already answers 0.',
    source: 'security/keys/process_keys.c join_session_keyring()',
  },
  {
    id: 'rings/named-session',
    chapter: 4,
    says: 'Where no keyring of the name may be joined, a new one of that name becomes the session of the caller; it belongs to the real uid and gid of the process and must fit into the quota.',
    source: 'security/keys/process_keys.c join_session_keyring(); keyctl(2) §DESCRIPTION',
  },
  {
    id: 'rings/fork-shares-session',
    chapter: 4,
    says: 'A process that forks shares its session keyring with its child; the child starts without a thread or process keyring.',
    source:
      'kernel/cred.c copy_creds(); session-keyring(7) §DESCRIPTION; process-keyring(7) §DESCRIPTION',
  },
  {
    id: 'rings/exit-lets-go',
    chapter: 4,
    says: 'A process that ends no longer keeps its thread, process and session keyrings.',
    source: 'kernel/cred.c put_cred_rcu(); keyrings(7) §Anchoring keys',
  },
  {
    id: 'rings/session-to-parent',
    chapter: 4,
    says: '`KEYCTL_SESSION_TO_PARENT` makes the session keyring of the caller that of its parent as well, in place of any before; nothing else of the parent changes.',
    source:
      'security/keys/keyctl.c keyctl_session_to_parent(); security/keys/process_keys.c key_change_session_keyring(); keyctl(2) §DESCRIPTION',
  },
  {
    id: 'rings/parent-session-needs-link',
    chapter: 4,
    says: 'The session keyring that is given must grant Link, or it is EACCES.',
    source: 'security/keys/keyctl.c keyctl_session_to_parent(); keyctl(2) §DESCRIPTION',
  },
  {
    id: 'rings/parent-is-init',
    chapter: 4,
    says: 'A process whose parent is init gives nothing: EPERM. That is the parent of whoever has lost its own.',
    source: 'security/keys/keyctl.c keyctl_session_to_parent(); kernel/exit.c find_new_reaper()',
  },
  {
    id: 'rings/parent-is-single-threaded',
    chapter: 4,
    says: 'Where the parent is not the only thread of its process, or not the first, it is EPERM.',
    source: 'security/keys/keyctl.c keyctl_session_to_parent(); keyctl(2) §DESCRIPTION',
  },
  {
    id: 'rings/parent-shares-session',
    chapter: 4,
    says: 'To give a parent the session keyring that it has is 0, whoever the parent is.',
    source: 'security/keys/keyctl.c keyctl_session_to_parent()',
  },
  {
    id: 'rings/parent-has-same-ids',
    chapter: 4,
    says: 'Where the real, effective and saved uid and gid of the parent are not all the effective ones of the caller, it is EPERM.',
    source: 'security/keys/keyctl.c keyctl_session_to_parent(); keyctl(2) §DESCRIPTION',
  },
  {
    id: 'rings/parent-sessions-are-owned',
    chapter: 4,
    says: 'Where the session keyring that is given, or the one that the parent has, does not belong to the effective uid of the caller, it is EPERM.',
    source: 'security/keys/keyctl.c keyctl_session_to_parent(); keyctl(2) §DESCRIPTION',
  },
  {
    id: 'rings/reqkey-answers-before',
    chapter: 4,
    says: 'Setting the default destination answers the one before, which is 0 at first; -1 answers it and sets nothing.',
    source:
      'security/keys/keyctl.c keyctl_set_reqkey_keyring(); Documentation/security/keys/core.rst §Userspace System Call Interface',
  },
  {
    id: 'rings/reqkey-unknown',
    chapter: 4,
    says: 'The group keyring, 6, and every number that is no destination are EINVAL and set nothing.',
    source: 'security/keys/keyctl.c keyctl_set_reqkey_keyring()',
  },
  {
    id: 'rings/reqkey-makes-ring',
    chapter: 4,
    says: 'Setting it to the thread or the process keyring makes that keyring where there is none.',
    source:
      'security/keys/keyctl.c keyctl_set_reqkey_keyring(); Documentation/security/keys/core.rst §Userspace System Call Interface',
  },
  {
    id: 'rings/reqkey-inherited',
    chapter: 4,
    says: "A child has its parent's default destination, and from then on one of its own.",
    source: 'kernel/cred.c copy_creds(); kernel/cred.c prepare_creds()',
  },
  {
    id: 'rings/persistent',
    chapter: 4,
    says: "A user's persistent keyring is called `_persistent.` and the uid; it belongs to the user and to no group, and grants its possessor everything but Setattr, and its owner View and Read.",
    source:
      'security/keys/persistent.c key_get_or_create_persistent(); persistent-keyring(7) §DESCRIPTION',
  },
  {
    id: 'rings/persistent-own-or-setuid',
    chapter: 4,
    says: "Asking for another user's persistent keyring than that of the real or effective uid needs CAP_SETUID, or it is EPERM.",
    source: 'security/keys/persistent.c keyctl_get_persistent(); keyctl(2) §DESCRIPTION',
  },
  {
    id: 'rings/persistent-found-again',
    chapter: 4,
    says: "A user's persistent keyring is the same as long as it is there, for whoever asks; one that was revoked or invalidated is replaced by another.",
    source:
      'security/keys/persistent.c key_get_persistent(); security/keys/keyring.c find_key_to_update(); persistent-keyring(7) §DESCRIPTION',
  },
  {
    id: 'rings/persistent-linked',
    chapter: 4,
    says: 'The keyring is linked into the keyring that is given, by the rules for links, and answered.',
    source: 'security/keys/persistent.c key_get_persistent(); keyctl(2) §DESCRIPTION',
  },
  {
    id: 'rings/persistent-expiry',
    chapter: 4,
    says: 'Whenever it was linked, and when it was made, a persistent keyring dies as many seconds later as `persistent_keyring_expiry` says, by default 259,200; if that is 0, it does not.',
    source: 'security/keys/persistent.c key_get_persistent(); persistent-keyring(7) §DESCRIPTION',
  },
  {
    id: 'search/process-order',
    chapter: 5,
    says: '`request_key` searches the thread, the process and the session keyring of the caller, as far as it has them, in this order, and answers the first hit.',
    source:
      'security/keys/process_keys.c search_cred_keyrings_rcu(); keyrings(7) §Searching for keys',
  },
  {
    id: 'search/only-keyrings',
    chapter: 5,
    says: 'A search that is told to start at a key that is no keyring is ENOTDIR.',
    source: 'security/keys/keyring.c keyring_search_rcu(); keyctl(2) §ERRORS',
  },
  {
    id: 'search/start-needs-search',
    chapter: 5,
    says: 'A keyring of the process that does not grant it Search is not searched, and counts as a refusal, EACCES.',
    source:
      'security/keys/keyring.c keyring_search_rcu(); Documentation/security/keys/request-key.rst §The Search Algorithm',
  },
  {
    id: 'search/the-ring-itself',
    chapter: 5,
    says: 'The keyring where a search starts is looked at first, as if it were a link of another; where it fits and may not be taken, the search of its tree ends there.',
    source: 'security/keys/keyring.c search_nested_keyrings()',
  },
  {
    id: 'search/own-keys-first',
    chapter: 5,
    says: 'Within a keyring its own links are looked at before its child keyrings are entered.',
    source: 'security/keys/keyring.c search_nested_keyrings(); keyrings(7) §Searching for keys',
  },
  {
    id: 'search/child-order',
    chapter: 5,
    says: 'Child keyrings are searched in the order in which the keyring reads, each with everything below it before the next.',
    source: 'security/keys/keyring.c search_nested_keyrings()',
  },
  {
    id: 'search/child-needs-search',
    chapter: 5,
    says: 'A child keyring that does not grant Search is passed over with everything below it, and leaves no note.',
    source: 'security/keys/keyring.c search_nested_keyrings(); keyctl(2) §DESCRIPTION',
  },
  {
    id: 'search/dead-ring-not-entered',
    chapter: 5,
    says: 'A revoked or invalidated keyring is not entered.',
    source: 'security/keys/keyring.c search_nested_keyrings()',
  },
  {
    id: 'search/depth',
    chapter: 5,
    says: 'A search enters keyrings up to six levels below the one where it starts, and none deeper.',
    source: 'security/keys/keyring.c search_nested_keyrings()',
  },
  {
    id: 'search/meets-the-dead',
    chapter: 5,
    says: 'A revoked or invalidated key that fits is noted as EKEYREVOKED, and the search goes on.',
    source: 'security/keys/keyring.c keyring_search_iterator(); keyrings(7) §Searching for keys',
  },
  {
    id: 'search/meets-the-expired',
    chapter: 5,
    says: 'An expired key that fits is noted as EKEYEXPIRED by `KEYCTL_SEARCH`, and the search goes on.',
    source: 'security/keys/keyring.c keyring_search_iterator(); keyctl(2) §ERRORS',
  },
  {
    id: 'search/request-skips-expired',
    chapter: 5,
    says: '`request_key` passes an expired key over without a note.',
    source:
      'security/keys/request_key.c request_key_and_link(); security/keys/keyring.c keyring_search_iterator()',
  },
  {
    id: 'search/key-needs-search',
    chapter: 5,
    says: 'A key that fits and lives but does not grant Search is noted as EACCES, and the search goes on.',
    source: 'security/keys/keyring.c keyring_search_iterator(); keyrings(7) §Access rights',
  },
  {
    id: 'search/last-note-wins',
    chapter: 5,
    says: 'The search of one tree that finds nothing answers what it noted last.',
    source: 'security/keys/keyring.c keyring_search_iterator()',
  },
  {
    id: 'search/error-priority',
    chapter: 5,
    says: 'With no hit in any of its keyrings, a process is answered ENOKEY if any of them was searched to the end without a note, or if it has none; else the note of the last one searched.',
    source: 'security/keys/process_keys.c search_cred_keyrings_rcu()',
  },
  {
    id: 'search/miss-is-enokey',
    chapter: 5,
    says: 'A search that meets nothing that fits is ENOKEY.',
    source:
      'security/keys/keyctl.c keyctl_keyring_search(); security/keys/request_key.c request_key_and_link(); request_key(2) §ERRORS',
  },
  {
    id: 'search/destination-needs-link',
    chapter: 5,
    says: 'Where a destination is given, the key that was found must grant Link, or it is EACCES.',
    source:
      'security/keys/request_key.c request_key_and_link(); security/keys/keyctl.c keyctl_keyring_search(); Documentation/security/keys/core.rst §Userspace System Call Interface',
  },
  {
    id: 'search/destination-gets-link',
    chapter: 5,
    says: 'Where a destination is given, the key that was found is linked into it as by `KEYCTL_LINK`, and whatever refuses the link is the answer.',
    source:
      'security/keys/request_key.c request_key_and_link(); security/keys/keyctl.c keyctl_keyring_search(); keyctl(2) §DESCRIPTION',
  },
  {
    id: 'search/dns-names',
    chapter: 5,
    says: 'A search for a `dns_resolver` key takes small letters for capital ones, and does not mind a period at the end of either name.',
    source: 'net/dns_resolver/dns_key.c dns_resolver_cmp()',
  },
  {
    id: 'search/dns-looks-at-all',
    chapter: 5,
    says: 'A search for a `dns_resolver` key looks at all keys of that type in a keyring, in the order in which they are read, and takes the first that fits.',
    source:
      'security/keys/keyring.c search_keyring(); net/dns_resolver/dns_key.c dns_resolver_match_preparse()',
  },
  {
    id: 'search/dns-meets-all-dead',
    chapter: 5,
    says: 'A search for a `dns_resolver` key notes every dead key of that type that it passes, whatever its name.',
    source: 'security/keys/keyring.c keyring_search_iterator()',
  },
  {
    id: 'links/ring-needs-write',
    chapter: 6,
    says: 'Linking into, unlinking from, and moving from or to a keyring needs Write on it, or it is EACCES.',
    source:
      'security/keys/keyctl.c keyctl_keyring_link(); security/keys/keyctl.c keyctl_keyring_unlink(); security/keys/keyctl.c keyctl_keyring_move(); keyctl(2) §DESCRIPTION',
  },
  {
    id: 'links/clear-needs-write',
    chapter: 6,
    says: 'Clearing a keyring needs Write on it, or it is EACCES.',
    source: 'security/keys/keyctl.c keyctl_keyring_clear(); keyctl(2) §DESCRIPTION',
    holds: { without: 'acl' },
  },
  {
    id: 'links/key-needs-link',
    chapter: 6,
    says: 'Linking or moving a key needs Link on it, or it is EACCES.',
    source:
      'security/keys/keyctl.c keyctl_keyring_link(); security/keys/keyctl.c keyctl_keyring_move(); keyctl(2) §DESCRIPTION',
  },
  {
    id: 'links/unlink-asks-nothing-of-the-key',
    chapter: 6,
    says: 'A key need not grant anything, nor be alive, to be unlinked.',
    source:
      'security/keys/keyctl.c keyctl_keyring_unlink(); security/keys/process_keys.c lookup_user_key()',
  },
  {
    id: 'links/target-is-a-keyring',
    chapter: 6,
    says: 'Adding to, linking into, unlinking from, moving between and clearing what is no keyring is ENOTDIR.',
    source:
      'security/keys/keyring.c __key_link_lock(); security/keys/keyring.c __key_unlink_lock(); security/keys/keyring.c __key_move_lock(); security/keys/keyring.c keyring_clear(); security/keys/key.c __key_create_or_update()',
  },
  {
    id: 'links/one-per-description',
    chapter: 6,
    says: 'A keyring has at most one link of a type and description: a new one displaces that which was there.',
    source: 'security/keys/keyring.c __key_link(); keyctl(2) §DESCRIPTION',
  },
  {
    id: 'links/all-of-the-description',
    chapter: 6,
    says: 'Descriptions are one if every byte is: links of the same length, of the same beginning, or with the same pieces in another order are links of their own, however many there are.',
    source:
      'security/keys/keyring.c keyring_compare_object(); security/keys/keyring.c keyring_diff_objects()',
  },
  {
    id: 'links/unlinked-by-description',
    chapter: 6,
    says: "Unlinking, and so moving, takes away the link of the key's type and description, whichever key that link leads to.",
    source: 'security/keys/keyring.c __key_unlink_begin()',
  },
  {
    id: 'links/unlink-wants-a-link',
    chapter: 6,
    says: "Unlinking from, or moving from, a keyring that has no link of the key's type and description is ENOENT.",
    source: 'security/keys/keyring.c __key_unlink_begin(); keyctl(2) §ERRORS',
  },
  {
    id: 'links/first-slot-then-highest',
    chapter: 6,
    says: 'The first link of a keyring takes the first of sixteen slots; each further one takes the last slot that is free. A keyring reads from the first slot to the last.',
    source:
      'lib/assoc_array.c assoc_array_insert_in_empty_tree(); lib/assoc_array.c assoc_array_insert_into_terminal_node(); security/keys/keyring.c keyring_read()',
  },
  {
    id: 'links/displaced-in-place',
    chapter: 6,
    says: 'A link that displaces another stands where that one stood.',
    source: 'lib/assoc_array.c assoc_array_insert_into_terminal_node()',
  },
  {
    id: 'links/emptied-ring-starts-anew',
    chapter: 6,
    says: 'A keyring whose last link was unlinked, or that was cleared or revoked, is as if it had never held one: the next link takes the first slot.',
    source: 'lib/assoc_array.c assoc_array_delete(); lib/assoc_array.c assoc_array_clear()',
  },
  {
    id: 'links/order-beyond-sixteen',
    chapter: 6,
    says: "A keyring that has held more than sixteen links at once reads, and is searched, in an order that is the kernel's secret, until it is emptied.",
    source:
      'lib/assoc_array.c assoc_array_insert_into_terminal_node(); security/keys/keyring.c hash_key_type_and_desc()',
  },
  {
    id: 'links/cost',
    chapter: 6,
    says: 'A link costs the owner of the keyring 4 bytes of quota, and is EDQUOT where they cannot be paid; a link that displaces another costs nothing.',
    source: 'security/keys/keyring.c __key_link_begin(); keyrings(7) §/proc files',
  },
  {
    id: 'links/unlink-gives-back',
    chapter: 6,
    says: 'Unlinking gives the 4 bytes of the link back to the owner of the keyring.',
    source: 'security/keys/keyring.c __key_unlink()',
  },
  {
    id: 'links/no-cycle',
    chapter: 6,
    says: 'Linking a keyring into itself, or into a keyring that is linked somewhere below it, is EDEADLK.',
    source: 'security/keys/keyring.c keyring_detect_cycle(); keyctl(2) §ERRORS',
  },
  {
    id: 'links/too-deep',
    chapter: 6,
    says: 'Linking a keyring with more than six levels of keyrings below it is ELOOP.',
    source:
      'security/keys/keyring.c keyring_detect_cycle(); security/keys/keyring.c search_nested_keyrings(); keyctl(2) §ERRORS',
  },
  {
    id: 'links/move-flags',
    chapter: 6,
    says: 'Moving with any flag but `KEYCTL_MOVE_EXCL` is EINVAL, before any key is looked up.',
    source: 'security/keys/keyctl.c keyctl_keyring_move()',
  },
  {
    id: 'links/move-nowhere',
    chapter: 6,
    says: 'Moving from a keyring to the same does nothing and answers 0, even where the key is not linked there, or it is no keyring.',
    source:
      'security/keys/keyring.c key_move(); Documentation/security/keys/core.rst §Userspace System Call Interface',
  },
  {
    id: 'links/move',
    chapter: 6,
    says: "Moving takes the link of the key's type and description from one keyring and links the key into the other, both or neither.",
    source:
      'security/keys/keyring.c key_move(); Documentation/security/keys/core.rst §Userspace System Call Interface',
  },
  {
    id: 'links/move-exclusive',
    chapter: 6,
    says: "With `KEYCTL_MOVE_EXCL`, moving to a keyring that has a link of the key's type and description is EEXIST; without, that link is displaced.",
    source:
      'security/keys/keyring.c key_move(); Documentation/security/keys/core.rst §Userspace System Call Interface',
  },
  {
    id: 'links/clear',
    chapter: 6,
    says: 'Clearing takes every link of a keyring away and gives back all that the keyring was charged for links.',
    source: 'security/keys/keyring.c keyring_clear(); keyctl(2) §DESCRIPTION',
  },
  {
    id: 'links/restrict-needs-setattr',
    chapter: 6,
    says: 'Restricting a keyring needs Setattr on it, or it is EACCES.',
    source:
      'security/keys/keyctl.c keyctl_restrict_keyring(); Documentation/security/keys/core.rst §Userspace System Call Interface',
  },
  {
    id: 'links/restriction-goes-with-type',
    chapter: 6,
    says: 'A type without a restriction, and a restriction without a type, are EINVAL.',
    source: 'security/keys/keyctl.c keyctl_restrict_keyring()',
  },
  {
    id: 'links/restriction-length',
    chapter: 6,
    says: 'A restriction that takes 4096 bytes or more with its NUL is EINVAL.',
    source: 'security/keys/keyctl.c keyctl_restrict_keyring(); mm/util.c strndup_user()',
  },
  {
    id: 'links/restrict-keyrings-only',
    chapter: 6,
    says: 'Restricting a key that is no keyring is ENOTDIR, whether or not there is such a type.',
    source:
      'security/keys/keyring.c keyring_restrict(); Documentation/security/keys/core.rst §Userspace System Call Interface',
  },
  {
    id: 'links/restriction-of-no-type',
    chapter: 6,
    says: 'A restriction by a type that there is not is ENOKEY.',
    source: 'security/keys/keyring.c keyring_restrict(); security/keys/key.c key_type_lookup()',
  },
  {
    id: 'links/type-without-restrictions',
    chapter: 6,
    says: 'A restriction by a type that has none to offer is ENOENT, also of a keyring that is restricted already.',
    source:
      'security/keys/keyring.c keyring_restrict(); Documentation/security/keys/core.rst §Userspace System Call Interface',
  },
  {
    id: 'links/asymmetric-restriction',
    chapter: 6,
    says: "A restriction by `asymmetric` is `builtin_trusted`, `builtin_and_secondary_trusted`, or `key_or_keyring:`, a key's id and perhaps `:chain`, or it is EINVAL; an id that is nobody's is ENOKEY, but 0 with `:chain` stands for none.",
    source:
      'crypto/asymmetric_keys/asymmetric_type.c asymmetric_lookup_restriction(); Documentation/security/keys/core.rst §Userspace System Call Interface',
  },
  {
    id: 'links/restriction-by-key',
    chapter: 6,
    says: '`key_or_keyring:` wants a key that is there, dead or alive, and asks nothing of it.',
    source:
      'crypto/asymmetric_keys/asymmetric_type.c asymmetric_lookup_restriction(); security/keys/key.c key_lookup()',
  },
  {
    id: 'links/restriction-cycle',
    chapter: 6,
    says: 'A restriction by which a keyring would vouch for itself in the end, through the keyrings by which those that vouch are restricted, is EDEADLK.',
    source: 'security/keys/keyring.c keyring_detect_restriction_cycle()',
  },
  {
    id: 'links/voucher-below-stays',
    chapter: 6,
    says: 'A keyring that lies, directly or further down, in the keyring that vouches for it is never destroyed, and neither is that one: each keeps the other.',
    source:
      'security/keys/keyring.c keyring_detect_restriction_cycle(); security/keys/keyring.c keyring_destroy()',
  },
  {
    id: 'links/restriction-holds-key',
    chapter: 6,
    says: "What vouches for a keyring's certificates stays as long as the keyring does.",
    source: 'security/keys/keyring.c keyring_destroy(); security/keys/key.c key_lookup()',
  },
  {
    id: 'links/certificates-only',
    chapter: 6,
    says: 'Linking anything but a certificate into a keyring that is restricted by `key_or_keyring:` is EOPNOTSUPP.',
    source: 'crypto/asymmetric_keys/restrict.c key_or_keyring_common()',
  },
  {
    id: 'links/restricted-once',
    chapter: 6,
    says: 'Restricting a keyring that is restricted is EEXIST.',
    source:
      'security/keys/keyring.c keyring_restrict(); Documentation/security/keys/core.rst §Userspace System Call Interface',
  },
  {
    id: 'links/restricted-takes-nothing',
    chapter: 6,
    says: 'Linking, moving, adding or finding a key into a restricted keyring is EPERM, after the link would have been paid for and before cycles are looked for.',
    source:
      'security/keys/keyring.c __key_link_check_restriction(); security/keys/keyring.c restrict_link_reject(); security/keys/key.c __key_create_or_update()',
  },
  {
    id: 'links/restricted-is-not-added-over',
    chapter: 6,
    says: 'Adding over a key in a restricted keyring is EPERM too, though it would make no link.',
    source: 'security/keys/key.c __key_create_or_update()',
  },
  {
    id: 'attributes/describe-needs-view',
    chapter: 7,
    says: 'Describing a key needs View, or it is EACCES.',
    source: 'security/keys/keyctl.c keyctl_describe_key(); keyctl(2) §DESCRIPTION',
  },
  {
    id: 'attributes/no-group-shows-as-overflow',
    chapter: 7,
    says: 'A key without a group is described with the overflow gid, 65534.',
    source: 'security/keys/keyctl.c keyctl_describe_key()',
  },
  {
    id: 'attributes/read-hides-why-not-found',
    chapter: 7,
    says: 'Reading what cannot be found is ENOKEY, whatever is the reason.',
    source: 'security/keys/keyctl.c keyctl_read_key()',
  },
  {
    id: 'attributes/possession-reads',
    chapter: 7,
    says: 'A possessor may read a key that grants nobody Read.',
    source: 'security/keys/keyctl.c keyctl_read_key(); keyctl(2) §DESCRIPTION',
  },
  {
    id: 'attributes/read-refused',
    chapter: 7,
    says: 'Reading a key that neither grants the caller Read nor is possessed by it is EACCES.',
    source: 'security/keys/keyctl.c keyctl_read_key(); keyctl(2) §DESCRIPTION',
  },
  {
    id: 'attributes/read-permission-before-death',
    chapter: 7,
    says: 'Reading a dead key that the caller may not read is EACCES; only to who may read it does it answer its death.',
    source: 'security/keys/keyctl.c keyctl_read_key()',
  },
  {
    id: 'attributes/unreadable-type',
    chapter: 7,
    says: 'Reading a key whose type cannot be read is EOPNOTSUPP, to those who may.',
    source: 'security/keys/keyctl.c __keyctl_read_key(); keyctl(2) §ERRORS',
  },
  {
    id: 'attributes/payload-read-back',
    chapter: 7,
    says: 'What is read of a key is the payload that it was given last. A call that is refused gives it none.',
    source:
      'keyctl_read(3) §DESCRIPTION; keyctl_update(3) §DESCRIPTION; security/keys/user_defined.c user_read()',
  },
  {
    id: 'attributes/update-length',
    chapter: 7,
    says: 'A payload of more than 4096 bytes for an update is EINVAL, before the key is looked up.',
    source: 'security/keys/keyctl.c keyctl_update_key()',
  },
  {
    id: 'attributes/update-needs-write',
    chapter: 7,
    says: 'Updating a key needs Write, or it is EACCES.',
    source: 'security/keys/keyctl.c keyctl_update_key(); keyctl(2) §DESCRIPTION',
  },
  {
    id: 'attributes/update-unknown-to-type',
    chapter: 7,
    says: 'Updating a keyring is EOPNOTSUPP.',
    source: 'security/keys/key.c key_update(); keyctl(2) §ERRORS',
  },
  {
    id: 'attributes/setattr-needed',
    chapter: 7,
    says: 'Setting the mask, the owner, the group or the timeout of a key needs Setattr, or it is EACCES; so does granting.',
    source:
      'security/keys/keyctl.c keyctl_setperm_key(); security/keys/keyctl.c keyctl_chown_key(); security/keys/keyctl.c keyctl_set_timeout(); keyctl(2) §DESCRIPTION',
  },
  {
    id: 'attributes/mask-bits',
    chapter: 7,
    says: 'Setting a mask with a bit that means nothing, one of c0c0c0c0, is EINVAL, before the key is looked up.',
    source: 'security/keys/keyctl.c keyctl_setperm_key(); keyctl(2) §ERRORS',
  },
  {
    id: 'attributes/setperm-owner-or-sysadmin',
    chapter: 7,
    says: 'Setting the mask of a key of another user, or granting on it, is EACCES, even where Setattr is granted, to a caller without CAP_SYS_ADMIN.',
    source: 'security/keys/keyctl.c keyctl_setperm_key(); keyctl(2) §DESCRIPTION',
  },
  {
    id: 'attributes/setperm-replaces',
    chapter: 7,
    says: 'Setting the mask replaces all of it.',
    source: 'security/keys/keyctl.c keyctl_setperm_key()',
  },
  {
    id: 'attributes/chown-nothing',
    chapter: 7,
    says: 'Setting neither owner nor group answers 0, whatever key is named.',
    source: 'security/keys/keyctl.c keyctl_chown_key()',
  },
  {
    id: 'attributes/chown-user-needs-sysadmin',
    chapter: 7,
    says: 'Giving a key to another user needs CAP_SYS_ADMIN; naming the user who owns it already does not.',
    source: 'security/keys/keyctl.c keyctl_chown_key(); keyctl(2) §DESCRIPTION',
  },
  {
    id: 'attributes/chown-foreign-group-needs-sysadmin',
    chapter: 7,
    says: "Giving a key to a group that the caller is not in needs CAP_SYS_ADMIN; a group of the caller's, and the group that the key has already, do not.",
    source: 'security/keys/keyctl.c keyctl_chown_key(); keyctl(2) §DESCRIPTION',
  },
  {
    id: 'attributes/chown-refused',
    chapter: 7,
    says: 'Setting owner and group where either needs CAP_SYS_ADMIN is EACCES without it, and sets neither.',
    source: 'security/keys/keyctl.c keyctl_chown_key()',
  },
  {
    id: 'attributes/timeout-from-now',
    chapter: 7,
    says: 'Setting a timeout of _n_ seconds makes the key expire _n_ seconds from now, whatever it had before; 0 takes the timeout away.',
    source: 'security/keys/key.c key_set_timeout(); keyctl(2) §DESCRIPTION',
  },
  {
    id: 'attributes/revoke-needs-write-or-setattr',
    chapter: 7,
    says: 'Revoking a key needs Write or Setattr, or it is EACCES.',
    source: 'security/keys/keyctl.c keyctl_revoke_key(); keyctl(2) §DESCRIPTION',
    holds: { without: 'acl' },
  },
  {
    id: 'attributes/invalidate-needs-search',
    chapter: 7,
    says: 'Invalidating a key needs Search, or it is EACCES.',
    source: 'security/keys/keyctl.c keyctl_invalidate_key(); keyctl(2) §DESCRIPTION',
    holds: { without: 'acl' },
  },
  {
    id: 'attributes/security-without-label',
    chapter: 7,
    says: 'Asking for the security label of a key that grants View answers 1 and an empty string, a NUL alone, where no security module labels keys.',
    source: 'security/keys/keyctl.c keyctl_get_security(); keyctl(2) §DESCRIPTION',
  },
  {
    id: 'attributes/security-refused-by-search',
    chapter: 7,
    says: "Where View is missing, asking for a label answers what a search of the caller's keyrings for an authority to instantiate the key comes to: ENOKEY, unless the search meets another error.",
    source:
      'security/keys/keyctl.c keyctl_get_security(); security/keys/request_key_auth.c key_get_instantiation_authkey()',
  },
  {
    id: 'attributes/capabilities-length',
    chapter: 7,
    says: 'Asking what the kernel is capable of answers how many bytes it has to tell, 2, whatever the buffer takes.',
    source: 'security/keys/keyctl.c keyctl_capabilities()',
  },
  {
    id: 'attributes/capabilities-told',
    chapter: 7,
    says: 'The buffer takes as many of these bytes as it has room for, and zeros behind them.',
    source: 'security/keys/keyctl.c keyctl_capabilities()',
  },
  {
    id: 'attributes/dns-read',
    chapter: 7,
    says: 'Reading a `dns_resolver` key whose answer is an error is that error.',
    source: 'net/dns_resolver/dns_key.c dns_resolver_read()',
  },
  {
    id: 'attributes/rxrpc-read',
    chapter: 7,
    says: 'Of the keys of type `rxrpc` only those can be read whose description begins with `afs@`; others are EOPNOTSUPP.',
    source: 'net/rxrpc/key.c rxrpc_read()',
  },
  {
    id: 'attributes/rxrpc-contents',
    chapter: 7,
    says: 'Reading a key of AFS brings what AFS would have made of it, in big-endian words: 0, the cell with its length, the number of tokens, and each token with its length.',
    source: 'net/rxrpc/key.c rxrpc_read()',
  },
  {
    id: 'attributes/listed-if-viewed',
    chapter: 7,
    says: 'A key is listed to a process if it grants View to it, possession by keyrings of its own counted, whether the key lives or not.',
    source: 'security/keys/proc.c proc_keys_show(); keyrings(7) §/proc files',
  },
  {
    id: 'attributes/listed-if-payer-mapped',
    chapter: 7,
    says: 'In a user namespace only those keys are listed that are charged to, or counted for, a user with a mapping there, whatever they grant.',
    source: 'security/keys/proc.c key_serial_next(); kernel/user_namespace.c from_kuid()',
  },
  {
    id: 'attributes/listed-flags',
    chapter: 7,
    says: "`I` stands for a key that is no longer under construction, `U` for one that is, `N` for a negative one, `R` for one that was revoked, `Q` for one that is charged to its user's quota, `i` for one that was invalidated.",
    source: 'security/keys/proc.c proc_keys_show(); keyrings(7) §/proc files',
  },
  {
    id: 'attributes/listed-expiry',
    chapter: 7,
    says: 'A key that never expires is shown as `perm`, one that has expired or was revoked as `expd`; else the time that is left is shown in the largest unit of which there is one, cut to a whole number: weeks, days, hours, minutes or seconds.',
    source: 'security/keys/proc.c proc_keys_show(); keyrings(7) §/proc files',
  },
  {
    id: 'attributes/listed-type-is-cut',
    chapter: 7,
    says: 'Of the name of a type nine characters are shown.',
    source: 'security/keys/proc.c proc_keys_show()',
  },
  {
    id: 'attributes/listed-contents',
    chapter: 7,
    says: 'Behind the description a keyring shows how many links it has, or `empty`; an `rxrpc` key each of its tokens; a `dns_resolver` key its error, as a negative number, if it is one; and any other the length of its payload, which is 0 for what was revoked, but not so for a `big_key`.',
    source:
      'security/keys/keyring.c keyring_describe(); security/keys/user_defined.c user_describe(); security/keys/big_key.c big_key_describe(); net/dns_resolver/dns_key.c dns_resolver_describe(); net/rxrpc/key.c rxrpc_describe(); keyrings(7) §/proc files',
  },
  {
    id: 'life/expired',
    chapter: 8,
    says: 'A key with a timeout is dead from its second on: every call that looks it up is EKEYEXPIRED.',
    source: 'security/keys/permission.c key_validate(); keyrings(7) §Keys',
  },
  {
    id: 'life/revoked-refuses',
    chapter: 8,
    says: 'A revoked key is EKEYREVOKED to every call that looks it up.',
    source: 'security/keys/permission.c key_validate(); keyctl(2) §DESCRIPTION',
  },
  {
    id: 'life/invalidated-is-gone',
    chapter: 8,
    says: 'An invalidated key is ENOKEY to every call that looks it up.',
    source: 'security/keys/permission.c key_validate()',
  },
  {
    id: 'life/which-death',
    chapter: 8,
    says: 'A key that is dead in several ways answers ENOKEY if it is invalidated, else EKEYREVOKED if it is revoked, else EKEYEXPIRED.',
    source: 'security/keys/permission.c key_validate()',
  },
  {
    id: 'life/revoke-empties',
    chapter: 8,
    says: 'Revoking a key drops its payload or all its links, and gives back what they were charged.',
    source: 'security/keys/user_defined.c user_revoke(); security/keys/keyring.c keyring_revoke()',
  },
  {
    id: 'life/revoked-tokens-stay',
    chapter: 8,
    says: 'A revoked key of type `rxrpc` keeps its token, which stays charged.',
    source: 'net/rxrpc/key.c rxrpc_destroy(); security/keys/key.c key_revoke()',
  },
  {
    id: 'life/revoked-at',
    chapter: 8,
    says: 'A revoked key counts as dead from the second of its revocation, whatever timeout it had.',
    source: 'security/keys/key.c key_revoke()',
  },
  {
    id: 'life/links-of-the-dead',
    chapter: 8,
    says: 'Links to a key that expired or was revoked are taken out of all keyrings some time after its death, by default 300 seconds.',
    source:
      'security/keys/gc.c key_garbage_collector(); security/keys/keyring.c keyring_gc(); keyrings(7) §/proc files',
  },
  {
    id: 'life/links-of-the-invalidated',
    chapter: 8,
    says: 'Links to an invalidated key are taken out of all keyrings at once.',
    source:
      'security/keys/key.c key_invalidate(); security/keys/gc.c key_schedule_gc_links(); keyctl(2) §DESCRIPTION',
  },
  {
    id: 'life/dead-rings-keep-links',
    chapter: 8,
    says: 'The collector takes no links out of an invalidated keyring.',
    source: 'security/keys/keyring.c keyring_gc()',
  },
  {
    id: 'life/swept-links-stay-charged',
    chapter: 8,
    says: 'A link that the collector takes away stays charged to its keyring.',
    source: 'security/keys/keyring.c keyring_gc()',
  },
  {
    id: 'life/swept-ring-keeps-its-array',
    chapter: 8,
    says: 'In a keyring from which the collector has taken the last link, the next link takes the last slot, not the first.',
    source: 'lib/assoc_array.c assoc_array_gc()',
  },
  {
    id: 'life/unreferenced-is-gone',
    chapter: 8,
    says: "A key that no keyring, process or register refers to is destroyed: its serial is nobody's, and its charge is given back.",
    source:
      'security/keys/key.c key_put(); security/keys/gc.c key_gc_unused_keys(); keyrings(7) §Anchoring keys',
  },
  {
    id: 'life/instant-reap',
    chapter: 8,
    says: 'The collector takes links to a dead key of type `dns_resolver` away without delay, the next time that it passes over links.',
    source: 'security/keys/gc.c key_set_expiry(); net/dns_resolver/dns_key.c init_dns_resolver()',
  },
  {
    id: 'life/passes-when-told',
    chapter: 8,
    says: 'A key that is revoked when its delay has passed already, or that is made when it has, stays linked until something else makes the collector pass over links: an invalidation, or a key whose time has come.',
    source: 'security/keys/gc.c key_schedule_gc()',
  },
  {
    id: 'quota/key-cost',
    chapter: 9,
    says: 'A key costs its owner one key, and as many bytes as its description has with the NUL behind it.',
    source:
      'security/keys/key.c key_alloc(); Documentation/security/keys/core.rst §Key Service Overview',
  },
  {
    id: 'quota/owner-pays',
    chapter: 9,
    says: 'A new key is charged to the user it belongs to.',
    source: 'security/keys/key.c key_alloc()',
  },
  {
    id: 'quota/refused',
    chapter: 9,
    says: 'A key or a charge that would take its payer beyond the limits, by default 200 keys and 20,000 bytes, is EDQUOT, and nothing changes.',
    source: 'security/keys/key.c key_alloc(); keyrings(7) §/proc files',
  },
  {
    id: 'quota/last-key',
    chapter: 9,
    says: 'A user may have as many keys as the limit says; a new one beyond it is refused.',
    source: 'security/keys/key.c key_alloc()',
  },
  {
    id: 'quota/last-byte',
    chapter: 9,
    says: 'A new key may take what its owner is charged up to the limit in bytes, without its payload.',
    source: 'security/keys/key.c key_alloc()',
  },
  {
    id: 'quota/growth-to-the-limit',
    chapter: 9,
    says: 'A key may grow until what its payer is charged is at the limit in bytes, and not beyond: by a payload that it is made with or updated to, or by a link.',
    source: 'security/keys/key.c key_payload_reserve()',
  },
  {
    id: 'quota/growth',
    chapter: 9,
    says: 'A key that grows needs room for the difference only; where there is none it is EDQUOT, and the key is as it was.',
    source: 'security/keys/key.c key_payload_reserve()',
  },
  {
    id: 'quota/big-key-is-flat',
    chapter: 9,
    says: 'A `big_key` is charged 16 bytes for its payload, whatever it holds.',
    source: 'security/keys/big_key.c big_key_preparse()',
  },
  {
    id: 'quota/big-key-update-needs-room',
    chapter: 9,
    says: 'Updating a `big_key` needs room for all of the new payload, as if it were a `user` key, or it is EDQUOT; then it is charged 16 bytes again.',
    source: 'security/keys/big_key.c big_key_update()',
  },
  {
    id: 'quota/root-has-its-own',
    chapter: 9,
    says: 'Root has limits of its own, by default 1,000,000 keys and 25,000,000 bytes.',
    source: 'security/keys/key.c key_alloc(); keyrings(7) §/proc files',
  },
  {
    id: 'quota/limits-are-set',
    chapter: 9,
    says: 'What is written to `maxkeys`, `maxbytes`, `root_maxkeys`, `root_maxbytes`, `gc_delay` and `persistent_keyring_expiry` in `/proc/sys/kernel/keys` holds from then on, for everybody.',
    source: 'security/keys/sysctl.c init_security_keys_sysctls(); keyrings(7) §/proc files',
  },
  {
    id: 'quota/limits-in-range',
    chapter: 9,
    says: 'A limit of less than 1 or of more than 2,147,483,647 is EINVAL, and the limit stays as it was; a `gc_delay` or `persistent_keyring_expiry` may be 0.',
    source:
      'security/keys/sysctl.c init_security_keys_sysctls(); kernel/sysctl.c proc_dointvec_minmax()',
  },
  {
    id: 'quota/chown-moves-charge',
    chapter: 9,
    says: "A key that is given to another user is charged to that user from then on; where it does not fit into the new owner's quota it is EDQUOT, and stays where it was.",
    source: 'security/keys/keyctl.c keyctl_chown_key(); keyctl(2) §DESCRIPTION',
  },
  {
    id: 'quota/chown-last-key',
    chapter: 9,
    says: 'A user may be given keys until there are as many as the limit says.',
    source: 'security/keys/keyctl.c keyctl_chown_key()',
  },
  {
    id: 'quota/chown-last-byte',
    chapter: 9,
    says: 'A user may be given a key if all that it is charged with, payload or links included, takes the user no further than to the limit in bytes.',
    source: 'security/keys/keyctl.c keyctl_chown_key()',
  },
  {
    id: 'quota/outside',
    chapter: 9,
    says: 'A persistent keyring and its links, and a key that permits to make another (`upcalls/authority`), are charged to nobody; they count among the keys that their user owns.',
    source:
      'security/keys/persistent.c key_get_or_create_persistent(); security/keys/request_key_auth.c request_key_auth_new(); security/keys/key.c key_alloc()',
  },
  {
    id: 'quota/shown',
    chapter: 9,
    says: 'The line of a user in `/proc/key-users` shows the keys that the user owns, how many of them are instantiated, and how many keys and bytes are charged.',
    source: 'security/keys/proc.c proc_key_users_show(); keyrings(7) §/proc files',
  },
  {
    id: 'credentials/file-system-ids-act',
    chapter: 11,
    says: 'A process deals with keys as its file-system uid and gid: the permission check takes it for the owner or a member of the group by these, only they make it the owner who may set a mask, and a new key belongs to them.',
    source:
      'security/keys/permission.c key_task_permission(); security/keys/keyctl.c keyctl_setperm_key(); security/keys/key.c __key_create_or_update()',
  },
  {
    id: 'credentials/real-ids-own-rings',
    chapter: 11,
    says: 'The thread, process and session keyrings that are made for a process belong to its real uid and gid.',
    source:
      'security/keys/process_keys.c install_thread_keyring_to_cred(); security/keys/process_keys.c install_process_keyring_to_cred(); security/keys/process_keys.c join_session_keyring()',
  },
  {
    id: 'credentials/real-uid-is-the-user',
    chapter: 11,
    says: 'The user keyrings of a process are those of its real uid.',
    source:
      'security/keys/process_keys.c look_up_user_keyrings(); security/keys/process_keys.c get_user_session_keyring_rcu()',
  },
  {
    id: 'credentials/only-effective-counts',
    chapter: 11,
    says: 'A capability that is permitted but not effective is as good as none.',
    source: 'kernel/capability.c ns_capable_common(); capabilities(7) §Thread capability sets',
  },
  {
    id: 'credentials/own-uids-or-setuid',
    chapter: 11,
    says: 'A process without CAP_SETUID may set its real, effective and saved uid to any of these three; any other uid is EPERM.',
    source: 'kernel/sys.c __sys_setresuid(); setresuid(2) §DESCRIPTION',
  },
  {
    id: 'credentials/own-gids-or-setgid',
    chapter: 11,
    says: 'The same holds for gids and CAP_SETGID.',
    source: 'kernel/sys.c __sys_setresgid(); setresgid(2) §DESCRIPTION',
  },
  {
    id: 'credentials/file-system-id-follows',
    chapter: 11,
    says: 'Whoever sets real, effective and saved ids has its file-system id set to the effective one, be that new or not; but a call by which all three are as before and the effective id, if it is named, is the file-system id already, leaves the file-system id as it is.',
    source: 'kernel/sys.c __sys_setresuid(); kernel/sys.c __sys_setresgid()',
  },
  {
    id: 'credentials/file-system-id-own-or-capable',
    chapter: 11,
    says: 'The file-system id can be set to the real, effective, saved or file-system id, and to any other with CAP_SETUID for a uid or CAP_SETGID for a gid; else it stays as it is.',
    source:
      'kernel/sys.c __sys_setfsuid(); kernel/sys.c __sys_setfsgid(); setfsuid(2) §DESCRIPTION',
  },
  {
    id: 'credentials/file-system-id-answers-before',
    chapter: 11,
    says: '`setfsuid(2)` and `setfsgid(2)` answer the id as it was before, whether or not it is another now.',
    source:
      'kernel/sys.c __sys_setfsuid(); kernel/sys.c __sys_setfsgid(); setfsuid(2) §RETURN VALUE',
  },
  {
    id: 'credentials/groups-need-setgid',
    chapter: 11,
    says: 'Setting the supplementary groups without CAP_SETGID is EPERM.',
    source: 'kernel/groups.c may_setgroups(); setgroups(2) §DESCRIPTION',
  },
  {
    id: 'credentials/groups-replaced',
    chapter: 11,
    says: 'The supplementary groups that are set take the place of those before.',
    source: 'kernel/groups.c set_groups(); setgroups(2) §DESCRIPTION',
  },
  {
    id: 'credentials/fork-inherits',
    chapter: 11,
    says: "A child has all of its parent's ids, its groups and its capabilities.",
    source: 'kernel/cred.c copy_creds(); kernel/cred.c prepare_creds()',
  },
  {
    id: 'credentials/thread-ring-changes-hands',
    chapter: 11,
    says: 'When the file-system uid or gid of a process changes, its thread keyring comes to belong to the new one.',
    source:
      'kernel/cred.c commit_creds(); security/keys/process_keys.c key_fsuid_changed(); security/keys/process_keys.c key_fsgid_changed()',
  },
  {
    id: 'credentials/thread-ring-stays-charged',
    chapter: 11,
    says: 'A thread keyring that changes hands with its process stays charged to whom it was charged.',
    source: 'security/keys/process_keys.c key_fsuid_changed()',
  },
  {
    id: 'credentials/capset-only-drops',
    chapter: 11,
    says: 'Permitting oneself a capability that is not permitted, or making one effective that is not permitted then, is EPERM.',
    source: 'security/commoncap.c cap_capset(); capset(2) §ERRORS',
  },
  {
    id: 'credentials/leaving-root-drops',
    chapter: 11,
    says: 'When the real, effective or saved uid of a process was that of root and none is any more, nothing is permitted to it any longer.',
    source:
      'security/commoncap.c cap_emulate_setxuid(); capabilities(7) §Effect of user ID changes on capabilities',
  },
  {
    id: 'credentials/effective-follows-root',
    chapter: 11,
    says: 'When the effective uid of a process stops being that of root, no capability is effective any longer; when it becomes that of root, all that is permitted is effective.',
    source:
      'security/commoncap.c cap_emulate_setxuid(); capabilities(7) §Effect of user ID changes on capabilities',
  },
  {
    id: 'credentials/no-setuid-fixup',
    chapter: 11,
    says: 'Neither happens to a process with `SECBIT_NO_SETUID_FIXUP`.',
    source:
      'security/commoncap.c cap_task_fix_setuid(); capabilities(7) §The securebits flags: establishing a capabilities-only environment',
  },
  {
    id: 'credentials/keep-caps',
    chapter: 11,
    says: 'With `SECBIT_KEEP_CAPS` what is permitted stays permitted when root is left.',
    source:
      'security/commoncap.c cap_emulate_setxuid(); capabilities(7) §The securebits flags: establishing a capabilities-only environment',
  },
  {
    id: 'credentials/securebits-locked',
    chapter: 11,
    says: 'Setting the securebits without CAP_SETPCAP, or to a bit that is none, or another value for a bit that is locked, or without a lock that is set, is EPERM.',
    source:
      'security/commoncap.c cap_task_prctl(); capabilities(7) §The securebits flags: establishing a capabilities-only environment',
  },
  {
    id: 'threads/new-thread-shares-rings',
    chapter: 11,
    says: 'A new thread has the process and the session keyring of the thread that made it.',
    source: 'kernel/cred.c copy_creds(); process-keyring(7) §DESCRIPTION',
  },
  {
    id: 'threads/new-thread-ring',
    chapter: 11,
    says: 'A thread that is made by a thread with a thread keyring has one too, a new one, at once; else it has none.',
    source: 'kernel/cred.c copy_creds()',
  },
  {
    id: 'threads/rings-are-apart',
    chapter: 11,
    says: "A keyring that is made for a thread, or joined by it, is that thread's: a process keyring is none of the other threads' that were there before it.",
    source:
      'security/keys/process_keys.c install_process_keyring(); security/keys/process_keys.c join_session_keyring()',
  },
  {
    id: 'threads/ids-are-apart',
    chapter: 11,
    says: 'A thread that becomes somebody else leaves the other threads as they are.',
    source: 'kernel/cred.c commit_creds()',
  },
  {
    id: 'threads/parent-is-shared',
    chapter: 11,
    says: 'The parent of a thread is that of the thread that made it.',
    source: 'security/keys/keyctl.c keyctl_session_to_parent(); kernel/fork.c copy_process()',
  },
  {
    id: 'threads/exit-ends-all',
    chapter: 11,
    says: '`_exit(2)` ends every thread of the process, and all their keyrings are let go.',
    source: 'kernel/exit.c do_group_exit(); kernel/cred.c put_cred_rcu()',
  },
  {
    id: 'threads/first-thread-stays',
    chapter: 11,
    says: 'A thread that ends alone lets go of its keyrings, but the first thread of a process keeps them until the last has ended.',
    source: 'kernel/exit.c release_task(); kernel/exit.c exit_notify()',
  },
  {
    id: 'threads/children-go-to-a-thread',
    chapter: 11,
    says: 'When a thread ends, its children are those of another thread of its process: of the first, if that is still there.',
    source: 'kernel/exit.c find_new_reaper()',
  },
  {
    id: 'exec/drops-own-rings',
    chapter: 11,
    says: '`execve(2)` lets go of the thread and the process keyring; the session keyring and the default destination stay.',
    source:
      'kernel/cred.c prepare_exec_creds(); session-keyring(7) §DESCRIPTION; process-keyring(7) §DESCRIPTION',
  },
  {
    id: 'exec/old-keyrings-linger',
    chapter: 11,
    says: 'The keyrings that a process has when it executes a program stay in being, and are charged, as long as that program runs, in the process itself or in one that it has forked.',
    source: 'fs/exec.c do_open_execat(); fs/file_table.c init_file(); observed',
  },
  {
    id: 'exec/ids-follow-effective',
    chapter: 11,
    says: 'The saved and the file-system ids become what the effective ones are.',
    source: 'kernel/cred.c prepare_exec_creds(); execve(2) §DESCRIPTION',
  },
  {
    id: 'exec/drops-capabilities',
    chapter: 11,
    says: 'No capability is effective then but to whom is root by its effective uid, to whom all are that are permitted.',
    source:
      'security/commoncap.c cap_bprm_creds_from_file(); capabilities(7) §Transformation of capabilities during execve()',
  },
  {
    id: 'exec/root-is-permitted-all',
    chapter: 11,
    says: 'All capabilities are permitted to whom is root by its real or its effective uid, whatever was permitted before; to others none is.',
    source:
      'security/commoncap.c handle_privileged_root(); capabilities(7) §Capabilities and execution of programs by root',
  },
  {
    id: 'exec/no-root',
    chapter: 11,
    says: 'To a process with `SECBIT_NOROOT` root is nobody special.',
    source:
      'security/commoncap.c handle_privileged_root(); capabilities(7) §The securebits flags: establishing a capabilities-only environment',
  },
  {
    id: 'exec/keep-caps-ends',
    chapter: 11,
    says: '`SECBIT_KEEP_CAPS` is cleared, every other securebit stays.',
    source:
      'security/commoncap.c cap_bprm_creds_from_file(); capabilities(7) §The securebits flags: establishing a capabilities-only environment',
  },
  {
    id: 'exec/ends-other-threads',
    chapter: 11,
    says: 'The other threads of the process end, and it is the only one and the first.',
    source: 'fs/exec.c de_thread(); execve(2) §DESCRIPTION',
  },
  {
    id: 'arguments/unmapped',
    chapter: 12,
    says: 'A type, description, restriction or payload at an address where nothing is mapped is EFAULT; so is one at the null address where that does not mean something else.',
    source:
      'security/keys/keyctl.c key_get_type_from_user(); mm/util.c strndup_user(); security/keys/keyctl.c add_key(); security/keys/keyctl.c keyctl_update_key()',
  },
  {
    id: 'arguments/nothing-to-read',
    chapter: 12,
    says: 'A payload of no bytes is not looked for, whatever address is given for it.',
    source: 'security/keys/keyctl.c add_key(); security/keys/keyctl.c keyctl_update_key()',
  },
  {
    id: 'arguments/no-such-option',
    chapter: 12,
    says: 'A `keyctl` option that there is not is EOPNOTSUPP.',
    source: 'security/keys/keyctl.c keyctl(); keyctl(2) §ERRORS',
  },
  {
    id: 'arguments/type-before-description',
    chapter: 12,
    says: 'The type is taken in before the description, and what is wrong with it is told.',
    source:
      'security/keys/keyctl.c add_key(); security/keys/keyctl.c request_key(); security/keys/keyctl.c keyctl_keyring_search()',
  },
  {
    id: 'arguments/description-before-payload',
    chapter: 12,
    says: 'The description is taken in before the payload, all but whose length is looked at later.',
    source: 'security/keys/keyctl.c add_key()',
  },
  {
    id: 'arguments/values-before-keys',
    chapter: 12,
    says: 'Lengths, texts, payloads, flags and masks are looked at before any key is, but where a keyring is restricted.',
    source:
      'security/keys/keyctl.c add_key(); security/keys/keyctl.c request_key(); security/keys/keyctl.c keyctl_keyring_search(); security/keys/keyctl.c keyctl_update_key(); security/keys/keyctl.c keyctl_setperm_key(); security/keys/keyctl.c keyctl_keyring_move()',
  },
  {
    id: 'arguments/restricted-key-first',
    chapter: 12,
    says: 'Restricting a keyring looks it up before the type and the restriction are looked at.',
    source: 'security/keys/keyctl.c keyctl_restrict_keyring()',
  },
  {
    id: 'arguments/ring-before-key',
    chapter: 12,
    says: 'Linking and unlinking look the keyring up before the key.',
    source:
      'security/keys/keyctl.c keyctl_keyring_link(); security/keys/keyctl.c keyctl_keyring_unlink()',
  },
  {
    id: 'arguments/moved-key-first',
    chapter: 12,
    says: 'Moving looks the key up first, then the keyring that it is in, then the one that it goes to.',
    source: 'security/keys/keyctl.c keyctl_keyring_move()',
  },
  {
    id: 'arguments/searched-ring-first',
    chapter: 12,
    says: 'A search looks up where it begins before it looks up where what it finds goes.',
    source: 'security/keys/keyctl.c keyctl_keyring_search()',
  },
  {
    id: 'arguments/unknown-type-last',
    chapter: 12,
    says: 'Whether there is the type that is sought is asked after the keyrings were looked up.',
    source: 'security/keys/keyctl.c request_key(); security/keys/keyctl.c keyctl_keyring_search()',
  },
  {
    id: 'arguments/length-is-answered',
    chapter: 12,
    says: 'Where what a call would write does not fit, or the address to write to is null, it answers the length of it all: of a payload, of four bytes for each link, or of a description with its NUL.',
    source:
      'security/keys/keyctl.c keyctl_read_key(); security/keys/keyctl.c keyctl_describe_key(); keyctl(2) §DESCRIPTION',
  },
  {
    id: 'arguments/all-or-nothing',
    chapter: 12,
    says: 'What does not fit is not written in part.',
    source:
      'security/keys/keyctl.c keyctl_read_key(); security/keys/keyctl.c keyctl_describe_key()',
  },
  {
    id: 'arguments/unmapped-room',
    chapter: 12,
    says: 'Writing to where nothing is mapped is EFAULT; nothing is written there, and all is well, where it does not fit or there is nothing to write.',
    source:
      'security/keys/keyctl.c keyctl_read_key(); security/keys/keyctl.c keyctl_describe_key(); security/keys/keyctl.c keyctl_get_security(); security/keys/keyctl.c keyctl_capabilities()',
  },
  {
    id: 'arguments/links-in-fours',
    chapter: 12,
    says: 'Reading a keyring into a buffer of up to 4096 bytes is EINVAL unless their number is a multiple of four.',
    source: 'security/keys/keyring.c keyring_read(); security/keys/keyctl.c keyctl_read_key()',
  },
  {
    id: 'arguments/describe-cuts-length',
    chapter: 12,
    says: 'Of the length of the buffer for a description the lower 32 bits count.',
    source: 'security/keys/keyctl.c keyctl()',
  },
  {
    id: 'arguments/text-ends-at-nul',
    chapter: 12,
    says: 'A text ends at its first NUL; what stands behind that is not read.',
    source: 'security/keys/keyctl.c keyctl_keyring_search(); mm/util.c strndup_user()',
  },
  {
    id: 'arguments/compat-has-every-option',
    chapter: 12,
    says: 'Every option of `keyctl` is one of the 32-bit entry too.',
    source: 'security/keys/compat.c keyctl()',
  },
  {
    id: 'arguments/compat-keeps-signs',
    chapter: 12,
    says: 'A key id keeps its sign on its way through the 32-bit entry.',
    source: 'security/keys/compat.c keyctl()',
  },
  {
    id: 'arguments/compat-cuts-lengths',
    chapter: 12,
    says: 'Of a length the 32-bit entry takes the lower 32 bits.',
    source: 'security/keys/compat.c keyctl()',
  },
  {
    id: 'namespaces/new-network',
    chapter: 13,
    says: '`unshare` with `CLONE_NEWNET` puts the caller into a network namespace of its own, and nobody else.',
    source: 'kernel/nsproxy.c create_new_namespaces(); network_namespaces(7) §DESCRIPTION',
  },
  {
    id: 'namespaces/network-needs-sysadmin',
    chapter: 13,
    says: 'Making a network namespace, or entering that of another process, is EPERM for a process that lacks `CAP_SYS_ADMIN`.',
    source:
      'kernel/nsproxy.c unshare_nsproxy_namespaces(); net/core/net_namespace.c netns_install()',
  },
  {
    id: 'namespaces/enter-network',
    chapter: 13,
    says: '`setns` puts the caller into the network namespace of another process.',
    source: 'net/core/net_namespace.c netns_install(); setns(2) §DESCRIPTION',
  },
  {
    id: 'namespaces/fork-shares-network',
    chapter: 13,
    says: 'A child is in the network namespace of its parent.',
    source: 'kernel/nsproxy.c copy_namespaces()',
  },
  {
    id: 'namespaces/network-types',
    chapter: 13,
    says: 'A key of type `dns_resolver`, `rxrpc` or `rxrpc_s` belongs to the network namespace of the process that makes it, for good; a key of any other type belongs to none.',
    source: 'security/keys/keyring.c key_set_index_key()',
  },
  {
    id: 'namespaces/tag-tells-links-apart',
    chapter: 13,
    says: 'Links to keys of one type and description that belong to different network namespaces are different links: one does not displace the other, and taking one away leaves the other.',
    source: 'security/keys/keyring.c keyring_compare_object()',
  },
  {
    id: 'namespaces/search-in-own-network',
    chapter: 13,
    says: 'A search for a key of type `rxrpc` or `rxrpc_s` finds only one that belongs to the network namespace of the caller.',
    source: 'security/keys/keyring.c key_set_index_key(); security/keys/keyring.c search_keyring()',
  },
  {
    id: 'namespaces/hosts-of-any-network',
    chapter: 13,
    says: 'A search for a `dns_resolver` key finds keys of all network namespaces.',
    source:
      'security/keys/keyring.c keyring_search_iterator(); net/dns_resolver/dns_key.c dns_resolver_cmp()',
  },
  {
    id: 'namespaces/possession-in-any-network',
    chapter: 13,
    says: 'Whether a key is possessed does not depend on the network namespace that the caller is in.',
    source: 'security/keys/process_keys.c lookup_user_key()',
  },
  {
    id: 'namespaces/network-goes',
    chapter: 13,
    says: 'When the last process has left a network namespace, every key that belongs to it loses its links, whoever holds them, and nothing else does.',
    source: 'security/keys/keyring.c key_remove_domain(); net/core/net_namespace.c cleanup_net()',
  },
  {
    id: 'namespaces/new-users',
    chapter: 13,
    says: "A process that comes into a user namespace, its own or another's, has every capability there and no securebits, and acts under no authority; its ids and its keyrings stay what they are.",
    source: 'kernel/user_namespace.c set_cred_user_ns(); user_namespaces(7) §Capabilities',
  },
  {
    id: 'namespaces/users-need-one-thread',
    chapter: 13,
    says: 'A process of several threads that makes a user namespace, or enters one, is answered EINVAL.',
    source:
      'kernel/fork.c check_unshare_flags(); kernel/user_namespace.c userns_install(); user_namespaces(7) §Creating and joining a user namespace',
  },
  {
    id: 'namespaces/maker-is-mapped',
    chapter: 13,
    says: 'Who has an effective uid or gid without a mapping in its user namespace cannot make another: EPERM.',
    source: 'kernel/user_namespace.c create_user_ns()',
  },
  {
    id: 'namespaces/map-within-parent',
    chapter: 13,
    says: 'Ids are mapped only to those that the namespace above has; a map that holds another is refused as a whole, and the namespace has no ids of that kind.',
    source:
      'kernel/user_namespace.c map_write(); user_namespaces(7) §User and group ID mappings: uid_map and gid_map',
  },
  {
    id: 'namespaces/enter-users',
    chapter: 13,
    says: '`setns` puts the caller into the user namespace of another process.',
    source: 'kernel/user_namespace.c userns_install(); setns(2) §DESCRIPTION',
  },
  {
    id: 'namespaces/enter-users-refused',
    chapter: 13,
    says: 'Entering the user namespace that the caller is in is EINVAL, and one that it is not capable of `CAP_SYS_ADMIN` in EPERM.',
    source: 'kernel/user_namespace.c userns_install(); setns(2) §ERRORS',
  },
  {
    id: 'namespaces/capable-of-all',
    chapter: 13,
    says: "Setting the mask of a key of somebody else's, or giving one away, takes `CAP_SYS_ADMIN` in the user namespace that everybody begins in; in any other it is worth nothing.",
    source:
      'security/keys/keyctl.c keyctl_setperm_key(); security/keys/keyctl.c keyctl_chown_key(); kernel/capability.c capable()',
  },
  {
    id: 'namespaces/capable-below',
    chapter: 13,
    says: 'Entering a network takes `CAP_SYS_ADMIN` in the user namespace in which the network was made, too: a process has it that has it there or above, and one above whose effective uid made the namespace.',
    source: 'net/core/net_namespace.c netns_install(); security/commoncap.c cap_capable()',
  },
  {
    id: 'namespaces/names-of-users',
    chapter: 13,
    says: 'A session keyring is joined by its name only in the user namespace in which it was made.',
    source:
      'security/keys/keyring.c find_keyring_by_name(); security/keys/keyring.c keyring_publish_name()',
  },
  {
    id: 'namespaces/names-need-mapped-owner',
    chapter: 13,
    says: 'There, it is joined only if its owner has a mapping.',
    source: 'security/keys/keyring.c find_keyring_by_name()',
  },
  {
    id: 'namespaces/rings-of-users',
    chapter: 13,
    says: 'A user has user keyrings in each user namespace, made when a process there asks for them.',
    source: 'security/keys/process_keys.c look_up_user_keyrings()',
  },
  {
    id: 'namespaces/register-is-paid',
    chapter: 13,
    says: 'The register of a user namespace is a keyring called `.user_reg`, made before the first user keyrings, that belongs to whoever made the namespace and is charged to them, with a link for each of these.',
    source: 'security/keys/process_keys.c get_user_register()',
  },
  {
    id: 'namespaces/names-of-the-unmapped',
    chapter: 13,
    says: "The names of a user's keyrings, and of the persistent one, hold the uid that the user has in the caller's user namespace, 4294967295 where that is none; so all users without a mapping have the same.",
    source:
      'security/keys/process_keys.c look_up_user_keyrings(); security/keys/persistent.c key_get_persistent(); kernel/user_namespace.c from_kuid()',
  },
  {
    id: 'namespaces/persistent-of-users',
    chapter: 13,
    says: 'A user has a persistent keyring in each user namespace.',
    source: 'security/keys/persistent.c keyctl_get_persistent()',
  },
  {
    id: 'namespaces/users-go',
    chapter: 13,
    says: 'When nothing is left of a user namespace, neither a process in it or below nor one in a network of it, its user keyrings and persistent keyrings go, unless they are referred to elsewhere.',
    source: 'security/keys/keyring.c key_free_user_ns(); kernel/user_namespace.c free_user_ns()',
  },
  {
    id: 'namespaces/ids-meant',
    chapter: 13,
    says: 'A uid or gid that a process gives is one of its user namespace.',
    source: 'kernel/user_namespace.c make_kuid(); kernel/user_namespace.c make_kgid()',
  },
  {
    id: 'namespaces/unmapped-is-einval',
    chapter: 13,
    says: 'One that has no mapping there is EINVAL, before anything else is looked at, to `KEYCTL_CHOWN`, `KEYCTL_GET_PERSISTENT`, `setresuid` and `setresgid`, and to `setgroups` once that is permitted.',
    source:
      'security/keys/keyctl.c keyctl_chown_key(); security/keys/persistent.c keyctl_get_persistent(); kernel/sys.c __sys_setresuid(); kernel/groups.c groups_from_user()',
  },
  {
    id: 'namespaces/ids-shown',
    chapter: 13,
    says: 'A uid or gid that a process is told of is one of its user namespace; one that has no mapping there is shown as 65534.',
    source:
      'kernel/user_namespace.c from_kuid_munged(); security/keys/keyctl.c keyctl_describe_key(); user_namespaces(7) §Unmapped user and group IDs',
  },
  {
    id: 'namespaces/root-within',
    chapter: 13,
    says: 'Capabilities come and go with whoever is uid 0 in the user namespace of a process; nobody is, where that has no mapping.',
    source:
      'security/commoncap.c cap_emulate_setxuid(); security/commoncap.c cap_bprm_creds_from_file()',
  },
  {
    id: 'namespaces/groups-need-map',
    chapter: 13,
    says: '`setgroups` is EPERM in a user namespace that has no gids.',
    source:
      'kernel/user_namespace.c userns_may_setgroups(); user_namespaces(7) §Interaction with system calls that change process UIDs or GIDs',
  },
  {
    id: 'upcalls/asks',
    chapter: 14,
    says: 'A request with callout information that finds nothing makes a key, and has `/sbin/request-key` told what is to be made, for whom, and which thread, process and session keyrings that one has.',
    source: 'security/keys/request_key.c call_sbin_request_key(); request_key(2) §DESCRIPTION',
  },
  {
    id: 'upcalls/callout-length',
    chapter: 14,
    says: 'Callout information of 4,096 bytes or more, with the NUL behind it one more, is EINVAL.',
    source: 'mm/util.c strndup_user(); security/keys/keyctl.c request_key()',
  },
  {
    id: 'upcalls/no-keyrings',
    chapter: 14,
    says: 'Nobody is asked for a keyring: EPERM.',
    source: 'security/keys/request_key.c construct_key_and_link()',
  },
  {
    id: 'upcalls/default-destination',
    chapter: 14,
    says: 'Without a destination the key goes where the process has set (`rings/reqkey-answers-before`): the first that there is of the thread, process and session keyring from that one on, else the user session keyring.',
    source: 'security/keys/request_key.c construct_get_dest_keyring(); keyctl(2) §DESCRIPTION',
  },
  {
    id: 'upcalls/default-needs-write',
    chapter: 14,
    says: 'The keyring of the default must grant Write; else the request is EACCES.',
    source: 'security/keys/request_key.c construct_get_dest_keyring()',
  },
  {
    id: 'upcalls/revoked-destination',
    chapter: 14,
    says: 'A default that was revoked is EKEYREVOKED.',
    source: 'security/keys/keyring.c __key_link_begin()',
  },
  {
    id: 'upcalls/linked-before-made',
    chapter: 14,
    says: 'The key is in its destination, and can be described, from the beginning on; a restriction of the keyring is not asked.',
    source: 'security/keys/request_key.c construct_alloc_key()',
  },
  {
    id: 'upcalls/cannot-ask',
    chapter: 14,
    says: 'Where the process cannot be started, because a keyring for it cannot be had or paid for, the request answers why; the key is negative all the same.',
    source:
      'security/keys/request_key.c call_sbin_request_key(); security/keys/request_key.c complete_request_key()',
  },
  {
    id: 'upcalls/answers-when-helper-ends',
    chapter: 14,
    says: 'The request comes back when the process has ended, not before, and answers the key, or the error that it was rejected with.',
    source:
      'security/keys/request_key.c call_sbin_request_key(); security/keys/request_key.c wait_for_key_construction()',
  },
  {
    id: 'upcalls/nobody-made-it',
    chapter: 14,
    says: 'A key that the process leaves unmade is negative for 60 seconds, with ENOKEY.',
    source: 'security/keys/request_key.c call_sbin_request_key(); request_key(2) §ERRORS',
  },
  {
    id: 'upcalls/made-and-died',
    chapter: 14,
    says: 'Where the key was made, but has died before the process ends, the request is ENOKEY.',
    source: 'security/keys/request_key.c call_sbin_request_key()',
  },
  {
    id: 'upcalls/helper-is-root',
    chapter: 14,
    says: 'The process is root with every capability, has no keyring but a session keyring, and puts keys that it requests into its thread keyring by default.',
    source: 'kernel/cred.c prepare_kernel_cred(); security/keys/request_key.c umh_keys_init()',
  },
  {
    id: 'upcalls/helpers-session',
    chapter: 14,
    says: 'Its session keyring is called after the key, and belongs to whoever has requested that.',
    source: 'security/keys/request_key.c call_sbin_request_key()',
  },
  {
    id: 'upcalls/program-keeps-session',
    chapter: 14,
    says: 'That keyring stays as long as the process runs, or anybody that it has forked, for the open file of their program refers to it.',
    source: 'fs/exec.c do_open_execat(); observed',
  },
  {
    id: 'upcalls/call-keeps-user-session',
    chapter: 14,
    says: 'The user session keyring of whoever waits for that process stays as long as the call waits, if it dies meanwhile.',
    source: 'security/keys/request_key.c call_sbin_request_key()',
  },
  {
    id: 'upcalls/authority',
    chapter: 14,
    says: 'The authority is called by the serial number of the key, in hexadecimal, belongs to whoever has requested that, and holds the callout information.',
    source:
      'security/keys/request_key_auth.c request_key_auth_new(); Documentation/security/keys/request-key.rst §The Process',
  },
  {
    id: 'upcalls/authority-is-searched-for',
    chapter: 14,
    says: 'The authority for a key is what a search through the rings of the process itself finds; whoever has none is ENOKEY.',
    source: 'security/keys/request_key_auth.c key_get_instantiation_authkey()',
  },
  {
    id: 'upcalls/assume-serial-only',
    chapter: 14,
    says: 'Authority is assumed for serial numbers; a special id is EINVAL.',
    source: 'security/keys/keyctl.c keyctl_assume_authority()',
  },
  {
    id: 'upcalls/authority-given-back',
    chapter: 14,
    says: '0 gives the authority back, and so does making the key.',
    source: 'security/keys/keyctl.c keyctl_assume_authority()',
  },
  {
    id: 'upcalls/authority-lost-with-session',
    chapter: 14,
    says: 'Whoever is given a session keyring by a child acts under no authority from then on.',
    source: 'security/keys/process_keys.c key_change_session_keyring()',
  },
  {
    id: 'upcalls/authority-by-special-id',
    chapter: 14,
    says: '`@a` is the authority under which a process acts.',
    source: 'security/keys/process_keys.c lookup_user_key(); keyctl(2) §DESCRIPTION',
  },
  {
    id: 'upcalls/requestor-keyring',
    chapter: 14,
    says: '`@r` is the keyring into which the key goes that the process has authority for.',
    source: 'security/keys/process_keys.c lookup_user_key()',
  },
  {
    id: 'upcalls/requesters-keyrings',
    chapter: 14,
    says: "A search by a process that acts under an authority goes on in the keyrings of the requester, with the requester's permissions, and so does possession.",
    source:
      'security/keys/process_keys.c search_process_keyrings_rcu(); Documentation/security/keys/request-key.rst §The Search Algorithm',
  },
  {
    id: 'upcalls/misses-of-both',
    chapter: 14,
    says: 'Where both searches miss, ENOKEY of either counts first; else what the own rings answer, unless that is EACCES.',
    source: 'security/keys/process_keys.c search_process_keyrings_rcu()',
  },
  {
    id: 'upcalls/requestors-destination',
    chapter: 14,
    says: 'A key that is requested under an authority, by a process whose default destination is 0 or 7, goes where the first key goes, without asking for Write.',
    source: 'security/keys/request_key.c construct_get_dest_keyring()',
  },
  {
    id: 'upcalls/for-whoever-asked-first',
    chapter: 14,
    says: 'A key that is requested under an authority is requested for whoever requested the first.',
    source: 'security/keys/request_key_auth.c request_key_auth_new()',
  },
  {
    id: 'upcalls/authority-instead-of-permission',
    chapter: 14,
    says: 'Whoever has the authority for a key in its rings may describe it and limit its life, whatever its mask says.',
    source:
      'security/keys/keyctl.c keyctl_describe_key(); security/keys/keyctl.c keyctl_set_timeout()',
  },
  {
    id: 'upcalls/wants-authority',
    chapter: 14,
    says: 'A key is made, or rejected, by a process that acts under the authority for it; any other is EPERM.',
    source: 'security/keys/keyctl.c keyctl_instantiate_key_common(); keyctl(2) §ERRORS',
  },
  {
    id: 'upcalls/instantiate-length',
    chapter: 14,
    says: 'A payload of 1,048,576 bytes or more is EINVAL before anything else is looked at.',
    source: 'security/keys/keyctl.c keyctl_instantiate_key_common()',
  },
  {
    id: 'upcalls/instantiation-ring',
    chapter: 14,
    says: 'No keyring, or 0, links the key nowhere else; a serial number is a keyring that must grant Write; a special id from `@t` to `@r` is the destination of the request, but `@a` is EINVAL; any other is ENOKEY.',
    source: 'security/keys/keyctl.c get_instantiation_keyring()',
  },
  {
    id: 'upcalls/makes',
    chapter: 14,
    says: "The key gets the payload, which is weighed as a new key's is, and is linked into the keyring that is named; either fails, and nothing has happened.",
    source:
      'security/keys/key.c key_instantiate_and_link(); security/keys/keyctl.c keyctl_instantiate_key_common()',
  },
  {
    id: 'upcalls/made-once',
    chapter: 14,
    says: 'A key that was made or rejected is EBUSY.',
    source:
      'security/keys/key.c __key_instantiate_and_link(); security/keys/key.c key_reject_and_link()',
  },
  {
    id: 'upcalls/authority-ends',
    chapter: 14,
    says: 'The authority is invalidated when the key was made or rejected.',
    source:
      'security/keys/key.c __key_instantiate_and_link(); security/keys/key.c key_reject_and_link()',
  },
  {
    id: 'upcalls/revoked-authority-is-none',
    chapter: 14,
    says: 'When the process has ended that the kernel has started, and the key was made, the authority is revoked: who still acts under it is EKEYREVOKED.',
    source:
      'security/keys/request_key.c complete_request_key(); security/keys/request_key_auth.c request_key_auth_get()',
  },
  {
    id: 'upcalls/error-to-reject-with',
    chapter: 14,
    says: "A key is rejected with an error number from 1 to 4094, but for 512, 513, 514 and 516, which are the kernel's own; any other is EINVAL before anything else is looked at.",
    source: 'security/keys/keyctl.c keyctl_reject_key()',
  },
  {
    id: 'upcalls/rejected-unlinked',
    chapter: 14,
    says: 'A key that cannot be linked into the keyring that is named is rejected all the same; the error is told, and authority is not given back. Only a keyring that is restricted is EPERM before.',
    source: 'security/keys/key.c key_reject_and_link(); security/keys/keyctl.c keyctl_reject_key()',
  },
  {
    id: 'upcalls/negative-expires',
    chapter: 14,
    says: 'A rejected key expires after as many seconds as it was rejected for.',
    source: 'security/keys/key.c key_reject_and_link()',
  },
  {
    id: 'upcalls/negative-is-met',
    chapter: 14,
    says: 'A search that meets a negative key which grants Search notes its error and passes it over; a request answers that error and asks nobody.',
    source:
      'security/keys/keyring.c keyring_search_iterator(); Documentation/security/keys/request-key.rst §Negative Instantiation And Rejection',
  },
  {
    id: 'upcalls/negative-refuses',
    chapter: 14,
    says: 'A call that wants to use a negative key answers its error, before it is asked whether the key lives and what it grants.',
    source:
      'security/keys/request_key.c wait_for_key_construction(); security/keys/keyctl.c keyctl_read_key()',
  },
  {
    id: 'upcalls/added-over-negative',
    chapter: 14,
    says: 'A negative key that is added over is as good as any from then on.',
    source: 'security/keys/key.c __key_update()',
  },
  {
    id: 'upcalls/unfinished-attributes',
    chapter: 14,
    says: 'Describing a key, and setting its mask, owner, group and timeout, takes keys under construction and negative ones.',
    source: 'security/keys/process_keys.c lookup_user_key()',
  },
  {
    id: 'upcalls/waits',
    chapter: 14,
    says: 'Any other use of a key under construction waits until it was made or rejected, and then goes on as if it had come upon the key only then.',
    source:
      'security/keys/request_key.c wait_for_key_construction(); security/keys/process_keys.c lookup_user_key()',
  },
  {
    id: 'upcalls/request-waits',
    chapter: 14,
    says: 'A request that finds a key under construction links it, and waits until it was made or rejected; nobody is asked a second time.',
    source:
      'security/keys/keyctl.c request_key(); security/keys/request_key.c request_key_and_link()',
  },
  {
    id: 'upcalls/woken-in-any-order',
    chapter: 14,
    says: 'When the key was made or rejected, all who wait for it go on, in any order.',
    source: 'kernel/sched/wait_bit.c wake_up_bit(); observed',
  },
  {
    id: 'upcalls/interrupted',
    chapter: 14,
    says: "A signal ends the wait for somebody else's key with EINTR; a request that has had a process started is not interrupted.",
    source:
      'security/keys/request_key.c wait_for_key_construction(); kernel/umh.c call_usermodehelper_exec()',
  },
  {
    id: 'watch/queue-size',
    chapter: 15,
    says: 'A queue can be given room for 1 to 512 records; any other number is EINVAL.',
    source: 'kernel/watch_queue.c watch_queue_set_size()',
  },
  {
    id: 'watch/room',
    chapter: 15,
    says: 'A queue has room for as many records as were asked for, rounded up to a multiple of 32; what finds no room is lost.',
    source:
      'kernel/watch_queue.c watch_queue_set_size(); kernel/watch_queue.c post_one_notification()',
  },
  {
    id: 'watch/loss-is-told',
    chapter: 15,
    says: 'That something was lost is told at the next read but one, before what came later.',
    source:
      'kernel/watch_queue.c post_one_notification(); fs/pipe.c pipe_read(); fs/pipe.c pipe_update_tail()',
  },
  {
    id: 'watch/nothing-to-read',
    chapter: 15,
    says: 'Reading a queue that nothing is in is EAGAIN, for a reader that does not wait.',
    source: 'fs/pipe.c pipe_read()',
  },
  {
    id: 'watch/mark-range',
    chapter: 15,
    says: 'A mark is 0 to 255, or -1 to end a watch; any other is EINVAL, before the key is looked up.',
    source: 'security/keys/keyctl.c keyctl_watch_key()',
  },
  {
    id: 'watch/needs-view',
    chapter: 15,
    says: 'Watching a key needs View on it, or it is EACCES.',
    source:
      'security/keys/keyctl.c keyctl_watch_key(); Documentation/security/keys/core.rst §Userspace System Call Interface',
  },
  {
    id: 'watch/no-queue',
    chapter: 15,
    says: 'Having something told that is no queue for notifications is EINVAL, if the key may be watched.',
    source: 'kernel/watch_queue.c get_watch_queue()',
  },
  {
    id: 'watch/once',
    chapter: 15,
    says: 'A queue is told of a key once: a second watch is EBUSY, whatever its mark.',
    source: 'kernel/watch_queue.c add_one_watch()',
  },
  {
    id: 'watch/nothing-to-end',
    chapter: 15,
    says: 'Ending a watch that there is not is EBADSLT.',
    source:
      'security/keys/keyctl.c keyctl_watch_key(); kernel/watch_queue.c remove_watch_from_object()',
  },
  {
    id: 'watch/end-is-told',
    chapter: 15,
    says: 'A queue is told that a watch was ended.',
    source: 'kernel/watch_queue.c remove_watch_from_object()',
  },
  {
    id: 'watch/death-is-told',
    chapter: 15,
    says: 'A queue is told when a key that it watches has gone for good, of the keys that go by one command in any order.',
    source:
      'security/keys/gc.c key_gc_unused_keys(); kernel/watch_queue.c remove_watch_from_object()',
  },
  {
    id: 'watch/holds-keyrings',
    chapter: 15,
    says: 'The thread, process and session keyring that a process had when it began to watch a key stay as long as the watch does, though the process has gone.',
    source: 'kernel/watch_queue.c add_one_watch()',
  },
  {
    id: 'watch/updated',
    chapter: 15,
    says: 'That a key was updated is told to who watches it, also where adding a key did it.',
    source: 'security/keys/key.c key_update(); security/keys/key.c __key_update()',
  },
  {
    id: 'watch/linked',
    chapter: 15,
    says: 'That a key was linked into a keyring is told to who watches the keyring; of a link that it displaced nothing is told.',
    source: 'security/keys/keyring.c __key_link()',
  },
  {
    id: 'watch/unlinked',
    chapter: 15,
    says: "That a link was taken out of a keyring is told to who watches the keyring, with the key that was given to unlink or to move, even if another one's link went.",
    source: 'security/keys/keyring.c __key_unlink()',
  },
  {
    id: 'watch/cleared',
    chapter: 15,
    says: 'That a keyring was cleared is told, be it empty; of its links nothing is told.',
    source: 'security/keys/keyring.c keyring_clear()',
  },
  {
    id: 'watch/revoked',
    chapter: 15,
    says: 'That a key was revoked is told; that a keyring was emptied by it is not.',
    source: 'security/keys/key.c key_revoke()',
  },
  {
    id: 'watch/invalidated',
    chapter: 15,
    says: 'That a key was invalidated is told, before it goes.',
    source: 'security/keys/key.c key_invalidate()',
  },
  {
    id: 'watch/setattr',
    chapter: 15,
    says: 'That an attribute of a key was set is told, be it what it was before: its mask, its owner or group, its timeout, or that nothing is linked into it any more.',
    source:
      'security/keys/keyctl.c keyctl_setperm_key(); security/keys/keyctl.c keyctl_chown_key(); security/keys/keyctl.c keyctl_set_timeout(); security/keys/keyring.c keyring_restrict()',
  },
  {
    id: 'acl/grants-add-up',
    chapter: 16,
    says: 'A caller has what is granted to any of the subjects that it is; no entry takes away what another grants.',
    source: 'posting of 2019; posting of 2020; patch 0004 key_acl_grants()',
    holds: { with: 'acl' },
  },
  {
    id: 'acl/everyone',
    chapter: 16,
    says: 'What is granted to everyone is granted to the owner and to the group as well.',
    source: 'posting of 2019; posting of 2020; patch 0004 key_acl_grants()',
    holds: { with: 'acl' },
  },
  {
    id: 'acl/group',
    chapter: 16,
    says: "What is granted to the group is granted to a caller in the key's group, be it the owner or not.",
    source: 'posting of 2019; posting of 2020; patch 0004 key_acl_grants()',
    holds: { with: 'acl' },
  },
  {
    id: 'acl/invalidate-needs-invalidate',
    chapter: 16,
    says: 'Invalidating a key needs Invalidate, or it is EACCES.',
    source: 'posting of 2019; posting of 2020; patch 0003 keyctl_invalidate_key()',
    holds: { with: 'acl' },
  },
  {
    id: 'acl/revoke-needs-revoke',
    chapter: 16,
    says: 'Revoking a key needs Revoke, or it is EACCES.',
    source: 'posting of 2019; posting of 2020; patch 0003 keyctl_revoke_key()',
    holds: { with: 'acl' },
  },
  {
    id: 'acl/clear-needs-clear',
    chapter: 16,
    says: 'Clearing a keyring needs Clear, or it is EACCES.',
    source: 'posting of 2019; posting of 2020; patch 0003 keyctl_keyring_clear()',
    holds: { with: 'acl' },
  },
  {
    id: 'acl/join-needs-join',
    chapter: 16,
    says: 'A keyring may be joined by name only if it grants Join.',
    source: 'posting of 2019; posting of 2020; patch 0003 find_keyring_by_name()',
    holds: { with: 'acl' },
  },
  {
    id: 'acl/new-key',
    chapter: 16,
    says: 'A key that is added or requested grants its possessor everything but Join and its owner View, whatever its type.',
    source: 'cover letter; posting of 2019; posting of 2020; patch 0004 key_init_perm()',
    holds: { with: 'acl' },
  },
  {
    id: 'acl/own-rings',
    chapter: 16,
    says: 'A thread or process keyring grants its possessor everything but Join and Set Security and its owner View.',
    source: 'cover letter; posting of 2019; posting of 2020; patch 0004 key_init_perm()',
    holds: { with: 'acl' },
  },
  {
    id: 'acl/session',
    chapter: 16,
    says: 'A session keyring without a name grants its possessor everything and its owner View and Read.',
    source: 'cover letter; posting of 2019; posting of 2020; patch 0004 key_init_perm()',
    holds: { with: 'acl' },
  },
  {
    id: 'acl/named-session',
    chapter: 16,
    says: 'A named session keyring grants its possessor everything but Join and its owner View, Read, Link and Join.',
    source: 'cover letter; posting of 2019; posting of 2020; patch 0004 key_init_perm()',
    holds: { with: 'acl' },
  },
  {
    id: 'acl/user-rings',
    chapter: 16,
    says: "A user's keyrings grant their possessor View, Read, Write, Search and Link, and their owner everything but Join and Set Security.",
    source: 'cover letter; posting of 2019; posting of 2020; patch 0004 key_init_perm()',
    holds: { with: 'acl' },
  },
  {
    id: 'acl/mask-becomes-list',
    chapter: 16,
    says: 'A mask that is given to a key becomes a list of an entry for each byte that is not zero, with everyone for the others; what the byte grants, the entry does.',
    source: 'posting of 2019; posting of 2020; patch 0004 mask_to_acl()',
    holds: { with: 'acl' },
  },
  {
    id: 'acl/write-or-setattr-revokes',
    chapter: 16,
    says: 'In a mask that is given, Write or Setattr grants Revoke as well.',
    source: 'posting of 2019; posting of 2020; patch 0004 mask_to_ace_perm()',
    holds: { with: 'acl' },
  },
  {
    id: 'acl/search-invalidates',
    chapter: 16,
    says: 'In a mask that is given, Search grants Invalidate as well, and nothing else does.',
    source: 'posting of 2019; posting of 2020; patch 0004 mask_to_ace_perm()',
    holds: { with: 'acl' },
  },
  {
    id: 'acl/search-joins',
    chapter: 16,
    says: 'In a mask that is given to a keyring, Search grants Join as well.',
    source: 'posting of 2019; posting of 2020; patch 0004 mask_to_ace_perm()',
    holds: { with: 'acl' },
  },
  {
    id: 'acl/write-clears',
    chapter: 16,
    says: 'In a mask that is given to a keyring, Write grants Clear as well.',
    source: 'posting of 2019; posting of 2020; patch 0004 mask_to_ace_perm()',
    holds: { with: 'acl' },
  },
  {
    id: 'acl/shown-search',
    chapter: 16,
    says: 'In a mask that is shown, Invalidate or Join is Search.',
    source: 'posting of 2019; posting of 2020; patch 0004 ace_perm_to_mask()',
    holds: { with: 'acl' },
  },
  {
    id: 'acl/shown-clear',
    chapter: 16,
    says: 'In a mask that is shown, Clear is Write.',
    source: 'posting of 2019; posting of 2020; patch 0004 ace_perm_to_mask()',
    holds: { with: 'acl' },
  },
  {
    id: 'acl/shown-revoke',
    chapter: 16,
    says: 'In a mask that is shown, Revoke is Write where the subject is not granted Set Security.',
    source: 'posting of 2019; posting of 2020; patch 0004 ace_perm_to_mask()',
    holds: { with: 'acl' },
  },
  {
    id: 'acl/grant',
    chapter: 16,
    says: 'Granting sets what a key grants to one subject, in place of what it granted to that before; what it grants to others stays.',
    source: 'posting of 2019; posting of 2020; patch 0005 key_grant()',
    holds: { with: 'acl' },
  },
  {
    id: 'acl/grant-nothing',
    chapter: 16,
    says: 'Granting nothing takes the subject off the list, and it is no error if it is not on it.',
    source: 'posting of 2019; posting of 2020; patch 0005 key_grant()',
    holds: { with: 'acl' },
  },
  {
    id: 'acl/grant-bits',
    chapter: 16,
    says: 'Granting a permission that there is not, is EINVAL, before anything else is looked at.',
    source: 'decision; patch 0005 key_ace_init()',
    holds: { with: 'acl' },
  },
  {
    id: 'acl/grant-subject',
    chapter: 16,
    says: 'Granting to a subject that there is not, or of a type that there is not, is ENOENT, before the key is looked up.',
    source: 'posting of 2019; posting of 2020; patch 0005 key_ace_init()',
    holds: { with: 'acl' },
  },
  {
    id: 'containers/flags',
    chapter: 17,
    says: 'A flag that is unknown, or both kinds of mount namespace, is EINVAL, whatever the name is.',
    source: 'decision',
    holds: { with: 'containers' },
  },
  {
    id: 'containers/label-given',
    chapter: 17,
    says: 'A container that is to have no name is EINVAL.',
    source: 'decision',
    holds: { with: 'containers' },
  },
  {
    id: 'containers/label-length',
    chapter: 17,
    says: 'A name of more than 23 bytes is ENAMETOOLONG, whatever is in it.',
    source: 'decision',
    holds: { with: 'containers' },
  },
  {
    id: 'containers/label',
    chapter: 17,
    says: 'A name that is empty or has a `/` in it is EINVAL.',
    source: 'decision',
    holds: { with: 'containers' },
  },
  {
    id: 'containers/namespaces-need-sysadmin',
    chapter: 17,
    says: 'Namespaces other than that of users want CAP_SYS_ADMIN over the user namespace that the container is to have: EPERM.',
    source: 'decision',
    holds: { with: 'containers' },
  },
  {
    id: 'containers/new-users',
    chapter: 17,
    says: 'A container may have a user namespace of its own, in which its init has every capability and no id is mapped.',
    source: 'decision',
    holds: { with: 'containers' },
  },
  {
    id: 'containers/new-network',
    chapter: 17,
    says: 'A container may have a network namespace of its own, to which the keys of its processes belong that are of such a type.',
    source: 'decision',
    holds: { with: 'containers' },
  },
  {
    id: 'containers/new-pids',
    chapter: 17,
    says: 'A container may have a pid namespace of its own, inside of that of its maker.',
    source: 'decision',
    holds: { with: 'containers' },
  },
  {
    id: 'containers/made-in-makers',
    chapter: 17,
    says: 'A new container is in the container of its maker.',
    source: 'decision',
    holds: { with: 'containers' },
  },
  {
    id: 'containers/file-keeps-keyrings',
    chapter: 17,
    says: "As long as the file of a container is open, what was the maker's thread, process and session keyring, and its authority, stays in being.",
    source: 'fs/file_table.c alloc_empty_file()',
    holds: { with: 'containers' },
  },
  {
    id: 'containers/file-keeps-pids',
    chapter: 17,
    says: 'As long as the file of a container is open that has had an init, the pid namespace of init is there, even if the container is dead, and with it the user namespace in which that was made and its keyrings.',
    source: 'kernel/pid.c put_pid()',
    holds: { with: 'containers' },
  },
  {
    id: 'containers/listed',
    chapter: 17,
    says: "`/proc/containers` tells of the reader's container as `<current>`, and of those that are directly in it and live, the newest first.",
    source: 'decision',
    holds: { with: 'containers' },
  },
  {
    id: 'containers/owner',
    chapter: 17,
    says: "A container belongs to the effective ids of its maker, and is told of as the reader's user namespace has them.",
    source: 'decision',
    holds: { with: 'containers' },
  },
  {
    id: 'containers/no-file',
    chapter: 17,
    says: 'A number that is no open file is EBADF.',
    source: 'decision',
    holds: { with: 'containers' },
  },
  {
    id: 'containers/init-is-as-made',
    chapter: 17,
    says: 'The first process of a container, its init, has the credentials and the namespaces that its maker had when it made the container, and otherwise is a copy of whoever forks it.',
    source: 'decision',
    holds: { with: 'containers' },
  },
  {
    id: 'containers/without-keyrings',
    chapter: 17,
    says: 'Init has none of the keyrings of who made the container, nor its authority to make a key.',
    source: 'decision',
    holds: { with: 'containers' },
  },
  {
    id: 'containers/dead-takes-nobody',
    chapter: 17,
    says: 'Nobody is put into a container that is dead: ECANCELED, whoever asks.',
    source: 'decision',
    holds: { with: 'containers' },
  },
  {
    id: 'containers/init-is-visible',
    chapter: 17,
    says: 'A process that could not tell the pid of init may not make it: EPERM.',
    source: 'decision',
    holds: { with: 'containers' },
  },
  {
    id: 'containers/init-ids',
    chapter: 17,
    says: 'A process may make init only if it could become whoever init is: its uids are among its own real, effective and saved ones, or it has CAP_SETUID; its gids likewise, and its groups are its own, or it has CAP_SETGID. Otherwise it is EPERM.',
    source: 'decision',
    holds: { with: 'containers' },
  },
  {
    id: 'containers/init-place',
    chapter: 17,
    says: "A process may make init where it is itself; elsewhere only with CAP_SYS_ADMIN over init's user namespace: EPERM.",
    source: 'decision',
    holds: { with: 'containers' },
  },
  {
    id: 'containers/init-capabilities',
    chapter: 17,
    says: 'Init has no capability that whoever makes it has not permitted, nor other securebits: EPERM. In a user namespace below it may have all.',
    source: 'decision',
    holds: { with: 'containers' },
  },
  {
    id: 'containers/booted-once',
    chapter: 17,
    says: 'A container whose init lives gets no other: EBUSY, for whoever might make one.',
    source: 'decision',
    holds: { with: 'containers' },
  },
  {
    id: 'containers/files-are-copied',
    chapter: 17,
    says: 'Init has a copy of the files of whoever makes it: what either closes is open to the other.',
    source: 'decision',
    holds: { with: 'containers' },
  },
  {
    id: 'containers/children-are-members',
    chapter: 17,
    says: 'Whatever process or thread descends from a process is in its container, whatever it executes.',
    source: 'decision',
    holds: { with: 'containers' },
  },
  {
    id: 'containers/init-adopts',
    chapter: 17,
    says: "In a pid namespace of a container, the children of a process that ends are init's from then on.",
    source: 'kernel/exit.c find_new_reaper()',
    holds: { with: 'containers' },
  },
  {
    id: 'containers/closed-by-exec',
    chapter: 17,
    says: 'A file that was opened with CONTAINER_FD_CLOEXEC is closed where a process executes a program.',
    source: 'decision',
    holds: { with: 'containers' },
  },
  {
    id: 'containers/keeps-network',
    chapter: 17,
    says: 'A network namespace is there as long as a container lives that has it.',
    source: 'decision',
    holds: { with: 'containers' },
  },
  {
    id: 'containers/open-while-anybody-has-it',
    chapter: 17,
    says: 'The file of a container is closed when no process has it.',
    source: 'decision',
    holds: { with: 'containers' },
  },
  {
    id: 'containers/closed-without-init',
    chapter: 17,
    says: 'A container that has had no init dies when its file is closed.',
    source: 'decision',
    holds: { with: 'containers' },
  },
  {
    id: 'containers/kill-on-close',
    chapter: 17,
    says: 'Where a container was made with CONTAINER_KILL_ON_CLOSE, its init is killed when its file is closed.',
    source: 'decision',
    holds: { with: 'containers' },
  },
  {
    id: 'containers/dies-with-init',
    chapter: 17,
    says: 'A container dies when its init has ended, with its last thread.',
    source: 'decision',
    holds: { with: 'containers' },
  },
  {
    id: 'containers/members-are-killed',
    chapter: 17,
    says: 'Whoever is in a container when it dies is killed.',
    source: 'decision',
    holds: { with: 'containers' },
  },
  {
    id: 'containers/nested-die-too',
    chapter: 17,
    says: 'With a container die those that are in it.',
    source: 'decision',
    holds: { with: 'containers' },
  },
  {
    id: 'containers/killed-when-back',
    chapter: 17,
    says: 'Who is killed while it waits for a process that the kernel has started for it, ends when that has ended, and is in its container until then.',
    source: 'kernel/umh.c call_usermodehelper_exec()',
    holds: { with: 'containers' },
  },
  {
    id: 'containers/members-are-granted',
    chapter: 17,
    says: 'What a key grants to a container is granted to whoever is in it, not to who is in a container within.',
    source: 'posting of 2019; patch 0010 key_container_applies()',
    holds: { with: 'container_keyrings' },
  },
  {
    id: 'containers/named-by-position',
    chapter: 17,
    says: "By a name, the newest container is meant that lives, is called so, and is directly in the caller's: ENOENT if there is none.",
    source: 'posting of 2019; patch 0006 container_publish(); patch 0010 container_child_by_name()',
    holds: { with: 'container_keyrings' },
  },
  {
    id: 'containers/dead-is-granted-nothing',
    chapter: 17,
    says: 'A dead container is granted nothing: ECANCELED. That nothing is granted to it, can be said.',
    source: 'decision; patch 0010 key_container_subject()',
    holds: { with: 'container_keyrings' },
  },
  {
    id: 'containers/sixteen-entries',
    chapter: 17,
    says: 'A list of more than 16 entries is EINVAL.',
    source: 'decision; patch 0005 key_grant()',
    holds: { with: 'container_keyrings' },
  },
  {
    id: 'containers/dead-entries-go',
    chapter: 17,
    says: 'Whenever a list is changed, the entries for containers that are dead go.',
    source: 'decision; patch 0010 key_acl_copy_with()',
    holds: { with: 'container_keyrings' },
  },
  {
    id: 'provided/needs-search',
    chapter: 18,
    says: 'Whoever gives a container a keyring needs Search on it: EACCES.',
    source: 'posting of 2019; patch 0011 keyctl_set_container_keyring()',
    holds: { with: 'container_keyrings' },
  },
  {
    id: 'provided/only-keyrings',
    chapter: 18,
    says: 'A key that is no keyring is ENOTDIR.',
    source: 'decision; patch 0011 keyctl_set_container_keyring()',
    holds: { with: 'container_keyrings' },
  },
  {
    id: 'provided/not-to-the-dead',
    chapter: 18,
    says: 'A dead container is given none: ECANCELED.',
    source: 'decision; patch 0011 keyctl_set_container_keyring()',
    holds: { with: 'container_keyrings' },
  },
  {
    id: 'provided/once',
    chapter: 18,
    says: 'A container that has a keyring gets no other: EBUSY.',
    source: 'posting of 2019; patch 0011 keyctl_set_container_keyring()',
    holds: { with: 'container_keyrings' },
  },
  {
    id: 'provided/none',
    chapter: 18,
    says: 'Asking for the keyring of a container that has none is ENOKEY.',
    source: 'posting of 2020; patch 0011 keyctl_get_container_keyring()',
    holds: { with: 'container_keyrings' },
  },
  {
    id: 'provided/told-to-holders',
    chapter: 18,
    says: 'Whoever has the file is told the keyring, and has it linked where it may write, whatever the keyring grants.',
    source: 'posting of 2020; patch 0011 keyctl_get_container_keyring()',
    holds: { with: 'container_keyrings' },
  },
  {
    id: 'provided/until-death',
    chapter: 18,
    says: 'The container keeps the keyring until it dies.',
    source: 'posting of 2019; patch 0011 key_container_died()',
    holds: { with: 'container_keyrings' },
  },
  {
    id: 'provided/searched-last',
    chapter: 18,
    says: "A request looks in the keyring of the caller's container when nothing that can be used is in its thread, process and session keyrings.",
    source: 'posting of 2019; patch 0011 search_container_keyring_rcu()',
    holds: { with: 'container_keyrings' },
  },
  {
    id: 'provided/not-possessed',
    chapter: 18,
    says: 'What is found there is not possessed: the keyring, those below it and the key have to grant Search to the container or to the caller by another way.',
    source: 'posting of 2019; patch 0011 search_container_keyring_rcu()',
    holds: { with: 'container_keyrings' },
  },
  {
    id: 'provided/not-inherited',
    chapter: 18,
    says: "Only the caller's own container is looked at, not those in which that is.",
    source: 'decision; patch 0011 search_container_keyring_rcu()',
    holds: { with: 'container_keyrings' },
  },
] as const satisfies readonly Rule[]

export type RuleId = (typeof catalogue)[number]['id']

export const rules: readonly (Rule & { readonly id: RuleId })[] = catalogue

/** Those that hold for kernels of a profile. */
export function rulesOf(profile: Profile): readonly (Rule & { readonly id: RuleId })[] {
  return rules.filter(({ holds = {} }) => holdsFor(holds, profile))
}
