/** KVM where it works; it may be there and abort or hang, so it is tried with a deadline. */

import { access, constants } from 'node:fs/promises'
import { boot } from './boot.ts'
import type { Machine } from './machine.ts'
import type { ConsoleWatch } from './process.ts'

/** Three times what a boot with TCG takes, ms. */
const kvmPatienceMs = 5000

/** The machine with KVM if that boots it, else with TCG. */
export async function chooseAccelerator(machine: Machine, watch: ConsoleWatch): Promise<Machine> {
  if (!(await haveKvm())) return { ...machine, accel: 'tcg' }
  const withKvm: Machine = { ...machine, accel: 'kvm' }
  const booted = await boot(withKvm, watch, kvmPatienceMs)
  if (!booted.ok) return { ...machine, accel: 'tcg' }
  await booted.guest.process.kill()
  return withKvm
}

async function haveKvm(): Promise<boolean> {
  try {
    await access('/dev/kvm', constants.R_OK | constants.W_OK)
    return true
  } catch {
    return false
  }
}
