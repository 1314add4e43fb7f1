/** Findings that together hold every operation, every kind, and every shape of an answer. */

import type { Finding } from '../../spec/report.ts'
import type { Answer, Observation } from '../../spec/vocabulary/answer.ts'
import type { Errno } from '../../spec/vocabulary/errno.ts'
import { sampleFinding } from '../../spec/wire/samples.ts'

const answered = (answer: Answer): Observation => ({ kind: 'answered', answer })
const key = (token: number) => answered({ kind: 'key', key: token })
const value = (number: number) => answered({ kind: 'value', value: number })
const errno = (name: Errno) => answered({ kind: 'errno', errno: name })
const links = (...tokens: number[]) => answered({ kind: 'links', links: tokens })
const payload = (text: string) => answered({ kind: 'payload', payload: text })
const id = (name: string) => answered({ kind: 'id', id: name })
const done = answered({ kind: 'done' })

/** A finding whose program is these lines, each with what it answered; the last one deviates. */
function findingOf(
  actors: string,
  steps: readonly (readonly [string, Observation])[],
  allowed: readonly string[],
  rest: Partial<Finding> = {},
): Finding {
  return {
    ...sampleFinding,
    program: `${actors}\n${steps.map(([line]) => `${line}\n`).join('')}`,
    commands: steps.length,
    observations: steps.map(([, observation]) => observation),
    deviation: {
      step: steps.length - 1,
      seen: 'something else',
      allowed: allowed.map((answer) => ({ answer, rules: ['permission/one-class'] })),
    },
    ...rest,
  }
}

const described = (type: string, gid: string, perm: number, description: string) =>
  answered({ kind: 'description', description: { type, uid: 'u1', gid, perm, description } })

/** What is done with containers. */
const containers = findingOf(
  'p1: u1 g1',
  [
    ['c1 = p1 container_create "a" 0x00000000', done],
    ['p2 = p1 fork_into_container c1', done],
    [
      'p1 proc_containers',
      answered({
        kind: 'containers',
        lines: [
          { label: '<current>', flags: 0, uid: 'root', gid: 'root' },
          { label: 'a', flags: 0, uid: 'u1', gid: 'g1' },
        ],
      }),
    ],
    ['p1 keyctl_set_container_keyring c1 @s', value(0)],
    ['p2 keyctl_grant_permission @s c1 0x8', value(0)],
    ['k1 = p1 keyctl_get_container_keyring c1', key(1)],
    ['p1 keyctl_container_intercept c1 "user" @s', value(0)],
    ['k2 = p1 keyctl_find_lru @s "user"', errno('EAGAIN')],
    ['p1 keyctl_query_request_key_auth @s', errno('EINVAL')],
    ['p1 pass_container c1 p1', done],
    ['p1 close_container c1', done],
  ],
  ['done'],
)

/** Answers as Linux 6.12 gives them, so that every step up to the last is carried out. */
export const everyOperation: readonly Finding[] = [
  findingOf(
    'p1: u1 g1 +g2 +g3\np2: root root +root\np3: u3 g3 privileged\np4: root root privileged',
    [
      ['k1 = p1 keyctl_join_session_keyring -', key(1)],
      ['k2 = p1 add_key "keyring" "ring" - @s', key(2)],
      ['k3 = p1 add_key "user" "a??/\\"\\\\" "/* x */\\xff7" k2', key(3)],
      ['p1 keyctl_read k3', payload('/* x */\xff7')],
      ['p1 keyctl_read k2', links(3)],
      ['p1 keyctl_describe k3', described('user', 'g1', 0x3f010000, 'a??/"\\')],
      ['p1 keyctl_get_security k3', payload('\0')],
      ['p1 keyctl_capabilities 3', answered({ kind: 'buffer', value: 2, bytes: '\xfb\x07\0' })],
      ['p1 keyctl_describe k3 -', value(43)],
      ['p1 keyctl_read k3 8', value(9)],
      ['p1 keyctl_read k2 bad*4', errno('EFAULT')],
      ['p1 keyctl_setperm k3 0x3f3f3f3f', value(0)],
      ['k4 = p1 keyctl_search @s "user" "a??/\\"\\\\" k1', key(3)],
      ['p1 keyctl_link k3 @t', value(0)],
      ['k5 = p1 keyctl_get_keyring_id @t 0', key(4)],
      ['p1 keyctl_move k3 @t k2 0', value(0)],
      ['p1 keyctl_update k3 "y"*40', value(0)],
      ['p1 keyctl_read k3', payload('y'.repeat(40))],
      ['k6 = p1 request_key "user" "a??/\\"\\\\"', key(3)],
      ['p1 request_key "user" "none" @s', errno('ENOKEY')],
      ['p1 keyctl_chown k3 - g2', value(0)],
      ['p3 keyctl_chown k3 u3 root', value(0)],
      ['p3 keyctl_chown k3 u1 g1', value(0)],
      ['p1 keyctl_set_timeout k3 1000', value(0)],
      ['p9 = p1 fork', done],
      ['p9 keyctl_read @s', links(2, 3)],
      ['p1 exit', done],
      ['p1 keyctl_read k3', answered({ kind: 'absent' })],
      ['advance_clock 1000', done],
      ['p9 keyctl_read k3', errno('EKEYEXPIRED')],
      ['k8 = p9 keyctl_get_persistent - @s', key(5)],
      ['p9 keyctl_unlink k8 @s', value(0)],
      ['sysctl maxkeys 300', done],
      ['sysctl maxbytes 0', errno('EINVAL')],
      ['p9 keyctl_unlink k2 @s', value(0)],
      ['p9 keyctl_read k2', errno('ENOKEY')],
      ['p9 keyctl_invalidate k3', errno('EKEYEXPIRED')],
      ['p9 keyctl_clear @s', value(0)],
      ['p9 keyctl_set_reqkey_keyring 3', value(0)],
      ['p9 keyctl 39', errno('EOPNOTSUPP')],
      ['p9 keyctl_grant_permission @s everyone 0x1', errno('EOPNOTSUPP')],
      ['p9 request_key bad - @t', errno('EFAULT')],
      ['p9 keyctl_update @t bad*1', errno('EFAULT')],
      ['p9 keyctl_restrict_keyring @s "user" "a"', errno('ENOENT')],
      ['p9 keyctl_restrict_keyring @t - -', errno('ENOKEY')],
      ['p9 keyctl_restrict_by_key @t k2 1', errno('ENOKEY')],
      ['p8 = p9 clone_thread', done],
      ['p7 = p9 clone_thread', done],
      ['p8 keyctl_get_keyring_id @p 0', errno('ENOKEY')],
      ['p7 exit_thread', done],
      ['p9 execve', done],
      ['p9 keyctl_session_to_parent', errno('EPERM')],
      ['p9 setgroups -', errno('EPERM')],
      ['p9 setfsuid u2', id('u1')],
      ['p3 setfsgid g4', id('g3')],
      ['p3 setfsgid root', id('g4')],
      ['p3 setgroups g1,g4', value(0)],
      ['p3 setresgid - g4 g5', value(0)],
      ['p3 setresuid u2 - u1', value(0)],
      ['p3 prctl_set_securebits 0x00000100', errno('EPERM')],
      ['p3 prctl_set_securebits 0x00000004', value(0)],
      ['p3 capset 0x00000000 0x00000080', value(0)],
      ['p3 setresuid u5 - -', errno('EPERM')],
      [
        'p9 proc_keys k1',
        answered({
          kind: 'entry',
          entry: {
            flags: 'I--Q---',
            expiry: 'perm',
            perm: 0x3f030000,
            uid: 'u1',
            gid: 'g1',
            type: 'keyring',
            description: '_ses: empty',
          },
        }),
      ],
      ['p9 unshare_net', errno('EPERM')],
      ['p9 setns_net p3', errno('EPERM')],
      ['p4 unshare_net', value(0)],
      ['p4 unshare_user all g1', value(0)],
      ['p9 setns_user p4', errno('EPERM')],
      ['p2 setns_net p1', answered({ kind: 'absent' })],
      ['p9 keyctl_read k1', links()],
      ['p9 keyctl_revoke k1', value(0)],
      ['p9 keyctl_read k7', errno('ENOKEY')],
      ['p2 keyctl_read #-8', errno('ENOKEY')],
      ['p4 add_key "user" - "z"*32768 @p', errno('EINVAL')],
      ['p9 keyctl_describe @s', errno('EKEYREVOKED')],
    ],
    ['EACCES', 'a new keyring "_ses"'],
  ),
  findingOf(
    'p1: u1 g1\np2: u1 g2',
    [
      ['k1 = p1 keyctl_get_keyring_id @u 1', key(1)],
      ['p1 keyctl_describe @u', described('keyring', '#65534', 0x1f3f0000, '_uid.u1')],
      ['k2 = p1 keyctl_get_keyring_id @us 0', key(2)],
      ['p1 keyctl_read @us', links(1)],
      ['k3 = p2 request_key "keyring" "_uid.u1"', key(1)],
    ],
    ['k2'],
  ),
  findingOf(
    'p1: u1 g1',
    [
      ['k1 = p1 add_key "user" "a" "x" @t', key(1)],
      ['p1 keyctl_read @t', links(1)],
      [
        'key_users u1',
        answered({
          kind: 'usage',
          usage: { keys: 2, instantiated: 2, quotaKeys: 2, quotaBytes: 12 },
        }),
      ],
    ],
    ['9/9 keys, quota 9 keys 9 bytes'],
  ),
]

/** What a queue is told. */
export const watching: Finding = findingOf(
  'p1: u1 g1',
  [
    ['q1 = watch_queue 1', value(0)],
    ['k1 = p1 add_key "keyring" "r" - @t', key(1)],
    ['p1 keyctl_watch_key k1 q1 5', value(0)],
    ['p1 keyctl_watch_key k1 q2 5', errno('EINVAL')],
    ['k2 = p1 add_key "user" "a" "x" k1', key(2)],
    ['p1 keyctl_invalidate k1', value(0)],
    [
      'read_queue q1',
      answered({
        kind: 'notices',
        notices: [
          { kind: 'event', event: 'linked', mark: 5, key: 1, other: 2 },
          { kind: 'event', event: 'invalidated', mark: 5, key: 1, other: null },
          { kind: 'removed', mark: 5, key: 1 },
        ],
      }),
    ],
    ['read_queue q1', errno('EAGAIN')],
  ],
  ['[lost, 5 linked k1 k2]'],
)

/** Calls as 32-bit programs make them. */
export const compatible: Finding = findingOf(
  'p1: u1 g1 32-bit',
  [
    ['k1 = p1 add_key "user" "a" "x"*40 @t', key(1)],
    ['p2 = p1 fork', done],
    ['p2 request_key "user" "a"', errno('ENOKEY')],
    ['p1 keyctl_read k1', payload('x'.repeat(40))],
    ['p1 keyctl_describe k1 -', value(38)],
  ],
  ['1'],
)

const waiting: readonly Finding[] = [
  findingOf(
    'p1: u1 g1',
    [
      ['k1 = p1 request_key "user" "a" "info" @s', answered({ kind: 'blocked' })],
      ['p2 = p1 upcall', done],
      ['k2 = p2 keyctl_assume_authority k1', key(1)],
      ['p2 keyctl_instantiate k1 "x" @a', errno('EINVAL')],
      ['p2 keyctl_instantiate_iov k1 "" @r', errno('EINVAL')],
      ['p2 keyctl_reject k1 10 0', errno('EINVAL')],
      ['p2 keyctl_negate k1 10', value(0)],
      ['p1 interrupt', done],
      ['p2 exit', done],
      ['p1 await', errno('ENOKEY')],
    ],
    ['EKEYREJECTED'],
  ),
]

const crashing = ['p1 keyctl_read @t', { kind: 'crashed', log: 'BUG: bad' }] as const
const hanging = ['p1 keyctl_read @t', { kind: 'timed-out', afterMs: 5000, log: '' }] as const

export const otherKinds: readonly Finding[] = [
  ...waiting,
  containers,
  findingOf('p1: u1 g1', [crashing], ['ENOKEY'], { kind: 'crash', log: 'BUG: bad */' }),
  findingOf('p1: u1 g1', [hanging], ['ENOKEY'], { kind: 'hang' }),
  findingOf('p1: u1 g1', [['p1 keyctl_read #7', errno('EACCES')]], ['ENOKEY'], { kind: 'flaky' }),
  findingOf('p1: u1 g1', [['p1 keyctl_read #7', errno('EACCES')]], []),
  findingOf('p1: u1 g1', [['p1 keyctl_read #7', errno('EACCES')]], ['ENOKEY'], {
    kind: 'difference',
    compared: {
      target: { ...sampleFinding.target, title: 'Linux 6.12.117 (mainline), QEMU TCG' },
      observations: [errno('ENOKEY')],
      seen: 'ENOKEY',
      conforms: 'compared',
    },
  }),
]
