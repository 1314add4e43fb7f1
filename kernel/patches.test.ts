import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { keptPackage } from './packages.ts'
import { parsePatch } from './patch.ts'
import { kernelData } from './paths.ts'
import { patchTree } from './source.ts'

const series = readdirSync(kernelData('patches'))
  .sort()
  .map((file) => kernelData('patches', file))

const source = await keptPackage('linux-source-6\\.12')

test('the patches are numbered, and each says what it is and who stands for it', () => {
  for (const [index, path] of series.entries()) {
    const text = readFileSync(path, 'utf8')
    expect(basename(path)).toMatch(
      new RegExp(`^${String(index + 1).padStart(4, '0')}-[-\\w]+\\.patch$`),
    )
    expect(text).toMatch(/^Subject: \[PATCH\] (\w+: )+[A-Z]/m)
    expect(text).toMatch(/^Signed-off-by: /m)
  }
})

/** Only the files that the series changes are copied: the tree is large, and not ours to change. */
test.skipIf(source === undefined)('the series applies, exactly', async () => {
  const room = mkdtempSync(join(tmpdir(), 'keyspec-series-'))
  try {
    for (const path of series.flatMap((each) => parsePatch(readFileSync(each, 'utf8')).files)) {
      const from = join(source?.folder ?? '', 'linux', path)
      mkdirSync(join(room, dirname(path)), { recursive: true })
      if (existsSync(from)) cpSync(from, join(room, path))
    }
    await patchTree(room, series, {})
  } finally {
    rmSync(room, { recursive: true })
  }
})
