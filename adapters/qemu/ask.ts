/** Questions to a guest before it runs programs. */

import { TargetError } from '../../spec/target.ts'
import type { CallProgram } from '../wire/call.ts'
import { encodeProgram } from '../wire/encode.ts'
import { decodeReply, type Reply } from '../wire/reply.ts'
import { type Guest, lastWords } from './boot.ts'

/** For one question, ms. */
const patienceMs = 10_000

/** A program of calls but for the calls. */
export const question = {
  careful: false,
  blocks: false,
  deadlineMs: patienceMs,
  bodies: [],
  registers: 0,
  registerStart: 0,
} as const satisfies Partial<CallProgram>

/** The answer, whole or not. Ends the machine and throws TargetError when there is none. */
export async function ask(guest: Guest, program: CallProgram): Promise<Reply> {
  const { process, machine } = guest
  const calls = program.main.length + program.bodies.length
  process.send(encodeProgram(0, program))
  const event = await process.next(2 * patienceMs)
  const reply =
    event.kind === 'reply' && 'payload' in event ? decodeReply(event.payload, calls) : event
  if (reply.kind === 'reply' && 'ending' in reply) return reply
  const what = reply.kind === 'nonsense' ? reply.sentence : 'it fails at a first question'
  return refuse(guest, `${machine.image}: ${what}${lastWords(process.log())}`)
}

/** Ends the machine and throws TargetError. */
export async function refuse({ process }: Guest, sentence: string): Promise<never> {
  await process.kill()
  throw new TargetError(sentence)
}
