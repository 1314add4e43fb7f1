/**
 * Programs that show what a mask, and a list made of it, grant to whom: each operation on keys with
 * every combination of the bits that it can depend on, the group's byte otherwise empty and otherwise
 * full; and each operation on everything that the kernel makes by default.
 */

import type { Mask } from '../model/world.ts'
import type { Program } from '../spec/vocabulary/program.ts'
import { parseProgram } from '../spec/wire/parse.ts'
import { actorOf, type Caller, callers } from './masks.ts'

/** An operation on key `kN`, of which `p2` asks it; `k1` is a keyring that may be written to. */
interface Trial {
  readonly op: string
  readonly type: 'user' | 'keyring'
  /** Bits of a byte that it can depend on, beside Search, by which a key is possessed. */
  readonly bits: number
  /** A queue is there. */
  readonly watched?: boolean
  readonly tries: (key: string, name: string) => string
}

const on = (op: string, type: Trial['type'], bits: number, rest = ''): Trial => ({
  op,
  type,
  bits,
  tries: (key) => `p2 ${op} ${key}${rest}`,
})

const [view, read, write, search, link, setattr] = [1, 2, 4, 8, 16, 32]

const trials: readonly Trial[] = [
  on('keyctl_describe', 'user', view),
  on('keyctl_get_security', 'user', view),
  { ...on('keyctl_watch_key', 'user', view, ' q1 5'), watched: true },
  on('keyctl_read', 'user', read),
  on('keyctl_read', 'keyring', read),
  on('keyctl_update', 'user', write, ' "y"'),
  {
    op: 'add_key',
    type: 'keyring',
    bits: write,
    tries: (key) => `p2 add_key "user" "b" "y" ${key}`,
  },
  on('keyctl_link', 'user', link, ' @p'),
  {
    op: 'keyctl_search',
    type: 'user',
    bits: search,
    tries: (_, name) => `p2 keyctl_search k1 "user" "${name}"`,
  },
  on('keyctl_get_keyring_id', 'keyring', search, ' 0'),
  on('keyctl_set_timeout', 'user', setattr, ' 1000'),
  on('keyctl_setperm', 'user', setattr, ' 0x3f3f3f3f'),
  on('keyctl_restrict_keyring', 'keyring', setattr, ' - -'),
  on('keyctl_invalidate', 'user', search),
  on('keyctl_revoke', 'user', write | setattr),
  on('keyctl_clear', 'keyring', write),
  {
    op: 'keyctl_join_session_keyring',
    type: 'keyring',
    bits: search,
    tries: (_, name) => `p2 keyctl_join_session_keyring "${name}"`,
  },
]

/** Masks of all combinations of some bits of a byte, the group's byte otherwise empty, or full. */
function* masksOf(bits: number): Generator<Mask> {
  const all = subsets(bits)
  for (const rest of [0, 0x3f & ~bits]) {
    for (const possessor of all) {
      for (const owner of all) {
        for (const group of all) {
          for (const other of all) {
            yield possessor * 2 ** 24 + owner * 2 ** 16 + (group | rest) * 2 ** 8 + other
          }
        }
      }
    }
  }
}

function subsets(bits: number): readonly number[] {
  return Array.from({ length: 0x40 }, (_, some) => some).filter((some) => (some & ~bits) === 0)
}

/** Keys of one program. */
const keysEach = 24

/** What a program shows: one operation, on a key for each mask. */
export interface MaskProgram {
  readonly op: string
  readonly caller: Caller
  readonly possessed: boolean
  readonly masks: readonly Mask[]
  readonly program: Program
  /** Index of the command that tries, for each mask. */
  readonly tries: readonly number[]
}

/** Every program. */
export function* maskPrograms(): Generator<MaskProgram> {
  for (const trial of trials) {
    for (const caller of callers) {
      for (const possessed of [false, true]) {
        for (const masks of chunks(masksOf(trial.bits | search), keysEach)) {
          yield maskProgram(trial, caller, possessed, masks)
        }
      }
    }
  }
}

function* chunks<T>(items: Iterable<T>, size: number): Generator<readonly T[]> {
  let chunk: T[] = []
  for (const item of items) {
    chunk.push(item)
    if (chunk.length < size) continue
    yield chunk
    chunk = []
  }
  if (chunk.length > 0) yield chunk
}

const written = (mask: Mask): string => `0x${mask.toString(16).padStart(8, '0')}`

/** `p1` makes the keys; who holds the keyring that they are in, possesses them if Search is granted. */
function maskProgram(
  trial: Trial,
  caller: Caller,
  possessed: boolean,
  masks: readonly Mask[],
): MaskProgram {
  const { uid, gid } = actorOf[caller]
  const holder = possessed ? 'p2' : 'p1'
  const lines = [
    'p1: u1 g1',
    `p2: ${uid} ${gid}`,
    ...(trial.watched === true ? ['q1 = watch_queue 64'] : []),
    `k1 = ${holder} add_key "keyring" "held" - @t`,
    `${holder} keyctl_setperm k1 0x3f3f3f3f`,
  ]
  const tries: number[] = []
  masks.forEach((mask, at) => {
    const key = `k${at + 2}`
    const name = `n${at}`
    const payload = trial.type === 'user' ? '"x"' : '-'
    lines.push(
      `${key} = p1 add_key "${trial.type}" "${name}" ${payload} @p`,
      `p1 keyctl_link ${key} k1`,
      `p1 keyctl_setperm ${key} ${written(mask)}`,
    )
    // Actors are no commands.
    tries.push(lines.length - 2)
    lines.push(trial.tries(key, name))
  })
  return { op: trial.op, caller, possessed, masks, program: parsed(lines), tries }
}

function parsed(lines: readonly string[]): Program {
  const result = parseProgram(lines.join('\n'))
  if (!result.ok) throw new Error(`${result.error}: ${lines.join('\n')}`)
  return result.program
}

/** What is made without anybody saying what it is to grant, by its maker `p1`, as `k1` or a special id. */
const defaults: readonly { readonly what: string; readonly made: string; readonly id: string }[] = [
  ...[
    'user "a" "x"',
    'keyring "a" -',
    'logon "a:" "x"',
    'big_key "a" "x"',
    'dns_resolver "a" "x\\x00"',
    'rxrpc "a" -',
  ].map((key) => {
    const [type = '', ...rest] = key.split(' ')
    return {
      what: `a ${type} key`,
      made: `k1 = p1 add_key "${type}" ${rest.join(' ')} @p`,
      id: 'k1',
    }
  }),
  { what: '@t', made: 'k1 = p1 keyctl_get_keyring_id @t 1', id: '@t' },
  { what: '@p', made: 'k1 = p1 keyctl_get_keyring_id @p 1', id: '@p' },
  { what: 'a session', made: 'k1 = p1 keyctl_join_session_keyring -', id: '@s' },
  { what: 'a named session', made: 'k1 = p1 keyctl_join_session_keyring "a"', id: '@s' },
  { what: '@u', made: 'k1 = p1 keyctl_get_keyring_id @u 0', id: '@u' },
  { what: '@us', made: 'k1 = p1 keyctl_get_keyring_id @us 0', id: '@us' },
  { what: 'a persistent keyring', made: 'k1 = p1 keyctl_get_persistent - @p', id: 'k1' },
]

const defaultTries: readonly ((id: string) => string)[] = [
  (id) => `keyctl_describe ${id}`,
  (id) => `keyctl_get_security ${id}`,
  (id) => `keyctl_read ${id}`,
  (id) => `keyctl_update ${id} "y"`,
  (id) => `add_key "user" "b" "y" ${id}`,
  (id) => `keyctl_link ${id} @p`,
  (id) => `keyctl_search ${id} "user" "c"`,
  (id) => `keyctl_get_keyring_id ${id} 0`,
  (id) => `keyctl_set_timeout ${id} 1000`,
  (id) => `keyctl_setperm ${id} 0x3f3f3f3f`,
  (id) => `keyctl_chown ${id} - g1`,
  (id) => `keyctl_restrict_keyring ${id} - -`,
  (id) => `keyctl_invalidate ${id}`,
  (id) => `keyctl_revoke ${id}`,
  (id) => `keyctl_clear ${id}`,
  () => `keyctl_join_session_keyring "a"`,
  () => `keyctl_join_session_keyring "_uid.u1"`,
]

/** What one command is answered of something that the kernel made. */
export interface DefaultProgram {
  readonly what: string
  readonly caller: Caller | 'its maker' | 'its maker as another user'
  readonly program: Program
}

/** Every operation on every default, by whoever made it, as itself and as another, and by all others. */
export function* defaultPrograms(): Generator<DefaultProgram> {
  for (const { what, made, id } of defaults) {
    for (const tries of defaultTries) {
      const maker = (
        actor: string,
        before: readonly string[],
        caller: DefaultProgram['caller'],
      ) => ({
        what,
        caller,
        program: parsed([actor, made, ...before, `p1 ${tries(id)}`]),
      })
      yield maker('p1: u1 g1', [], 'its maker')
      yield maker('p1: u1 g1 privileged', ['p1 setfsuid u2'], 'its maker as another user')
      for (const caller of callers) {
        const { uid, gid } = actorOf[caller]
        const lines = ['p1: u1 g1', `p2: ${uid} ${gid}`, made, `p2 ${tries('k1')}`]
        yield { what, caller, program: parsed(lines) }
      }
    }
  }
}
