/** Why a step is answered as it is: what was looked up, where was searched, which byte granted it. */

import type {
  Ended,
  Explanation,
  Granter,
  PermissionClass,
  Telling,
  Told,
  Way,
} from '../../spec/told.ts'
import { type RuleLookup, ruleById } from '../rules.ts'
import { printable, wrap } from '../text.ts'

/** Tells an explanation; every line ended. */
export function explanationText(explanation: Explanation, lookup: RuleLookup = ruleById): string {
  const { step, command, seen, ways } = explanation
  const lines = [
    ...wrap(printable(`Step ${step + 1}: ${command}`)),
    ...ways.flatMap((way) => ['', ...wayLines(way, lookup)]),
    ...(ways.some((way) => way.seen)
      ? []
      : ['', ...wrap(printable(`It was answered ${seen}, which none of this allows.`))]),
  ]
  return lines.map((line) => `${line}\n`).join('')
}

function wayLines(way: Way, lookup: RuleLookup): string[] {
  const seen = way.seen ? ', as was seen' : ''
  const told = way.telling.flatMap((one) => tellingLines(one, 1))
  return [
    ...wrap(printable(`May be answered ${way.answer}${seen}.`)),
    ...(told.length === 0 ? [] : ['', 'What happens, in its order:', ...told]),
    '',
    'The rules that decided, in the order in which they spoke:',
    ...way.rules.flatMap((id) => [`  ${id}`, ...wrap(lookup(id)?.says ?? '', '      ')]),
  ]
}

function tellingLines({ told, inner, ended }: Telling<string>, depth: number): string[] {
  const indent = '  '.repeat(depth)
  const parts = inner.flatMap((one) => tellingLines(one, depth + 1))
  const end = ended === undefined ? '' : endWords(told, ended)
  const line = printable(toldWords(told))
  if (parts.length === 0) return wrap(`${line}${end === '' ? '' : `: ${end}`}`, indent)
  return [
    ...wrap(line, indent),
    ...parts,
    ...(end === '' ? [] : wrap(`so: ${printable(end)}`, indent)),
  ]
}

const notEntered = {
  dead: 'it is revoked or invalidated',
  'too-deep': 'it is too deep',
  search: 'Search on it is refused',
} as const

const met = {
  found: 'which is it',
  passed: 'which is another of that name, and passes it',
  refused: 'which may not be taken',
} as const

function toldWords(told: Told<string>): string {
  switch (told.kind) {
    case 'lookup':
      return `${told.ref} is looked up, for ${capital(told.need)}`
    case 'permission':
      return permissionWords(told)
    case 'possession':
      return `is ${told.key} possessed?`
    case 'process': {
      const rings = told.rings.length === 0 ? 'no keyring' : told.rings.join(', then ')
      return `${told.type} "${told.description}" is searched for in ${rings}`
    }
    case 'ring':
      return `looks into ${told.ring}${told.depth === 0 ? '' : `, ${told.depth} below`}`
    case 'met':
      return `meets ${told.key}, ${met[told.as]}`
    case 'not-entered':
      return `does not enter ${told.ring}: ${notEntered[told.why]}`
  }
}

/** Bits from which each byte of a mask is shifted. */
const shifts: Readonly<Record<PermissionClass | 'possessor', number>> = {
  possessor: 24,
  owner: 16,
  group: 8,
  other: 0,
}

const byteOf = (perm: number, whose: keyof typeof shifts): string =>
  `the ${whose === 'other' ? 'other' : `${whose}'s`} byte ${((perm >>> shifts[whose]) & 0xff)
    .toString(16)
    .padStart(2, '0')}`

function permissionWords(told: Told<string> & { kind: 'permission' }): string {
  const { key, need, possessed, granted, by } = told
  const how = granted ? 'granted' : 'refused'
  const which = possessed ? 'as possessed' : 'as not possessed'
  return `${capital(need)} on ${key}, ${which}, is ${how} by ${granterWords(by, possessed)}`
}

function granterWords(by: Granter, possessed: boolean): string {
  if (by.kind === 'list') return `its list, which grants the caller 0x${by.grants.toString(16)}`
  const own = byteOf(by.mask, by.class)
  const bytes = possessed ? `${byteOf(by.mask, 'possessor')} and ${own}` : own
  return `${bytes} of ${mask(by.mask)}`
}

const mask = (perm: number): string => `0x${perm.toString(16).padStart(8, '0')}`
const capital = (word: string): string => `${word.charAt(0).toUpperCase()}${word.slice(1)}`

function endWords(told: Told<string>, ended: Ended<string>): string {
  switch (ended.kind) {
    case 'yes':
      return 'yes'
    case 'no':
      return told.kind === 'ring' ? 'nothing there' : 'no'
    case 'errno':
      return ended.errno
    case 'key': {
      if (told.kind === 'ring' && told.depth > 0) return ''
      if (ended.possessed === undefined) return `${ended.key} is found, and the search ends`
      return `${ended.key}, ${ended.possessed ? 'possessed' : 'not possessed'}`
    }
  }
}
