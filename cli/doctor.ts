/** `keyspec doctor`: what is here, what is missing, how to get it. */

import { access, constants } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { listKernels } from '../kernel/list.ts'
import { cacheRoot } from '../kernel/paths.ts'
import { type Status, status } from './status.ts'

/** A program that is needed, what for, and the Debian package that has it. */
interface Tool {
  readonly name: string
  readonly for: 'run' | 'build'
  readonly package: string
}

const tools: readonly Tool[] = [
  { name: 'qemu-system-x86_64', for: 'run', package: 'qemu-system-x86' },
  { name: 'cc', for: 'run', package: 'gcc libc6-dev' },
  { name: 'dpkg-deb', for: 'run', package: 'dpkg' },
  { name: 'apt-get', for: 'run', package: 'apt' },
  { name: 'make', for: 'build', package: 'make' },
  { name: 'flex', for: 'build', package: 'flex' },
  { name: 'bison', for: 'build', package: 'bison' },
  { name: 'bc', for: 'build', package: 'bc' },
  { name: 'xz', for: 'build', package: 'xz-utils' },
  { name: 'patch', for: 'build', package: 'patch' },
]

async function onPath(name: string): Promise<string | undefined> {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const file = join(folder, name)
    const found = await access(file, constants.X_OK).then(
      () => true,
      () => false,
    )
    if (found) return file
  }
  return undefined
}

/** Prints what is there; status 3 where a run is impossible. */
export async function doctor(): Promise<Status> {
  const missing: Tool[] = []
  for (const tool of tools) {
    const file = await onPath(tool.name)
    if (file === undefined) missing.push(tool)
    console.log(`${tool.name.padEnd(20)} ${file ?? `missing: apt-get install ${tool.package}`}`)
  }
  const kvm = await access('/dev/kvm', constants.R_OK | constants.W_OK).then(
    () => 'present; tried by booting before it is used',
    () => 'not usable here: QEMU emulates the processor (TCG)',
  )
  console.log(`${'/dev/kvm'.padEnd(20)} ${kvm}`)
  console.log(`${'cache'.padEnd(20)} ${cacheRoot()}`)
  for (const { name, image } of await listKernels()) {
    console.log(`${`kernel ${name}`.padEnd(20)} ${image ?? 'not built'}`)
  }
  const blocked = missing.some((tool) => tool.for === 'run')
  if (missing.length > 0) {
    const packages = missing.map((tool) => tool.package).join(' ')
    console.log(
      `\n${blocked ? 'A run needs' : 'Building kernels needs'}: apt-get install ${packages}`,
    )
  }
  return blocked ? status.target : status.conforms
}
