/** Short runs of commands that are wrong, or wrong in several ways, or where there is nothing left to pay for keys. */

import type { Command } from '../../spec/vocabulary/command.ts'
import type { Nowhere, Text } from '../../spec/vocabulary/memory.ts'
import type { KeyRef } from '../../spec/vocabulary/names.ts'
import { type Burst, newRing } from './bursts.ts'
import { chance, pick, pickAny } from './draw.ts'
import { assumes, begins, ends, makes, newCase } from './upcalls.ts'
import { nowhere } from './values.ts'
import { anActor } from './view.ts'

const wrongKeys: readonly [KeyRef, ...KeyRef[]] = [
  '#0',
  '#1',
  '#-9',
  '@g',
  '@a',
  '@r',
  '@s',
  '@t',
  'k1',
  'k2',
  'k3',
]

/** Calls to make keys with whatever there is. */
export const blunder: Burst = (view) => {
  const { draw } = view
  const actor = anActor(view)
  return Array.from({ length: 4 }, (): Command => {
    const any = () => pickAny(draw, view.named)?.name ?? '@s'
    const key = chance(draw, 1, 2) ? pick(draw, wrongKeys) : any()
    const ring = chance(draw, 1, 2) ? pick(draw, wrongKeys) : any()
    const seconds = pick(draw, [0, 1, 0xffffffff])
    const nowhere = { at: 'nowhere', bytes: pick(draw, [0, 1, 1048575, 1048576]) } as const
    switch (draw.int(6)) {
      case 0:
        return { op: 'keyctl_assume_authority', actor, key }
      case 1:
        return { op: 'keyctl_instantiate', actor, key, payload: nowhere, ring }
      case 2: {
        if (chance(draw, 1, 30)) {
          const long = 'x'.repeat(pick(draw, [1048575, 1048576]))
          return { op: 'keyctl_instantiate', actor, key, payload: long, ring }
        }
        const payload = pick<Text | null>(draw, [
          { at: 'null', bytes: 1 },
          null,
          '',
          'x'.repeat(4097),
        ])
        return { op: 'keyctl_instantiate', actor, key, payload, ring }
      }
      case 3:
        return {
          op: 'keyctl_instantiate_iov',
          actor,
          key,
          payload: pick(draw, [null, '', 'x']),
          ring,
        }
      case 4:
        return { op: 'keyctl_negate', actor, key, seconds, ring }
      default: {
        const error = pick(draw, [0, 129, 0xffffffff])
        return { op: 'keyctl_reject', actor, key, seconds, error, ring }
      }
    }
  })
}

/**
 * A key that is requested where there is hardly anything left to pay for it: most often just enough for
 * the request, so that it is a link or a payload that cannot be paid for. The keyring may take no links.
 */
export const askPoor: Burst = (view) => {
  const { draw } = view
  const one = newCase(view)
  const { requester: actor, helper } = one
  const ring = newRing(view, actor, 'r', '@t')
  const add = (description: string, payload: string): Command => {
    const name = view.fresh()
    return { op: 'add_key', actor, name, type: 'user', description, payload, ring: '@t' }
  }
  const closes: Command = {
    op: 'keyctl_restrict_keyring',
    actor,
    key: ring.name,
    type: null,
    restriction: null,
  }
  const left = pick(draw, [2, 9, 10, 24, 40, 60, 62, 63, 64, 65, 66, 67, 75])
  return [
    ring,
    ...(chance(draw, 1, 4) ? [closes] : []),
    add('b', 'x'.repeat(10000)),
    add('c', 'x'.repeat(9973 - left)),
    ...begins(one, 'a', pick<KeyRef | null>(draw, ['@t', null])),
    assumes(one, view),
    makes(one, helper, chance(draw, 2, 3) ? ring.name : undefined),
    ...ends(one),
  ]
}

/** Values that calls refuse, among some that they do not. */
const mistaken = {
  key: ['#0', '#1', '#-9', '@g', '@a', '@s'],
  type: ['user', 'user', 'keyring', 'nonesuch', '.a', '', nowhere],
  text: ['a', '.a', 'a'.repeat(4096), nowhere],
  payload: [
    'x',
    { at: 'null', bytes: 1 },
    { at: 'nowhere', bytes: 4097 },
    { at: 'nowhere', bytes: 1048576 },
  ],
  perm: [0x3f000000, 0x40000000],
} as const

/** Commands with more than one mistake, each of which would be told if it were the only one. */
export const misuse: Burst = (view) => {
  const { draw } = view
  const actor = anActor(view)
  return Array.from({ length: 4 }, (): Command => {
    const key = pick<KeyRef>(draw, mistaken.key)
    const ring = pick<KeyRef>(draw, mistaken.key)
    const dest = pick<KeyRef>(draw, mistaken.key)
    const type = pick<string | Nowhere>(draw, mistaken.type)
    const description = pick<string | Nowhere>(draw, mistaken.text)
    const payload = pick<Text>(draw, mistaken.payload)
    const infos = [null, null, 'info', 'x'.repeat(4096), { at: 'nowhere', bytes: 0 }] as const
    switch (draw.int(9)) {
      case 0:
        return { op: 'add_key', actor, type, description, payload, ring }
      case 1:
        return { op: 'request_key', actor, type, description, callout: pick(draw, infos), dest }
      case 2:
        return { op: 'keyctl_search', actor, ring, type, description, dest }
      case 3:
        return { op: 'keyctl_update', actor, key, payload }
      case 4:
        return { op: 'keyctl_link', actor, key, ring }
      case 5:
        return { op: 'keyctl_unlink', actor, key, ring }
      case 6:
        return { op: 'keyctl_move', actor, key, from: ring, to: dest, flags: pick(draw, [0, 0, 2]) }
      case 7:
        return { op: 'keyctl_setperm', actor, key, perm: pick<number>(draw, mistaken.perm) }
      default:
        return { op: 'keyctl_restrict_keyring', actor, key, type, restriction: description }
    }
  })
}
