/** Who is who: tokens of a trace bound to keys of the model, one to one. */

import type { Answer, Asked, Called, ContainerLine, Notice } from '../spec/vocabulary/answer.ts'
import type { Token } from '../spec/vocabulary/names.ts'
import type { AskedFor, CalledFor, Reply, Told } from './answers.ts'
import type { KeyId } from './world.ts'

/** Both directions, by number; 0 where nothing is bound. */
export interface Binding {
  readonly keyOfToken: readonly KeyId[]
  readonly tokenOfKey: readonly Token[]
}

export const noBinding: Binding = { keyOfToken: [], tokenOfKey: [] }

/** The binding with one more pair; undefined where either is bound to another. */
function bind(binding: Binding, token: Token, key: KeyId): Binding | undefined {
  const known = binding.keyOfToken[token] ?? 0
  const called = binding.tokenOfKey[key] ?? 0
  if (known === key && called === token) return binding
  if (known !== 0 || called !== 0) return undefined
  const keyOfToken = binding.keyOfToken.slice()
  const tokenOfKey = binding.tokenOfKey.slice()
  keyOfToken[token] = key
  tokenOfKey[key] = token
  return { keyOfToken, tokenOfKey }
}

/** What an answer that agrees with a reply tells of who is who; undefined where it does not agree. */
export function agree(reply: Reply, answer: Answer, binding: Binding): Binding | undefined {
  switch (reply.kind) {
    case 'key':
      return answer.kind === 'key' ? bind(binding, answer.key, reply.key) : undefined
    case 'links':
      if (answer.kind !== 'links' || answer.links.length !== reply.links.length) return undefined
      return reply.ordered
        ? bindList(reply.links, answer.links, binding)
        : bindSet(reply.links, answer.links, binding)
    case 'notices':
      return answer.kind === 'notices'
        ? bindNotices(reply.records, answer.notices, binding)
        : undefined
    case 'value':
      return answer.kind === 'value' && answer.value === reply.value ? binding : undefined
    case 'id':
      return answer.kind === 'id' && answer.id === reply.id ? binding : undefined
    case 'errno':
      return answer.kind === 'errno' && answer.errno === reply.errno ? binding : undefined
    case 'buffer':
      return answer.kind === 'buffer' && same(reply, answer) ? binding : undefined
    case 'payload':
      // A payload of no bytes and a keyring without links read alike.
      if (answer.kind === 'links') {
        return reply.payload === '' && answer.links.length === 0 ? binding : undefined
      }
      return answer.kind === 'payload' && answer.payload === reply.payload ? binding : undefined
    case 'description': {
      if (answer.kind !== 'description') return undefined
      const { about, ...rest } = reply.description
      if (!same(rest, answer.description)) return undefined
      return bindMaybe(binding, answer.description.about ?? 0, about ?? 0)
    }
    case 'entry':
      return answer.kind === 'entry' && same(reply.entry, answer.entry) ? binding : undefined
    case 'containers':
      if (answer.kind !== 'containers' || answer.lines.length !== reply.lines.length)
        return undefined
      return reply.lines.every((line, at) => isLine(line, answer.lines[at])) ? binding : undefined
    case 'upcall':
      return answer.kind === 'upcall' ? bindCalled(reply.called, answer.called, binding) : undefined
    case 'asked':
      return answer.kind === 'asked' ? bindAsked(reply.asked, answer.asked, binding) : undefined
    case 'usage':
      return answer.kind === 'usage' && same(reply.usage, answer.usage) ? binding : undefined
    case 'blocked':
    case 'done':
    case 'unlisted':
    case 'absent':
      return answer.kind === reply.kind ? binding : undefined
  }
}

/** As `bind`, but that 0 is nobody on both sides. */
function bindMaybe(binding: Binding, token: Token | 0, key: KeyId): Binding | undefined {
  if (token === 0 || key === 0) return token === key ? binding : undefined
  return bind(binding, token, key)
}

function bindCalled(reply: CalledFor, answer: Called, binding: Binding): Binding | undefined {
  const { operation, digits, hexDigits, uid, gid, ...keys } = reply
  if (!same({ operation, digits, hexDigits, uid, gid }, answer)) return undefined
  return bindKeys(keys, answer, binding)
}

function bindAsked(reply: AskedFor, answer: Asked, binding: Binding): Binding | undefined {
  const { operation, uid, gid, ...keys } = reply
  return same({ operation, uid, gid }, answer) ? bindKeys(keys, answer, binding) : undefined
}

/** The key that is to be made, and the keyrings of who asks for it. */
function bindKeys(
  keys: Pick<AskedFor, 'key' | 'thread' | 'process' | 'session'>,
  answer: Asked,
  binding: Binding,
): Binding | undefined {
  let bound: Binding | undefined = binding
  for (const which of ['key', 'thread', 'process', 'session'] as const) {
    bound = bound && bindMaybe(bound, answer[which], keys[which])
  }
  return bound
}

const isLine = (one: ContainerLine, other: ContainerLine | undefined): boolean =>
  other !== undefined && same(one, other)

function same<T extends object>(one: T, other: { readonly [F in keyof T]: unknown }): boolean {
  return (Object.keys(one) as (keyof T)[]).every((field) => one[field] === other[field])
}

/** Records that agree one by one, but those of one batch in any order. */
function bindNotices(
  records: readonly Told[],
  notices: readonly Notice<Token>[],
  binding: Binding,
): Binding | undefined {
  if (records.length !== notices.length) return undefined
  const open = [...records]
  let bound: Binding | undefined = binding
  for (const notice of notices) {
    const batch = open[0]?.batch ?? 0
    const end = batch === 0 ? 1 : open.findLastIndex((told) => told.batch === batch) + 1
    const at = choice(open.slice(0, end), notice, bound)
    const told = open[at]
    bound = told === undefined ? undefined : bindNotice(told.notice, notice, bound)
    if (bound === undefined) return undefined
    open.splice(at, 1)
  }
  return bound
}

/** Which of some records a notice is: the one of a key that is known, else one of a stranger. */
function choice(open: readonly Told[], notice: Notice<Token>, binding: Binding): number {
  if (notice.kind !== 'removed') return 0
  const key = binding.keyOfToken[notice.key] ?? 0
  return open.findIndex(({ notice: one }) => {
    if (one.kind !== 'removed' || one.mark !== notice.mark) return false
    return key === 0 ? (binding.tokenOfKey[one.key] ?? 0) === 0 : one.key === key
  })
}

function bindNotice(
  one: Notice<KeyId>,
  other: Notice<Token>,
  binding: Binding,
): Binding | undefined {
  if (one.kind === 'lost') return other.kind === 'lost' ? binding : undefined
  if (other.kind === 'lost' || one.mark !== other.mark) return undefined
  const bound = bind(binding, other.key, one.key)
  if (one.kind === 'removed' || other.kind === 'removed' || bound === undefined) {
    return one.kind === other.kind ? bound : undefined
  }
  if (one.event !== other.event) return undefined
  if (one.other === null || other.other === null) {
    return one.other === other.other ? bound : undefined
  }
  return bind(bound, other.other, one.other)
}

function bindList(
  keys: readonly KeyId[],
  tokens: readonly Token[],
  binding: Binding,
): Binding | undefined {
  let bound: Binding | undefined = binding
  for (const [at, key] of keys.entries()) {
    if (bound === undefined) return undefined
    bound = bind(bound, tokens[at] ?? 0, key)
  }
  return bound
}

/** A ring whose order is secret: the same keys in any order, at most one of them a stranger. */
function bindSet(
  keys: readonly KeyId[],
  tokens: readonly Token[],
  binding: Binding,
): Binding | undefined {
  const strangers = keys.filter((key) => (binding.tokenOfKey[key] ?? 0) === 0)
  const unknown = tokens.filter((token) => (binding.keyOfToken[token] ?? 0) === 0)
  if (strangers.length > 1) {
    throw new Error('two strangers in a ring of secret order: give every key a name first')
  }
  if (strangers.length !== unknown.length || new Set(tokens).size !== tokens.length) {
    return undefined
  }
  const members = new Set(keys)
  const known = tokens.filter((token) => (binding.keyOfToken[token] ?? 0) !== 0)
  if (!known.every((token) => members.has(binding.keyOfToken[token] ?? 0))) return undefined
  const [stranger] = strangers
  const [token] = unknown
  return stranger === undefined || token === undefined ? binding : bind(binding, token, stranger)
}

/** A reply as an answer whose tokens are the model's own key numbers. */
export function toAnswer(reply: Reply): Answer {
  if (reply.kind === 'notices') {
    return { kind: 'notices', notices: reply.records.map(({ notice }) => notice) }
  }
  return reply.kind === 'links' ? { kind: 'links', links: reply.links } : reply
}
