/** What the file system says: its errors told apart from our own mistakes. */
import { randomUUID } from 'node:crypto'
import { rename, stat } from 'node:fs/promises'

/** Is it an error with an errno's name? */
export const isErrnoException = (error: unknown): error is Error & { readonly code: string } =>
  error instanceof Error && 'code' in error && typeof error.code === 'string'

/** Is there anything at that path? */
export const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  )

/**
 * A file that is there whole or not at all: made under a name of its own, for two of one process may want the same
 * at once. Throws what `make` throws.
 */
export async function whole(place: string, make: (unfinished: string) => Promise<unknown>) {
  const unfinished = `${place}.${randomUUID()}`
  await make(unfinished)
  await rename(unfinished, place)
  return place
}
