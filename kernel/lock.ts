/** Two processes never make the same thing at once. */
import { once } from 'node:events'
import { mkdir } from 'node:fs/promises'
import { execa } from 'execa'
import { cached } from './paths.ts'
import { KernelError } from './trouble.ts'

/**
 * Run `body` while holding the lock `name`. The lock belongs to a child that lives as long as its
 * stdin, so that a process that is killed leaves no lock behind.
 */
export async function locked<T>(
  name: string,
  signal: AbortSignal | undefined,
  body: () => Promise<T>,
): Promise<T> {
  await mkdir(cached('locks'), { recursive: true })
  const holder = execa('flock', [cached('locks', name), 'sh', '-c', 'echo held; exec cat'], {
    reject: false,
    ...(signal === undefined ? {} : { cancelSignal: signal }),
  })
  const refusal = await Promise.race([once(holder.stdout, 'data').then(() => undefined), holder])
  if (refusal?.isCanceled) throw new KernelError({ kind: 'interrupted', tool: 'flock' })
  if (refusal?.code === 'ENOENT') {
    throw new KernelError({ kind: 'missing-tool', tool: 'flock', package: 'util-linux' })
  }
  if (refusal) throw new KernelError({ kind: 'tool-failed', tool: 'flock', said: refusal.stderr })
  try {
    return await body()
  } finally {
    holder.stdin.end()
    await holder
  }
}
