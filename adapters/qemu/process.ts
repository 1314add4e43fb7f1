/** QEMU as a child process: its console is listened to, its wire spoken on. */

import type { Duplex } from 'node:stream'
import { execa } from 'execa'
import { TargetError } from '../../spec/target.ts'
import { frameReader } from '../wire/frames.ts'
import { consoleEar } from './complaints.ts'
import { events, type GuestEvent } from './events.ts'
import { findProgram } from './find-program.ts'
import { descriptors, type Machine, qemuArguments, qemuProgram } from './machine.ts'
import { tail } from './tail.ts'

/** A machine that runs. */
export interface QemuProcess {
  send(frame: Uint8Array): void
  /** What happens next; every wait has a deadline, in ms. */
  next(patienceMs: number): Promise<GuestEvent>
  /** The end of what the kernel has printed, and QEMU's own complaints. */
  log(): string
  /** Ends QEMU, if it has not ended, and waits for that. */
  kill(): Promise<void>
}

/** Starts a machine; QEMU goes when this process does. Throws TargetError when there is no QEMU. */
export async function startQemu(machine: Machine, watch: ConsoleWatch = {}): Promise<QemuProcess> {
  const qemu = await findProgram(qemuProgram)
  if (qemu === undefined) {
    throw new TargetError(`${qemuProgram} is not installed: apt-get install qemu-system-x86`)
  }
  const log = tail()
  const happened = events()
  const [file, ...args] = [...(await dyingWithUs()), qemu, ...qemuArguments(machine)]
  const child = execa(file as string, args, {
    // A terminal's Ctrl-C goes to all of our group; the machine's end is ours to choose.
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'],
    buffer: false,
    reject: false,
    encoding: 'buffer',
  })
  const wire = child.stdio[descriptors.wire] as Duplex
  for (const heard of [child.stderr, child.stdio[descriptors.console] as Duplex]) {
    heard.on('data', (chunk: Buffer) => {
      log.add(chunk)
      watch.onConsole?.(chunk)
    })
    heard.on('error', ignore)
  }
  const ear = consoleEar()
  const printed = child.stdio[descriptors.console] as Duplex
  const read = frameReader()
  wire.once('data', () => {
    // What is printed before the agent's first word is about the machine, not about programs.
    printed.on('data', (chunk: Buffer) => {
      const line = ear.hear(chunk)
      if (line !== undefined) happened.push({ kind: 'complained', line })
    })
  })
  wire.on('data', (chunk: Buffer) => read(chunk).forEach(happened.push))
  wire.on('error', ignore)
  const ended = child.then(() => happened.push({ kind: 'died' }))
  return {
    send: (frame) => wire.write(frame),
    next: happened.next,
    log: log.text,
    kill: async () => {
      child.kill('SIGKILL')
      await ended
    },
  }
}

/** Who wants to hear the console as it is written. */
export interface ConsoleWatch {
  readonly onConsole?: (chunk: Buffer) => void
}

/** A socket that breaks is a machine that died, which is told anyway. */
function ignore(): void {}

/** What makes the kernel end a child with its parent, however that ends. */
async function dyingWithUs(): Promise<string[]> {
  const setpriv = await findProgram('setpriv')
  return setpriv === undefined ? [] : [setpriv, '--pdeathsig', 'KILL', '--']
}
