/** The files that a finding is saved as: names and contents, for somebody else to write. */

import type { Profile } from '../spec/profiles/profile.ts'
import type { Finding } from '../spec/report.ts'
import { writeFinding } from '../spec/wire/json.ts'
import { reproducerC } from './c/reproducer.ts'
import { findingText, type Telling } from './terminal/finding.ts'

export interface SavedFile {
  readonly name: string
  readonly text: string
}

/** The `n`th finding of a run, from 1: to replay, to run without us, to read. */
export function filesOf(
  finding: Finding,
  n: number,
  profile: Profile,
  telling: Pick<Telling, 'replayWith' | 'rule'> = {},
): readonly SavedFile[] {
  const name = `finding-${n}`
  return [
    { name: `${name}.json`, text: writeFinding(finding) },
    { name: `${name}.c`, text: reproducerC(finding, profile, name) },
    { name: `${name}.txt`, text: findingText(finding, { ...telling, name }) },
  ]
}
