/** Programs as people read them: one line an actor, one line a command. */

import type { Answer, ContainerLine, Notice, Observation } from '../vocabulary/answer.ts'
import { type ArgumentKind, type Command, operations } from '../vocabulary/command.ts'
import type { Room, Text } from '../vocabulary/memory.ts'
import type { Actor, Program } from '../vocabulary/program.ts'
import { printText } from './text.ts'

/** The whole program, each line ended. */
export function printProgram(program: Program): string {
  const lines = [...program.actors.map(printActor), ...program.commands.map(printCommand)]
  return lines.map((line) => `${line}\n`).join('')
}

/** `p1: u1 g1 +g2 privileged 32-bit` */
export function printActor(actor: Actor): string {
  const words = [actor.uid, actor.gid, ...actor.groups.map((group) => `+${group}`)]
  if (actor.privileged) words.push('privileged')
  if (actor.compat) words.push('32-bit')
  return `${actor.name}: ${words.join(' ')}`
}

/** `k1 = p1 add_key "user" "a" "x" @s` */
export function printCommand(command: Command): string {
  if (command.op === 'watch_queue') return `${command.queue} = watch_queue ${command.size}`
  const words: string[] = 'together' in command ? ['&'] : []
  const bears = borneBy(command)
  if (bears !== undefined) words.push(bears, '=')
  if ('actor' in command) words.push(command.actor)
  words.push(command.op)
  const fields = command as unknown as Record<string, Value | undefined>
  for (const [field, kind] of operations[command.op]) {
    const value = fields[field] ?? null
    if (mayBeLeftOut.has(kind) && value === null) continue
    words.push(printArgument(kind, value))
  }
  return words.join(' ')
}

/** The name that a command gives to a key, an actor or a container. */
function borneBy(command: Command): string | undefined {
  if ('child' in command) return command.child
  if (command.op === 'container_create') return command.container
  return 'name' in command ? command.name : undefined
}

const textKinds: ReadonlySet<ArgumentKind> = new Set([
  'text',
  'text?',
  'info?',
  'payload?',
  'bytes?',
])

const mayBeLeftOut: ReadonlySet<ArgumentKind> = new Set([
  'key?',
  'info?',
  'room?',
  'network?',
  'address?',
  'spare?',
])

/** What an argument can be. */
type Value = Text | Room | number | readonly string[] | null

function printArgument(kind: ArgumentKind, value: Value): string {
  if (value === null || (kind === 'gids' && value.toString() === '')) return '-'
  if (isAddress(value)) return printAddress(value)
  if (textKinds.has(kind)) return printText(String(value))
  if (kind === 'network?') return `of ${value}`
  if (kind === 'mask') return `0x${Number(value).toString(16).padStart(8, '0')}`
  if (kind === 'permissions') return `0x${Number(value).toString(16)}`
  return String(value)
}

const isAddress = (value: Value): value is Room =>
  typeof value === 'object' && value !== null && 'bytes' in value

/** `16` bytes of memory, `-*16` at the null address, `bad*16` where nothing is mapped. */
function printAddress({ at, bytes }: Room): string {
  if (at === 'memory') return String(bytes)
  const address = at === 'null' ? '-' : 'bad'
  return bytes === 0 ? address : `${address}*${bytes}`
}

const hexMask = (perm: number): string => perm.toString(16).padStart(8, '0')

/** An answer in the words of a report; `nameOf` tells what a token is called. */
export function printAnswer(answer: Answer, nameOf: (token: number) => string): string {
  switch (answer.kind) {
    case 'key':
      return nameOf(answer.key)
    case 'value':
      return String(answer.value)
    case 'id':
      return answer.id
    case 'errno':
      return answer.errno
    case 'description': {
      const { type, uid, gid, perm, description, about } = answer.description
      const whole = about === undefined ? description : description + nameOf(about)
      return [type, uid, gid, hexMask(perm), whole].join(';')
    }
    case 'upcall': {
      const { operation, key, uid, gid, ...rings } = answer.called
      const ringOf = (ring: number) => (ring === 0 ? '-' : nameOf(ring))
      const shown = [rings.thread, rings.process, rings.session].map(ringOf)
      return ['upcall', operation, nameOf(key), uid, gid, ...shown].join(' ')
    }
    case 'asked': {
      const { operation, key, uid, gid, thread, process, session } = answer.asked
      const ringOf = (ring: number) => (ring === 0 ? '-' : nameOf(ring))
      const shown = [thread, process, session].map(ringOf)
      return ['asked', operation, nameOf(key), uid, gid, ...shown].join(' ')
    }
    case 'payload':
      return printText(answer.payload)
    case 'buffer':
      return `${answer.value} ${printText(answer.bytes)}`
    case 'links':
      return `[${answer.links.map(nameOf).join(' ')}]`
    case 'notices':
      return `[${answer.notices.map((notice) => printNotice(notice, nameOf)).join(', ')}]`
    case 'usage': {
      const { keys, instantiated, quotaKeys, quotaBytes } = answer.usage
      return `${keys}/${instantiated} keys, quota ${quotaKeys} keys ${quotaBytes} bytes`
    }
    case 'containers':
      return `[${answer.lines.map(printLine).join(', ')}]`
    case 'entry': {
      const { flags, expiry, perm, uid, gid, type, description } = answer.entry
      return [flags, expiry, hexMask(perm), uid, gid, type, description].join(' ')
    }
    case 'garbled':
      return `bytes ${answer.bytes.length > 64 ? `${answer.bytes.slice(0, 64)}…` : answer.bytes}`
    case 'blocked':
    case 'done':
    case 'absent':
    case 'unlisted':
      return answer.kind
  }
}

/** `web 0e0 u1 g1` */
const printLine = ({ label, flags, uid, gid }: ContainerLine): string =>
  [label, flags.toString(16).padStart(3, '0'), uid, gid].join(' ')

/** `5 linked k1 k2`, `5 removed k1`, `lost` */
function printNotice(notice: Notice<number>, nameOf: (token: number) => string): string {
  switch (notice.kind) {
    case 'event': {
      const { mark, event, key, other } = notice
      return [mark, event, nameOf(key), ...(other === null ? [] : [nameOf(other)])].join(' ')
    }
    case 'removed':
      return `${notice.mark} removed ${nameOf(notice.key)}`
    case 'lost':
      return 'lost'
  }
}

/** An observation in the words of a report. */
export function printObservation(seen: Observation, nameOf: (token: number) => string): string {
  switch (seen.kind) {
    case 'answered':
      return printAnswer(seen.answer, nameOf)
    case 'crashed':
      return 'crash'
    case 'timed-out':
      return `no answer within ${seen.afterMs} ms`
    case 'unreached':
      return 'not reached'
  }
}
