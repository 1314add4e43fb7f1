/** Chapter 15, the calls: making and reading queues, watching keys. */

import type { ReadQueue, WatchKey, WatchQueue } from '../spec/vocabulary/command.ts'
import type { Errno } from '../spec/vocabulary/errno.ts'
import { absent, failed, type Reply, zero, zeroOr } from './answers.ts'
import { noSuchOption, valuesThenKeys } from './arguments.ts'
import { type Looked, lookup, processOf } from './lookup.ts'
import { toldEnd } from './notices.ts'
import { cite, refuse, rule, type Turn } from './turn.ts'
import { indexOf, type KeyId, type Queue, type Watch, withQueue } from './world.ts'

/** Records that a queue can have room for. */
const mostRecords = 512

/** watch/queue-size */
export const badSize = rule('watch/queue-size', (turn, size: number): Errno | undefined => {
  if (size >= 1 && size <= mostRecords) return undefined
  return refuse(turn, 'watch/queue-size', 'EINVAL')
})

const canWatch = ({ profile }: Turn): boolean => profile.features.includes('notifications')

/** A queue whose size is refused is there all the same. */
export function makeQueue(turn: Turn, { queue: name, size }: WatchQueue): Reply {
  if (!canWatch(turn) || indexOf(name) in turn.world.queues) return absent
  const refused = badSize(turn, size)
  const queue: Queue = {
    size: refused === undefined ? size : 0,
    records: [],
    losesBehind: false,
    lost: false,
  }
  turn.world = withQueue(turn.world, indexOf(name), queue)
  return zeroOr(refused)
}

/** watch/loss-is-told: whether a read begins with the loss behind what the one before has read. */
export const tellsLoss = rule('watch/loss-is-told', (turn, queue: Queue): boolean => {
  if (queue.lost) cite(turn, 'watch/loss-is-told')
  return queue.lost
})

/** watch/nothing-to-read */
export const nothingToRead = rule('watch/nothing-to-read', (turn): Errno => {
  return refuse(turn, 'watch/nothing-to-read', 'EAGAIN')
})

/** All that is in a queue, in the order in which it came. */
export function readQueue(turn: Turn, { queue: name }: ReadQueue): Reply {
  const queue = turn.world.queues[indexOf(name)]
  if (queue === undefined) return absent
  const loss = tellsLoss(turn, queue) ? [{ notice: { kind: 'lost' }, batch: 0 } as const] : []
  const records = [...loss, ...queue.records]
  if (records.length === 0) return failed(nothingToRead(turn))
  const read: Queue = { ...queue, records: [], losesBehind: false, lost: queue.losesBehind }
  turn.world = withQueue(turn.world, indexOf(name), read)
  return { kind: 'notices', records }
}

/** watch/mark-range */
export const badMark = rule('watch/mark-range', (turn, mark: number): Errno | undefined => {
  return mark < -1 || mark > 255 ? refuse(turn, 'watch/mark-range', 'EINVAL') : undefined
})

/** watch/needs-view */
export const keyToWatch = rule('watch/needs-view', (turn, command: WatchKey): Looked => {
  const ref = lookup(turn, command.actor, command.key, 'view', true)
  if (ref === 'EACCES') cite(turn, 'watch/needs-view')
  return ref
})

/** watch/no-queue */
export const noQueue = rule('watch/no-queue', (turn, { queue }: WatchKey): Errno | undefined => {
  if (turn.world.queues[indexOf(queue)] !== undefined) return undefined
  return refuse(turn, 'watch/no-queue', 'EINVAL')
})

/** watch/once: a second watch of a key by the same queue. */
export const watchedAlready = rule(
  'watch/once',
  (turn, known: Watch | undefined): Errno | undefined => {
    return known === undefined ? undefined : refuse(turn, 'watch/once', 'EBUSY')
  },
)

/** watch/nothing-to-end */
export const notWatched = rule('watch/nothing-to-end', (turn): Errno => {
  return refuse(turn, 'watch/nothing-to-end', 'EBADSLT')
})

/** `KEYCTL_WATCH_KEY` */
export function watchKey(turn: Turn, command: WatchKey): Reply {
  if (!canWatch(turn)) return noSuchOption(turn)
  const given = valuesThenKeys(
    turn,
    () => badMark(turn, command.mark) ?? { value: command.mark },
    () => keyToWatch(turn, command),
  )
  if (typeof given === 'string') return failed(given)
  const missing = noQueue(turn, command)
  if (missing !== undefined) return failed(missing)
  return changeWatch(turn, command, given.second.id)
}

function changeWatch(turn: Turn, { actor, queue: name, mark }: WatchKey, key: KeyId): Reply {
  const queue = indexOf(name)
  const { watches } = turn.world
  const known = watches.find((watch) => watch.queue === queue && watch.key === key)
  if (mark >= 0) {
    const busy = watchedAlready(turn, known)
    if (busy !== undefined) return failed(busy)
    const { thread, process, session, authority, users } = processOf(turn, actor)
    const watch: Watch = { queue, key, mark, holds: [thread, process, session, authority], users }
    turn.world = { ...turn.world, watches: [...watches, watch] }
    return zero
  }
  if (known === undefined) return failed(notWatched(turn))
  turn.world = { ...turn.world, watches: watches.filter((watch) => watch !== known) }
  toldEnd(turn, known)
  turn.loose = true
  return zero
}
