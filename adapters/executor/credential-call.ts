/** Which system call a command becomes by which a process becomes somebody else. */

import type { Credential } from '../../spec/vocabulary/command.ts'
import type { GidName, UidName } from '../../spec/vocabulary/names.ts'
import type { Argument } from '../wire/call.ts'
import { idNumber } from './block.ts'
import type { KeyCall, Meaning } from './key-call.ts'
import { capabilityVersion, setSecurebits, syscalls, unchanged } from './numbers.ts'

export function credentialCall({ block, data }: Meaning, command: Credential): KeyCall {
  const id = (name: UidName | GidName | null): number =>
    name === null ? unchanged : idNumber(block, name)
  if (command.op === 'prctl_set_securebits') {
    return { nr: syscalls.prctl, args: [setSecurebits, command.bits, 0, 0, 0] }
  }
  const nr = syscalls[command.op]
  switch (command.op) {
    case 'setresuid':
      return { nr, args: [command.ruid, command.euid, command.suid].map(id) }
    case 'setresgid':
      return { nr, args: [command.rgid, command.egid, command.sgid].map(id) }
    case 'setfsuid':
      return { nr, args: [id(command.uid)] }
    case 'setfsgid':
      return { nr, args: [id(command.gid)] }
    case 'setgroups': {
      const groups = command.groups.map(id)
      return { nr, args: [groups.length, groups.length === 0 ? 0 : data.words(groups)] }
    }
    case 'capset':
      return { nr, args: capabilitySets(data, command.effective, command.permitted) }
  }
}

/** `struct __user_cap_header_struct` for the caller, and two of `struct __user_cap_data_struct`. */
export function capabilitySets(
  data: Meaning['data'],
  effective: number,
  permitted: number,
): readonly Argument[] {
  const sets = [effective, permitted, 0, 0, 0, 0]
  return [data.words([capabilityVersion, 0]), data.words(sets)]
}
