/** Programs of calls as bytes; `adapters/agent/program.c` reads them. */

import { type Argument, bounds, type Call, type CallProgram } from './call.ts'
import { frameKinds } from './frames.ts'
import { type Writer, writer } from './writer.ts'

const kinds = {
  syscall: 0,
  spawn: 1,
  exit: 2,
  grep: 3,
  run: 4,
  each: 5,
  kill: 6,
  exec: 7,
  await: 8,
  adopt: 9,
  interrupt: 10,
  rest: 11,
  fork: 12,
  mourn: 13,
  pid: 14,
  sees: 15,
  race: 16,
  give: 17,
  take: 18,
} as const

const options = { careful: 1, blocks: 2, execs: 4, forks: 8 } as const

const flags = {
  quiet: 1,
  silent: 2,
  repeat: 4,
  fixed: 8,
  if: 16,
  count: 32,
  compat: 64,
  word: 128,
} as const

const argumentKinds = {
  literal: 0,
  result: 1,
  register: 2,
  data: 3,
  out: 4,
  word: 5,
  vector: 6,
  numbered: 7,
} as const

const noRegister = 0xffff
const argumentsMax = 6

/** The frame of a program; `seq` comes back in its reply. Throws when it is beyond the bounds. */
export function encodeProgram(seq: number, program: CallProgram): Buffer {
  const { main, bodies, data } = program
  if (main.length + bodies.length > bounds.calls) {
    throw new RangeError(`a program of ${main.length} calls: at most ${bounds.calls} are sent`)
  }
  const out = writer()
  out.u32(0)
  out.u32(frameKinds.program)
  const start = out.length()
  const { deadlineMs, registers, registerStart, careful, blocks } = program
  const calls = main.length + bodies.length
  const header = [
    seq,
    deadlineMs,
    main.length,
    calls,
    registers,
    registerStart,
    data.length,
    (careful ? options.careful : 0) |
      (blocks ? options.blocks : 0) |
      (main.some(({ kind }) => kind === 'exec') ? options.execs : 0) |
      (main.some(({ kind }) => kind === 'fork') ? options.forks : 0),
  ]
  for (const word of header) out.u32(word)
  for (const call of main) encodeCall(out, call, main.length)
  for (const call of bodies) encodeCall(out, call, main.length)
  out.bytes(data)
  out.patch(0, out.length() - start)
  return out.take()
}

function encodeCall(out: Writer, call: Call, mainCalls: number): void {
  const args = argumentsOf(call, mainCalls)
  out.u8(kinds[call.kind])
  out.u8(call.slot)
  out.u16(flagsOf(call))
  out.u16(numberOf(call))
  out.u16(call.register ?? noRegister)
  for (let i = 0; i < argumentsMax; i++) out.u8(kindOf(args[i] ?? 0))
  out.u8(args.length)
  out.u8(0)
  if (call.when !== undefined) {
    out.u32(call.when.call)
    out.u32(call.when.least)
  }
  if (call.kind === 'syscall' && call.until !== undefined) {
    out.i64(call.until.result)
    out.u32(call.until.spins)
    out.u32(call.until.patienceMs)
  }
  for (const arg of args) encodeArgument(out, arg)
}

/** The system call's, or which way a task comes or goes. */
function numberOf(call: Call): number {
  if (call.kind === 'spawn') return call.thread === true ? 1 : 0
  if (call.kind === 'exit') return call.alone === true ? 1 : 0
  return 'nr' in call ? call.nr : 0
}

function flagsOf(call: Call): number {
  let bits = 0
  if (call.report === 'wrong') bits |= flags.quiet
  if (call.report === 'never') bits |= flags.silent
  if (call.when !== undefined) bits |= flags.if
  if (call.registerTakes === 'word') bits |= flags.word | ((call.which ?? 0) << 12)
  if ('wholeBuffer' in call && call.wholeBuffer) bits |= flags.fixed
  if (call.kind !== 'syscall') return bits
  if (call.until !== undefined) bits |= flags.repeat
  if (call.counted) bits |= flags.count
  if (call.compat) bits |= flags.compat
  return bits
}

function argumentsOf(call: Call, mainCalls: number): readonly Argument[] {
  switch (call.kind) {
    case 'syscall':
      return call.args
    case 'spawn':
      return [call.child]
    case 'fork':
      return [call.child, call.arg]
    case 'grep':
      return [call.path, ...call.prefixes].map((from) =>
        typeof from === 'number' ? { kind: 'data', offset: from } : from,
      )
    case 'run':
      return [mainCalls + call.first, call.length, call.count]
    case 'each':
      return [call.source, ...call.args]
    case 'await':
    case 'interrupt':
    case 'pid':
    case 'sees':
      return [call.task]
    case 'race':
      return [call.count]
    case 'give':
    case 'take':
      return [call.file]
    case 'adopt':
      return [call.task, call.child]
    case 'exit':
    case 'exec':
    case 'kill':
    case 'mourn':
    case 'rest':
      return []
  }
}

const kindOf = (arg: Argument): number =>
  typeof arg === 'number' ? argumentKinds.literal : argumentKinds[arg.kind]

function encodeArgument(out: Writer, arg: Argument): void {
  if (typeof arg !== 'number' && arg.kind === 'result') {
    out.u32(arg.call)
    out.u32(arg.otherwise)
  } else if (typeof arg !== 'number' && arg.kind === 'vector') {
    out.u32(arg.offset)
    out.u32(arg.count)
  } else if (typeof arg !== 'number' && arg.kind === 'numbered') {
    out.u32(arg.offset)
    out.u32(arg.register)
  } else {
    out.i64(typeof arg === 'number' ? arg : payloadOf(arg))
  }
}

function payloadOf(
  arg: Exclude<Argument, number | { kind: 'result' | 'vector' | 'numbered' }>,
): number {
  switch (arg.kind) {
    case 'register':
      return arg.register
    case 'data':
      return arg.offset
    case 'out':
      return arg.bytes
    case 'word':
      return 0
  }
}
