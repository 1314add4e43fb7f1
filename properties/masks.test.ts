import { describe, expect, test } from 'vitest'
import { breakOf } from '../model/breaks/index.ts'
import { runOnModel } from '../model/run.ts'
import type { Semantics } from '../model/step.ts'
import { container } from '../spec/profiles/container.ts'
import { mainline } from '../spec/profiles/mainline.ts'
import type { RuleId } from '../spec/rules.ts'
import { printCommand, printObservation } from '../spec/wire/print.ts'
import { defaultPrograms, maskPrograms } from './mask-programs.ts'
import { compareMasks, maskOf, masksFrom, merged } from './masks.ts'

/** Masks whose bytes are nothing, one bit, or all. */
const plain = [0, 1, 2, 4, 8, 16, 32, 63]
const plainMasks = plain.flatMap((a) =>
  plain.flatMap((b) => plain.flatMap((c) => plain.map((d) => ((a * 64 + b) * 64 + c) * 64 + d))),
)

function compared(semantics: Semantics, masks: Iterable<number> = plainMasks.map(maskOf)) {
  const comparison = compareMasks(semantics, masks)
  for (let at = comparison.next(); ; at = comparison.next()) if (at.done === true) return at.value
}

describe('a list made from a mask', () => {
  const { unlisted, contrasts, masks } = compared({ profile: container })

  test('answers as the mask does but where the specification lists it', () => {
    expect(masks).toBe(4096)
    expect(unlisted).toEqual([])
  })

  test('answers otherwise to every kind of caller but others, whatever is asked', () => {
    const callers = new Set(contrasts.map(({ caller }) => caller))
    expect([...callers].toSorted()).toEqual(['group', 'owner', 'owner in the group'])
    expect(contrasts).toHaveLength(3 * 10)
  })

  test.each<RuleId>([
    'acl/grants-add-up',
    'acl/everyone',
    'acl/group',
    'acl/mask-becomes-list',
    'acl/write-or-setattr-revokes',
    'acl/search-invalidates',
    'acl/search-joins',
    'acl/write-clears',
  ])('is found out if %s is turned wrong', (id) => {
    expect(compared({ profile: container, broken: breakOf(id) }).unlisted).not.toEqual([])
  })
})

test('parts that are merged are what the whole is', () => {
  const broken = { profile: container, broken: breakOf('acl/search-joins') }
  const part = (from: number, to: number) => compared(broken, masksFrom(from, to))
  expect(merged([part(0, 700), part(700, 5000)])).toEqual(part(0, 5000))
})

/** What an answer is in words, whatever its keys are called. */
const words = (semantics: Semantics, program: Parameters<typeof runOnModel>[1]) =>
  runOnModel(semantics, program).observations.map((seen) => printObservation(seen, () => 'key'))

test('what leads up to an attempt succeeds', () => {
  const sample = [...maskPrograms()].filter((_, at) => at % 20 === 0)
  for (const profile of [mainline, container]) {
    for (const { program, tries } of sample) {
      const answers = words({ profile }, program).filter((_, at) => !tries.includes(at))
      expect(answers.filter((answer) => /^E[A-Z]+$/.test(answer))).toEqual([])
    }
  }
})

test('by default, only what the specification lists is answered otherwise', () => {
  const differing = new Set<string>()
  for (const { what, program } of defaultPrograms()) {
    const [one, other] = [mainline, container].map((profile) => words({ profile }, program).at(-1))
    const last = program.commands.at(-1)
    if (last !== undefined && one !== other)
      differing.add(`${what}: ${printCommand(last).split(' ')[1]}`)
  }
  const setting = ['set_timeout', 'setperm', 'chown', 'restrict_keyring']
  const ofUsers = ['describe', ...setting, 'invalidate', 'revoke', 'clear']
  const expected = [
    'a logon key: keyctl_describe',
    ...['dns_resolver', 'rxrpc'].flatMap((type) =>
      ['keyctl_describe', 'keyctl_update', 'add_key', 'keyctl_clear'].map(
        (op) => `a ${type} key: ${op}`,
      ),
    ),
    ...['@t', '@p'].flatMap((ring) =>
      ['describe', ...setting].map((op) => `${ring}: keyctl_${op}`),
    ),
    'a named session: keyctl_describe',
    'a named session: keyctl_join_session_keyring',
    ...['@u', '@us'].flatMap((ring) => ofUsers.map((op) => `${ring}: keyctl_${op}`)),
  ]
  expect([...differing].toSorted()).toEqual(expected.toSorted())
})
