/** Chapter 15 turned wrong: queues, watches, and what is told. */

import { lookup } from '../lookup.ts'
import {
  hasRoom,
  heldBy,
  toldCleared,
  toldDeath,
  toldEnd,
  toldInvalidated,
  toldLinked,
  toldRevoked,
  toldSet,
  toldUnlinked,
  toldUpdated,
} from '../notices.ts'
import { cite, refuse } from '../turn.ts'
import {
  badMark,
  badSize,
  keyToWatch,
  noQueue,
  nothingToRead,
  notWatched,
  tellsLoss,
  watchedAlready,
} from '../watch.ts'
import { keyOf } from '../world.ts'
import { type Break, broken } from './broken.ts'

const queues: readonly Break[] = [
  broken(badSize, 'A queue can be as large as one likes.', (turn, size) =>
    size < 1 ? badSize.sound(turn, size) : undefined,
  ),
  broken(hasRoom, 'A queue has room for just as many records as were asked for.', (turn, queue) => {
    hasRoom.sound(turn, queue)
    return queue.records.length < queue.size
  }),
  broken(tellsLoss, 'That records were lost is not told.', (turn, queue) => {
    if (queue.lost) cite(turn, 'watch/loss-is-told')
    return false
  }),
  broken(nothingToRead, 'Reading an empty queue is EIO.', (turn) =>
    refuse(turn, 'watch/nothing-to-read', 'EIO'),
  ),
]

const watches: readonly Break[] = [
  broken(badMark, 'A mark of 256 is taken.', (turn, mark) =>
    mark === 256 ? undefined : badMark.sound(turn, mark),
  ),
  broken(keyToWatch, 'Watching a key asks read permission of it.', (turn, command) => {
    const ref = lookup(turn, command.actor, command.key, 'read', true)
    if (ref === 'EACCES') cite(turn, 'watch/needs-view')
    return ref
  }),
  broken(noQueue, 'What is no queue is told as a bad file.', (turn, command) => {
    const missing = noQueue.sound(turn, command)
    return missing && refuse(turn, 'watch/no-queue', 'EBADF')
  }),
  broken(watchedAlready, 'A key can be watched twice by one queue.', (turn, known) => {
    if (known !== undefined) cite(turn, 'watch/once')
    return undefined
  }),
  broken(notWatched, 'Ending a watch that there is not is ENOENT.', (turn) =>
    refuse(turn, 'watch/nothing-to-end', 'ENOENT'),
  ),
  broken(toldEnd, 'Nobody is told that a watch was ended.', (turn) =>
    cite(turn, 'watch/end-is-told'),
  ),
  broken(toldDeath, 'A watch ends in silence when its key goes.', (turn) =>
    cite(turn, 'watch/death-is-told'),
  ),
  broken(heldBy, 'A watch holds nothing of its maker.', (turn, watch) => {
    if (watch.holds.some((id) => id !== 0)) cite(turn, 'watch/holds-keyrings')
    return []
  }),
]

const told: readonly Break[] = [
  broken(toldUpdated, 'That a key was updated is told as a change of attributes.', (turn, key) => {
    cite(turn, 'watch/updated')
    toldSet.sound(turn, key)
  }),
  broken(toldLinked, 'Linking is told of the key, not of the keyring.', (turn, ring, key) => {
    cite(turn, 'watch/linked')
    toldLinked.sound(turn, key, ring)
  }),
  broken(toldUnlinked, 'The key is told whose link went.', (turn, ring, _given, gone) =>
    toldUnlinked.sound(turn, ring, gone, gone),
  ),
  broken(toldCleared, 'That a keyring was cleared is not told.', (turn) =>
    cite(turn, 'watch/cleared'),
  ),
  broken(
    toldRevoked,
    'That a keyring is emptied by being revoked is told as clearing.',
    (turn, key) => {
      toldRevoked.sound(turn, key)
      if (keyOf(turn.world, key).ring !== null) toldCleared.sound(turn, key)
    },
  ),
  broken(toldInvalidated, 'That a key was invalidated is not told.', (turn) =>
    cite(turn, 'watch/invalidated'),
  ),
  broken(toldSet, 'That attributes were set is not told.', (turn) => cite(turn, 'watch/setattr')),
]

export const watchBreaks: readonly Break[] = [...queues, ...watches, ...told]
