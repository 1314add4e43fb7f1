/** The agent itself, on this machine, with calls that do no harm. */

import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Duplex } from 'node:stream'
import { execa } from 'execa'
import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dataArea } from '../executor/data.ts'
import { events, type GuestEvent } from '../qemu/events.ts'
import type { Call, CallProgram, Syscall } from '../wire/call.ts'
import { encodeProgram } from '../wire/encode.ts'
import { fakeFrame } from '../wire/fake-reply.ts'
import { encodePing, frameKinds, frameReader } from '../wire/frames.ts'
import { decodeHello } from '../wire/hello.ts'
import { decodeReply, type Reply } from '../wire/reply.ts'

const compiler = 'cc'
const syscalls = { getpid: 39, getppid: 110, uname: 63, exit: 60, pause: 34, sched_yield: 24 }

let folder: string
let agent: Speaking
/** This machine has an entry for 32-bit programs. */
let hasCompat: boolean

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keyspec-agent-'))
  const binary = join(folder, 'agent')
  const sources = (await readdir(import.meta.dirname)).filter((name) => name.endsWith('.c'))
  const flags = ['-static', '-O2', '-std=gnu11', '-Wall', '-Wextra', '-Werror']
  await execa(compiler, [...flags, '-o', binary, ...sources], { cwd: import.meta.dirname })
  agent = speakWith(binary)
  const hello = await agent.next()
  if (hello.kind !== 'hello') throw new Error(`the agent said ${JSON.stringify(hello)}`)
  const words = decodeHello(hello.payload)
  hasCompat = words.kind === 'hello' && words.compat
}, 60_000)

afterAll(async () => {
  agent?.end()
  await rm(folder, { recursive: true, force: true })
})

const run = async (main: readonly Call[], rest: Partial<CallProgram> = {}): Promise<Reply> => {
  const program = { ...plain, main, ...rest }
  agent.send(encodeProgram(5, program))
  const event = await agent.next()
  if (event.kind !== 'reply') throw new Error(`the agent said ${JSON.stringify(event)}`)
  const reply = decodeReply(event.payload, main.length + program.bodies.length)
  if (reply.kind === 'nonsense') throw new Error(reply.sentence)
  expect(reply.seq).toBe(5)
  return reply
}

describe('the agent makes calls', () => {
  test('answers a ping with the same bytes', async () => {
    agent.send(encodePing(Buffer.from('abc')))
    expect(await agent.next()).toMatchObject({ kind: 'pong', payload: Buffer.from('abc') })
  })

  test('makes calls with numbers, registers, earlier results and buffers', async () => {
    const parent = { ...call(syscalls.getppid), register: 0 }
    const kill = 62
    const own = { kind: 'result', call: 0, otherwise: 7 } as const
    const { results } = await run(
      [
        call(syscalls.getpid),
        parent,
        call(kill, [own, 0]),
        call(kill, [{ kind: 'register', register: 0 }, 0]),
        { ...call(syscalls.uname, [{ kind: 'out', bytes: 390 }]), wholeBuffer: true },
      ],
      { registers: 1 },
    )
    expect(results.map(({ value }) => value > 0 || value)).toEqual([true, true, 0, 0, 0])
    expect(results[4]?.bytes.toString('latin1')).toMatch(/^Linux\0/)
  })

  test('keeps the lines that are asked for, and makes calls on condition', async () => {
    const data = dataArea()
    const grep = (prefix: string): Call => ({
      kind: 'grep',
      slot: 0,
      path: data.offset('/proc/self/status'),
      prefixes: [data.offset(prefix)],
    })
    const main = [
      grep('Name:'),
      grep('Nothing'),
      { ...call(syscalls.getpid), when: { call: 0, least: 1 } },
      { ...call(syscalls.getpid), when: { call: 1, least: 1 } },
    ]
    const { results } = await run(main, { data: data.take() })
    expect(results[0]?.bytes.toString('latin1')).toBe('Name:\tagent\n')
    expect(results.map(({ call }) => call)).toEqual([0, 1, 2])
  })

  test('makes calls as a 32-bit program does, where it may', async ({ skip }) => {
    if (!hasCompat) skip('this kernel has no CONFIG_IA32_EMULATION')
    const data = dataArea()
    const chdir = { ...call(12, [data.text('/nonexistent')]), compat: true }
    const { results } = await run([call(syscalls.getpid), { ...call(20), compat: true }, chdir], {
      data: data.take(),
    })
    expect(results[1]?.value).toBe(results[0]?.value)
    expect(results[2]?.value).toBe(-2)
  })

  test('says how far it is when it is told to be careful', async () => {
    agent.send(encodeProgram(5, { ...plain, careful: true, main: [call(39), call(39)] }))
    const kinds = [await agent.next(), await agent.next(), await agent.next()]
    expect(kinds.map(({ kind }) => kind)).toEqual(['partial', 'partial', 'reply'])
  })
})

describe('the agent has tasks', () => {
  test('has tasks that are processes of their own, and buries them', async () => {
    const { results } = await run([
      { kind: 'spawn', slot: 0, child: 1 },
      { ...call(syscalls.getpid), slot: 1 },
      { kind: 'spawn', slot: 1, child: 2 },
      { ...call(syscalls.getppid), slot: 2 },
      { kind: 'exit', slot: 1 },
      { ...call(syscalls.getpid), slot: 1 },
      { kind: 'kill', slot: 0 },
      { ...call(syscalls.getpid), slot: 2 },
    ])
    const [child, self, , parent] = results.map(({ value }) => value)
    expect(self).toBe(child)
    expect(parent).toBe(child)
    expect(results.map(({ noTask }) => noTask).slice(4)).toEqual([false, true, false, true])
  })

  test('repeats a call until its result is right, and tells when it never is', async () => {
    const never = { until: { result: -1, spins: 3, patienceMs: 20 } }
    const reply = await run([
      { ...call(syscalls.sched_yield), until: { result: 0, spins: 1, patienceMs: 5 } },
      { ...call(syscalls.sched_yield), ...never, report: 'wrong' },
      call(syscalls.getpid),
    ])
    expect(reply).toMatchObject({ ending: 'ran-out', at: 1 })
    expect(reply.results).toMatchObject([{ call: 0 }, { call: 1, ranOut: true }])
  })

  test('tells the call that did not come back', async () => {
    const reply = await run(
      [
        { kind: 'spawn', slot: 0, child: 1 },
        { ...call(syscalls.pause), slot: 1 },
        call(syscalls.getpid),
      ],
      { deadlineMs: 30 },
    )
    expect(reply).toMatchObject({ ending: 'deadline', at: 1 })
  })

  test('tells a task that is gone from one that waits', async () => {
    const reply = await run(
      [
        { kind: 'spawn', slot: 0, child: 1 },
        { ...call(syscalls.exit, [0]), slot: 1 },
      ],
      { deadlineMs: 30 },
    )
    expect(reply).toMatchObject({ ending: 'deadline', at: 1 })
  })
})

describe('the agent has threads', () => {
  const first: Call = { kind: 'spawn', slot: 0, child: 1, report: 'never' }
  const thread = (child: number): Call => ({ kind: 'spawn', slot: 1, child, thread: true })
  const ends = (slot: number, alone: boolean): Call => ({ kind: 'exit', slot, alone })

  test('of one process, which end alone', async () => {
    const { results } = await run([
      first,
      thread(2),
      { ...call(syscalls.getpid), slot: 1 },
      { ...call(syscalls.getpid), slot: 2 },
      ends(1, true),
      { ...call(syscalls.getpid), slot: 2 },
      ends(2, true),
    ])
    const [, one, two, left, again, last] = results.map(({ value }) => value)
    expect(two).toBe(one)
    expect(again).toBe(one)
    expect([left, last]).toEqual([0, 0])
  })

  test('and which end together', async () => {
    const { results } = await run([
      first,
      thread(2),
      ends(2, false),
      { ...call(syscalls.getpid), slot: 1 },
    ])
    expect(results.map(({ noTask }) => noTask)).toEqual([false, false, true])
  })
})

describe('the agent releases calls together', () => {
  const spawn = (child: number): Call => ({ kind: 'spawn', slot: 0, child, report: 'never' })
  const race = (count: number): Call => ({ kind: 'race', slot: 0, report: 'never', count })
  const pidOf = (slot: number): Call => ({ ...call(syscalls.getpid), slot })

  test('and tells what each answered, in the order in which they are written', async () => {
    const alone = await run([spawn(1), spawn(2), pidOf(1), pidOf(2)])
    const { results } = await run([spawn(1), spawn(2), race(2), pidOf(2), pidOf(1), pidOf(1)])
    expect(alone.results).toHaveLength(2)
    const [two, one, again] = results.map(({ value }) => value)
    expect(one).toBe(again)
    expect(two).toBeGreaterThan(one ?? 0)
  })

  test('of which one can be the end of its task, and one the beginning of another', async () => {
    const { results } = await run([
      spawn(1),
      spawn(2),
      race(3),
      { kind: 'exit', slot: 1 },
      { kind: 'spawn', slot: 2, child: 3 },
      pidOf(4),
      pidOf(1),
      pidOf(2),
      pidOf(3),
    ])
    const gone = results.map(({ noTask }) => noTask)
    expect(gone).toEqual([false, false, true, true, false, false])
    expect(results[1]?.value).toBe(results[5]?.value)
  })

  test('but one that waits for nothing to come has the program end in time', async () => {
    const pause: Call = { ...call(syscalls.pause), slot: 1 }
    const reply = await run([spawn(1), spawn(2), race(2), pause, pidOf(2)], { deadlineMs: 30 })
    expect(reply).toMatchObject({ ending: 'deadline', at: 2 })
  })
})

describe('the agent goes on without a call that waits', () => {
  const awaits: Call = { kind: 'await', slot: 0, task: 1 }
  const rest: Call = { kind: 'rest', slot: 0, report: 'wrong' }
  const interrupt: Call = { kind: 'interrupt', slot: 0, task: 1 }
  const waiting: Call[] = [
    { kind: 'spawn', slot: 0, child: 1, report: 'never' },
    { ...call(syscalls.pause), slot: 1 },
  ]
  const flagsOf = ({ results }: Reply) =>
    results.map(({ blocked, noTask }) => (blocked ? 'blocked' : noTask ? 'nobody' : 'answered'))

  test('tells that it waits, and in the end what it answered', async () => {
    const reply = await run(
      [
        ...waiting,
        { ...call(syscalls.getpid), slot: 1 },
        rest,
        awaits,
        interrupt,
        rest,
        awaits,
        awaits,
        interrupt,
        { ...call(syscalls.getpid), slot: 1 },
      ],
      { blocks: true },
    )
    expect(flagsOf(reply)).toEqual([
      'blocked',
      'nobody',
      'blocked',
      'answered',
      'answered',
      'nobody',
      'nobody',
      'answered',
    ])
    expect(reply.results[4]?.value).toBe(-4)
  })

  test('lets other tasks go on meanwhile', async () => {
    const reply = await run(
      [
        ...waiting,
        { kind: 'spawn', slot: 0, child: 2, report: 'never' },
        { ...call(syscalls.getpid), slot: 2 },
        { kind: 'exit', slot: 2 },
        { kind: 'spawn', slot: 0, child: 2 },
        { kind: 'kill', slot: 0, report: 'wrong' },
        awaits,
      ],
      { blocks: true },
    )
    expect(flagsOf(reply)).toEqual(['blocked', 'answered', 'answered', 'answered', 'nobody'])
  })

  test('kills it at the end of the program', async () => {
    await run(waiting, { blocks: true })
    expect(flagsOf(await run([awaits], { blocks: true }))).toEqual(['nobody'])
  })
})

describe('the agent refuses', () => {
  test('refuses what is no program, and goes on', async () => {
    const good = encodeProgram(5, {
      ...plain,
      registers: 2,
      main: [{ ...call(syscalls.getpid, [{ kind: 'out', bytes: 9 }]), register: 1 }],
    }).subarray(8)
    await fc.assert(
      fc.asyncProperty(spoiling(good.length), async ({ at, byte, length }) => {
        const bad = Buffer.from(good.subarray(0, length))
        if (at < bad.length && !harmful(at)) bad.writeUInt8(byte, at)
        agent.send(fakeFrame(frameKinds.program, bad))
        expect(['error', 'reply']).toContain((await agent.next()).kind)
      }),
    )
    expect((await run([call(syscalls.getpid)])).ending).toBe('done')
  })
})

const plain: CallProgram = {
  careful: false,
  blocks: false,
  deadlineMs: 5000,
  main: [],
  bodies: [],
  registers: 0,
  registerStart: 1,
  data: Buffer.alloc(1),
}

function call(nr: number, args: Syscall['args'] = []): Syscall {
  return { kind: 'syscall', slot: 0, nr, args }
}

/** One byte changed, the end cut off. */
const spoiling = (length: number) =>
  fc.record({
    at: fc.nat(length),
    byte: fc.nat(255),
    length: fc.oneof(fc.constant(length), fc.nat(length)),
  })

/** Where a changed byte would be another system call, or a deadline too far off to wait for. */
function harmful(at: number): boolean {
  const header = 32
  const number = header + 4
  return at === number || at === number + 1 || (at >= 4 && at < 8) || (at >= 28 && at < header)
}

interface Speaking {
  send(frame: Buffer): void
  next(): Promise<GuestEvent>
  end(): void
}

function speakWith(binary: string): Speaking {
  const happened = events()
  const read = frameReader()
  const child = execa(binary, ['--host', '3'], {
    stdio: ['ignore', 'ignore', 'inherit', 'pipe'],
    buffer: false,
    reject: false,
    encoding: 'buffer',
  })
  const wire = child.stdio[3] as Duplex
  wire.on('data', (chunk: Buffer) => read(chunk).forEach(happened.push))
  void child.then(() => happened.push({ kind: 'died' }))
  return {
    send: (frame) => wire.write(frame),
    next: () => happened.next(10_000),
    end: () => child.kill(),
  }
}
