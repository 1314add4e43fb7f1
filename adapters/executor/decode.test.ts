import { describe, expect, test } from 'vitest'
import { mainline } from '../../spec/profiles/mainline.ts'
import type { Answer } from '../../spec/vocabulary/answer.ts'
import { parseProgram } from '../../spec/wire/parse.ts'
import { type FakeReply, type FakeResult, fakeReply } from '../wire/fake-reply.ts'
import { decodeReply, type Reply } from '../wire/reply.ts'
import { type Compiled, compile } from './compile.ts'
import { decode, decodeEnd } from './decode.ts'

const block = 1_000_000_030

function compiledText(text: string) {
  const parsed = parseProgram(`p1: u1 g1\n${text}`)
  if (!parsed.ok) throw new Error(parsed.error)
  const { program } = parsed
  const rest = { compat: true, ownClock: true, deadlineMs: 1, careful: false, late: false } as const
  const compiled = compile(program, {
    profile: mainline,
    block,
    settling: { way: 'yield' },
    ...rest,
  })
  return { program, compiled }
}

const replied = (compiled: Compiled, fake: FakeReply): Reply => {
  const { main, bodies } = compiled.calls
  const reply = decodeReply(fakeReply(fake), main.length + bodies.length)
  if (reply.kind === 'nonsense') throw new Error(reply.sentence)
  return reply
}

const clock = (second: number): Buffer => {
  const bytes = Buffer.alloc(16)
  bytes.writeBigInt64LE(BigInt(second))
  return bytes
}

const onTime = ({ clockChecks }: Compiled): FakeResult[] =>
  clockChecks.map(({ call, second }) => ({ call, value: 0, bytes: clock(second) }))

type Told = Omit<FakeResult, 'call'> | undefined

const results = (compiled: Compiled, told: readonly Told[]): FakeResult[] =>
  compiled.places.flatMap((place, i) => {
    const result = told[i]
    return place.kind === 'absent' || result === undefined ? [] : [{ call: place.call, ...result }]
  })

/** The answers of a program whose calls answered so. */
function answers(text: string, told: readonly Told[]): (Answer | string)[] {
  const { program, compiled } = compiledText(text)
  const all = [...onTime(compiled), ...results(compiled, told)]
  const decoded = decode(program, compiled, replied(compiled, { results: all }))
  if (decoded.kind !== 'trace') throw new Error(JSON.stringify(decoded))
  return decoded.trace.observations.map((seen) =>
    seen.kind === 'answered' ? seen.answer : seen.kind,
  )
}

const serials = (...numbers: number[]): Told => {
  const bytes = Buffer.alloc(4 * numbers.length)
  for (const [i, number] of numbers.entries()) bytes.writeInt32LE(number, 4 * i)
  return { value: bytes.length, bytes }
}

const text = (value: string): Told => ({ value: value.length, bytes: Buffer.from(value, 'latin1') })

describe('answers', () => {
  test('serials are tokens by first appearance', () => {
    const program = 'p1 add_key "user" "a" "x" @t\np1 keyctl_read @t\np1 keyctl_read @s\n'
    expect(answers(program, [{ value: 500 }, serials(900, 500), serials()])).toEqual([
      { kind: 'key', key: 1 },
      { kind: 'links', links: [2, 1] },
      { kind: 'links', links: [] },
    ])
  })

  test('a payload that somebody gave is one, whatever else it may be', () => {
    const program = 'p1 add_key "user" "a" "\\x01\\x00\\x00\\x00" @t\np1 keyctl_read k1\n'
    expect(answers(program, [{ value: -13 }, text('\x01\x00\x00\x00')])).toEqual([
      { kind: 'errno', errno: 'EACCES' },
      { kind: 'payload', payload: '\x01\x00\x00\x00' },
    ])
  })

  test.each([
    ['a length that is not that of the bytes', { value: 8, bytes: Buffer.from('ab') }, '6162'],
  ])('%s are garbled', (_, told, bytes) => {
    expect(answers('p1 keyctl_read @t\n', [told])).toEqual([{ kind: 'garbled', bytes }])
  })

  test('what is read and is neither given nor serials is what a type has made of a payload', () => {
    const reads = 'p1 keyctl_read @t\np1 keyctl_read @t\n'
    expect(answers(reads, [text('abc'), serials(5, -5)])).toEqual([
      { kind: 'payload', payload: 'abc' },
      { kind: 'payload', payload: '\x05\0\0\0\xfb\xff\xff\xff' },
    ])
  })

  test('descriptions are in names', () => {
    const describes = 'p1 keyctl_describe @us\np1 keyctl_describe @t\n'
    const told = [
      text('keyring;1000000031;65534;1f3f0000;_uid_ses.1000000031\0'),
      text('user;0;1000000032;00000001;a;b\0'),
    ]
    expect(answers(describes, told)).toMatchObject([
      { description: { uid: 'u1', gid: '#65534', perm: 0x1f3f0000, description: '_uid_ses.u1' } },
      { description: { type: 'user', uid: 'root', gid: 'g2', perm: 1, description: 'a;b' } },
    ])
  })

  test.each(['user;1;1;1;a\0', 'user;1;1;00000001;a', 'user;1;1;00000001;a\0b\0'])(
    '%j describes nothing',
    (told) => {
      expect(answers('p1 keyctl_describe @t\n', [text(told)])).toMatchObject([{ kind: 'garbled' }])
    },
  )

  test('a user has the line that is theirs, or no keys', () => {
    const line = '1000000031:     2 3/2 2/200 40/20000\n'
    const usage = { keys: 3, instantiated: 2, quotaKeys: 2, quotaBytes: 40 }
    const none = { keys: 0, instantiated: 0, quotaKeys: 0, quotaBytes: 0 }
    expect(answers('key_users u1\nkey_users u1\n', [text(line), text('')])).toEqual([
      { kind: 'usage', usage },
      { kind: 'usage', usage: none },
    ])
    expect(answers('key_users u1\n', [text(line + line)])).toMatchObject([{ kind: 'garbled' }])
  })

  test('what was not told was done, or had nobody to do it', () => {
    const program = 'p2 = p1 fork\np3 exit\np1 keyctl_read @t\n'
    expect(answers(program, [])).toEqual([
      { kind: 'done' },
      { kind: 'absent' },
      { kind: 'garbled', bytes: '' },
    ])
  })

  test('joining the keyring that one has answers no key', () => {
    const join = 'p1 keyctl_join_session_keyring "a"\n'
    expect(answers(join, [{ value: 0 }])).toEqual([{ kind: 'value', value: 0 }])
  })
})

describe('/proc/keys', () => {
  test('the line of a key is found by its serial, and ends where the next begins', () => {
    const list = 'k1 = p1 add_key "user" "a" "x" @t\np1 proc_keys k1\np1 proc_keys k2\n'
    const lines = [
      '000000ab I--Q---     1 perm 3f030000 1000000031 65534 keyring   _uid.1000000031: 2\n',
      '000001f4 IR-Q---     2 expd 3f010000 1000000031 1000000032 big_key   a\nb: 900 [file]\n',
    ]
    const [, listed, other] = answers(list, [{ value: 500 }, text(lines.join('')), text('')])
    expect([listed, other]).toMatchObject([
      { entry: { flags: 'IR-Q---', expiry: 'expd', gid: 'g2', description: 'a\nb: 900' } },
      { kind: 'unlisted' },
    ])
    const [, ring] = answers(list, [{ value: 0xab }, text(lines.join('')), text('')])
    expect(ring).toMatchObject({ entry: { uid: 'u1', type: 'keyring', description: '_uid.u1: 2' } })
  })
})

describe('a reply', () => {
  const { program, compiled } = compiledText('p1 keyctl_read @s\np1 keyctl_read @s\n')

  test('to a program over which a second ended is late', () => {
    const { clockChecks } = compiled
    const late = clockChecks.map(({ call, second }) => ({
      call,
      value: 0,
      bytes: clock(second + 1),
    }))
    expect(decode(program, compiled, replied(compiled, { results: late }))).toMatchObject({
      kind: 'late',
      why: expect.stringMatching(/^the clock was 1 s on, .* by command \d of 2 \(\d+ µs in all\)$/),
    })
    expect(decode(program, compiled, replied(compiled, {})).kind).toBe('late')
  })

  test('to a program over which the collector passed unasked is late', () => {
    const { program, compiled } = compiledText(
      'k1 = p1 add_key "dns_resolver" "a" "x\\x00" @t\np1 keyctl_revoke k1\n',
    )
    const [look] = compiled.sentinelLooks
    const told = (value: number) => [
      ...onTime(compiled),
      { call: look ?? 0, value, bytes: Buffer.alloc(0) },
    ]
    const { kind } = decode(program, compiled, replied(compiled, { results: told(0) }))
    expect(kind).toBe('trace')
    expect(decode(program, compiled, replied(compiled, { results: told(-2) }))).toMatchObject({
      kind: 'late',
      why: expect.stringContaining('the collector had passed over links unasked by command 2 of 2'),
    })
  })

  test('in which a call of the world failed is nonsense', () => {
    const bad = { results: [...onTime(compiled), { call: 0, value: -1 }] }
    expect(decode(program, compiled, replied(compiled, bad))).toMatchObject({
      sentence: "the guest answered -1 to call 0, which is no command's",
    })
  })

  test('tells whose keys have stayed', () => {
    const line = '1000000031:     1 1/1 1/200 16/20000\n'
    const look = { call: compiled.left.look ?? -1, value: line.length, bytes: Buffer.from(line) }
    const reply = replied(compiled, { results: [...onTime(compiled), look] })
    expect(decode(program, compiled, reply)).toMatchObject({ leftovers: 1, haunted: false })
  })

  test('tells of dead keyrings that others would find', () => {
    const dead = { call: compiled.left.haunts[0] ?? -1, value: -126 }
    const reply = replied(compiled, { results: [...onTime(compiled), dead] })
    expect(decode(program, compiled, reply)).toMatchObject({ kind: 'trace', haunted: true })
  })

  test('that ends too soon ends in the command it was at', () => {
    const fate = { kind: 'crashed', log: 'oops' } as const
    const [, second] = compiled.places
    const at = second?.kind === 'told' ? second.call : 0
    const told = results(compiled, [{ value: 0 }])
    const trace = decodeEnd(program, compiled, replied(compiled, { at, results: told }), fate)
    expect(trace.observations).toEqual([
      { kind: 'answered', answer: { kind: 'links', links: [] } },
      fate,
    ])
    expect(decodeEnd(program, compiled, replied(compiled, { at: 0 }), fate).observations).toEqual([
      fate,
      { kind: 'unreached' },
    ])
  })
})
