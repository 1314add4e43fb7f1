import { expect, test } from 'vitest'
import { container } from '../spec/profiles/container.ts'
import type { Answer } from '../spec/vocabulary/answer.ts'
import { groupsOf } from '../spec/vocabulary/together.ts'
import { parseProgram } from '../spec/wire/parse.ts'
import { judge } from './oracle.ts'

const semantics = { profile: container }

const programOf = (text: string) => {
  const parsed = parseProgram(text)
  if (!parsed.ok) throw new Error(parsed.error)
  return parsed.program
}

/** What is allowed of answers to the last commands of a program; what comes before answers as it should. */
function verdictOf(text: string, before: readonly Answer[], last: readonly Answer[]) {
  const observations = [...before, ...last].map((answer) => ({ kind: 'answered', answer }) as const)
  return judge(semantics, { program: programOf(text), observations }).deviations
}

const zero: Answer = { kind: 'value', value: 0 }
const revoked: Answer = { kind: 'errno', errno: 'EKEYREVOKED' }
const payload: Answer = { kind: 'payload', payload: 'x' }

const revokeAndRead = `p1: u1 g1
p2: u1 g1
k1 = p1 add_key "user" "a" "x" @u
p1 keyctl_setperm k1 0x3f3f3f3f
p1 keyctl_revoke k1
& p2 keyctl_read k1
p2 keyctl_read k1`

const begun: readonly Answer[] = [{ kind: 'key', key: 1 }, zero]

test.each([
  ['the revocation came first', [zero, revoked, revoked]],
  ['the reading came first', [zero, payload, revoked]],
])('%s', (_, answers) => {
  expect(verdictOf(revokeAndRead, begun, answers)).toEqual([])
})

test('no order explains that a key is revoked and read afterwards', () => {
  const [deviation] = verdictOf(revokeAndRead, begun, [zero, payload, payload])
  expect(deviation).toMatchObject({ step: 4, seen: '"x"' })
})

test('no order explains an answer that no order has, and all are told', () => {
  const enokey: Answer = { kind: 'errno', errno: 'ENOKEY' }
  const [deviation] = verdictOf(revokeAndRead, begun, [zero, enokey, revoked])
  expect(deviation?.seen).toBe('0 & ENOKEY')
  expect(deviation?.allowed.map(({ answer }) => answer).sort()).toEqual([
    '0 & "x"',
    '0 & EKEYREVOKED',
  ])
})

const closeAndAdd = `p1: u1 g1
c1 = p1 container_create "a" 0x00000100
p2 = p1 fork_into_container c1
p2 close_container c1
p1 close_container c1
& k1 = p2 add_key "user" "a" "x" @u
key_users u1`

const done: Answer = { kind: 'done' }
const absent: Answer = { kind: 'absent' }
const usage = (keys: number, bytes: number): Answer => ({
  kind: 'usage',
  usage: { keys, instantiated: keys, quotaKeys: keys, quotaBytes: bytes },
})

test.each([
  ['was killed before its call', [done, absent, usage(0, 0)]],
  ['was killed when its call was over', [done, absent, usage(3, 47)]],
  ['was killed when it had told', [done, { kind: 'key', key: 1 }, usage(3, 47)]],
] as const)('a process that %s', (_, answers) => {
  expect(verdictOf(closeAndAdd, [done, done, done], answers)).toEqual([])
})

test('a process that lives has told what it did', () => {
  const text = `p1: u1 g1
p2: u1 g1
k1 = p1 add_key "user" "a" "x" @u
& k2 = p2 add_key "user" "b" "x" @u`
  expect(verdictOf(text, [], [{ kind: 'key', key: 1 }, absent])).toMatchObject([{ step: 1 }])
})

test.each([
  [
    'whoever acts twice acts one after the other',
    'p1 keyctl_read @t\n& p1 keyctl_read @t',
    [[0], [1]],
  ],
  ['two are a group', 'p1 keyctl_read @t\n& p2 keyctl_read @t', [[0, 1]]],
  [
    'what is made is waited for',
    'k1 = p1 add_key "user" "a" "x" @t\n& p2 keyctl_read k1',
    [[0], [1]],
  ],
  ['who is made is waited for', 'p3 = p1 fork\n& p3 keyctl_read @t', [[0], [1]]],
  [
    'a call that may wait is alone',
    'p1 request_key "user" "a" "b"\n& p2 keyctl_read @t',
    [[0], [1]],
  ],
  ['the first has nobody above it', '& p1 keyctl_read @t\np2 keyctl_read @t', [[0], [1]]],
])('%s', (_, lines, groups) => {
  expect(groupsOf(programOf(`p1: u1 g1\np2: u1 g1\n${lines}`).commands)).toEqual(groups)
})
