/** For every rule a shortest program that finds its break out; the arrow says what is allowed. */

import type { RuleId } from '../../../spec/rules.ts'
import { argumentsWitnesses } from './arguments.ts'
import { attributesWitnesses } from './attributes.ts'
import { containersWitnesses } from './containers.ts'
import { credentialsWitnesses } from './credentials.ts'
import { entryWitnesses } from './entry.ts'
import { execWitnesses } from './exec.ts'
import { interceptionWitnesses } from './interception.ts'
import { keysWitnesses } from './keys.ts'
import { lifeWitnesses } from './life.ts'
import { linksWitnesses } from './links.ts'
import { listingWitnesses } from './listing.ts'
import { listsWitnesses } from './lists.ts'
import { lookupWitnesses } from './lookup.ts'
import { networkWitnesses } from './network-payloads.ts'
import { networksWitnesses } from './networks.ts'
import { parentWitnesses } from './parent.ts'
import { permissionWitnesses } from './permissions.ts'
import { persistentWitnesses } from './persistent.ts'
import { possessionWitnesses } from './possession.ts'
import { provideWitnesses } from './provide.ts'
import { quotaWitnesses } from './quota.ts'
import { reqkeyWitnesses } from './reqkey.ts'
import { restrictWitnesses } from './restrict.ts'
import { ringsWitnesses } from './rings.ts'
import { searchWitnesses } from './search.ts'
import { securityWitnesses } from './security.ts'
import { threadsWitnesses } from './threads.ts'
import { upcallsWitnesses } from './upcalls.ts'
import { usersWitnesses } from './users.ts'
import { watchWitnesses } from './watch.ts'

export const witnesses: Readonly<Record<RuleId, string>> = {
  ...keysWitnesses,
  ...networkWitnesses,
  ...permissionWitnesses,
  ...persistentWitnesses,
  ...lookupWitnesses,
  ...possessionWitnesses,
  ...ringsWitnesses,
  ...reqkeyWitnesses,
  ...parentWitnesses,
  ...searchWitnesses,
  ...linksWitnesses,
  ...listsWitnesses,
  ...restrictWitnesses,
  ...attributesWitnesses,
  ...listingWitnesses,
  ...securityWitnesses,
  ...lifeWitnesses,
  ...quotaWitnesses,
  ...networksWitnesses,
  ...usersWitnesses,
  ...credentialsWitnesses,
  ...argumentsWitnesses,
  ...entryWitnesses,
  ...threadsWitnesses,
  ...execWitnesses,
  ...watchWitnesses,
  ...upcallsWitnesses,
  ...containersWitnesses,
  ...provideWitnesses,
  ...interceptionWitnesses,
}
