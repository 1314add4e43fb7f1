import { expect, test } from 'vitest'
import { readTap } from './boot-checks.ts'

test('checks are read from among what else a kernel prints', () => {
  const console = `Run /init as init process\r
TAP version 13\r
ok 1 - grant: Read to everyone\r
[    1.2] something else\r
not ok 2 - grant: shows as a mask\r
# got -13, wanted 0\r
1..2\r
`
  expect(readTap(console)).toEqual({
    planned: 2,
    checks: [
      { ok: true, name: 'grant: Read to everyone', diagnostics: [] },
      { ok: false, name: 'grant: shows as a mask', diagnostics: ['got -13, wanted 0'] },
    ],
  })
})

test('checks that did not come to their end have no plan', () => {
  expect(readTap('ok 1 - a\nKernel panic - not syncing').planned).toBeUndefined()
})
