/** The model asked as if it were a kernel: programs become traces. */

import type { Trace } from '../spec/trace.ts'
import type { Answer, Notice, Observation } from '../spec/vocabulary/answer.ts'
import type { Token } from '../spec/vocabulary/names.ts'
import type { Program } from '../spec/vocabulary/program.ts'
import type { Reply } from './answers.ts'
import { type Semantics, startOf, step } from './step.ts'
import type { KeyId } from './world.ts'

/** Runs a program on the model; where several outcomes are allowed it takes the first. */
export function runOnModel(semantics: Semantics, program: Program): Trace {
  const tokens = new Map<KeyId, Token>()
  const tokenOf = (id: KeyId): Token => {
    const token = tokens.get(id) ?? tokens.size + 1
    tokens.set(id, token)
    return token
  }
  let world = startOf(program)
  const observations = program.commands.map((command): Observation => {
    const [outcome] = step(semantics, world, command)
    world = outcome.world
    return { kind: 'answered', answer: answerOf(outcome.reply, tokenOf) }
  })
  return { program, observations }
}

function answerOf(reply: Reply, tokenOf: (id: KeyId) => Token): Answer {
  if (reply.kind === 'key') return { kind: 'key', key: tokenOf(reply.key) }
  if (reply.kind === 'notices') {
    return { kind: 'notices', notices: reply.records.map(({ notice }) => seen(notice, tokenOf)) }
  }
  if (reply.kind === 'links') return { kind: 'links', links: reply.links.map(tokenOf) }
  if (reply.kind === 'asked') {
    const { asked } = reply
    const key = tokenOf(asked.key)
    const ringOf = (id: KeyId) => (id === 0 ? 0 : tokenOf(id))
    const rings = {
      thread: ringOf(asked.thread),
      process: ringOf(asked.process),
      session: ringOf(asked.session),
    }
    return { kind: 'asked', asked: { ...asked, key, ...rings } }
  }
  if (reply.kind === 'upcall') {
    const ringOf = (id: KeyId) => (id === 0 ? 0 : tokenOf(id))
    const { called } = reply
    const rings = {
      thread: ringOf(called.thread),
      process: ringOf(called.process),
      session: ringOf(called.session),
    }
    return { kind: 'upcall', called: { ...called, key: tokenOf(called.key), ...rings } }
  }
  if (reply.kind === 'description' && reply.description.about !== undefined) {
    const about = tokenOf(reply.description.about)
    return { kind: 'description', description: { ...reply.description, about } }
  }
  return reply
}

function seen(notice: Notice<KeyId>, tokenOf: (id: KeyId) => Token): Notice<Token> {
  switch (notice.kind) {
    case 'event': {
      const key = tokenOf(notice.key)
      return { ...notice, key, other: notice.other === null ? null : tokenOf(notice.other) }
    }
    case 'removed':
      return { ...notice, key: tokenOf(notice.key) }
    case 'lost':
      return notice
  }
}
