/** Chapter 4 turned wrong, a session for the parent. */

import { lookup } from '../lookup.ts'
import {
  foreignSession,
  giveSession,
  otherIds,
  parentOf,
  sessionToGive,
  sharesSession,
} from '../parent.ts'
import { cite } from '../turn.ts'
import { indexOf, withProcess } from '../world.ts'
import { type Break, broken } from './broken.ts'

export const parentBreaks: readonly Break[] = [
  broken(sessionToGive, 'Search on the session is all that it takes to give it away.', (turn, by) =>
    lookup(turn, by.actor, '@s', 'search'),
  ),
  broken(
    parentOf,
    'A process whose parent has ended gives its session to itself: 0.',
    (turn, process) => {
      const parent = process.parent === null ? undefined : process.parent
      const known = parent === undefined ? undefined : turn.world.processes[indexOf(parent)]
      if (known === undefined) cite(turn, 'rings/parent-is-init')
      return known ?? process
    },
  ),
  broken(
    sharesSession,
    'A parent is given the session that it has already, and must qualify for it.',
    (turn, parent, session) => {
      sharesSession.sound(turn, parent, session)
      return false
    },
  ),
  broken(
    otherIds,
    "The parent's ids are held against the real ids of its child.",
    (turn, process, parent) =>
      otherIds.sound(turn, { ...process, euid: process.uid, egid: process.gid }, parent),
  ),
  broken(
    foreignSession,
    'Only who owns the session that is given is looked at.',
    (turn, process, sessions) => foreignSession.sound(turn, process, sessions.slice(1)),
  ),
  broken(
    giveSession,
    'The parent loses its process keyring to the new credentials.',
    (turn, parent, session) => {
      giveSession.sound(turn, parent, session)
      turn.loose = true
      turn.world = withProcess(turn.world, { ...parent, session, process: 0 })
    },
  ),
]
