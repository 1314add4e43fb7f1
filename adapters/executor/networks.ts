/**
 * Network namespaces. One that nobody is in any more goes in the background, and takes its keys with it
 * when it is done (net/core/net_namespace.c cleanup_net()): after whatever may have been the end of
 * one, the agent goes into one of its own, makes a key there, comes back, and waits for that key's end.
 * Namespaces go in the order in which they were left, or together.
 */

import { networkEnders } from '../../spec/networks.ts'
import type { Profile } from '../../spec/profiles/profile.ts'
import type { Command } from '../../spec/vocabulary/command.ts'
import type { Argument, Call, Syscall } from '../wire/call.ts'
import { goneAnswer } from './canary.ts'
import { makesNetworks } from './containers.ts'
import type { DataArea } from './data.ts'
import { closeFile, type Files, fetchFile, here, toRead } from './files.ts'
import { syscalls } from './numbers.ts'

/** `CLONE_NEWNET` */
export const newNetwork = 0x40000000

/** Registers that the agent needs for namespaces: where it came from, and two keys. */
export interface Networks {
  readonly home: number
  readonly ring: number
  readonly canary: number
  /** Calls that have made a namespace, if they succeeded. */
  readonly made: number[]
}

/** Registers that `Networks` takes. */
export const networkRegisters = 3

/** True when a program deals with network namespaces. */
export function usesNetworks(commands: readonly Command[]): boolean {
  return (
    makesNetworks(commands) || commands.some(({ op }) => op === 'unshare_net' || op === 'setns_net')
  )
}

/** True when a command may be the end of a network namespace. */
export const mayEndNetwork = ({ op }: Command, contains: boolean): boolean =>
  networkEnders.has(op) || (contains && op === 'execve')

const quiet = { kind: 'syscall', slot: 0, report: 'wrong' } as const satisfies Partial<Syscall>
const held = (register: number): Argument => ({ kind: 'register', register })

/** The agent opens the network namespace of the task of a slot. */
export function openNetwork(files: Files, slot: number, register: number): Call[] {
  return fetchFile(files, slot, '/proc/thread-self/ns/net', toRead, register)
}

/** Of `struct stat`, bytes; which of its words has the lower half of the inode number. */
const statBytes = 144
const inodeWord = 2

/**
 * The agent learns the number of the network namespace of the task of a slot, by the task's pid: so it does
 * not matter which files that has, or sees.
 */
export function learnNetwork(files: Files, slot: number, register: number): Call[] {
  const [pid, file] = [files.newRegister(), files.newRegister()]
  const path = {
    kind: 'numbered',
    offset: files.data.offset('/proc/%/ns/net'),
    register: pid,
  } as const
  const stat = [held(file), { kind: 'out', bytes: statBytes } as const]
  const takes = { wholeBuffer: true, register, registerTakes: 'word', which: inodeWord } as const
  return [
    { kind: 'pid', slot: 0, report: 'wrong', task: slot, register: pid },
    { ...quiet, nr: syscalls.openat, args: [here, path, toRead], register: file },
    { ...quiet, nr: syscalls.fstat, args: stat, ...takes },
    closeFile(0, file),
  ]
}

/** The task of a slot goes into the namespace that was opened. */
function enterNetwork(slot: number, register: number): Syscall {
  return { ...quiet, slot, nr: syscalls.setns, args: [held(register), newNetwork] }
}

/** A name that no program gives to a key. */
const name = '\x01canary'

/** How often to give way before the naps of 0.2 ms, and for how long to wait. */
const spins = 200
const patienceMs = 5000

/** Waits for the end of every namespace that nobody is in. */
export function awaitNetworks({ abi }: Profile, data: DataArea, networks: Networks): Syscall[] {
  const { syscalls: keys, keyctl, specialKeys } = abi
  const { home, ring, canary } = networks
  const top = [data.text('keyring'), data.text(name), 0, 0, specialKeys['@t']]
  const host = [data.text('dns_resolver'), data.text(name), data.text('.\0'), 2, held(ring)]
  const look = [keyctl.unlink, held(canary), specialKeys['@t']]
  return [
    { ...quiet, nr: keys.add_key, args: top, register: ring },
    { ...quiet, nr: syscalls.unshare, args: [newNetwork] },
    { ...quiet, nr: keys.add_key, args: host, register: canary },
    enterNetwork(0, home),
    { ...quiet, nr: keys.keyctl, args: look, until: { result: goneAnswer, spins, patienceMs } },
    { ...quiet, nr: keys.keyctl, args: [keyctl.unlink, held(ring), specialKeys['@t']] },
  ]
}
