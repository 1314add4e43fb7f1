/** For every rule one mistake in its place: how the suite shows that it would be found. */

import type { Profile } from '../../spec/profiles/profile.ts'
import { type RuleId, rulesOf } from '../../spec/rules.ts'
import { argumentsBreaks } from './arguments.ts'
import { attributesBreaks } from './attributes.ts'
import { authorityBreaks } from './authority.ts'
import type { Break } from './broken.ts'
import { containersBreaks } from './containers.ts'
import { credentialsBreaks } from './credentials.ts'
import { entryBreaks } from './entry.ts'
import { execBreaks } from './exec.ts'
import { interceptionBreaks } from './interception.ts'
import { keysBreaks } from './keys.ts'
import { lifeBreaks } from './life.ts'
import { linksBreaks } from './links.ts'
import { listingBreaks } from './listing.ts'
import { listsBreaks } from './lists.ts'
import { lookupBreaks } from './lookup.ts'
import { networkBreaks } from './network-payloads.ts'
import { networksBreaks } from './networks.ts'
import { parentBreaks } from './parent.ts'
import { permissionBreaks } from './permissions.ts'
import { persistentBreaks } from './persistent.ts'
import { possessionBreaks } from './possession.ts'
import { provideBreaks } from './provide.ts'
import { quotaBreaks } from './quota.ts'
import { reqkeyBreaks } from './reqkey.ts'
import { restrictBreaks } from './restrict.ts'
import { ringsBreaks } from './rings.ts'
import { searchBreaks } from './search.ts'
import { securityBreaks } from './security.ts'
import { threadsBreaks } from './threads.ts'
import { upcallsBreaks } from './upcalls.ts'
import { usersBreaks } from './users.ts'
import { watchBreaks } from './watch.ts'

export type { Break } from './broken.ts'

/** Every break, chapter by chapter. */
export const breaks: readonly Break[] = [
  ...keysBreaks,
  ...networkBreaks,
  ...permissionBreaks,
  ...persistentBreaks,
  ...lookupBreaks,
  ...possessionBreaks,
  ...ringsBreaks,
  ...reqkeyBreaks,
  ...parentBreaks,
  ...searchBreaks,
  ...linksBreaks,
  ...listsBreaks,
  ...restrictBreaks,
  ...attributesBreaks,
  ...listingBreaks,
  ...securityBreaks,
  ...lifeBreaks,
  ...quotaBreaks,
  ...networksBreaks,
  ...usersBreaks,
  ...credentialsBreaks,
  ...argumentsBreaks,
  ...entryBreaks,
  ...threadsBreaks,
  ...execBreaks,
  ...watchBreaks,
  ...upcallsBreaks,
  ...authorityBreaks,
  ...containersBreaks,
  ...provideBreaks,
  ...interceptionBreaks,
]

/** The breaks of the rules that hold for a profile. */
export function breaksFor(profile: Profile): readonly Break[] {
  const held = new Set(rulesOf(profile).map(({ id }) => id))
  return breaks.filter(({ id }) => held.has(id))
}

/** The break of a rule. */
export function breakOf(id: RuleId): Break {
  const found = breaks.find((one) => one.id === id)
  if (found === undefined)
    throw new Error(`${id} has no break: model/breaks has one for every rule`)
  return found
}
