/** Chapter 2 turned wrong: which bits of a mask a caller has. */

import { capabilities } from '../credentials.ts'
import { classBits, groupApplies, groupByteCounts, otherBits } from '../masks.ts'
import { permissionRefuses, permits } from '../permissions.ts'
import { inGroup, ownerApplies, possessorAdds } from '../subjects.ts'
import { cite, refuse } from '../turn.ts'
import { type Break, broken } from './broken.ts'

export const permissionBreaks: readonly Break[] = [
  broken(
    ownerApplies,
    "A process with CAP_SYS_ADMIN has the owner's bits of every key.",
    (turn, key, process) => {
      const sysAdmin = (process.effective & capabilities.CAP_SYS_ADMIN) !== 0
      if (key.uid !== process.fsuid && !sysAdmin) return false
      cite(turn, 'permission/owner')
      return true
    },
  ),
  broken(
    inGroup,
    "Supplementary groups do not count: a key's group is compared with the process's own alone.",
    (_turn, key, process) => key.gid !== null && key.gid === process.fsgid,
  ),
  broken(
    groupByteCounts,
    "Whether the group's byte counts is read from the owner's byte.",
    (turn, mask) => {
      if ((mask & 0x3f0000) !== 0) return true
      cite(turn, 'permission/empty-group-byte')
      return false
    },
  ),
  broken(
    groupApplies,
    "The group's byte, unless empty, is everybody's who is not the owner.",
    (turn, key, mask) => {
      if (key.gid === null || !groupByteCounts(turn, mask)) return false
      cite(turn, 'permission/group')
      return true
    },
  ),
  broken(
    otherBits,
    "Strangers get the group's bits: the mask is shifted once too often.",
    (turn, mask) => {
      cite(turn, 'permission/other')
      return mask >>> 8
    },
  ),
  broken(
    classBits,
    "The classes add up: an owner has the bits of the key's group and of strangers as well.",
    (turn, key, mask, process) => {
      cite(turn, 'permission/one-class')
      const owner = ownerApplies(turn, key, process) ? mask >>> 16 : 0
      const group = groupApplies(turn, key, mask, process) ? mask >>> 8 : 0
      return owner | group | otherBits(turn, mask)
    },
  ),
  broken(
    possessorAdds,
    'What is granted to the possessor stands in place of all else that is.',
    (turn, possessed, bits, granted) => {
      if (!possessed) return bits
      cite(turn, 'permission/possessor-adds')
      return granted
    },
  ),
  broken(
    permissionRefuses,
    'A missing permission is answered with EPERM.',
    (turn, ref, process, need) => {
      if (permits(turn, ref, process, need)) return undefined
      return refuse(turn, 'permission/refused', 'EPERM')
    },
  ),
]
