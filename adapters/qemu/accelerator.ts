/** KVM where it works; it may be there and abort or hang, so it is tried with a deadline. */

import { access, constants } from 'node:fs/promises'
import { boot } from './boot.ts'
import type { Machine } from './machine.ts'
import type { ConsoleWatch } from './process.ts'

/** Three times what a boot with TCG takes, ms. */
const kvmPatienceMs = 5000

/** A machine, and what to call its accelerator. */
export interface Accelerated {
  readonly machine: Machine
  readonly called: string
}

/** The machine with KVM if that boots it, else with TCG. */
export async function chooseAccelerator(
  machine: Machine,
  watch: ConsoleWatch,
): Promise<Accelerated> {
  const withTcg: Machine = { ...machine, accel: 'tcg' }
  if (!(await haveKvm())) return { machine: withTcg, called: 'TCG' }
  const withKvm: Machine = { ...machine, accel: 'kvm' }
  const booted = await boot(withKvm, watch, kvmPatienceMs)
  if (!booted.ok) return { machine: withTcg, called: 'TCG (the KVM of this host fails)' }
  await booted.guest.process.kill()
  return { machine: withKvm, called: 'KVM' }
}

async function haveKvm(): Promise<boolean> {
  try {
    await access('/dev/kvm', constants.R_OK | constants.W_OK)
    return true
  } catch {
    return false
  }
}
