/** The checks of `kernel/boot-checks/` on a kernel, and `npm run stress`, which adds its rough part. */

import { runSuite } from '../adapters/qemu/suite.ts'
import { compileAgent } from '../kernel/agent.ts'
import { buildBootChecks, readTap, type TapReport } from '../kernel/boot-checks.ts'
import { mainline } from '../spec/profiles/mainline.ts'
import { isComplaint } from '../spec/splat.ts'
import { TargetError } from '../spec/target.ts'
import { machineFor } from './choose-target.ts'
import { buildProgress } from './progress.ts'

/** How rough it gets. */
export interface Roughness {
  readonly cpus: number
  /** Seconds in which everything that a container's death may run into happens at once. */
  readonly stressSeconds: number
}

export interface BootChecks extends TapReport {
  /** What the kernel printed that no kernel should. */
  readonly complaints: readonly string[]
  /** Why the checks did not come to their end, if they did not. */
  readonly lost: string | undefined
}

/** A kernel that looks for its own mistakes takes a tenth of that for the checks, ms. */
const patienceMs = 600_000

/** MB; a kernel with KASAN takes an eighth for itself. */
const memoryMb = 512

/** Boots a kernel into its checks, made if the cache has none. Throws KernelError where it cannot be. */
export async function runBootChecks(kernel: string, rough: Roughness): Promise<BootChecks> {
  const build = buildProgress(kernel)
  const options = await machineFor(kernel, mainline, { onProgress: build.tell })
  build.end()
  const initramfs = await buildBootChecks(await compileAgent())
  let console = ''
  const onConsole = (chunk: Buffer) => {
    console += chunk.toString('latin1')
  }
  const { cpus, stressSeconds } = rough
  const extraAppend = stressSeconds > 0 ? [`stress=${stressSeconds}`] : []
  const suite = { initramfs, memoryMb, cpus, patienceMs: patienceMs + 3000 * stressSeconds }
  const lost = await runSuite({ ...options, extraAppend }, suite, async () => undefined, {
    onConsole,
  }).catch((error: unknown) => {
    if (error instanceof TargetError) return error.message
    throw error
  })
  return { ...readTap(console), complaints: console.split(/\r?\n/).filter(isComplaint), lost }
}
