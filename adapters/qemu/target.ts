/** A kernel in QEMU as a target. */

import type { Target } from '../../spec/target.ts'
import { chooseAccelerator } from './accelerator.ts'
import { bootOrThrow, type Guest } from './boot.ts'
import { describeGuest } from './describe.ts'
import { keptTarget } from './kept.ts'
import type { Machine } from './machine.ts'
import type { ReadyGuest } from './pipeline.ts'
import type { ConsoleWatch } from './process.ts'
import { rehearse } from './rehearse.ts'
import { type Held, heldTo } from './told-profile.ts'

/** What to boot, and how to speak to it. */
export interface QemuOptions {
  /** Path of a bzImage. */
  readonly image: string
  /** Path of an initramfs whose `/init` is the agent. */
  readonly initramfs: string
  readonly profile: Held
  /** What to call the kernel, e.g. `mainline`. */
  readonly title: string
  /** `microvm` (the default) needs virtio-mmio in the kernel, `pc` virtio-pci. */
  readonly machine?: Machine['machine']
  readonly extraAppend?: readonly string[]
  readonly memoryMb?: number
  /** One unless said otherwise. */
  readonly cpus?: number
  /** Has a last look at each machine before it is ended; not at one that died. */
  readonly lastLook?: (guest: Guest) => Promise<void>
  /** Hears the console as it is written. */
  readonly debugLog?: ConsoleWatch['onConsole']
}

const defaultMemoryMb = 256

/**
 * Boots the kernel and finds out who it is. The machine is kept for all programs; one that died or
 * hung is replaced. Throws TargetError with one sentence when there is no QEMU, the kernel does not
 * boot, or has no keys.
 */
export async function qemuTarget(options: QemuOptions): Promise<Target> {
  const { title, debugLog } = options
  const watch: ConsoleWatch = debugLog === undefined ? {} : { onConsole: debugLog }
  const { machine, called } = await chooseAccelerator(machineOf(options), watch)
  const first = await bootOrThrow(machine, watch)
  const profile = await heldTo(options.profile, first)
  const ready = async (guest: Guest): Promise<ReadyGuest> => {
    const settling = await rehearse(guest, profile)
    const { compat } = guest.hello
    return { ...guest, manner: { profile, settling, compat, ownClock: true, firstBlock: 0 } }
  }
  const info = await describeGuest(first, profile, `(${title}), QEMU ${called}`)
  const again = async (): Promise<ReadyGuest> => ready(await bootOrThrow(machine, watch))
  return keptTarget(info, await ready(first), again, options.lastLook)
}

/** The machine that the options ask for. */
export function machineOf(options: QemuOptions): Machine {
  return {
    image: options.image,
    initramfs: options.initramfs,
    memoryMb: options.memoryMb ?? defaultMemoryMb,
    cpus: options.cpus ?? 1,
    machine: options.machine ?? 'microvm',
    accel: 'tcg',
    append: options.extraAppend ?? [],
  }
}
