/** Chapter 4 turned wrong: the keyrings of processes and users. */

import { maskOfRing } from '../defaults.ts'
import { link } from '../links.ts'
import { lookup } from '../lookup.ts'
import { permits } from '../permissions.ts'
import { possesses } from '../possession.ts'
import {
  givesWay,
  installSession,
  linkUserRing,
  missingRing,
  missingSession,
  mustPay,
  newNamedSession,
  newProcessRing,
  newSessionRing,
  newThreadRing,
  newUserRing,
  registeredRefuses,
  unusable,
  userRings,
} from '../rings.ts'
import {
  alreadyIn,
  childOf,
  dotSession,
  emptyName,
  joinedAs,
  letsGo,
  mayJoin,
  ringsNamed,
  ringToJoin,
  ringToName,
  searchJoins,
  skipsRevoked,
} from '../session.ts'
import { cite, refuse } from '../turn.ts'
import { type Break, broken } from './broken.ts'

const made: readonly Break[] = [
  broken(newThreadRing, 'A thread keyring is called as a process keyring is.', (turn, process) => ({
    ...newThreadRing.sound(turn, process),
    description: '_pid',
  })),
  broken(
    newProcessRing,
    'A process keyring is given no group, as the keyrings of users are.',
    (turn, process) => ({ ...newProcessRing.sound(turn, process), gid: null }),
  ),
  broken(
    newSessionRing,
    'A session keyring without a name is given no group, as the keyrings of users are.',
    (turn, process) => ({ ...newSessionRing.sound(turn, process), gid: null }),
  ),
  broken(
    newNamedSession,
    'A session keyring is called _ses, be it joined by a name or not.',
    (turn, process, name) => ({
      ...newNamedSession.sound(turn, process, name),
      description: '_ses',
    }),
  ),
  broken(newUserRing, 'Both keyrings of a user have the same name.', (turn, uid, _which, named) =>
    newUserRing.sound(turn, uid, '_uid', named),
  ),
  broken(
    maskOfRing,
    'A session keyring without a name may be linked by its owner, as one with a name may.',
    (turn, which) => maskOfRing.sound(turn, which === 'session' ? 'named session' : which),
  ),
  broken(
    mustPay,
    'Thread and process keyrings are made within the quota or not at all.',
    (turn, process, which) => which !== 'session' || mustPay.sound(turn, process, which),
  ),
  broken(
    missingRing,
    'Looking at a thread or process keyring makes it, asked to or not.',
    (turn, process, which) => missingRing.sound(turn, process, which, true),
  ),
]

const sessions: readonly Break[] = [
  broken(
    missingSession,
    "The user's session keyring is installed even where a session keyring is to be made.",
    (turn, process) => {
      cite(turn, 'rings/session-on-demand')
      const rings = userRings(turn, process)
      if (typeof rings === 'string') return rings
      installSession(turn, process, rings.session)
      return rings.session
    },
  ),
  broken(
    givesWay,
    'A user keyring that serves as session gives way as soon as it is looked at.',
    (turn, session) => {
      if (!session.uidKeyring) return false
      cite(turn, 'rings/user-session-is-not-written')
      return true
    },
  ),
  broken(unusable, 'Why the user keyrings cannot be used is told.', (turn, why) =>
    refuse(turn, 'rings/unusable-is-enokey', why),
  ),
  broken(
    registeredRefuses,
    'Registered user keyrings are handed out dead or alive.',
    (turn, process, id) => {
      if (permits(turn, { id, possessed: true }, process, 'search')) return undefined
      return refuse(turn, 'rings/registered-must-be-usable', 'EACCES')
    },
  ),
  broken(
    linkUserRing,
    "The link between the user's two keyrings goes the wrong way.",
    (turn, session, user) => {
      cite(turn, 'rings/user-session-links-user')
      return link(turn, user, session)
    },
  ),
  broken(ringToName, "Asking for a keyring's id needs view permission on it.", (turn, command) => {
    const ref = lookup(turn, command.actor, command.key, 'view', command.create !== 0)
    if (ref === 'EACCES') cite(turn, 'rings/id-needs-search')
    return ref
  }),
]

const joins: readonly Break[] = [
  broken(dotSession, 'Joining a name with a leading dot is answered with EACCES.', (turn, name) => {
    return name.startsWith('.') ? refuse(turn, 'rings/join-dot', 'EACCES') : undefined
  }),
  broken(
    emptyName,
    'An empty name names no session keyring yet, and joining it is answered with ENOKEY.',
    (turn, name) => (name === '' ? refuse(turn, 'rings/join-no-name', 'ENOKEY') : undefined),
  ),
  broken(
    ringToJoin,
    "Only the caller's own keyrings are joined by name.",
    (turn, process, name) => {
      const ring = ringsNamed(turn, name).find(
        (candidate) =>
          candidate.uid === process.fsuid &&
          !skipsRevoked(turn, candidate) &&
          mayJoin(turn, candidate, process),
      )
      if (ring !== undefined) cite(turn, 'rings/join-named')
      return ring?.id ?? 0
    },
  ),
  broken(ringsNamed, 'Of the keyrings of one name the youngest is tried first.', (turn, name) =>
    ringsNamed.sound(turn, name).toReversed(),
  ),
  broken(
    alreadyIn,
    'Joining the session that one is in answers its id, as joining another does.',
    (turn, process, id) => {
      if (process.session === id) cite(turn, 'rings/join-own-session')
      return false
    },
  ),
  broken(
    skipsRevoked,
    'The wrong flag is looked at: invalidated keyrings are skipped, revoked ones joined.',
    (turn, ring) => {
      if (ring.invalidated) cite(turn, 'rings/join-skips-revoked')
      return ring.invalidated
    },
  ),
  broken(
    joinedAs,
    'A keyring that the caller possesses may be joined for what it grants its possessor.',
    (turn, ring, process) => {
      cite(turn, 'rings/join-without-possession')
      return { id: ring.id, possessed: possesses(turn, process, ring) }
    },
  ),
  broken(searchJoins, 'Whoever may view a keyring may join it.', (turn, ring, process) => {
    cite(turn, 'rings/join-needs-search')
    return permits(turn, ring, process, 'view')
  }),
]

const comings: readonly Break[] = [
  broken(
    childOf,
    "A child shares its parent's process keyring as well.",
    (turn, parent, command) => {
      cite(turn, 'rings/fork-shares-session')
      return { ...parent, name: command.child, thread: 0 }
    },
  ),
  broken(
    letsGo,
    'What an exiting process held goes only when the collector has other work to do.',
    (turn, process) => !letsGo.sound(turn, process),
  ),
]

export const ringsBreaks: readonly Break[] = [...made, ...sessions, ...joins, ...comings]
