/** The end of a program: everybody goes, then what they left behind. */

import type { Command } from '../../spec/vocabulary/command.ts'
import { idNumber } from './block.ts'
import type { Draft } from './draft.ts'
import { settleCalls } from './settle.ts'
import { forgetUserRings, lookForUserRing } from './user-rings.ts'
import { checkClock, setClock } from './world.ts'

/**
 * By then whatever was revoked or given a timeout is reaped, seconds since 1970. A timeout has 32 bits;
 * include/linux/time64.h timespec64_valid_settod() allows no much later time.
 */
const endOfTime = 8_000_000_000

/** What ends a key some time later; one of a user's two keyrings that died hides the other. */
const deadly: ReadonlySet<Command['op']> = new Set(['keyctl_revoke', 'keyctl_set_timeout'])

export function compileEnd(draft: Draft, commands: readonly Command[]): void {
  const { main, bodies, data } = draft
  checkClock(draft)
  main.push({ kind: 'kill', slot: 0, report: 'wrong' })
  main.push(...settleCalls('death', bodies, 0, draft.depth))
  if (draft.ringOwners.size === 0) return
  if (commands.some(({ op }) => deadly.has(op))) {
    main.push(setClock(data, endOfTime), ...settleCalls('reap', bodies, 0, draft.depth))
  }
  const registers = [...draft.ringOwners].flatMap((user) => {
    const pair = [draft.newRegister(), draft.newRegister()] as const
    const uid = idNumber(draft.block, user)
    const forgotten = { uid, ...ownership(draft, uid, commands), registers: pair }
    main.push(...forgetUserRings(draft.profile, forgotten))
    return pair
  })
  main.push(...settleCalls('sweep', bodies, 0, draft.depth))
  for (const register of registers) {
    draft.looks.push(main.length)
    main.push(lookForUserRing(draft.profile, register))
  }
}

/** Who may own the keyrings of a user, as far as the commands tell; root is nobody in particular. */
function ownership({ block }: Draft, uid: number, commands: readonly Command[]) {
  const owners = new Set([uid])
  for (const command of commands) {
    if (command.op === 'keyctl_setperm') owners.add(0)
    if (command.op !== 'keyctl_chown') continue
    owners.add(0)
    if (command.uid !== null) owners.add(idNumber(block, command.uid))
  }
  return { owners: [...owners], changed: owners.size > 1 }
}
