/** What the file system says: its errors told apart from our own mistakes. */
import { stat } from 'node:fs/promises'

/** Is it an error with an errno's name? */
export const isErrnoException = (error: unknown): error is Error & { readonly code: string } =>
  error instanceof Error && 'code' in error && typeof error.code === 'string'

/** Is there anything at that path? */
export const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  )
