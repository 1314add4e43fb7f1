/** Somebody else's tests: a guest's `/init` runs them, and becomes the agent when they are over. */

import { TargetError } from '../../spec/target.ts'
import { chooseAccelerator } from './accelerator.ts'
import { boot, type Guest } from './boot.ts'
import type { ConsoleWatch } from './process.ts'
import { machineOf, type QemuOptions } from './target.ts'

/** What is booted instead of the agent alone. */
export interface Suite {
  /** Path of its initramfs. */
  readonly initramfs: string
  readonly memoryMb: number
  readonly cpus?: number
  /** For all of its tests, ms. */
  readonly patienceMs: number
}

/** Runs a suite on a kernel, and has a look at the guest before it is ended. */
export async function runSuite<T>(
  options: QemuOptions,
  { patienceMs, ...suite }: Suite,
  look: (guest: Guest) => Promise<T>,
  watch: ConsoleWatch = {},
): Promise<T> {
  const { machine } = await chooseAccelerator(machineOf(options), {})
  const booted = await boot({ ...machine, ...suite }, watch, patienceMs)
  if (!booted.ok) throw new TargetError(booted.sentence)
  try {
    return await look(booted.guest)
  } finally {
    await booted.guest.process.kill()
  }
}
