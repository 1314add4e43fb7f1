import { describe, expect, test } from 'vitest'
import type { Finding } from '../../spec/report.ts'
import type { Observation } from '../../spec/vocabulary/answer.ts'
import { sampleFinding } from '../../spec/wire/samples.ts'
import { programOf } from '../steps.ts'
import { expectationsOf } from './answers.ts'

const key = (token: number): Observation => ({
  kind: 'answered',
  answer: { kind: 'key', key: token },
})
const links = (...tokens: number[]): Observation => ({
  kind: 'answered',
  answer: { kind: 'links', links: tokens },
})

/** What is expected of a program, the last of whose steps deviates. */
function expected(steps: [string, Observation][], allowed: string[], later: typeof steps = []) {
  const all = [...steps, ...later]
  const finding: Finding = {
    ...sampleFinding,
    program: `p1: u1 g1\n${all.map(([line]) => `${line}\n`).join('')}`,
    observations: all.map(([, seen]) => seen),
    deviation: {
      step: steps.length - 1,
      seen: '',
      allowed: allowed.map((answer) => ({ answer, rules: [] })),
    },
  }
  return expectationsOf(finding, programOf(finding))
}

describe('a reproducer calls a key', () => {
  test('new at first, then by its name, else by its number', () => {
    const { seen } = expected(
      [
        ['k1 = p1 add_key "user" "a" "x" @s', key(1)],
        ['p1 keyctl_read @s', links(2, 1)],
        ['k2 = p1 keyctl_get_keyring_id @t 1', key(3)],
        ['p1 keyctl_read @s', links(2, 1, 3)],
        ['k3 = p1 keyctl_get_keyring_id @u 1', key(2)],
        ['p1 keyctl_read @s', links(2)],
      ],
      ['[]'],
    )
    expect(seen).toEqual([
      'a new key',
      '[a new key, k1]',
      'a new key',
      '[?2, k1, k2]',
      '?2',
      '[k3]',
    ])
  })

  test('new where the specification wants one that nobody has seen', () => {
    const add: [string, Observation] = ['k1 = p1 add_key "user" "a" "x" @s', key(1)]
    expect(expected([add], ['a new user "a b]"', 'EACCES']).allowed).toEqual([
      'a new key',
      'EACCES',
    ])
    const read: [string, Observation] = ['p1 keyctl_read @s', links()]
    expect(expected([add, read], ['[k1 a new user "a b" ?1]']).allowed).toEqual([
      '[k1, a new key, a new key]',
    ])
  })

  test('by what it is called so far, though a later step gives it a name', () => {
    const { allowed } = expected(
      [
        ['p1 keyctl_read @s', links(1)],
        ['k1 = p1 keyctl_get_keyring_id @s 0', key(2)],
      ],
      ['k9'],
      [['k9 = p1 keyctl_get_keyring_id @u 0', key(1)]],
    )
    expect(allowed).toEqual(['?1'])
  })
})

test('more links than a keyring orders are sorted', () => {
  const many = Array.from({ length: 17 }, (_, i) => i + 1)
  const { seen } = expected(
    [
      ['p1 keyctl_read @s', links(...many)],
      ['p1 keyctl_read @s', links(...many)],
    ],
    ['[]'],
  )
  expect(seen[1]).toMatch(/^\[\?1, \?10, \?11, .*, \?17, \?2, \?3, /)
})

test('an empty payload is read as nothing at all', () => {
  const payload: Observation = { kind: 'answered', answer: { kind: 'payload', payload: '' } }
  expect(expected([['p1 keyctl_read @s', payload]], ['""'])).toEqual({
    seen: ['[]'],
    allowed: ['[]'],
  })
})

test('lines of /proc/containers stay as they are', () => {
  const line = { label: '<current>', flags: 0, uid: 'root', gid: 'root' }
  const seen: Observation = { kind: 'answered', answer: { kind: 'containers', lines: [line] } }
  const lines = '[<current> 000 root root, a 100 u1 g1]'
  expect(expected([['p1 proc_containers', seen]], [lines])).toEqual({
    seen: ['[<current> 000 root root]'],
    allowed: [lines],
  })
})
