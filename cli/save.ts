/** Saving what was found: as soon as it is found, and never at the price of losing it. */

import { existsSync, mkdirSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { filesOf } from '../reports/files.ts'
import type { Profile } from '../spec/profiles/profile.ts'
import type { Finding } from '../spec/report.ts'

/** Writes a finding's files and says where; a disk that does not take them is said, not thrown. */
export function saveFinding(
  finding: Finding,
  number: number,
  profile: Profile,
  folder: string,
  replayWith: string,
): string {
  const files = filesOf(finding, number, profile, { replayWith })
  try {
    makeFolder(resolve(folder))
    for (const { name, text } of files) writeWhole(join(folder, name), text)
    return `Saved: ${files.map(({ name }) => join(folder, name)).join(', ')}`
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error
    const json = files.find(({ name }) => name.endsWith('.json'))?.text ?? ''
    return `Not saved, ${folder} cannot be written (${error.code}); the finding itself:\n${json}`
  }
}

/** Writes a file, or stdout for `-`; one that cannot be written is said on stderr, and false. */
export function saveText(path: string, text: string): boolean {
  if (path === '-') {
    process.stdout.write(text)
    return true
  }
  try {
    if (isOrdinary(path)) writeWhole(path, text)
    else writeFileSync(path, text)
    return true
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error
    console.error(`keyspec: ${path} cannot be written (${error.code}).`)
    return false
  }
}

/** A device or a pipe is written to; it is not put aside for a file. */
function isOrdinary(path: string): boolean {
  const there = statSync(path, { throwIfNoEntry: false })
  return there === undefined || there.isFile()
}

/** A folder and those above it; `recursive` of mkdirSync does not come back from below /proc. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return
  makeFolder(dirname(folder))
  mkdirSync(folder)
}

/** A file appears complete or not at all. */
function writeWhole(path: string, text: string): void {
  const part = `${path}.part`
  writeFileSync(part, text)
  renameSync(part, path)
}
