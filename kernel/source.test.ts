import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { linkTree, patchTree } from './source.ts'

let room = ''
beforeEach(() => {
  room = mkdtempSync(join(tmpdir(), 'keyspec-source-'))
  mkdirSync(join(room, 'tree', 'build-old'), { recursive: true })
  writeFileSync(join(room, 'tree', 'a.c'), 'one\ntwo\nthree\n')
  writeFileSync(join(room, 'tree', 'b.c'), 'other\n')
  writeFileSync(join(room, 'x.patch'), change('two', 'TWO'))
  writeFileSync(join(room, 'wrong.patch'), change('four', 'FOUR'))
})
afterEach(() => rmSync(room, { recursive: true }))

const change = (from: string, to: string) => `Says so.

--- a/a.c
+++ b/a.c
@@ -1,3 +1,3 @@
 one
-${from}
+${to}
 three
`

const inode = (...path: string[]) => statSync(join(room, ...path)).ino

test('a patched copy shares all but what the patch changes, and leaves the original alone', async () => {
  await linkTree(join(room, 'tree'), join(room, 'copy'), {})
  await patchTree(join(room, 'copy'), [join(room, 'x.patch')], {})
  expect(readFileSync(join(room, 'copy', 'a.c'), 'utf8')).toBe('one\nTWO\nthree\n')
  expect(readFileSync(join(room, 'tree', 'a.c'), 'utf8')).toBe('one\ntwo\nthree\n')
  expect(inode('copy', 'b.c')).toBe(inode('tree', 'b.c'))
  expect(() => inode('copy', 'build-old')).toThrow(/ENOENT/)
})

test('a patch that does not apply is named', async () => {
  await linkTree(join(room, 'tree'), join(room, 'copy'), {})
  const patching = patchTree(join(room, 'copy'), [join(room, 'wrong.patch')], {})
  await expect(patching).rejects.toThrow(/the patch wrong.patch does not apply: Hunk #1 FAILED/)
})
