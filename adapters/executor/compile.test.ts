import { describe, expect, test } from 'vitest'
import { mainline } from '../../spec/profiles/mainline.ts'
import type { Program } from '../../spec/vocabulary/program.ts'
import { parseProgram } from '../../spec/wire/parse.ts'
import type { Call } from '../wire/call.ts'
import { encodeProgram } from '../wire/encode.ts'
import { blockOf } from './block.ts'
import { type Compiled, compile } from './compile.ts'
import type { Settling } from './settle.ts'

const program = (text: string): Program => {
  const parsed = parseProgram(text)
  if (!parsed.ok) throw new Error(parsed.error)
  return parsed.program
}

const canary: Settling = { way: 'canary', spins: 1, patienceMs: 1 }

const compiled = (
  text: string,
  settling: Settling = { way: 'yield' },
  late = false,
  compat = true,
): Compiled =>
  compile(program(text), {
    profile: mainline,
    block: blockOf(3),
    settling,
    compat,
    ownClock: true,
    deadlineMs: 1,
    careful: false,
    late,
  })

/** The call of a command. */
const callOf = ({ calls, places }: Compiled, command: number): Call | undefined => {
  const place = places[command]
  return place === undefined || place.kind === 'absent' ? undefined : calls.main[place.call]
}

/** What stands at an offset of the data. */
const textAt = ({ calls }: Compiled, arg: unknown): string => {
  const { offset } = arg as { offset: number }
  const text = Buffer.from(calls.data).toString('latin1', offset)
  return text.slice(0, text.indexOf('\0'))
}

const actor = 'p1: u1 g1 +g2\n'

describe('a command becomes a call', () => {
  test('with the numbers of its profile', () => {
    const made = compiled(`${actor}p1 keyctl_move k1 @s #-9 1\n`)
    const nobody = { kind: 'register', register: 2 }
    expect(callOf(made, 0)).toMatchObject({ nr: 250, slot: 1, args: [30, nobody, -3, -9, 1] })
  })

  test('through the entry that its actor uses, if there is one', () => {
    const text = 'p1: u1 g1 32-bit\np2 = p1 fork\np2 keyctl_read #-9 4294967301\n'
    expect(callOf(compiled(text), 1)).toMatchObject({ nr: 288, compat: true })
    const other = callOf(compiled(text, { way: 'yield' }, false, false), 1)
    expect(other).toMatchObject({ nr: 250, args: [11, -9, {}, 5] })
    expect(other).not.toHaveProperty('compat')
  })

  test('a null pointer is zero, an empty text is not', () => {
    const made = compiled(`${actor}p1 add_key "user" - - @t\np1 add_key "user" "" "" @t\n`)
    expect(callOf(made, 0)).toMatchObject({ args: [{}, 0, 0, 0, -1] })
    expect(callOf(made, 1)).toMatchObject({ args: [{}, {}, { kind: 'data' }, 0, -1] })
  })

  test('a name is the register of whoever bore it last', () => {
    const made = compiled(
      `${actor}k1 = p1 add_key "user" "a" "x" @t\nk1 = p1 request_key "user" "a"\np1 keyctl_read k1\n`,
    )
    const register = (command: number) => (callOf(made, command) as { register: number }).register
    expect(register(0)).toBe(register(1))
    expect(callOf(made, 2)).toMatchObject({ args: [11, { register: register(0) }, {}, 1048576] })
    expect(made.calls.registerStart).toBe(1)
  })

  test("users are the block's own, in the kernel's names for their keyrings too", () => {
    const made = compiled(`${actor}p1 keyctl_chown @t u2 -\np1 request_key "keyring" "_uid.u1"\n`)
    expect(callOf(made, 0)).toMatchObject({ args: [4, -1, 1_000_000_032, -1] })
    const args = (callOf(made, 1) as { args: readonly unknown[] }).args
    expect(textAt(made, args[1])).toBe('_uid.1000000031')
  })
})

describe('nobody carries out', () => {
  test('a command of an actor that never comes; whether one has gone, the agent knows', () => {
    const made = compiled(`${actor}p2 keyctl_read @t\np1 exit\np1 keyctl_read @t\n`)
    expect(made.places.map(({ kind }) => kind)).toEqual(['absent', 'silent', 'told'])
  })

  test('a fork to a name that was taken once, as the agent knows', () => {
    const made = compiled(`${actor}p2 = p1 fork\np2 exit\np2 = p1 fork\np1 = p1 fork\n`)
    expect(made.places.map(({ kind }) => kind)).toEqual(['silent', 'silent', 'silent', 'silent'])
    const children = made.calls.main.flatMap((call) => (call.kind === 'spawn' ? [call.child] : []))
    expect(children).toEqual([1, 2, 2, 1])
  })
})

describe('the world of a program', () => {
  const numbers = (made: Compiled, slot: number) =>
    made.calls.main.flatMap((call) =>
      call.kind === 'syscall' && call.slot === slot ? [call.nr] : [],
    )

  test('gives every actor the ids and the capabilities it is to have', () => {
    expect(numbers(compiled('p1: u1 g1\n'), 1)).toEqual([116, 119, 117])
    expect(numbers(compiled('p1: u1 g1 privileged\n'), 1)).toEqual([116, 157, 119, 117])
    expect(numbers(compiled('p1: root root\n'), 1)).toEqual([116, 119, 126])
    expect(numbers(compiled('p1: root root privileged\n'), 1)).toEqual([116, 119])
  })

  test('forgets the keyrings of a user only where there may be some', () => {
    expect(compiled(`${actor}p1 keyctl_read @t\n`).left.look).toBeUndefined()
    expect(compiled(`${actor}p1 keyctl_read @s\n`).left.look).toBeDefined()
  })

  test('looks at the clock before it sets it, and at the end', () => {
    const made = compiled(`${actor}advance_clock 10\nadvance_clock 5\n`)
    expect(made.clockChecks.map(({ second }) => second - 1_700_000_000)).toEqual([0, 10, 15])
  })

  test('holds the clock where a program is slow', () => {
    const text = `${actor}p1 keyctl_read @t\np1 keyctl_read @t\n`
    expect(compiled(text).clockChecks).toHaveLength(1)
    expect(compiled(text, { way: 'yield' }, true).clockChecks).toHaveLength(3)
    expect(compiled(text, canary, true).clockChecks).toHaveLength(5)
  })

  test('has room for so many actors and no more', () => {
    const forks = Array.from({ length: 63 }, (_, i) => `p${i + 2} = p1 fork\n`)
    expect(() => compiled(actor + forks.join(''))).toThrow(RangeError)
  })
})

describe('settling', () => {
  const runs = (made: Compiled) =>
    made.calls.main.flatMap((call) => (call.kind === 'run' ? [call] : []))

  test('gives way as the actor that dropped something', () => {
    const { calls } = compiled(`${actor}p1 keyctl_clear @t\n`)
    expect(
      calls.main.filter((call) => call.slot === 1 && 'nr' in call && call.nr === 24),
    ).toHaveLength(2)
  })

  test('lets canaries go that are as deep as any nest, and none for a failure', () => {
    const made = compiled(
      `${actor}k1 = p1 add_key "keyring" "a" - @t\np1 keyctl_clear k1\np1 keyctl_link k1 @s\n`,
      canary,
    )
    const [add, clear, link] = runs(made)
    expect([add?.count, clear?.count, link?.count]).toEqual([4, 4, 5])
    expect(add?.when).toBeUndefined()
    expect(clear?.when).toEqual({
      call: made.places[1]?.kind === 'told' && made.places[1].call,
      least: 0,
    })
    expect(link?.when).toBeUndefined()
  })

  test('has the collector pass over links for an invalidation, and not for a key that is asked for or made', () => {
    const bodies = (text: string) => runs(compiled(actor + text, canary)).map(({ first }) => first)
    const [unlinks] = bodies('p1 keyctl_clear @t\n')
    const asks = bodies('p1 request_key "user" "a" "info" @t\np1 keyctl_negate k1 60 -\n')
    expect(new Set(asks.slice(0, 6))).toEqual(new Set([unlinks]))
    expect(bodies('p1 keyctl_invalidate @t\n')[0]).not.toBe(unlinks)
  })

  test('takes a nest that is deeper than a canary in several rounds', () => {
    const adds = 'p1 add_key "keyring" "a" - @t\n'.repeat(5)
    const rounds = runs(compiled(actor + adds, canary)).map(({ count }) => count)
    expect(rounds.slice(0, 6)).toEqual([4, 5, 6, 6, 6, 6])
  })
})

test('every command can be sent', () => {
  const text = `${actor}p1 keyctl_join_session_keyring "a"
p1 keyctl_update k1 "y"
p1 keyctl_revoke k1
p1 keyctl_invalidate k1
p1 keyctl_describe k1
p1 keyctl_unlink k1 @u
p1 keyctl_search @u "user" "a" @t
p1 keyctl_get_keyring_id @us 1
p1 keyctl_setperm k1 0xffffffff
p1 keyctl_set_timeout k1 4294967295
key_users root
`
  for (const settling of [canary, { way: 'yield' } as const]) {
    const frame = encodeProgram(1, compiled(text, settling).calls)
    expect(frame.readUInt32LE(0)).toBe(frame.length - 8)
  }
})
