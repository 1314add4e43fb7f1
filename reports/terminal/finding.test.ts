import { describe, expect, test } from 'vitest'
import type { Finding } from '../../spec/report.ts'
import { sampleFinding } from '../../spec/wire/samples.ts'
import { ansiPaint } from '../paint.ts'
import { findingText } from './finding.ts'

const rule = (id: string) =>
  id === 'attributes/read-refused'
    ? {
        says: 'Reading wants Read on the key, or possession.',
        source: 'security/keys/keyctl.c keyctl_read_key()',
      }
    : undefined

const telling = { name: 'finding-1', replayWith: '--build mutant-read', rule }

test('a deviation is told from what was done to how to do it again', () => {
  expect(findingText(sampleFinding, telling)).toBe(`\
Linux 6.12.117 (mutant-read), QEMU TCG deviates from the specification

  p1: u1 g1             # uid, gid, +supplementary groups, privileged
  p2: u2 g2

  1  k1 = p1 add_key "user" "a" "x" @s   k1
  2  p1 keyctl_setperm k1 0x3f010000     0
  3  p2 keyctl_read k1                   "x"  <-- allowed: EACCES

Step 3: p2 keyctl_read k1 answered "x"; the specification allows only
EACCES, because

  attributes/read-refused
      Reading wants Read on the key, or possession.
      (security/keys/keyctl.c keyctl_read_key())
  permission/one-class

Found as program 812 of seed 42 after 3.1 s, shrunk from 4 commands to 3 in
0.8 s; seen again in 5 of 5 replays.

Kernel:    6.12.117 #1 PREEMPT Sat Jan  1 00:00:00 UTC 2022
Replay:    keyspec replay finding-1.json --build mutant-read
C program: finding-1.c
`)
})

/** The sample with other values. */
const told = (change: Partial<Finding>) => findingText({ ...sampleFinding, ...change }, telling)
const at = (step: number, seen: string, ...answers: string[]) => ({
  step,
  seen,
  allowed: answers.map((answer) => ({ answer, rules: [] })),
})

describe('other findings', () => {
  test('one that only the look at the end shows says so', () => {
    const text = told({ deviation: at(3, '3/3 keys', '2/2 keys, quota 2 keys 60 bytes') })
    expect(text).toContain(`\
  3  p2 keyctl_read k1                   "x"

  and looking at what is there at the end:

  4  key_users u1                        3/3 keys, quota 3 keys 64 bytes
       <-- allowed: 2/2 keys, quota 2 keys 60 bytes

Only seen when looking at the end. Step 4: key_users u1 answered 3/3 keys;
the`)
  })

  test('of several outcomes that are allowed each is named', () => {
    const text = told({ deviation: at(2, '"x"', 'EACCES', 'ENOKEY', 'EPERM') })
    expect(text).toContain('<-- allowed: EACCES, ENOKEY or EPERM')
    expect(text).toContain('the specification allows EACCES,\nENOKEY or EPERM, because')
  })

  test('a crash has the log from where it begins, and no rules', () => {
    const text = told({
      kind: 'crash',
      observations: sampleFinding.observations.with(2, { kind: 'crashed', log: '' }),
      deviation: at(2, 'crash', 'EACCES'),
      log: '[ 0.1] fine\n[ 1.0] BUG: bad\x1b[2J\n[ 1.1] RIP\n',
    })
    expect(text).toMatch(/^Linux 6.12.117 \(mutant-read\), QEMU TCG crashes\n/)
    expect(text).toContain('  3  p2 keyctl_read k1                   crash  <-- allowed: EACCES\n')
    expect(text).toContain('brought the kernel down; it should have answered\nEACCES.')
    expect(text).toContain("The kernel's log:\n\n  [ 1.0] BUG: bad\\x1b[2J\n  [ 1.1] RIP\n\n")
    expect(text).not.toContain('fine')
    expect(text).not.toContain('because')
  })

  test('a crash says what it came from, and that it does not always come', () => {
    expect(told({ kind: 'crash', cause: 'lockdep' })).toMatch(
      /crashes: lockdep has found something\n/,
    )
    expect(told({ kind: 'flaky', cause: 'oops' })).toMatch(/crashes, but not every time: an oops\n/)
  })

  test('a hang tells how long was waited', () => {
    const text = told({
      kind: 'hang',
      deviation: at(2, 'no answer within 5000 ms', 'EACCES'),
      log: 'last words',
    })
    expect(text).toContain('does not answer any more')
    expect(text).toContain('got no answer within 5000 ms; it should have\nanswered EACCES.')
    expect(text).toContain('  last words\n')
  })

  test('one that comes and goes says how often it came', () => {
    const text = told({ kind: 'flaky', replays: { runs: 5, same: 2 } })
    expect(text).toContain('deviates from the specification, but\nnot every time\n')
    expect(text).toContain('seen again in 2 of 5 replays.\nWhat decides is not in the program')
  })

  test('a difference tells both answers, and who conforms', () => {
    const title = 'Linux 6.12.117 (mainline), QEMU TCG'
    const { target, observations } = sampleFinding
    const compared = { target: { ...target, title }, observations, seen: 'EACCES' }
    const text = told({ kind: 'difference', compared: { ...compared, conforms: 'compared' } })
    expect(text).toContain(`QEMU TCG answers otherwise than Linux 6.12.117\n(mainline), QEMU TCG\n`)
    expect(text).toContain('"x"\n       <-- compared: EACCES; allowed: EACCES\n')
    expect(text).toContain(`\
Step 3: p2 keyctl_read k1 was answered "x" by Linux 6.12.117 (mutant-read),
QEMU TCG, EACCES by Linux 6.12.117 (mainline), QEMU TCG. The specification
allows EACCES: Linux 6.12.117 (mainline), QEMU TCG conforms there, because
`)
    expect(told({ kind: 'difference', compared: { ...compared, conforms: 'neither' } })).toContain(
      'neither conforms there, because',
    )
  })

  test('one that was as short as can be was not shrunk', () => {
    const found = { ...sampleFinding.found, originalCommands: 3 }
    expect(told({ found })).toContain('not shrunk: 3 commands; seen')
  })
})

test('what led there is named, and what would explain it', () => {
  const suspect = (n: number) => ({ rule: `rule/${n}`, wrong: `Wrong in way ${n}.` })
  const text = told({
    rules: ['attributes/read-refused', 'a/b', 'c/d', 'e/f', 'g/h'],
    led: ['keys/new', 'keys/owner'],
    suspects: [1, 2, 3, 4, 5].map(suspect),
  })
  expect(text).toContain(`\
  a/b
  c/d
  Also at work there: e/f, g/h
  In the steps before: keys/new, keys/owner

The same answers come from the specification with one rule turned wrong:

  rule/1
      Wrong in way 1.
`)
  expect(text).toContain('  rule/3\n      Wrong in way 3.\n\n  or any of 2 more\n\nFound')
})

test('names and descriptions that would drive a terminal are shown as bytes', () => {
  const text = findingText(
    {
      ...sampleFinding,
      target: { ...sampleFinding.target, title: 'Linux\x1b[2J' },
      deviation: at(2, 'user;u1;g1;3f010000;\x1b[2J', 'EACCES'),
    },
    telling,
  )
  expect(text).not.toContain('\x1b')
})

test('lines fit a mail where they can', () => {
  const widths = findingText(sampleFinding, { name: 'finding-1' })
    .split('\n')
    .map(({ length }) => length)
  expect(Math.max(...widths)).toBeLessThanOrEqual(76)
})

test('colours are for those who ask', () => {
  expect(findingText(sampleFinding, { ...telling, paint: ansiPaint })).toContain('\x1b[')
  expect(findingText(sampleFinding, telling)).not.toContain('\x1b')
})
