/** Chapter 16 turned wrong: what lists grant, and what masks and lists make of each other. */

import { listedToInvalidate, listedToRevoke } from '../attributes.ts'
import { badPermissions, listWith, listWithout, noSubject } from '../grant.ts'
import {
  acePermissions,
  alsoClears,
  alsoInvalidates,
  alsoJoins,
  alsoRevokes,
  everyoneApplies,
  grantsAddUp,
  groupOfListApplies,
  listOfMask,
  listOfNamedSession,
  listOfNewKey,
  listOfOwnRing,
  listOfSession,
  listOfUserRing,
  showsClear,
  showsRevoke,
  showsSearch,
} from '../lists.ts'
import { lookup } from '../lookup.ts'
import { permits } from '../permissions.ts'
import { listedToClear } from '../relink.ts'
import { joinJoins } from '../session.ts'
import { inGroup, ownerApplies } from '../subjects.ts'
import { cite } from '../turn.ts'
import type { AceSubject, Acl } from '../world.ts'
import { type Break, broken } from './broken.ts'

const { write, setattr, invalidate, revoke, join, clear } = acePermissions

/** A list that grants a subject something else, as `change` says. */
const changed = (acl: Acl, who: AceSubject['who'], change: (grants: number) => number): Acl =>
  acl.map((ace) => (ace.subject.who === who ? { ...ace, grants: change(ace.grants) } : ace))

const granted: readonly Break[] = [
  broken(
    grantsAddUp,
    'The last entry that is about the caller counts alone.',
    (turn, key, acl, process) => {
      const own = acl.map((ace) => grantsAddUp.sound(turn, key, [ace], process))
      cite(turn, 'acl/grants-add-up')
      return own.filter((grants) => grants !== 0).at(-1) ?? 0
    },
  ),
  broken(
    everyoneApplies,
    'Everyone is who is neither the owner nor in the group, as with a mask.',
    (turn, key, process) => {
      cite(turn, 'acl/everyone')
      return !ownerApplies.sound(turn, key, process) && !inGroup.sound(turn, key, process)
    },
  ),
  broken(
    groupOfListApplies,
    'The owner is not in the group of its key.',
    (turn, key, process) =>
      !ownerApplies.sound(turn, key, process) && groupOfListApplies.sound(turn, key, process),
  ),
]

const needed: readonly Break[] = [
  broken(
    listedToInvalidate,
    'Whoever may search for a key may invalidate it, as with a mask.',
    (turn, command) => {
      cite(turn, 'acl/invalidate-needs-invalidate')
      return lookup(turn, command.actor, command.key, 'search')
    },
  ),
  broken(
    listedToRevoke,
    'Whoever may write to a key may revoke it, as with a mask.',
    (turn, command) => {
      cite(turn, 'acl/revoke-needs-revoke')
      return lookup(turn, command.actor, command.key, 'write')
    },
  ),
  broken(
    listedToClear,
    'Whoever may write to a keyring may clear it, as with a mask.',
    (turn, command) => {
      cite(turn, 'acl/clear-needs-clear')
      return lookup(turn, command.actor, command.key, 'write', true)
    },
  ),
  broken(
    joinJoins,
    'Whoever may search a keyring may join it, as with a mask.',
    (turn, ring, process) => {
      cite(turn, 'acl/join-needs-join')
      return permits(turn, ring, process, 'search')
    },
  ),
]

const defaults: readonly Break[] = [
  broken(listOfNewKey, 'The owner of a new key may read it.', (turn) =>
    changed(listOfNewKey.sound(turn), 'owner', (grants) => grants | acePermissions.read),
  ),
  broken(listOfOwnRing, 'The possessor of a thread or process keyring may set its mask.', (turn) =>
    changed(listOfOwnRing.sound(turn), 'possessor', (grants) => grants | setattr),
  ),
  broken(listOfSession, 'A session keyring without a name may be linked by its owner.', (turn) =>
    changed(listOfSession.sound(turn), 'owner', (grants) => grants | acePermissions.link),
  ),
  broken(
    listOfNamedSession,
    'A named session grants its owner no Join, as it grants no Search without lists.',
    (turn) => changed(listOfNamedSession.sound(turn), 'owner', (grants) => grants & ~join),
  ),
  broken(
    listOfUserRing,
    'Whoever possesses the keyring of a user may clear it, whoever it is.',
    (turn) => changed(listOfUserRing.sound(turn), 'possessor', (grants) => grants | clear),
  ),
]

const masks: readonly Break[] = [
  broken(listOfMask, "A mask's byte for the group is forgotten.", (turn, type, mask) =>
    listOfMask.sound(turn, type, mask).filter(({ subject }) => subject.who !== 'group'),
  ),
  broken(alsoRevokes, 'Only Write grants Revoke as well.', (turn, bits) =>
    alsoRevokes.sound(turn, bits & write),
  ),
  broken(
    alsoInvalidates,
    'Setattr grants Invalidate as well, as the prose of the posting of 2020 says.',
    (turn, bits) => ((bits & setattr) !== 0 ? invalidate : alsoInvalidates.sound(turn, bits)),
  ),
  broken(alsoJoins, 'Search grants no Join: it has to be granted by itself.', (turn) => {
    cite(turn, 'acl/search-joins')
    return 0
  }),
  broken(alsoClears, 'Write grants no Clear: it has to be granted by itself.', (turn) => {
    cite(turn, 'acl/write-clears')
    return 0
  }),
  broken(showsSearch, 'Join alone is not shown.', (turn, grants) =>
    showsSearch.sound(turn, grants & invalidate),
  ),
  broken(showsClear, 'Clear does not show in a mask.', (turn) => {
    cite(turn, 'acl/shown-clear')
    return 0
  }),
  broken(
    showsRevoke,
    'Revoke is shown as Write, whether or not Set Security is granted.',
    (turn, grants) => {
      cite(turn, 'acl/shown-revoke')
      return (grants & revoke) === 0 ? 0 : write
    },
  ),
]

const grants: readonly Break[] = [
  broken(listWith, 'What is granted is added to what the subject had before.', (turn, acl, ace) =>
    listWith.sound(turn, acl, {
      ...ace,
      grants: acl
        .filter(({ subject }) => subject.who === ace.subject.who)
        .reduce((all, one) => all | one.grants, ace.grants),
    }),
  ),
  broken(listWithout, 'Granting nothing changes nothing.', (turn, acl) => {
    cite(turn, 'acl/grant-nothing')
    return acl
  }),
  broken(badPermissions, 'A permission that there is not is left out, without a word.', (turn) => {
    cite(turn, 'acl/grant-bits')
    return undefined
  }),
  broken(noSubject, 'A subject that there is not is EINVAL.', () => 'EINVAL' as const),
]

export const listsBreaks: readonly Break[] = [
  ...granted,
  ...needed,
  ...defaults,
  ...masks,
  ...grants,
]
