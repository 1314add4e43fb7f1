/** Wrong kernels: which there are, and by what each is known. */
import { readFileSync } from 'node:fs'
import { allKernels } from './kernels.ts'
import { parsePatch } from './patch.ts'
import { kernelData } from './paths.ts'

/**
 * A kernel with a mistake. `rule` is the one that it breaks; where there is none for it yet, `check`
 * is the boot check that it fails. `commands` is how many it takes to show it, where a head says so: a
 * list has to be full, for example.
 */
export interface WrongKernel {
  readonly name: string
  readonly rule: string | undefined
  readonly check: string | undefined
  readonly commands: number | undefined
}

const prefix = 'mutant-'

/** All of them, as the heads of their patches say. */
export function wrongKernels(): readonly WrongKernel[] {
  const names = allKernels().map(({ name }) => name)
  return names
    .filter((name) => name.startsWith(prefix))
    .map((name) => {
      const file = kernelData('mutants', `${name.slice(prefix.length)}.patch`)
      const { Rule: rule, Check: check, Commands } = parsePatch(readFileSync(file, 'utf8')).fields
      return { name, rule, check, commands: Commands === undefined ? undefined : Number(Commands) }
    })
}
