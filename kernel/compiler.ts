/** Which C compiler there is; what it makes depends on it. */
import { must } from './command.ts'
import type { Watch } from './progress.ts'

/** The first line of what `tool --version` says. */
export async function compilerVersion(tool: 'gcc' | 'cc', { signal }: Watch): Promise<string> {
  return (await must(tool, ['--version'], { signal })).split('\n')[0] ?? ''
}
