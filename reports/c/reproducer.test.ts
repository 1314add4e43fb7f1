import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { mainline } from '../../spec/profiles/mainline.ts'
import { operations } from '../../spec/vocabulary/command.ts'
import { sampleFinding } from '../../spec/wire/samples.ts'
import { programOf } from '../steps.ts'
import { reproducerC } from './reproducer.ts'
import { compatible, everyOperation, otherKinds, watching } from './samples.ts'
import { cCall, cComment, cString } from './text.ts'

const samples = [sampleFinding, ...everyOperation, compatible, watching, ...otherKinds]

test('the samples hold every operation and every kind', () => {
  const ops = samples.flatMap((finding) => programOf(finding).commands.map(({ op }) => op))
  expect(new Set(ops)).toEqual(new Set(Object.keys(operations)))
  expect(new Set(samples.map(({ kind }) => kind)).size).toBe(5)
})

describe('a reproducer', () => {
  const code = reproducerC(sampleFinding, mainline, 'finding-3')

  test('tells the finding, and how it is built', () => {
    expect(code).toContain(' *   3  p2 keyctl_read k1                   "x"  <-- allowed: EACCES\n')
    expect(code).toContain('-o finding-3 finding-3.c\n')
  })

  test('is a script of calls with the numbers of the profile', () => {
    expect(code).toContain(`static void script(void)
{
	if (turn(1, P1))
		tell_key(1, add_key("user", "a", "x", 1, KEY_SPEC_SESSION_KEYRING));
	if (turn(2, P1))
		tell_value(keyctl(KEYCTL_SETPERM, k[1], 0x3f010000));
	if (turn(3, P2))
		tell_payload(keyctl(KEYCTL_READ, k[1], buffer, sizeof(buffer)));
}
`)
    expect(code).toContain('#define KEYCTL_READ 11\n')
    const odd = { ...mainline.abi, keyctl: { ...mainline.abi.keyctl, read: 77 } }
    expect(reproducerC(sampleFinding, { ...mainline, abi: odd })).toContain('KEYCTL_READ 77\n')
  })

  test('goes as far as the deviation and no further', () => {
    expect(code).not.toContain('turn(4')
    const later = { ...sampleFinding, deviation: { ...sampleFinding.deviation, step: 3 } }
    expect(reproducerC(later, mainline)).toContain(
      '\tif (turn(4, LEADER))\n\t\ttell_usage(id(1));\n',
    )
  })

  test('has no helper that it does not use', () => {
    expect(code).not.toContain('tell_usage')
    expect(code).not.toContain('clock_settime')
    expect(code).not.toContain('request_key')
  })
})

describe('C text', () => {
  test('a literal holds any byte', () => {
    expect(cString('a"\\\n\xff7')).toBe('"a\\"\\\\\\012\\3777"')
    expect(cString('??/')).toBe('"?\\?/"')
  })

  test('a comment cannot be ended by what it holds', () => {
    expect(cComment(['k1 = p1 add_key "*/" "/*"'])).toBe(
      '/*\n * k1 = p1 add_key "\\x2a/" "/\\x2a"\n */',
    )
  })

  test('a long call is broken between arguments', () => {
    const long = '"'.padEnd(60, 'x')
    expect(cCall('\t', 'f', [long, long])).toBe(`\tf(${long},\n\t\t${long});`)
  })
})

/** A compiler may be slow on a busy machine. */
const patience = 60_000
const cc = process.env.CC ?? 'cc'

describe('every sample compiles without a warning', () => {
  const folder = mkdtempSync(join(tmpdir(), 'reproducer-'))
  afterAll(() => rmSync(folder, { recursive: true }))

  test.each(samples.map((finding, at) => ({ at, finding })))(
    'sample $at',
    ({ at, finding }) => {
      const file = join(folder, `finding-${at}.c`)
      writeFileSync(file, reproducerC(finding, mainline))
      const flags = ['-std=gnu11', '-O1', '-Wall', '-Wextra', '-Werror', '-static']
      const built = spawnSync(cc, [...flags, '-o', file.replace('.c', ''), file])
      expect(built.stderr.toString()).toBe('')
      expect(built.status).toBe(0)
    },
    patience,
  )
})
