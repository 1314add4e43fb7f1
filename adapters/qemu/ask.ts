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
  deadlineMs: patienceMs,
  bodies: [],
  registers: 0,
  registerStart: 0,
} as const satisfies Partial<CallProgram>

/** The whole answer. Ends the machine and throws TargetError when there is none. */
export async function ask({ process, machine }: Guest, program: CallProgram): Promise<Reply> {
  const calls = program.main.length + program.bodies.length
  process.send(encodeProgram(0, program))
  const event = await process.next(2 * patienceMs)
  const reply =
    event.kind === 'reply' && 'payload' in event ? decodeReply(event.payload, calls) : event
  if (reply.kind === 'reply' && 'ending' in reply && reply.ending === 'done') return reply
  const log = process.log()
  await process.kill()
  const what = reply.kind === 'nonsense' ? reply.sentence : 'the guest fails at a first question'
  throw new TargetError(`${machine.image}: ${what}${lastWords(log)}`)
}
