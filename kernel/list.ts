/** What `keyspec kernel list` shows. */
import { finished } from './build.ts'
import { keptSourceKey } from './from-source.ts'
import { allKernels, type Kernel } from './kernels.ts'
import { keptPrebuiltKey } from './prebuilt.ts'

/** A kernel that could be asked; `image` is its path when it is in the cache. */
export interface Listed {
  readonly name: string
  readonly description: string
  readonly image: string | undefined
}

/** Every kernel, and whether it is in the cache; nothing is fetched or built. */
export const listKernels = (): Promise<readonly Listed[]> => Promise.all(allKernels().map(listed))

async function listed(kernel: Kernel): Promise<Listed> {
  const { name, description } = kernel
  const key = await (kernel.kind === 'built' ? keptSourceKey(kernel) : keptPrebuiltKey(kernel))
  const built = key === undefined ? undefined : await finished(name, key)
  return { name, description, image: built?.image }
}
