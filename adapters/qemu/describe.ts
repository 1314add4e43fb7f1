/** Who a guest is, and whether it has anything to be asked. */

import type { Profile } from '../../spec/profiles/profile.ts'
import type { TargetInfo, Untested } from '../../spec/trace.ts'
import { errnoNumbers } from '../../spec/vocabulary/errno.ts'
import { dataArea } from '../executor/data.ts'
import type { Call, CallProgram } from '../wire/call.ts'
import type { Reply } from '../wire/reply.ts'
import { ask, question, refuse } from './ask.ts'
import type { Guest } from './boot.ts'

/** Files that tell what a kernel is set to; the names of untested matters come from them. */
const files = {
  modules: '/sys/kernel/security/lsm',
  gcDelay: '/proc/sys/kernel/keys/gc_delay',
  maxKeys: '/proc/sys/kernel/keys/maxkeys',
  maxBytes: '/proc/sys/kernel/keys/maxbytes',
} as const

/**
 * `title` goes behind the release. Throws TargetError when the guest has no keys or cannot answer; its machine is ended then.
 */
export async function describeGuest(
  guest: Guest,
  profile: Profile,
  title: string,
): Promise<TargetInfo> {
  const reply = await ask(guest, probe(profile))
  const keys = reply.results.find(({ call }) => call === 0)?.value ?? 0
  const { image } = guest.machine
  if (keys === -errnoNumbers.ENOSYS) {
    await refuse(guest, `${image}: this kernel has no key retention (CONFIG_KEYS is not set)`)
  }
  if (keys < 0) await refuse(guest, `${image}: asked for a keyring, the kernel answers ${keys}`)
  const { release, version } = guest.hello
  return {
    kind: 'qemu',
    title: `Linux ${release} ${title}`,
    release,
    version,
    profile: profile.name,
    untested: [...withoutEntry(guest), ...untested(profile, textsOf(reply))],
  }
}

function withoutEntry({ hello }: Guest): Untested[] {
  if (hello.compat) return []
  return [
    {
      what: 'the entry for 32-bit programs',
      why: 'the kernel has none (CONFIG_IA32_EMULATION); they use the other one',
    },
  ]
}

function probe({ abi }: Profile): CallProgram {
  const data = dataArea()
  const keyring = [abi.keyctl.get_keyring_id, abi.specialKeys['@t'], 1]
  const main: Call[] = [
    { kind: 'syscall', slot: 0, nr: abi.syscalls.keyctl, args: keyring },
    ...Object.values(files).map(
      (path): Call => ({ kind: 'grep', slot: 0, path: data.offset(path), prefixes: [] }),
    ),
  ]
  return { ...question, main, data: data.take() }
}

/** The contents of the files, by their keys; a file that cannot be read is not there. */
function textsOf({ results }: Reply): ReadonlyMap<string, string> {
  const texts = new Map<string, string>()
  Object.keys(files).forEach((name, i) => {
    const result = results.find(({ call }) => call === i + 1)
    if (result !== undefined && result.value >= 0) {
      texts.set(name, result.bytes.toString('latin1').trim())
    }
  })
  return texts
}

/** Security modules that decide about keys. */
const deciding = new Set(['selinux', 'smack'])

function untested({ limits }: Profile, texts: ReadonlyMap<string, string>): Untested[] {
  const modules = (texts.get('modules') ?? '').split(',').filter((name) => deciding.has(name))
  const set = (['gcDelay', 'maxKeys', 'maxBytes'] as const).filter((name) => {
    const text = texts.get(name)
    return text !== undefined && Number(text) !== limits[name]
  })
  return [
    ...modules.map((name) => ({
      what: 'what the specification alone refuses',
      why: `the security module ${name} is active and may refuse more`,
    })),
    ...set.map((name) => ({
      what: `the limit ${name}`,
      why: `${files[name]} is ${texts.get(name)}, the profile says ${limits[name]}`,
    })),
  ]
}
