/**
 * Containers. The file of one has a number that its name gives, in every process: so it is what the
 * call has opened or nothing, never another file. Whoever is put into a container has memory and files
 * of its own, as after fork(2), and may be killed at any time.
 */

import type { Abi } from '../../spec/profiles/profile.ts'
import type { Command, CreateContainer, ForkIntoContainer } from '../../spec/vocabulary/command.ts'
import { type ContainerName, otherFile } from '../../spec/vocabulary/names.ts'
import type { Call, Syscall } from '../wire/call.ts'
import { closeFile, type Files } from './files.ts'
import { syscalls } from './numbers.ts'

/** `CONTAINER_*` that make namespaces which are waited for. */
const [newUsers, newNetwork] = [0x020, 0x080]
/** `F_GETFD`, `F_SETFD`, `FD_CLOEXEC` */
const [getFlags, setFlags, closeOnExec] = [1, 2, 1]
/** Behind the files that the agent and its tasks open. */
const firstFile = 300

/** Standard input, which whatever is started has from whoever starts it. */
const standardInput = 0

/** The number of a container's file, or of another. */
export const containerFile = (name: ContainerName): number =>
  name === otherFile ? standardInput : firstFile + Number(name.slice(1))

/** True when a program deals with containers. */
export const usesContainers = (commands: readonly Command[]): boolean =>
  commands.some(({ op }) => op === 'container_create')

const creates = (commands: readonly Command[], flag: number): boolean =>
  commands.some((command) => command.op === 'container_create' && (command.flags & flag) !== 0)

/** True when a container may have a network namespace, or a user namespace, of its own. */
export const makesNetworks = (commands: readonly Command[]) => creates(commands, newNetwork)
export const makesUsers = (commands: readonly Command[]) => creates(commands, newUsers)

/** What calls on containers are made with. */
type Making = Files & { readonly abi: Abi }

const quiet = { kind: 'syscall', report: 'wrong' } as const satisfies Partial<Syscall>
const silent = { kind: 'syscall', report: 'never' } as const satisfies Partial<Syscall>

/** Which of the calls that make a container gives its file its number, and closes the file of before. */
export const placing = 2

/** Makes a container, whose file then gets its number. */
export function createCalls(
  { abi, data, newRegister }: Making,
  { container, label, flags, spare }: CreateContainer,
  slot: number,
  at: number,
): readonly Call[] {
  const register = newRegister()
  const held = { kind: 'register', register } as const
  const file = containerFile(container)
  const made = { when: { call: at, least: 0 } } as const
  const closes = { when: { call: at + 1, least: 1 } } as const
  const nr = abi.syscalls.container_create
  const spares = [3, 4, 5].map((place) => (place === spare ? 1 : 0))
  return [
    { kind: 'syscall', slot, nr, args: [data.text(label), flags, ...spares], register },
    { ...quiet, ...made, slot, nr: syscalls.fcntl, args: [held, getFlags] },
    { ...quiet, ...made, slot, nr: syscalls.dup3, args: [held, file, 0] },
    // The file of before may have been the last that kept the maker alive.
    { ...silent, ...closes, slot, nr: syscalls.fcntl, args: [file, setFlags, closeOnExec] },
    { ...closeFile(slot, register), ...made, report: 'never' },
  ]
}

/** The maker of a container's init comes back twice. */
export function forkCall(
  { abi }: Making,
  { container }: ForkIntoContainer,
  slot: number,
  child: number,
): Call {
  const nr = abi.syscalls.fork_into_container
  return { kind: 'fork', slot, report: 'wrong', child, nr, arg: containerFile(container) }
}

export function closeCall(name: ContainerName, slot: number): Call {
  return { ...quiet, slot, nr: syscalls.close, args: [containerFile(name)] }
}

/** Long enough for every container that a program can make, bytes. */
const listBytes = 4096

/** A task reads a file by itself; the answer is that of the second call. */
export function readCalls(
  { data, newRegister }: Making,
  slot: number,
  path: string,
): readonly Call[] {
  const register = newRegister()
  const held = { kind: 'register', register } as const
  const here = -100
  return [
    { ...quiet, slot, nr: syscalls.openat, args: [here, data.text(path), 0], register },
    {
      kind: 'syscall',
      slot,
      nr: syscalls.read,
      args: [held, { kind: 'out', bytes: listBytes }, listBytes],
    },
    closeFile(slot, register),
  ]
}
