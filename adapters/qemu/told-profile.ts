/** The profile that a kernel itself tells, where nobody has named one. */

import { shownProfiles } from '../../spec/profiles/index.ts'
import { mainline } from '../../spec/profiles/mainline.ts'
import type { Profile } from '../../spec/profiles/profile.ts'
import { ask, question } from './ask.ts'
import type { Guest } from './boot.ts'

/** A profile to be held to, or that which the kernel tells. */
export type Held = Profile | 'told'

/** The profile that a guest is held to. Ends the machine and throws TargetError where it does not answer. */
export async function heldTo(held: Held, guest: Guest): Promise<Profile> {
  return held === 'told' ? toldBy(await capabilitiesOf(guest)) : held
}

/** What `KEYCTL_CAPABILITIES` tells, bytes; nothing where a kernel does not know the call. */
async function capabilitiesOf(guest: Guest): Promise<Buffer> {
  const { syscalls, keyctl } = mainline.abi
  const bytes = Math.max(...shownProfiles.map(({ capabilities }) => capabilities.length))
  const args = [keyctl.capabilities, { kind: 'out', bytes } as const, bytes]
  const main = [{ kind: 'syscall', slot: 0, nr: syscalls.keyctl, args } as const]
  const { results } = await ask(guest, { ...question, main, data: Buffer.alloc(0) })
  const [told] = results
  return told !== undefined && told.value > 0 ? told.bytes : Buffer.alloc(0)
}

/**
 * The profile all of whose capabilities that mainline has not are told, the last of them; mainline where there is
 * none. What mainline has is left to the configuration.
 */
export function toldBy(told: Uint8Array): Profile {
  const fits = ({ capabilities }: Profile) =>
    capabilities.every((byte, at) => {
      const own = byte & ~(mainline.capabilities[at] ?? 0)
      return ((told[at] ?? 0) & own) === own
    })
  return shownProfiles.findLast(fits) ?? mainline
}
