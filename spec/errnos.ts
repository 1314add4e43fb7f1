/**
 * What each operation can answer: success, and every error that the source of the kernel has for it.
 * Read from the source, never from runs: this is what coverage of answers is measured against.
 * Security modules are left out; they may refuse anything with EACCES.
 */

import type { Scope } from './profiles/features.ts'
import type { Op } from './vocabulary/command.ts'
import type { Errno } from './vocabulary/errno.ts'

/** One way for an operation to end. */
export interface Ending {
  readonly errno: Errno | 'success'
  /** A place that answers it, `file.c function()`; the one that is reached where there are several. */
  readonly where: string
  /** Why no program can bring it about, in a sentence that cites the source. */
  readonly excuse?: string
  /** On which kernels it is so; on all if left out. */
  readonly holds?: Scope
}

const keyctl = (name: string) => `security/keys/keyctl.c ${name}()`
const lookup = 'security/keys/process_keys.c lookup_user_key()'
const validate = 'security/keys/permission.c key_validate()'
const permission = 'security/keys/permission.c key_task_permission()'
const insert = 'security/keys/keyring.c __key_link_begin()'
const cycle = 'security/keys/keyring.c keyring_detect_cycle()'
const reserve = 'security/keys/key.c key_payload_reserve()'

const success = (where: string): Ending => ({ errno: 'success', where })

/** The endings of a lookup that asks for a permission, whatever it is. */
const lookedUp: readonly Ending[] = [
  { errno: 'EINVAL', where: lookup },
  { errno: 'ENOKEY', where: lookup },
  { errno: 'EKEYREVOKED', where: validate },
  { errno: 'EKEYEXPIRED', where: validate },
  { errno: 'EACCES', where: permission },
]

/** Those of a lookup that waits for a key under construction and minds what became of it. */
const waited: readonly Ending[] = [
  { errno: 'EKEYREJECTED', where: 'security/keys/request_key.c wait_for_key_construction()' },
  { errno: 'EINTR', where: 'security/keys/request_key.c wait_for_key_construction()' },
  {
    errno: 'EIO',
    where: lookup,
    excuse:
      'lookup_user_key() meets KEY_IS_UNINSTANTIATED only in a key of a callout whose construction was given up half-way.',
  },
]

const noMemory = (where: string, what: string): Ending => ({
  errno: 'ENOMEM',
  where,
  excuse: `${what} fails only where the kernel is out of memory, which programs do not bring about.`,
})

/** An address at which nothing is mapped. */
const badPointer = (where: string): Ending => ({ errno: 'EFAULT', where })

/** An address that is the agent's own. */
const mappedPointer = (where: string, what: string): Ending => ({
  errno: 'EFAULT',
  where,
  excuse: `${what} fails only for an address that is not mapped, and that of a list or a set always is.`,
})

const kept = (where: string): Ending => ({
  errno: 'EPERM',
  where,
  excuse:
    'KEY_FLAG_KEEP is set by keyring_alloc() for keyrings of the kernel and handed down by __key_instantiate_and_link(), never at the request of a process.',
})

const restricted: Ending = {
  errno: 'EPERM',
  where: 'security/keys/keyring.c restrict_link_reject()',
}

/** The endings of linking a key into a keyring, but for what a restriction says. */
const linked: readonly Ending[] = [
  {
    errno: 'EOPNOTSUPP',
    where: 'crypto/asymmetric_keys/restrict.c key_or_keyring_common()',
  },
  { errno: 'ENOTDIR', where: 'security/keys/keyring.c __key_link_lock()' },
  { errno: 'EDQUOT', where: reserve },
  { errno: 'EDEADLK', where: cycle },
  { errno: 'ELOOP', where: 'security/keys/keyring.c search_nested_keyrings()' },
]

/** Calls that look for a key, and may link it. */
const searching = {
  request_key: [
    success(keyctl('request_key')),
    ...lookedUp,
    ...linked,
    { errno: 'EPERM', where: keyctl('key_get_type_from_user') },
    ...waited,
    badPointer('mm/util.c strndup_user()'),
    noMemory(insert, 'assoc_array_insert()'),
  ],
  keyctl_search: [
    success(keyctl('keyctl_keyring_search')),
    ...lookedUp,
    ...linked,
    { errno: 'EPERM', where: keyctl('key_get_type_from_user') },
    ...waited,
    badPointer('mm/util.c strndup_user()'),
    noMemory(insert, 'assoc_array_insert()'),
  ],
} as const satisfies Partial<Record<Op, readonly Ending[]>>

/** Calls that make keys and keyrings. */
const making = {
  add_key: [
    success('security/keys/key.c __key_create_or_update()'),
    ...lookedUp,
    { errno: 'EPERM', where: keyctl('key_get_type_from_user') },
    { errno: 'ENODEV', where: 'security/keys/key.c __key_create_or_update()' },
    { errno: 'EKEYREJECTED', where: 'net/rxrpc/key.c rxrpc_preparse()' },
    { errno: 'EPROTONOSUPPORT', where: 'net/rxrpc/key.c rxrpc_preparse()' },
    { errno: 'ENOPKG', where: 'net/rxrpc/server_key.c rxrpc_preparse_s()' },
    { errno: 'ENOENT', where: 'net/rxrpc/rxkad.c rxkad_preparse_server_key()' },
    { errno: 'ENOTDIR', where: 'security/keys/key.c __key_create_or_update()' },
    { errno: 'EDQUOT', where: 'security/keys/key.c key_alloc()' },
    {
      errno: 'EOPNOTSUPP',
      where: 'crypto/asymmetric_keys/restrict.c key_or_keyring_common()',
    },
    {
      errno: 'EBADMSG',
      where: 'crypto/asymmetric_keys/asymmetric_type.c asymmetric_key_preparse()',
    },
    { errno: 'EMSGSIZE', where: 'lib/asn1_decoder.c asn1_ber_decoder()' },
    {
      errno: 'EEXIST',
      where: 'security/keys/key.c __key_update()',
      excuse:
        '__key_create_or_update() comes to __key_update() only for a type that has the update that __key_update() would miss.',
    },
    {
      errno: 'EBUSY',
      where: 'security/keys/key.c __key_instantiate_and_link()',
      excuse:
        '__key_instantiate_and_link() finds the key uninstantiated, for key_alloc() has only just made it.',
    },
    ...waited.filter(({ errno }) => errno !== 'EKEYREJECTED'),
    badPointer(keyctl('add_key')),
    noMemory(keyctl('add_key'), 'kvmalloc()'),
  ],
  keyctl_get_keyring_id: [
    success(keyctl('keyctl_get_keyring_ID')),
    ...lookedUp,
    ...waited,
    noMemory('security/keys/process_keys.c install_thread_keyring()', 'prepare_creds()'),
  ],
  keyctl_join_session_keyring: [
    success('security/keys/process_keys.c join_session_keyring()'),
    { errno: 'EINVAL', where: 'mm/util.c strndup_user()' },
    { errno: 'EPERM', where: keyctl('keyctl_join_session_keyring') },
    { errno: 'EDQUOT', where: 'security/keys/key.c key_alloc()' },
    badPointer('mm/util.c strndup_user()'),
    noMemory('security/keys/process_keys.c join_session_keyring()', 'prepare_creds()'),
  ],
} as const satisfies Partial<Record<Op, readonly Ending[]>>

/** Calls that look at one key or change it. */
const attributes = {
  keyctl_update: [
    success('security/keys/key.c key_update()'),
    ...lookedUp,
    { errno: 'EOPNOTSUPP', where: 'security/keys/key.c key_update()' },
    { errno: 'EDQUOT', where: reserve },
    ...waited,
    badPointer(keyctl('keyctl_update_key')),
    noMemory(keyctl('keyctl_update_key'), 'kvmalloc()'),
  ],
  keyctl_revoke: [
    success(keyctl('keyctl_revoke_key')),
    ...lookedUp,
    ...waited,
    kept(keyctl('keyctl_revoke_key')),
  ],
  keyctl_invalidate: [
    success(keyctl('keyctl_invalidate_key')),
    ...lookedUp,
    ...waited,
    kept(keyctl('keyctl_invalidate_key')),
  ],
  keyctl_describe: [
    success(keyctl('keyctl_describe_key')),
    ...lookedUp,
    badPointer(keyctl('keyctl_describe_key')),
    noMemory(keyctl('keyctl_describe_key'), 'kasprintf()'),
  ],
  keyctl_read: [
    success(keyctl('keyctl_read_key')),
    { errno: 'ENOKEY', where: keyctl('keyctl_read_key') },
    { errno: 'EACCES', where: keyctl('keyctl_read_key') },
    { errno: 'EKEYREVOKED', where: validate },
    { errno: 'EKEYEXPIRED', where: validate },
    { errno: 'EOPNOTSUPP', where: keyctl('__keyctl_read_key') },
    { errno: 'EPERM', where: 'net/dns_resolver/dns_key.c dns_resolver_read()' },
    { errno: 'ENOENT', where: 'net/dns_resolver/dns_key.c dns_resolver_read()' },
    { errno: 'EKEYREJECTED', where: keyctl('keyctl_read_key') },
    { errno: 'EINVAL', where: 'security/keys/keyring.c keyring_read()' },
    badPointer(keyctl('keyctl_read_key')),
    noMemory(keyctl('keyctl_read_key'), 'kvmalloc()'),
  ],
  keyctl_get_security: [
    success(keyctl('keyctl_get_security')),
    ...lookedUp,
    badPointer(keyctl('keyctl_get_security')),
    noMemory('security/keys/process_keys.c install_thread_keyring()', 'prepare_creds()'),
  ],
  keyctl_capabilities: [
    success(keyctl('keyctl_capabilities')),
    badPointer(keyctl('keyctl_capabilities')),
  ],
  keyctl_setperm: [
    success(keyctl('keyctl_setperm_key')),
    ...lookedUp,
    noMemory('security/keys/process_keys.c install_thread_keyring()', 'prepare_creds()'),
  ],
  keyctl_grant_permission: [
    success('patch 0005 keyctl_grant_permission()'),
    ...lookedUp,
    { errno: 'ENOENT', where: 'patch 0005 key_ace_init()' },
    {
      errno: 'EBADF',
      where: 'patch 0006 container_from_fd()',
      holds: { with: 'container_keyrings' },
    },
    {
      errno: 'EFAULT',
      where: 'patch 0010 find_container()',
      holds: { with: 'container_keyrings' },
    },
    {
      errno: 'ECANCELED',
      where: 'patch 0010 key_container_subject()',
      holds: { with: 'container_keyrings' },
    },
    noMemory('patch 0004 key_acl_alloc()', 'kzalloc()'),
  ],
  keyctl_restrict_by_key: [
    success('security/keys/keyring.c keyring_restrict()'),
    ...lookedUp,
    { errno: 'ENOTDIR', where: 'security/keys/keyring.c keyring_restrict()' },
    { errno: 'EEXIST', where: 'security/keys/keyring.c keyring_restrict()' },
    { errno: 'EDEADLK', where: 'security/keys/keyring.c keyring_restrict()' },
    ...waited,
    mappedPointer(keyctl('key_get_type_from_user'), 'strncpy_from_user()'),
    noMemory('security/keys/keyring.c keyring_restriction_alloc()', 'kzalloc()'),
  ],
  keyctl_restrict_keyring: [
    success('security/keys/keyring.c keyring_restrict()'),
    ...lookedUp,
    { errno: 'EPERM', where: keyctl('key_get_type_from_user') },
    { errno: 'ENOTDIR', where: 'security/keys/keyring.c keyring_restrict()' },
    { errno: 'ENOENT', where: 'security/keys/keyring.c keyring_restrict()' },
    { errno: 'EEXIST', where: 'security/keys/keyring.c keyring_restrict()' },
    {
      errno: 'EDEADLK',
      where: 'security/keys/keyring.c keyring_restrict()',
      excuse:
        'keyring_detect_restriction_cycle() wants a restriction that refers to a keyring by its serial, which only keyctl_restrict_by_key writes.',
    },
    ...waited,
    badPointer(keyctl('key_get_type_from_user')),
    noMemory('security/keys/keyring.c keyring_restriction_alloc()', 'kzalloc()'),
  ],
  keyctl_chown: [
    success(keyctl('keyctl_chown_key')),
    ...lookedUp,
    { errno: 'EDQUOT', where: keyctl('keyctl_chown_key') },
    noMemory(keyctl('keyctl_chown_key'), 'key_user_lookup()'),
  ],
  keyctl_set_reqkey_keyring: [
    success(keyctl('keyctl_set_reqkey_keyring')),
    { errno: 'EINVAL', where: keyctl('keyctl_set_reqkey_keyring') },
    {
      errno: 'EDQUOT',
      where: 'security/keys/process_keys.c install_thread_keyring_to_cred()',
      excuse:
        'install_thread_keyring_to_cred() and install_process_keyring_to_cred() make their keyrings with KEY_ALLOC_QUOTA_OVERRUN.',
    },
    noMemory(keyctl('keyctl_set_reqkey_keyring'), 'prepare_creds()'),
  ],
  keyctl_session_to_parent: [
    success(keyctl('keyctl_session_to_parent')),
    { errno: 'EPERM', where: keyctl('keyctl_session_to_parent') },
    { errno: 'ENOKEY', where: lookup },
    { errno: 'EKEYREVOKED', where: validate },
    { errno: 'EKEYEXPIRED', where: validate },
    { errno: 'EACCES', where: permission },
    ...waited,
    noMemory(keyctl('keyctl_session_to_parent'), 'cred_alloc_blank()'),
  ],
  keyctl: [
    {
      errno: 'success',
      where: keyctl('keyctl'),
      excuse: 'keyctl() answers EOPNOTSUPP for every option that it does not have.',
    },
    { errno: 'EOPNOTSUPP', where: keyctl('keyctl') },
  ],
  keyctl_set_timeout: [
    success(keyctl('keyctl_set_timeout')),
    ...lookedUp,
    kept(keyctl('keyctl_set_timeout')),
    noMemory('security/keys/process_keys.c install_thread_keyring()', 'prepare_creds()'),
  ],
} as const satisfies Partial<Record<Op, readonly Ending[]>>

/** Calls that change what a keyring links to. */
const linking = {
  keyctl_clear: [
    success('security/keys/keyring.c keyring_clear()'),
    ...lookedUp,
    { errno: 'ENOTDIR', where: 'security/keys/keyring.c keyring_clear()' },
    ...waited,
    kept(keyctl('keyctl_keyring_clear')),
    noMemory('security/keys/keyring.c keyring_clear()', 'assoc_array_clear()'),
  ],
  keyctl_get_persistent: [
    success('security/keys/persistent.c keyctl_get_persistent()'),
    ...lookedUp,
    ...linked,
    ...waited,
    { errno: 'EPERM', where: 'security/keys/persistent.c keyctl_get_persistent()' },
    noMemory(insert, 'assoc_array_insert()'),
  ],
  keyctl_link: [
    success('security/keys/keyring.c key_link()'),
    ...lookedUp,
    ...linked,
    ...waited,
    restricted,
    noMemory(insert, 'assoc_array_insert()'),
  ],
  keyctl_unlink: [
    success('security/keys/keyring.c key_unlink()'),
    ...lookedUp,
    { errno: 'ENOTDIR', where: 'security/keys/keyring.c __key_unlink_lock()' },
    { errno: 'ENOENT', where: 'security/keys/keyring.c __key_unlink_begin()' },
    ...waited,
    kept(keyctl('keyctl_keyring_unlink')),
    noMemory('security/keys/keyring.c __key_unlink_begin()', 'assoc_array_delete()'),
  ],
  keyctl_move: [
    success('security/keys/keyring.c key_move()'),
    ...lookedUp,
    ...linked,
    { errno: 'ENOENT', where: 'security/keys/keyring.c __key_unlink_begin()' },
    { errno: 'EEXIST', where: 'security/keys/keyring.c key_move()' },
    ...waited,
    restricted,
    noMemory(insert, 'assoc_array_insert()'),
  ],
} as const satisfies Partial<Record<Op, readonly Ending[]>>

const invalidId = (where: string): Ending => ({
  errno: 'EINVAL',
  where,
  excuse:
    'make_kuid() and make_kgid() fail in the initial user namespace only for -1, which leaves an id as it is.',
})

/** Calls by which a process becomes somebody else. */
const becoming = {
  setresuid: [
    success('kernel/sys.c __sys_setresuid()'),
    { errno: 'EPERM', where: 'kernel/sys.c __sys_setresuid()' },
    invalidId('kernel/sys.c __sys_setresuid()'),
    {
      errno: 'EAGAIN',
      where: 'kernel/sys.c set_user()',
      excuse:
        'alloc_uid() fails only where the kernel is out of memory, which programs do not bring about.',
    },
    noMemory('kernel/sys.c __sys_setresuid()', 'prepare_creds()'),
  ],
  setresgid: [
    success('kernel/sys.c __sys_setresgid()'),
    { errno: 'EPERM', where: 'kernel/sys.c __sys_setresgid()' },
    invalidId('kernel/sys.c __sys_setresgid()'),
    noMemory('kernel/sys.c __sys_setresgid()', 'prepare_creds()'),
  ],
  setfsuid: [success('kernel/sys.c __sys_setfsuid()')],
  setfsgid: [success('kernel/sys.c __sys_setfsgid()')],
  setgroups: [
    success('kernel/groups.c setgroups()'),
    { errno: 'EPERM', where: 'kernel/groups.c setgroups()' },
    invalidId('kernel/groups.c groups_from_user()'),
    mappedPointer('kernel/groups.c groups_from_user()', 'get_user()'),
    noMemory('kernel/groups.c setgroups()', 'groups_alloc()'),
  ],
  capset: [
    success('kernel/capability.c capset()'),
    { errno: 'EPERM', where: 'security/commoncap.c cap_capset()' },
    {
      errno: 'EINVAL',
      where: 'kernel/capability.c cap_validate_magic()',
      excuse: 'cap_validate_magic() knows the version that we give.',
    },
    mappedPointer('kernel/capability.c capset()', 'copy_from_user()'),
    noMemory('kernel/capability.c capset()', 'prepare_creds()'),
  ],
  prctl_set_securebits: [
    success('security/commoncap.c cap_task_prctl()'),
    { errno: 'EPERM', where: 'security/commoncap.c cap_task_prctl()' },
    noMemory('security/commoncap.c cap_task_prctl()', 'prepare_creds()'),
  ],
} as const satisfies Partial<Record<Op, readonly Ending[]>>

/** Notifications. */
const watching = {
  keyctl_watch_key: [
    success(keyctl('keyctl_watch_key')),
    ...lookedUp,
    { errno: 'EBUSY', where: 'kernel/watch_queue.c add_one_watch()' },
    { errno: 'EBADSLT', where: 'kernel/watch_queue.c remove_watch_from_object()' },
    {
      errno: 'EAGAIN',
      where: 'kernel/watch_queue.c add_one_watch()',
      excuse: 'add_one_watch() counts the watches of a user up to RLIMIT_NOFILE, which is 1024.',
    },
    {
      errno: 'ENOENT',
      where: 'kernel/watch_queue.c add_watch_to_object()',
      excuse:
        'lock_wqueue() fails only for a queue that was closed since get_watch_queue() found it.',
    },
    ...waited,
    noMemory(keyctl('keyctl_watch_key'), 'kzalloc()'),
  ],
  watch_queue: [
    success('kernel/watch_queue.c watch_queue_set_size()'),
    { errno: 'EINVAL', where: 'kernel/watch_queue.c watch_queue_set_size()' },
  ],
  read_queue: [
    success('fs/pipe.c pipe_read()'),
    { errno: 'EAGAIN', where: 'fs/pipe.c pipe_read()' },
  ],
} as const satisfies Partial<Record<Op, readonly Ending[]>>

/** The endings of making a key for somebody else. */
const made = (where: string): readonly Ending[] => [
  success(where),
  { errno: 'EPERM', where },
  { errno: 'EKEYREVOKED', where: 'security/keys/request_key_auth.c request_key_auth_get()' },
  { errno: 'EINVAL', where: keyctl('get_instantiation_keyring') },
  { errno: 'ENOKEY', where: keyctl('get_instantiation_keyring') },
  { errno: 'EKEYEXPIRED', where: validate },
  { errno: 'EACCES', where: permission },
  { errno: 'ENOTDIR', where: 'security/keys/keyring.c __key_link_lock()' },
  { errno: 'EDQUOT', where: reserve },
  { errno: 'EBUSY', where: 'security/keys/key.c __key_instantiate_and_link()' },
  ...waited,
  badPointer(keyctl('keyctl_instantiate_key_common')),
  noMemory(keyctl('keyctl_instantiate_key_common'), 'kvmalloc()'),
]

/** Calls that make keys for somebody else, and what becomes of calls that wait for it. */
const upcalls = {
  keyctl_assume_authority: [
    success(keyctl('keyctl_assume_authority')),
    { errno: 'EINVAL', where: keyctl('keyctl_assume_authority') },
    { errno: 'ENOKEY', where: 'security/keys/request_key_auth.c key_get_instantiation_authkey()' },
    { errno: 'EACCES', where: 'security/keys/keyring.c keyring_search_iterator()' },
    { errno: 'EKEYREVOKED', where: 'security/keys/keyring.c keyring_search_iterator()' },
    noMemory(keyctl('keyctl_change_reqkey_auth'), 'prepare_creds()'),
  ],
  keyctl_instantiate: made(keyctl('keyctl_instantiate_key')),
  keyctl_instantiate_iov: made(keyctl('keyctl_instantiate_key_iov')),
  keyctl_negate: made(keyctl('keyctl_negate_key')),
  keyctl_reject: made(keyctl('keyctl_reject_key')),
  upcall: [success('security/keys/request_key.c call_sbin_request_key()')],
  await: [success('security/keys/request_key.c wait_for_key_construction()')],
  interrupt: [success('security/keys/request_key.c wait_for_key_construction()')],
} as const satisfies Partial<Record<Op, readonly Ending[]>>

/** Processes that come and go, and the environment: whatever else can go wrong there is not ours. */
const surroundings = {
  unshare_net: [
    success('kernel/fork.c ksys_unshare()'),
    { errno: 'EPERM', where: 'kernel/nsproxy.c unshare_nsproxy_namespaces()' },
    {
      errno: 'ENOSPC',
      where: 'net/core/net_namespace.c copy_net_ns()',
      excuse:
        'inc_net_namespaces() refuses more than user.max_net_namespaces, tens of thousands, and a program has at most 64 processes to keep one each.',
    },
    noMemory('net/core/net_namespace.c copy_net_ns()', 'net_alloc()'),
  ],
  unshare_user: [
    success('kernel/fork.c ksys_unshare()'),
    { errno: 'EINVAL', where: 'kernel/fork.c check_unshare_flags()' },
    { errno: 'EPERM', where: 'kernel/user_namespace.c create_user_ns()' },
    {
      errno: 'ENOSPC',
      where: 'kernel/user_namespace.c create_user_ns()',
      excuse:
        'inc_user_namespaces() refuses thousands of namespaces, and create_user_ns() nests of more than 33, which no program here is long enough for.',
    },
    noMemory('kernel/user_namespace.c create_user_ns()', 'kmem_cache_zalloc()'),
  ],
  setns_user: [
    success('kernel/nsproxy.c validate_ns()'),
    { errno: 'EINVAL', where: 'kernel/user_namespace.c userns_install()' },
    { errno: 'EPERM', where: 'kernel/user_namespace.c userns_install()' },
    noMemory('kernel/nsproxy.c prepare_nsset()', 'prepare_creds()'),
  ],
  setns_net: [
    success('kernel/nsproxy.c validate_ns()'),
    { errno: 'EPERM', where: 'net/core/net_namespace.c netns_install()' },
    noMemory('kernel/nsproxy.c create_new_namespaces()', 'create_nsproxy()'),
  ],
  fork: [success('kernel/cred.c copy_creds()')],
  clone_thread: [success('kernel/cred.c copy_creds()')],
  execve: [success('kernel/cred.c prepare_exec_creds()')],
  exit_thread: [success('kernel/exit.c do_exit()')],
  exit: [success('kernel/exit.c do_exit()')],
  advance_clock: [success('kernel/time/timekeeping.c do_settimeofday64()')],
  sysctl: [
    success('kernel/sysctl.c proc_dointvec_minmax()'),
    { errno: 'EINVAL', where: 'kernel/sysctl.c proc_dointvec_minmax()' },
  ],
  key_users: [success('security/keys/proc.c proc_key_users_show()')],
  proc_keys: [success('security/keys/proc.c proc_keys_show()')],
} as const satisfies Partial<Record<Op, readonly Ending[]>>

/** Calls about containers. */
const containing = {
  container_create: [
    success('patch 0006 sys_container_create()'),
    { errno: 'EINVAL', where: 'patch 0006 container_copy_name()' },
    { errno: 'ENAMETOOLONG', where: 'patch 0006 container_copy_name()' },
    badPointer('lib/strncpy_from_user.c strncpy_from_user()'),
    { errno: 'EPERM', where: 'patch 0006 container_make_namespaces()' },
    {
      errno: 'ECANCELED',
      where: 'patch 0006 container_publish()',
      excuse:
        'container_publish() refuses a caller whose container is dead, and who is in one has been killed.',
    },
    {
      errno: 'ENOSPC',
      where: 'kernel/user_namespace.c create_user_ns()',
      excuse:
        'inc_user_namespaces() refuses thousands of namespaces, and create_user_ns() nests of more than 33, which no program here is long enough for.',
    },
    {
      errno: 'EMFILE',
      where: 'fs/file.c alloc_fd()',
      excuse: 'alloc_fd() refuses more than RLIMIT_NOFILE files, and each name here is one.',
    },
    noMemory('patch 0006 container_alloc()', 'kzalloc()'),
  ],
  fork_into_container: [
    success('patch 0007 container_boot()'),
    { errno: 'EBADF', where: 'patch 0007 sys_fork_into_container()' },
    { errno: 'EINVAL', where: 'patch 0007 sys_fork_into_container()' },
    { errno: 'ECANCELED', where: 'patch 0007 container_boot_get()' },
    { errno: 'EPERM', where: 'patch 0007 container_may_boot()' },
    { errno: 'EBUSY', where: 'patch 0007 container_boot()' },
    {
      errno: 'EAGAIN',
      where: 'kernel/fork.c copy_process()',
      excuse: 'copy_process() refuses more than RLIMIT_NPROC processes, and a program has 64.',
    },
    noMemory('patch 0007 container_boot()', 'cred_alloc_blank()'),
  ],
  close_container: [
    success('fs/open.c close()'),
    { errno: 'EBADF', where: 'fs/file.c close_fd()' },
  ],
  pass_container: [
    success('fs/file.c receive_fd()'),
    { errno: 'EBADF', where: 'fs/file.c fget_raw()' },
  ],
  keyctl_set_container_keyring: [
    success('patch 0011 keyctl_set_container_keyring()'),
    ...lookedUp,
    { errno: 'EBADF', where: 'patch 0006 container_from_fd()' },
    { errno: 'ENOTDIR', where: 'patch 0011 keyctl_set_container_keyring()' },
    { errno: 'ECANCELED', where: 'patch 0011 keyctl_set_container_keyring()' },
    { errno: 'EBUSY', where: 'patch 0011 keyctl_set_container_keyring()' },
    ...waited,
    noMemory('security/keys/process_keys.c install_thread_keyring()', 'prepare_creds()'),
  ],
  keyctl_get_container_keyring: [
    success('patch 0011 keyctl_get_container_keyring()'),
    ...lookedUp,
    ...linked,
    { errno: 'EBADF', where: 'patch 0006 container_from_fd()' },
    ...waited,
    restricted,
    noMemory(insert, 'assoc_array_insert()'),
  ],
  keyctl_container_intercept: [
    success('patch 0012 keyctl_container_intercept()'),
    ...lookedUp,
    { errno: 'EBADF', where: 'patch 0006 container_from_fd()' },
    { errno: 'EPERM', where: keyctl('key_get_type_from_user') },
    badPointer('lib/strncpy_from_user.c strncpy_from_user()'),
    { errno: 'ENOTDIR', where: 'patch 0012 key_intercept_make()' },
    { errno: 'EEXIST', where: 'patch 0012 key_intercept_add()' },
    { errno: 'ENOENT', where: 'patch 0012 key_intercept_domain()' },
    { errno: 'ECANCELED', where: 'patch 0012 keyctl_container_intercept()' },
    ...waited,
    noMemory('patch 0012 key_intercept_make()', 'kzalloc()'),
  ],
  keyctl_query_request_key_auth: [
    success('patch 0013 keyctl_query_request_key_auth()'),
    ...lookedUp,
    ...waited,
    badPointer('patch 0013 keyctl_query_request_key_auth()'),
  ],
  keyctl_find_lru: [
    success('patch 0014 keyctl_find_lru()'),
    ...lookedUp,
    { errno: 'EPERM', where: 'patch 0014 keyctl_find_lru()' },
    { errno: 'ENOTDIR', where: 'patch 0014 keyctl_find_lru()' },
    { errno: 'EAGAIN', where: 'patch 0014 keyring_take_lru()' },
    badPointer('lib/strncpy_from_user.c strncpy_from_user()'),
    ...waited,
  ],
  proc_containers: [success('patch 0008 container_seq_show()')],
} as const satisfies Partial<Record<Op, readonly Ending[]>>

/** Every ending of every operation, each errno once. */
export const errnosOf: Record<Op, readonly Ending[]> = {
  ...searching,
  ...making,
  ...attributes,
  ...linking,
  ...watching,
  ...becoming,
  ...upcalls,
  ...surroundings,
  ...containing,
}
