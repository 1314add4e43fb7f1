/**
 * User namespaces. Only somebody in the namespace above may map ids as it likes: a task of the agent's
 * own goes there and writes the maps. A namespace that nothing is left of goes in the background, with
 * the keyrings of its users (kernel/user_namespace.c free_user_ns()); that task makes one and leaves it,
 * and the agent waits for its end.
 */

import type { Profile } from '../../spec/profiles/profile.ts'
import type { Command, UnshareUsers } from '../../spec/vocabulary/command.ts'
import type { GidName, UidName } from '../../spec/vocabulary/names.ts'
import { bounds, type Call, type Syscall } from '../wire/call.ts'
import { type Block, idNumber } from './block.ts'
import { goneAnswer } from './canary.ts'
import { makesUsers } from './containers.ts'
import { closeFile, type Files, fetchFile, toRead } from './files.ts'
import { setDumpable, syscalls } from './numbers.ts'

/** `CLONE_NEWUSER` */
export const newUsers = 0x10000000
/** `O_PATH | O_CLOEXEC`, `O_WRONLY | O_CLOEXEC` */
const toName = 0o12000000
const toWrite = 0o2000001

/** The slot of the task that does what the agent itself must not. */
export const helper = bounds.slots - 1

/** True when a program deals with user namespaces. */
export function usesUsers(commands: readonly Command[]): boolean {
  return (
    makesUsers(commands) || commands.some(({ op }) => op === 'unshare_user' || op === 'setns_user')
  )
}

const enders: ReadonlySet<Command['op']> = new Set([
  'exit',
  'exit_thread',
  'execve',
  'unshare_user',
  'setns_user',
  'unshare_net',
  'setns_net',
  'container_create',
  'close_container',
  'pass_container',
])

/** True when a command may be the end of a user namespace. */
export const mayEndUsers = ({ op }: Command): boolean => enders.has(op)

const quiet = { kind: 'syscall', report: 'wrong' } as const satisfies Partial<Syscall>
const held = (register: number) => ({ kind: 'register', register }) as const

/** What is written to `uid_map` or `gid_map`; undefined where nothing is. */
function mapText(block: Block, ids: UidName | GidName | 'all' | 'none'): string | undefined {
  if (ids === 'none') return undefined
  return ids === 'all' ? '0 0 4294967295' : `0 ${idNumber(block, ids)} 1`
}

/** A task goes into a user namespace of its own: what comes before, the call, and what comes after. */
export function separate(
  files: Files & { readonly block: Block },
  slot: number,
  { uids, gids }: UnshareUsers,
): {
  readonly before: readonly Call[]
  readonly call: Call
  readonly after: (made: number) => readonly Call[]
} {
  const { data, block } = files
  const call: Call = { kind: 'syscall', slot, nr: syscalls.unshare, args: [newUsers] }
  const maps = [
    ['uid_map', mapText(block, uids)],
    ['gid_map', mapText(block, gids)],
  ] as const
  const [above, folder, file] = [files.newRegister(), files.newRegister(), files.newRegister()]
  const write = (name: string, text: string): Call[] => [
    {
      ...quiet,
      slot: helper,
      nr: syscalls.openat,
      args: [held(folder), data.text(name), toWrite],
      register: file,
    },
    // A map is refused that has ids which the namespace above has not.
    {
      ...quiet,
      report: 'never',
      slot: helper,
      nr: syscalls.write,
      args: [held(file), data.text(text), text.length],
    },
    closeFile(helper, file),
  ]
  return {
    before: fetchFile(files, slot, '/proc/thread-self/ns/user', toRead, above),
    call,
    after: (made) => [
      { ...quiet, slot, nr: syscalls.prctl, args: [setDumpable, 1, 0, 0, 0] },
      ...fetchFile(files, slot, '/proc/thread-self', toName, folder),
      { kind: 'spawn', slot: 0, report: 'wrong', child: helper },
      // It is there already, mostly.
      {
        ...quiet,
        report: 'never',
        slot: helper,
        nr: syscalls.setns,
        args: [held(above), newUsers],
      },
      ...maps
        .flatMap(([name, text]) => (text === undefined ? [] : write(name, text)))
        .map((one) => ({ ...one, when: { call: made, least: 0 } })),
      { kind: 'exit', slot: helper, report: 'wrong' },
      closeFile(0, folder),
      closeFile(0, above),
    ],
  }
}

/** How often to give way before the naps of 0.2 ms, and for how long to wait. */
const spins = 200
const patienceMs = 5000

/** Waits for the end of every user namespace that nothing is left of. */
export function awaitUsers({ abi }: Profile, register: number): Call[] {
  const { syscalls: keys, keyctl, specialKeys } = abi
  const look = [keyctl.unlink, held(register), specialKeys['@t']]
  return [
    { kind: 'spawn', slot: 0, report: 'wrong', child: helper },
    { ...quiet, slot: helper, nr: syscalls.unshare, args: [newUsers] },
    {
      ...quiet,
      slot: helper,
      nr: keys.keyctl,
      args: [keyctl.get_keyring_id, specialKeys['@us'], 0],
      register,
    },
    { kind: 'exit', slot: helper, report: 'wrong' },
    {
      ...quiet,
      slot: 0,
      nr: keys.keyctl,
      args: look,
      until: { result: goneAnswer, spins, patienceMs },
    },
  ]
}
