import { describe, expect, test } from 'vitest'
import {
  readFinding,
  readProgramOrFinding,
  readReport,
  readTraceFile,
  writeFinding,
  writeReport,
  writeTraceFile,
} from './json.ts'
import { sampleFinding, sampleReport, sampleTrace } from './samples.ts'

const whole = writeFinding(sampleFinding)

/** The finding's JSON with another value at a path; without it where the value is undefined. */
function edited(path: string, value: unknown): string {
  const copy: unknown = JSON.parse(whole)
  const fields = path.split('.')
  const last = fields.pop() ?? ''
  const inner = fields.reduce((at, field) => Reflect.get(Object(at), field), copy)
  Reflect.set(Object(inner), last, value)
  return JSON.stringify(copy)
}

const red = 'p1: u1 g1\np1 keyctl_red k1\n'

/** What is changed, and how the sentence goes on after `is not a valid finding: `. */
const invalid: [string, unknown, string][] = [
  ['seed', undefined, 'the document lacks "seed"'],
  ['found.luck', 1, 'found has a field "luck" that nothing is known of'],
  [
    'observations.0.answer',
    { kind: 'odd' },
    'observations[0].answer has a "kind" that nothing is known of',
  ],
  ['deviation.seen', 3, 'deviation.seen must be string'],
  ['kind', 'rumour', 'kind must be one of deviation, difference, crash, hang, flaky'],
  ['program', red, 'program, line 2: keyctl_red is no operation'],
  ['found.original', red, 'found.original, line 2: keyctl_red is no operation'],
  ['observations', [], 'program has 4 commands, observations has 0 entries'],
  ['deviation.step', 4, 'deviation.step is 4, but program has 4 commands'],
  ['commands', 9, 'commands is 9, but program has 4'],
]

describe('files that are saved', () => {
  test('are read back as they were', () => {
    expect(readFinding(writeFinding(sampleFinding))).toEqual({ ok: true, value: sampleFinding })
    expect(readTraceFile(writeTraceFile(sampleTrace))).toEqual({ ok: true, value: sampleTrace })
    expect(readReport(writeReport(sampleReport))).toEqual({ ok: true, value: sampleReport })
  })

  test('have an order of their own, whatever that of the value', () => {
    const { format, ...rest } = sampleFinding
    const text = writeFinding({ ...rest, format })
    expect(text).toBe(writeFinding(sampleFinding))
    expect(text).toMatch(/^\{\n {2}"format": "keyspec-finding\/1",\n {2}"kind"/)
    expect(text.endsWith('\n}\n')).toBe(true)
  })

  test('keep every field of every kind of observation', () => {
    const observations = [
      { kind: 'answered', answer: { kind: 'errno', errno: 'E#77' } },
      { kind: 'answered', answer: { kind: 'garbled', bytes: '00ff' } },
      { kind: 'crashed', log: 'Oops' },
      { kind: 'timed-out', afterMs: 1.5, log: '' },
    ] as const
    const trace = { ...sampleTrace, observations }
    expect(readTraceFile(writeTraceFile(trace))).toEqual({ ok: true, value: trace })
  })
})

describe('what is no finding is told in one sentence', () => {
  test.each([1, 40, 333, whole.length - 2])('cut after %d characters', (length) => {
    expect(readFinding(whole.slice(0, length))).toEqual({
      ok: false,
      error: 'ends in the middle: not a complete finding',
    })
  })

  test.each<[string, string, string]>([
    ['nothing', '', 'it is empty: not a finding'],
    ['another document', '{"a":1}', 'is not a finding: its "format" is not "keyspec-finding/1"'],
    ['null', 'null', 'is not a finding: its "format" is not "keyspec-finding/1"'],
    [
      'a newer version',
      whole.replace('keyspec-finding/1', 'keyspec-finding/2'),
      'is a finding of a newer version (keyspec-finding/2): this one reads keyspec-finding/1',
    ],
  ])('%s', (_, text, error) => {
    expect(readFinding(text)).toEqual({ ok: false, error })
  })

  test.each(invalid)('%s: %j', (path, value, error) => {
    expect(readFinding(edited(path, value))).toEqual({
      ok: false,
      error: `is not a valid finding: ${error}`,
    })
  })

  test('text that is no JSON', () => {
    expect(readFinding('k1 = p1')).toMatchObject({
      ok: false,
      error: expect.stringMatching(/^is not JSON: /),
    })
  })

  test('a report tells which of its findings is wrong', () => {
    const bad = { ...sampleFinding, commands: 9 }
    expect(readReport(writeReport({ ...sampleReport, findings: [sampleFinding, bad] }))).toEqual({
      ok: false,
      error: 'is not a valid run report: findings[1]: commands is 9, but program has 4',
    })
  })

  test('an excuse may be left out, and may not be null', () => {
    const text = writeReport(sampleReport).replace('"memory does not run out"', 'null')
    expect(readReport(text)).toMatchObject({
      ok: false,
      error: expect.stringMatching(/coverage\.pairs\[2\]\.excuse/),
    })
  })
})

describe('what can be replayed', () => {
  test('a finding, a trace and a program are told apart', () => {
    expect(readProgramOrFinding(writeFinding(sampleFinding))).toMatchObject({
      ok: true,
      value: { kind: 'finding', finding: { seed: 42 } },
    })
    expect(readProgramOrFinding(writeTraceFile(sampleTrace))).toMatchObject({
      ok: true,
      value: { kind: 'trace', program: { actors: [{ name: 'p1' }, { name: 'p2' }] } },
    })
    expect(readProgramOrFinding('p1: u1 g1\np1 keyctl_read #0 -> EINVAL\n')).toMatchObject({
      ok: true,
      value: { kind: 'program', expected: [{ command: 0, answer: 'EINVAL' }] },
    })
  })

  test.each([
    ['', 'holds no command: nothing to run'],
    ['p1: u1 g1\n', 'holds no command: nothing to run'],
    ['hello', 'line 1: hello is no operation'],
    ['{"format": "keyspec-fin', 'ends in the middle: not a complete finding'],
    ['[]', 'is not a finding: its "format" is not "keyspec-finding/1"'],
    [writeReport(sampleReport), 'is a run report: give one of the findings it was saved with'],
  ])('%j is refused', (text, error) => {
    expect(readProgramOrFinding(text)).toEqual({ ok: false, error })
  })
})
