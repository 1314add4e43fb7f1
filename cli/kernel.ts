/** `keyspec kernel`: build an image, list what can be built. */

import { buildKernel } from '../kernel/build.ts'
import { listKernels } from '../kernel/list.ts'
import { listenForInterrupt } from './interrupt.ts'
import { buildProgress } from './progress.ts'
import { type Status, status } from './status.ts'

/** Builds the kernel of that name and prints the path of its image. */
export async function buildOne(name: string): Promise<Status> {
  const { signal } = listenForInterrupt()
  const progress = buildProgress(name)
  const { image } = await buildKernel(name, { signal, onProgress: progress.tell })
  progress.end()
  console.log(image)
  return status.conforms
}

/** Prints every kernel, with its path where it is in the cache. */
export async function listAll(): Promise<Status> {
  const kernels = await listKernels()
  const width = Math.max(...kernels.map(({ name }) => name.length))
  for (const { name, description, image } of kernels) {
    console.log(`${name.padEnd(width)}  ${description}`)
    console.log(`${' '.repeat(width)}  ${image ?? 'not built'}`)
  }
  return status.conforms
}
