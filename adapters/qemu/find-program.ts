/** Programs of this machine. */

import { access, constants } from 'node:fs/promises'
import { delimiter, join } from 'node:path'

/** The path of an executable program on PATH, or undefined. */
export async function findProgram(name: string): Promise<string | undefined> {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    if (folder === '') continue
    const path = join(folder, name)
    if (await canExecute(path)) return path
  }
  return undefined
}

async function canExecute(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
