/** Chapter 15, what is told: queues, who watches which key, and the records that come of it. */

import type { RuleId } from '../spec/rules.ts'
import type { Notice } from '../spec/vocabulary/answer.ts'
import { cite, rule, type Turn } from './turn.ts'
import { type KeyId, type Queue, type Watch, withQueue } from './world.ts'

/** Of 128 bytes each; room comes by the page. */
const recordsPerPage = 32

type Event = Extract<Notice<KeyId>, { kind: 'event' }>['event']

/** watch/room: whether a queue has room for one more record. */
export const hasRoom = rule('watch/room', (turn, queue: Queue): boolean => {
  if (queue.size > 0 && queue.records.length >= queue.size) cite(turn, 'watch/room')
  return queue.records.length < Math.ceil(queue.size / recordsPerPage) * recordsPerPage
})

/** A record for the queue of a watch; what finds no room is lost behind the last one that did. */
function enqueue(turn: Turn, { queue: number }: Watch, notice: Notice<KeyId>, batch: number): void {
  const queue = turn.world.queues[number]
  if (queue === undefined) return
  const next: Queue = hasRoom(turn, queue)
    ? { ...queue, records: [...queue.records, { notice, batch }] }
    : { ...queue, losesBehind: queue.records.length > 0 }
  turn.world = withQueue(turn.world, number, next)
}

/** Tells everybody who watches a key of an event. */
function tell(turn: Turn, id: RuleId, key: KeyId, event: Event, other: KeyId | null = null): void {
  for (const watch of turn.world.watches) {
    if (watch.key !== key) continue
    cite(turn, id)
    enqueue(turn, watch, { kind: 'event', event, mark: watch.mark, key, other }, 0)
  }
}

/** watch/updated */
export const toldUpdated = rule('watch/updated', (turn, key: KeyId): void =>
  tell(turn, 'watch/updated', key, 'updated'),
)

/** watch/linked: the ring is told of. */
export const toldLinked = rule('watch/linked', (turn, ring: KeyId, key: KeyId): void =>
  tell(turn, 'watch/linked', ring, 'linked', key),
)

/** watch/unlinked: of the key that was given, whichever link went. */
export const toldUnlinked = rule(
  'watch/unlinked',
  (turn, ring: KeyId, given: KeyId, _gone: KeyId): void =>
    tell(turn, 'watch/unlinked', ring, 'unlinked', given),
)

/** watch/cleared */
export const toldCleared = rule('watch/cleared', (turn, ring: KeyId): void =>
  tell(turn, 'watch/cleared', ring, 'cleared'),
)

/** watch/revoked */
export const toldRevoked = rule('watch/revoked', (turn, key: KeyId): void =>
  tell(turn, 'watch/revoked', key, 'revoked'),
)

/** watch/invalidated */
export const toldInvalidated = rule('watch/invalidated', (turn, key: KeyId): void =>
  tell(turn, 'watch/invalidated', key, 'invalidated'),
)

/** watch/setattr */
export const toldSet = rule('watch/setattr', (turn, key: KeyId): void =>
  tell(turn, 'watch/setattr', key, 'setattr'),
)

/** watch/end-is-told: a watch ends while its key lives. */
export const toldEnd = rule('watch/end-is-told', (turn, watch: Watch): void => {
  cite(turn, 'watch/end-is-told')
  enqueue(turn, watch, { kind: 'removed', mark: watch.mark, key: watch.key }, 0)
})

/** watch/death-is-told: those of the dead of one command stand in any order. */
export const toldDeath = rule('watch/death-is-told', (turn, watch: Watch, batch: number): void => {
  cite(turn, 'watch/death-is-told')
  enqueue(turn, watch, { kind: 'removed', mark: watch.mark, key: watch.key }, batch)
})

/** Ends the watches of keys that are gone; true where that lets go of anything. */
export function endWatches(turn: Turn): boolean {
  const { world } = turn
  const ended = world.watches.filter(({ key }) => world.keys[key] === undefined)
  if (ended.length === 0) return false
  turn.world = {
    ...world,
    watches: world.watches.filter((watch) => !ended.includes(watch)),
    deaths: world.deaths + 1,
  }
  for (const watch of ended) toldDeath(turn, watch, turn.world.deaths)
  return true
}

/** watch/holds-keyrings: what is not let go while a watch lasts. */
export const heldBy = rule('watch/holds-keyrings', (_turn, watch: Watch): readonly KeyId[] => {
  return watch.holds
})
