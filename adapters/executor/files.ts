/**
 * Files that one task opens and another uses. Tasks share those of the agent until they execute a
 * program; from then on they have files of their own, as their children have with them, and hand them
 * over: the agent takes one by the pid of who has it, and gives one through the sockets that all of them have.
 */

import type { Argument, Call, Syscall } from '../wire/call.ts'
import type { DataArea } from './data.ts'
import { syscalls } from './numbers.ts'

/** `AT_FDCWD`; `O_RDONLY | O_CLOEXEC` */
export const here = -100
export const toRead = 0o2000000
/** `PIDFD_THREAD` */
const thread = 0o200
/** The number that a file has while it is lent. */
const lentFile = 900

/** Whose files are whose, and where numbers of files are kept. */
export interface Files {
  readonly data: DataArea
  /** Tasks by slot that share files with the same first task; 0 is the agent. */
  readonly filesOf: ReadonlyMap<number, number>
  /** Slots of tasks that are not the first thread of their process. */
  readonly threads: ReadonlySet<number>
  newRegister(): number
}

const quiet = { kind: 'syscall', report: 'wrong' } as const satisfies Partial<Syscall>
const held = (register: number): Argument => ({ kind: 'register', register })
const isApart = ({ filesOf }: Files, slot: number): boolean => (filesOf.get(slot) ?? 0) !== 0

export function closeFile(slot: number, register: number): Syscall {
  return { ...quiet, slot, nr: syscalls.close, args: [held(register)] }
}

function openFile(data: DataArea, slot: number, path: string, flags: number): Syscall {
  return { ...quiet, slot, nr: syscalls.openat, args: [here, data.text(path), flags] }
}

/** The agent gets a file that the task of a slot opens, as `register`. */
export function fetchFile(
  files: Files,
  slot: number,
  path: string,
  flags: number,
  register: number,
): Call[] {
  const open = openFile(files.data, slot, path, flags)
  if (!isApart(files, slot)) return [{ ...open, register }]
  const [theirs, id, pidfd] = [files.newRegister(), files.newRegister(), files.newRegister()]
  const flag = files.threads.has(slot) ? thread : 0
  const take = [held(pidfd), held(theirs), 0]
  return [
    { ...open, register: theirs },
    { kind: 'pid', slot: 0, report: 'wrong', task: slot, register: id },
    { ...quiet, slot: 0, nr: syscalls.pidfd_open, args: [held(id), flag], register: pidfd },
    { ...quiet, slot: 0, nr: syscalls.pidfd_getfd, args: take, register },
    closeFile(0, pidfd),
    closeFile(slot, theirs),
  ]
}

/** The task of a slot uses a file that the agent has, by `use` of the number that it has there. */
export function lendFile(
  files: Files,
  slot: number,
  register: number,
  use: (file: Argument) => Call,
): { readonly before: readonly Call[]; readonly use: Call; readonly after: readonly Call[] } {
  if (!isApart(files, slot)) return { before: [], use: use(held(register)), after: [] }
  const close = (by: number): Call => ({ ...quiet, slot: by, nr: syscalls.close, args: [lentFile] })
  return {
    before: [
      { ...quiet, slot: 0, nr: syscalls.dup3, args: [held(register), lentFile, toRead] },
      { kind: 'give', slot: 0, file: lentFile, report: 'wrong' },
      // Whoever was to have files of its own may not have come to that.
      close(0),
      { kind: 'take', slot, file: lentFile, report: 'wrong' },
    ],
    use: use(lentFile),
    after: [close(slot)],
  }
}

/** The agent is the first process. */
const agentPid = 1

/** `F_DUPFD` */
const duplicate = 0

/** A number that no file of the agent's has. */
const aside = 64

/** The task of a slot, who has files of its own, takes one of the agent's under the number that it has there. */
export function takeFile(slot: number, file: number, agent: number, taken: number): Syscall[] {
  const register = taken
  return [
    { ...quiet, slot, nr: syscalls.pidfd_open, args: [agentPid, 0], register: agent },
    { ...quiet, slot, nr: syscalls.pidfd_getfd, args: [held(agent), held(file), 0], register },
    closeFile(slot, agent),
    // Whatever number it came under, that may be the one that it is to have.
    { ...quiet, slot, nr: syscalls.fcntl, args: [held(taken), duplicate, aside], register: agent },
    closeFile(slot, taken),
    { ...quiet, slot, nr: syscalls.dup3, args: [held(agent), held(file), 0] },
    closeFile(slot, agent),
  ]
}
