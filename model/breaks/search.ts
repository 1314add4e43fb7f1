/** Chapter 5 turned wrong: where a search looks, in which order, and what a miss answers. */

import type { Errno } from '../../spec/vocabulary/errno.ts'
import { foundNeedsLink, linkFound, missAnswer } from '../find.ts'
import { expired } from '../life.ts'
import { link } from '../links.ts'
import { processOf } from '../lookup.ts'
import { permissionRefuses, permits } from '../permissions.ts'
import {
  childRefused,
  childRings,
  deadMet,
  errorPriority,
  expiredMet,
  keyRefused,
  notEntered,
  note,
  notSearchable,
  processOrder,
  requestSkipsExpired,
  ringItself,
  searchChildren,
  searchOwn,
  searchRing,
  startRefused,
  tooDeepToSearch,
} from '../search.ts'
import { cite, refuse } from '../turn.ts'
import { type Break, broken } from './broken.ts'

const answers: readonly Break[] = [
  broken(
    missAnswer,
    'A miss lets out the EAGAIN by which searches tell it.',
    (_turn, miss) => miss,
  ),
  broken(
    foundNeedsLink,
    'A key is linked into the destination by the search permission that found it.',
    (turn, command, found) => {
      const refused = permissionRefuses(turn, found, processOf(turn, command.actor), 'search')
      if (refused !== undefined) cite(turn, 'search/destination-needs-link')
      return refused
    },
  ),
  broken(
    linkFound,
    'Whether the link into the destination could be made is not looked at.',
    (turn, dest, found) => {
      cite(turn, 'search/destination-gets-link')
      link(turn, dest, found)
      return undefined
    },
  ),
  broken(
    note,
    'Of the dead and refused keys that a search meets the first decides the error.',
    (turn, before, now) => {
      if (before === 'EAGAIN') return now
      cite(turn, 'search/last-note-wins')
      return before
    },
  ),
  broken(
    errorPriority,
    'A refusal in one ring of a process outranks a plain miss in another.',
    (turn, misses) => {
      if (new Set(misses).size > 1) cite(turn, 'search/error-priority')
      return misses.findLast((miss) => miss !== 'EAGAIN') ?? 'EAGAIN'
    },
  ),
  broken(notSearchable, 'In a key that is no keyring nothing is found.', (turn, root) => {
    return root.ring === null ? refuse(turn, 'search/only-keyrings', 'ENOKEY') : undefined
  }),
]

const keysMet: readonly Break[] = [
  broken(deadMet, 'A search finds revoked keys.', (turn, key) => {
    if (!key.invalidated) return undefined
    cite(turn, 'search/meets-the-dead')
    return 'EKEYREVOKED'
  }),
  broken(
    expiredMet,
    'Every search passes expired keys over in silence, as request_key does.',
    (turn, key) => {
      if (!expired(turn, key)) return undefined
      cite(turn, 'search/meets-the-expired')
      return 'silent'
    },
  ),
  broken(
    requestSkipsExpired,
    'request_key tells of expired keys, as other searches do.',
    (): Errno | 'silent' => 'EKEYEXPIRED',
  ),
  broken(keyRefused, 'A key that may be viewed may be found.', (turn, key, hunt) => {
    const ref = { id: key.id, possessed: hunt.possessed }
    if (permits(turn, ref, hunt.process, 'view')) return undefined
    cite(turn, 'search/key-needs-search')
    return 'EACCES'
  }),
]

const ways: readonly Break[] = [
  broken(notEntered, 'Searches go on through invalidated keyrings.', (turn, ring) => {
    if (ring.revoked) cite(turn, 'search/dead-ring-not-entered')
    return ring.revoked
  }),
  broken(
    searchRing,
    "A ring's child rings are searched before its own links.",
    (turn, ring, hunt, depth, notes) => {
      if (notEntered(turn, ring)) return 0
      cite(turn, 'search/own-keys-first')
      const nested = searchChildren(turn, ring, hunt, depth, notes)
      return nested !== 0 ? nested : searchOwn(turn, ring, hunt, notes)
    },
  ),
  broken(
    childRings,
    'The child rings of a ring are searched from the last slot to the first.',
    (turn, ring) => childRings.sound(turn, ring).toReversed(),
  ),
  broken(tooDeepToSearch, 'A search goes one keyring less deep.', (turn, depth) =>
    tooDeepToSearch.sound(turn, depth + 1),
  ),
  broken(
    childRefused,
    'A keyring on the way may be searched by whoever may read it.',
    (turn, child, hunt) => {
      const ref = { id: child.id, possessed: hunt.possessed }
      if (permits(turn, ref, hunt.process, 'read')) return false
      cite(turn, 'search/child-needs-search')
      return true
    },
  ),
  broken(
    startRefused,
    'A keyring may be the start of a search for whoever may view it.',
    (turn, root, hunt) => {
      const ref = { id: root.id, possessed: hunt.possessed }
      if (permits(turn, ref, hunt.process, 'view')) return false
      cite(turn, 'search/start-needs-search')
      return true
    },
  ),
  broken(
    ringItself,
    'A search by description does not see the ring where it starts.',
    (turn, root, hunt, notes) => {
      return hunt.wanted === 0 ? 'passed' : ringItself.sound(turn, root, hunt, notes)
    },
  ),
  broken(
    processOrder,
    'The session keyring is searched before the process keyring.',
    (_turn, process, session) => {
      return [process.thread, session, process.process].filter((id) => id !== 0)
    },
  ),
]

export const searchBreaks: readonly Break[] = [...answers, ...keysMet, ...ways]
