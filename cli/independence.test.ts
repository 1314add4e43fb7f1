import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { judge } from '../model/oracle.ts'
import { withAudit } from '../properties/audit.ts'
import { difference } from '../properties/compare.ts'
import { drawOf } from '../properties/generators/draw.ts'
import { drawProgram } from '../properties/generators/program.ts'
import type { Target } from '../spec/target.ts'
import type { Trace } from '../spec/trace.ts'
import { printCommand } from '../spec/wire/print.ts'
import { readTraceLine } from '../spec/wire/traces.ts'
import { bootMs, kernel, programOf, semantics, traces } from './asked.ts'
import { chooseTarget } from './choose-target.ts'
import { linesOf } from './traces.ts'

describe('programs are independent', () => {
  let target: Target
  beforeAll(async () => {
    target = await kernel('mainline')
  }, bootMs)
  afterAll(() => target.close())

  test('what a program answers depends neither on what ran before nor on the machine', async () => {
    const programs = Array.from({ length: 500 }, (_, at) =>
      withAudit(drawProgram(semantics, drawOf(2019, at))),
    )
    const [first = [], second = [], third = []] = [1, 2, 3].map((seed) => shuffled(programs, seed))
    const other = await kernel('mainline')
    try {
      const [here, there] = await Promise.all([traces(target, first), traces(other, second)])
      const again = await traces(target, third)
      const reference = new Map(here.map((trace) => [trace.program, trace]))
      const pairs = [...there, ...again].map((trace) => ({
        trace,
        first: reference.get(trace.program),
      }))
      expect(
        pairs.filter(
          ({ first, trace }) =>
            first === undefined || difference(semantics, first, trace) !== undefined,
        ),
      ).toEqual([])
      const free = here.flatMap(freeSteps)
      const steps = programs.reduce((sum, { commands }) => sum + commands.length, 0)
      console.log(`${free.length} of ${steps} steps are free`, ...free)
      expect(free.length).toBeLessThan(steps / 100)
    } finally {
      await other.close()
    }
  }, 300_000)

  /** The first programs of seed 1130, without their audits, as they were answered on 2026-11-30. */
  test('what a program answers does not depend on the day', async () => {
    const then = readTraces(join(import.meta.dirname, 'another-day.traces'))
    const now = await traces(
      target,
      then.map(({ program }) => program),
    )
    expect(then).toHaveLength(40)
    expect(
      then.filter((trace, at) => {
        const other = now[at]
        return other === undefined || difference(semantics, trace, other) !== undefined
      }),
    ).toEqual([])
  }, 120_000)
})

test('several guests at once give the traces of one, in their order', async () => {
  const programs = Array.from({ length: 150 }, (_, at) =>
    withAudit(drawProgram(semantics, drawOf(2020, at))),
  )
  const [one, three] = await Promise.all(
    [1, 3].map((jobs) => chooseTarget({ build: 'mainline', profile: 'auto', jobs }, {})),
  )
  if (one === undefined || three === undefined) throw new Error('two targets are asked for')
  try {
    const [alone, together] = await Promise.all([traces(one, programs), traces(three, programs)])
    expect(together.map(({ program }) => program)).toEqual(programs)
    const differing = together.filter((trace, at) => {
      const other = alone[at]
      return other === undefined || difference(semantics, other, trace) !== undefined
    })
    expect(differing).toEqual([])
  } finally {
    await Promise.all([one.close(), three.close()])
  }
}, 300_000)

describe('what stays behind', () => {
  /** A user keyring that nobody may search any more, and in it a keyring that the kernel named. */
  const hidden = (ring: string) => `p1: u1 g1
p1 keyctl_setperm ${ring} 0x3f3f3f3f
p1 keyctl_link ${ring} @u
p1 keyctl_setperm @u 0x00000000`
  const joining = (name: string) => `p1: u1 g1
p1 keyctl_join_session_keyring "${name}"
p1 keyctl_describe @s`

  /** A dead keyring in which is what it vouches for, and which nobody can take away. */
  const vouching = `p1: u1 g1
p1 keyctl_link @u @s
p1 keyctl_setperm @s 0x3f3f0b0b
k1 = p1 keyctl_get_keyring_id @s 0
p1 keyctl_restrict_by_key @u k1 1
p1 keyctl_invalidate @s`

  /** Whoever the kernel starts is root; the user-session keyring of root, for nobody to use. */
  const asRoot = (line: string) => `p1: u1 g1
k1 = p1 request_key "user" "a" "info" @s
p2 = p1 upcall
${line}`

  test.each([
    ['@t is not joined as _tid', hidden('@t'), joining('_tid')],
    ['@p is not joined as _pid', hidden('@p'), joining('_pid')],
    ['@s is not joined as _ses', hidden('@s'), joining('_ses')],
    ['@s that vouches is not joined as _ses', vouching, joining('_ses')],
    [
      "root's @us is another",
      asRoot('p2 keyctl_setperm @us 0x00000000'),
      asRoot('p2 keyctl_clear @us'),
    ],
  ])('%s by the next program', async (_, leaves, next) => {
    const target = await kernel('mainline')
    try {
      const verdicts = (await traces(target, [leaves, next].map(programOf))).map((trace) =>
        judge(semantics, trace),
      )
      expect(verdicts.flatMap(({ deviations }) => deviations)).toEqual([])
    } finally {
      await target.close()
    }
  })

  /** The C library gives to whose real and effective users differ the standard files that it lacks. */
  const differing = `p1: u1 g1 privileged
k1 = p1 request_key "user" "a" "info" @s
p2 = p1 upcall
p2 setresuid u1 u2 u1
k2 = p2 keyctl_join_session_keyring -
p2 execve
k3 = p2 keyctl_join_session_keyring -
p2 execve
key_users u1`

  test('a helper that executes a program opens no file that keeps its keyrings', async () => {
    const target = await kernel('mainline')
    try {
      const [trace] = await traces(target, [programOf(differing)])
      expect(trace && judge(semantics, trace).deviations).toEqual([])
    } finally {
      await target.close()
    }
  })
})

function readTraces(path: string): Trace[] {
  const [, ...lines] = linesOf(path)
  return lines.map((line) => {
    const read = readTraceLine(line)
    if (!read.ok) throw new Error(read.error)
    return read.value
  })
}

function shuffled<T>(list: readonly T[], seed: number): T[] {
  const draw = drawOf(seed, 0)
  const left = [...list]
  return list.flatMap(() => left.splice(draw.int(left.length), 1))
}

/** The steps of a trace that a rule names as free, as a person would write them down. */
function freeSteps(trace: Trace): string[] {
  const free: string[] = []
  judge(semantics, trace, (judged) => {
    if (judged.free) free.push(`${judged.step + 1}: ${printCommand(judged.command)}`)
  })
  return free
}
