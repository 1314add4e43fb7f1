/** Which target the command line asks for: a kernel to build, a kernel in a file, or the model. */

import { hostTarget } from '../adapters/host/target.ts'
import { type QemuOptions, qemuTarget } from '../adapters/qemu/target.ts'
import type { Held } from '../adapters/qemu/told-profile.ts'
import { several } from '../adapters/several.ts'
import { compileAgent } from '../kernel/agent.ts'
import { buildKernel, type KernelModule } from '../kernel/build.ts'
import { buildInitramfs } from '../kernel/initramfs.ts'
import { allKernels, basesOf, kernelNamed } from '../kernel/kernels.ts'
import { listKernels } from '../kernel/list.ts'
import { probeImage } from '../kernel/probe.ts'
import type { Watch } from '../kernel/progress.ts'
import { profileNamed } from '../spec/profiles/index.ts'
import type { Profile } from '../spec/profiles/profile.ts'
import { type Target, TargetError } from '../spec/target.ts'
import { modelTarget } from './model-target.ts'
import { parseProfile, parseRule } from './options.ts'
import { UsageError } from './status.ts'

/** What the command line says of the target. */
export interface TargetOptions {
  readonly kernel?: string
  readonly build?: string
  readonly target?: string
  readonly break?: string
  /** Who is asked the same: a file, a kernel's name, or `model`. */
  readonly compare?: string
  /** How many are asked at once; one where nothing else is said. */
  readonly jobs?: number
  /** Guests have two CPUs, so that commands that are released together run at once. */
  readonly races?: boolean
  readonly profile: string
}

/** What a debian kernel needs to let go of memory as soon as it may. */
const quickRcu = [
  'rcupdate.rcu_expedited=1',
  'rcutree.jiffies_till_first_fqs=0',
  'rcutree.jiffies_till_next_fqs=0',
  'rcutree.use_softirq=0',
  'mitigations=off',
]

/** The profile that the command line names; `auto` is that of the named kernel, or of what it is built on. */
export function chosenProfile({ profile, build }: TargetOptions): Profile {
  if (profile !== 'auto') return parseProfile(profile)
  for (const name of build === undefined ? [] : [build, ...basesOf(build)]) {
    const known = profileNamed(name)
    if (known !== undefined) return known
  }
  return parseProfile('mainline')
}

/** Brings the target up; TargetError or KernelError say in a sentence why it cannot be asked. */
export async function chooseTarget(options: TargetOptions, watch: Watch): Promise<Target> {
  const open = await opener(options, watch)
  const first = await open()
  return several([first, ...(await manyMore((options.jobs ?? 1) - 1, open, first))])
}

/** More of the same; where one does not come up, none stays up. */
async function manyMore(
  count: number,
  open: () => Promise<Target>,
  first: Target,
): Promise<Target[]> {
  const opened = await Promise.allSettled(Array.from({ length: count }, open))
  const up = opened.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
  const failed = opened.find((one) => one.status === 'rejected')
  if (failed === undefined) return up
  await Promise.all([first, ...up].map((target) => target.close()))
  throw failed.reason
}

/** What brings up one of the target. */
async function opener(options: TargetOptions, watch: Watch): Promise<() => Promise<Target>> {
  const profile = chosenProfile(options)
  // A kernel that has no name here is asked itself.
  const held = options.profile === 'auto' ? 'told' : profile
  const named = [options.kernel, options.build, options.target].filter((one) => one !== undefined)
  if (named.length > 1) throw new UsageError('Give one of --kernel, --build and --target.')
  if (options.break !== undefined && options.target !== 'model') {
    throw new UsageError('--break wants --target model.')
  }
  if (options.target === 'model') {
    const broken = options.break === undefined ? undefined : parseRule(options.break)
    return async () => modelTarget(profile, broken)
  }
  if (options.target === 'host') {
    const agent = await compileAgent(watch)
    return () => hostTarget(agent, held)
  }
  if (options.target !== undefined) {
    throw new UsageError(`There is no target "${options.target}"; there are: model, host.`)
  }
  if (options.kernel !== undefined) return kernelInFile(options.kernel, held, watch)
  const build = options.build ?? (await quickestKernel())
  const machine = await machineFor(build, chosenProfile({ ...options, build }), watch)
  const cpus = options.races === true ? 2 : 1
  return () => qemuTarget({ ...machine, cpus })
}

/** Brings up whom the target is compared with; undefined where there is nobody. */
export async function chooseCompared(
  { compare, profile, jobs }: TargetOptions,
  watch: Watch,
): Promise<Target | undefined> {
  if (compare === undefined) return undefined
  const rest = { profile, ...(jobs === undefined ? {} : { jobs }) }
  if (compare === 'model') return chooseTarget({ target: 'model', ...rest }, watch)
  const listed = allKernels().some(({ name }) => name === compare)
  return chooseTarget(listed ? { build: compare, ...rest } : { kernel: compare, ...rest }, watch)
}

/** The quickest honest way to a verdict: our own image where it is built, else Debian's. */
async function quickestKernel(): Promise<string> {
  const kernels = await listKernels()
  const ready = kernels.find(({ name }) => name === 'mainline')?.image !== undefined
  return ready ? 'mainline' : 'debian'
}

/** The machine that a kernel of `keyspec kernel list` is booted on, its image made if need be. */
export async function machineFor(
  name: string,
  profile: Profile,
  watch: Watch,
): Promise<QemuOptions> {
  const { kind } = kernelNamed(name)
  const { image, modules } = await buildKernel(name, watch)
  const initramfs = await initramfsFor(modules, watch)
  const machine = kind === 'prebuilt' ? 'pc' : 'microvm'
  const extraAppend = kind === 'prebuilt' ? quickRcu : []
  return { image, initramfs, profile, title: name, machine, extraAppend }
}

async function initramfsFor(modules: readonly KernelModule[], watch: Watch): Promise<string> {
  return buildInitramfs({ agent: await compileAgent(watch), modules })
}

async function kernelInFile(
  file: string,
  profile: Held,
  watch: Watch,
): Promise<() => Promise<Target>> {
  const probe = await probeImage(file)
  if (probe.kind !== 'kernel') {
    throw new UsageError(probe.sentence)
  }
  const initramfs = await initramfsFor([], watch)
  const options: QemuOptions = { image: file, initramfs, profile, title: file }
  return async () => {
    try {
      return await qemuTarget({ ...options, machine: 'microvm' })
    } catch (error) {
      if (!(error instanceof TargetError) || !/boot|port/.test(error.message)) throw error
      return qemuTarget({ ...options, machine: 'pc', extraAppend: quickRcu })
    }
  }
}
