/** What becomes of programs when the guest is good, late, broken, or dead. */

import { describe, expect, test } from 'vitest'
import { mainline } from '../../spec/profiles/mainline.ts'
import type { Trace } from '../../spec/trace.ts'
import type { Program } from '../../spec/vocabulary/program.ts'
import { fakeReply } from '../wire/fake-reply.ts'
import type { GuestEvent } from './events.ts'
import { type Crew, type ReadyGuest, runPrograms } from './pipeline.ts'

/** Programs that no call of theirs is needed to tell apart: by how many commands they have. */
const program = (commands: number): Program => ({
  actors: [],
  commands: Array.from({ length: commands }, () => ({ op: 'key_users', uid: 'u1' }) as const),
})

/** How a guest meets the nth program that it is sent; `reply` unless said otherwise. */
type Deed =
  | 'reply'
  | 'late'
  | 'die'
  | 'complain'
  | 'held'
  | 'oops'
  | 'babble'
  | 'silence'
  | 'hang'
  | 'partial-then-die'
  | 'partials'

interface Sent {
  readonly seq: number
  readonly careful: boolean
  /** Of the clock checks: a call and a second each. */
  readonly mainCalls: number
}

/** The header of a program's frame. */
const headerOf = (frame: Buffer): Sent => ({
  seq: frame.readUInt32LE(8),
  mainCalls: frame.readUInt32LE(16),
  careful: frame.readUInt32LE(36) === 1,
})

const clock = (second: number): Buffer => {
  const bytes = Buffer.alloc(16)
  bytes.writeBigInt64LE(BigInt(second))
  return bytes
}

/** The clock check is the call before the kill and the death's five times to give way. */
const afterClockCheck = 7

function reply({ seq, mainCalls }: Sent, second: number): GuestEvent {
  const check = { call: mainCalls - afterClockCheck, value: 0, bytes: clock(second) }
  return { kind: 'reply', payload: fakeReply({ seq, results: [check] }) }
}

/** `held` is what was sent before. */
function answersTo(sent: Sent, deed: Deed, held: Sent): GuestEvent[] {
  switch (deed) {
    case 'reply':
      return [reply(sent, 1_700_000_000)]
    case 'late':
      return [reply(sent, 1_700_000_001)]
    case 'die':
      return [{ kind: 'died' }]
    case 'complain':
      return [
        { kind: 'complained', line: 'WARNING: possible circular' },
        reply(sent, 1_700_000_000),
      ]
    case 'held':
      return []
    case 'oops':
      return [
        { kind: 'complained', line: 'Oops: 0000' },
        reply(held, 1_700_000_000),
        { kind: 'died' },
      ]
    case 'babble':
      return [{ kind: 'nonsense', sentence: 'blah' }]
    case 'silence':
      return [{ kind: 'silent', afterMs: 18_000 }]
    case 'hang':
      return [
        {
          kind: 'reply',
          payload: fakeReply({ seq: sent.seq, ending: 'deadline', at: 2, elapsedUs: 9_000_000 }),
        },
      ]
    case 'partials': {
      const payload = fakeReply({ seq: sent.seq, at: 1 })
      return Array.from({ length: 1000 }, () => ({ kind: 'partial', payload }))
    }
    case 'partial-then-die': {
      const payload = fakeReply({ seq: sent.seq, at: 4, results: [{ call: 1, value: 0 }] })
      return [{ kind: 'partial', payload }, { kind: 'died' }]
    }
  }
}

/** A crew whose machines do as they are told, one deed a program, over all machines. */
function crewThat(deeds: readonly Deed[]) {
  const rest = [...deeds]
  const seen = { boots: 0, discards: 0, careful: 0 }
  let guest: ReadyGuest | undefined
  let numbers = 0
  const bootOne = (): ReadyGuest => {
    const queue: GuestEvent[] = []
    let before: Sent | undefined
    seen.boots++
    return {
      hello: { kind: 'hello', protocol: 1, release: '', version: '', machine: '', compat: true },
      machine: { image: '' },
      wear: { programs: 0, leftovers: 0 },
      manner: {
        profile: mainline,
        settling: { way: 'yield' },
        compat: true,
        ownClock: true,
        firstBlock: 0,
      },
      process: {
        send: (frame) => {
          const sent = headerOf(Buffer.from(frame))
          if (sent.careful) seen.careful++
          queue.push(...answersTo(sent, rest.shift() ?? 'reply', before ?? sent))
          before = sent
        },
        next: () => Promise.resolve(queue.shift() ?? { kind: 'silent', afterMs: 500 }),
        log: () => 'the end',
        kill: () => Promise.resolve(),
      },
    }
  }
  const crew: Crew = {
    number: () => ++numbers,
    guest: () => {
      guest ??= bootOne()
      return Promise.resolve(guest)
    },
    discard: () => {
      if (guest !== undefined) seen.discards++
      guest = undefined
      return Promise.resolve()
    },
  }
  return { crew, seen }
}

const outcome = ({ observations }: Trace): string => observations.map(({ kind }) => kind).join(' ')

async function outcomes(crew: Crew, programs: readonly Program[]): Promise<string[]> {
  const traces: Trace[] = []
  for await (const trace of runPrograms(crew, programs)) traces.push(trace)
  expect(traces.map((trace) => trace.program)).toEqual(programs)
  return traces.map(outcome)
}

const three = [program(1), program(2), program(3)]
const allGood = ['answered', 'answered answered', 'answered answered answered']

describe('programs', () => {
  test('come back in order', async () => {
    const { crew, seen } = crewThat([])
    expect(await outcomes(crew, three)).toEqual(allGood)
    expect(seen).toEqual({ boots: 1, discards: 0, careful: 0 })
  })

  test('over which a second ended are run again, and the others wait for them', async () => {
    const { crew, seen } = crewThat(['late', 'reply', 'reply', 'late'])
    // Held to its second after every command, the clock is looked at more often than is faked.
    expect((await outcomes(crew, three))[0]).toBe('timed-out')
    expect(seen.boots).toBe(1)
  })

  test('that kill a machine are run once more alone, to see how far they come', async () => {
    const { crew, seen } = crewThat(['reply', 'die', 'reply', 'partial-then-die'])
    const [first, second, last] = await outcomes(crew, three)
    expect([first, last]).toEqual([allGood[0], allGood[2]])
    expect(second).toBe('answered crashed')
    expect(seen).toMatchObject({ boots: 3, careful: 1 })
  })

  test('that killed a machine once and not again have crashed all the same', async () => {
    const { crew } = crewThat(['die', 'reply', 'reply', 'hang'])
    expect((await outcomes(crew, three))[0]).toBe('timed-out')
  })

  test.each(['babble', 'silence', 'complain'] as const)(
    'meet a machine that does this: %s',
    async (deed) => {
      const { crew, seen } = crewThat([deed, 'reply', 'reply', deed])
      const [first, ...rest] = await outcomes(crew, three)
      expect(first).toBe(deed === 'silence' ? 'timed-out' : 'crashed')
      expect(rest).toEqual(allGood.slice(1))
      expect(seen.boots).toBe(3)
    },
  )

  test('whose replies were lost with a machine are suspected one by one', async () => {
    const { crew, seen } = crewThat(['held', 'die', 'reply', 'hang', 'die'])
    expect(await outcomes(crew, three)).toEqual(['timed-out', 'crashed unreached', allGood[2]])
    expect(seen).toMatchObject({ boots: 4, careful: 2 })
  })
})

describe('programs, when a machine ends', () => {
  test('that had replied before are not at fault, whatever is heard first', async () => {
    const { crew, seen } = crewThat(['held', 'oops', 'reply', 'oops'])
    const [first, second, last] = await outcomes(crew, three)
    expect([first, last]).toEqual([allGood[0], allGood[2]])
    expect(second).toBe('crashed unreached')
    expect(seen).toMatchObject({ boots: 3, careful: 1 })
  })

  test('are not kept by a machine that goes on telling how far it is', async () => {
    const { crew } = crewThat(['partials', 'reply', 'reply', 'partials'])
    expect(await outcomes(crew, three)).toEqual(['crashed', ...allGood.slice(1)])
  })

  test('that hang leave their machine to nobody', async () => {
    const { crew, seen } = crewThat(['hang'])
    expect(await outcomes(crew, three)).toEqual(['timed-out', ...allGood.slice(1)])
    expect(seen.boots).toBe(2)
  })

  test('that nobody waits for any more do not answer the next', async () => {
    const { crew } = crewThat([])
    for await (const trace of runPrograms(crew, three)) {
      expect(outcome(trace)).toBe('answered')
      break
    }
    expect(await outcomes(crew, [program(2)])).toEqual(['answered answered'])
  })
})
