/** Files of a guest, read through its agent. */

import { TargetError } from '../../spec/target.ts'
import { dataArea } from '../executor/data.ts'
import type { Argument, Call } from '../wire/call.ts'
import { ask, question } from './ask.ts'
import type { Guest } from './boot.ts'

/** Numbers of `arch/x86/entry/syscalls/syscall_64.tbl`. */
const syscalls = { read: 0, open: 2, close: 3, mount: 165 } as const

/** A sequence file answers a page at a time; what is longer than so many is not read to its end. */
const pages = 64
const pageBytes = 4096

/** Mounts debugfs on a folder. */
export async function mountDebugfs(guest: Guest, folder: string): Promise<void> {
  const data = dataArea()
  const args = [data.text('none'), data.text(folder), data.text('debugfs'), 0, 0]
  await ask(guest, { ...question, main: [call(syscalls.mount, args)], data: data.take() })
}

/** The contents of those files that can be opened, by path. Throws TargetError as `ask` does. */
export async function readFiles(
  guest: Guest,
  paths: readonly string[],
): Promise<ReadonlyMap<string, Buffer>> {
  const found = new Map<string, Buffer>()
  for (const path of paths) {
    const bytes = await readOne(guest, path)
    if (bytes !== undefined) found.set(path, bytes)
  }
  return found
}

async function readOne(guest: Guest, path: string): Promise<Buffer | undefined> {
  const data = dataArea()
  const fd: Argument = { kind: 'register', register: 0 }
  const page: Argument = { kind: 'out', bytes: pageBytes }
  const main: Call[] = [
    { ...call(syscalls.open, [data.text(path), 0]), register: 0 },
    ...Array.from({ length: pages }, () => call(syscalls.read, [fd, page, pageBytes])),
    call(syscalls.close, [fd]),
  ]
  const noFile = { registers: 1, registerStart: -1 }
  const { results } = await ask(guest, { ...question, ...noFile, main, data: data.take() })
  const opened = results.find((result) => result.call === 0)
  if (opened === undefined || opened.value < 0) return undefined
  const read = results.filter((result) => result.call > 0 && result.call <= pages)
  if (read.some(({ value }) => value < 0)) return undefined
  if (read.at(-1)?.value !== 0) throw new TargetError(`${path} is longer than ${pages} pages`)
  return Buffer.concat(read.map(({ bytes }) => bytes))
}

const call = (nr: number, args: readonly Argument[]) =>
  ({ kind: 'syscall', slot: 0, nr, args }) as const
