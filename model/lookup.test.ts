import { expect, test } from 'vitest'
import { mainline } from '../spec/profiles/mainline.ts'
import type { Answer } from '../spec/vocabulary/answer.ts'
import { parseProgram } from '../spec/wire/parse.ts'
import { runOnModel } from './run.ts'

function lastAnswer(lines: string): Answer | undefined {
  const parsed = parseProgram(`p1: u1 g1\nk1 = p1 add_key "user" "a" "x" @t\n${lines}`)
  if (!parsed.ok) throw new Error(parsed.error)
  const seen = runOnModel({ profile: mainline }, parsed.program).observations.at(-1)
  return seen?.kind === 'answered' ? seen.answer : undefined
}

test.each([
  ['#-1', { kind: 'key' }],
  ['#4294967295', { kind: 'key' }],
  ['#4294967296', { kind: 'errno', errno: 'EINVAL' }],
  ['#2147483648', { kind: 'errno', errno: 'EINVAL' }],
  ['#2147483647', { kind: 'errno', errno: 'ENOKEY' }],
])('the kernel takes 32 bits of %s', (number, answer) => {
  expect(lastAnswer(`p1 keyctl_get_keyring_id ${number} 0`)).toMatchObject(answer)
})

test.each(['#0', '#00', '#-0', '#4294967296'])('%s is no destination', (number) => {
  expect(lastAnswer(`p1 request_key "user" "a" ${number}`)).toMatchObject({ kind: 'key' })
})
