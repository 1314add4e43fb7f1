/** Crowded keyrings: nodes of the array that split and collapse, and keys that can hardly be told apart. */

import type { AddKey, Command } from '../../spec/vocabulary/command.ts'
import type { ActorName, KeyName } from '../../spec/vocabulary/names.ts'
import { type Burst, newRing } from './bursts.ts'
import { chance, type Draw, pick, pickAny } from './draw.ts'
import { anActor, type View } from './view.ts'

/** Four bytes each, of which the last counts least. */
const pieces = ['a1  ', 'a2  ', 'b1  ', 'b2  '] as const

/** The pieces in an order of their own for each number below 24. */
function shuffled(at: number): string {
  const left: string[] = [...pieces]
  let rest = at
  let text = ''
  for (let many = left.length; many > 0; many -= 1) {
    text += left.splice(rest % many, 1).join('')
    rest = Math.floor(rest / many)
  }
  return text
}

/**
 * Descriptions by number. The hash of a key (security/keys/keyring.c hash_key_type_and_desc()) was made by
 * multiplying by four bytes of the description at a time, to which the order of such pieces mostly makes no
 * difference; that of newer stable releases has a secret (siphash). After the hash come length and the first six bytes, later eight bytes at a time (keyring_get_key_chunk()).
 */
const families: readonly [(at: number) => string, ...((at: number) => string)[]] = [
  (at) => `n${at}`,
  shuffled,
  (at) => `samesame${shuffled(at)}`,
  (at) => `${'long'.repeat(10)}${at}`,
]

/** About as many as one node takes, and as two or three do. */
const sizes: readonly [number, ...number[]] = [16, 17, 18, 20, 24, 33]

/** Links that are left: none, one, and about as many as make nodes collapse into one. */
const leftovers: readonly [number, ...number[]] = [0, 1, 14, 15, 16, 17]

/** A key that is added has a name, and a description that can be looked for. */
type Added = AddKey & { readonly name: KeyName; readonly description: string }

/** Takes a link away, in one of the ways there are. */
function leave(draw: Draw, actor: ActorName, key: KeyName, ring: KeyName): Command {
  if (chance(draw, 1, 6)) return { op: 'keyctl_invalidate', actor, key }
  if (chance(draw, 1, 6)) return { op: 'keyctl_move', actor, key, from: ring, to: '@p', flags: 0 }
  return { op: 'keyctl_unlink', actor, key, ring }
}

/** A key to be found in one of the keyrings, if that is one. */
function within({ fresh }: View, actor: ActorName, ring: Added | undefined): readonly Added[] {
  if (ring?.type !== 'keyring') return []
  const what = { type: 'user', description: 'q', payload: 'x' }
  return [{ op: 'add_key', actor, name: fresh(), ...what, ring: ring.name }]
}

/** A keyring with many links, some of which are displaced, looked for, and taken away again. */
export const crowd: Burst = (view) => {
  const { draw } = view
  const actor = anActor(view)
  const top = newRing(view, actor, 'r', '@s')
  const ring = top.name
  const [one, other] = [pick(draw, families), pick(draw, families)]
  // Keyrings stand in a part of the array by themselves, and are all of it where there is nothing else.
  const rings = pick(draw, [0, 0, 0, 3, 1])
  const add = (at: number, into: KeyName | '@p'): Added => {
    const type = rings > 0 && at % rings === 0 ? 'keyring' : 'user'
    const description = at % 2 === 0 ? one(at % 24) : other(at % 24)
    const payload = type === 'keyring' ? null : 'x'
    return {
      op: 'add_key',
      actor,
      name: view.fresh(),
      type,
      description,
      payload,
      ring: into,
    }
  }
  const members = Array.from({ length: pick(draw, sizes) }, (_, at) => add(at, ring))
  const look: Command = { op: 'keyctl_read', actor, key: ring }
  const stranger = add(draw.int(members.length), '@p')
  const below = within(view, actor, pickAny(draw, members))
  const sought = below[0] ?? pickAny(draw, members) ?? stranger
  const goes = members.filter(() => chance(draw, 3, 4)).slice(pick(draw, leftovers))
  return [
    top,
    ...members,
    ...below,
    look,
    ...(chance(draw, 1, 2)
      ? [stranger, { op: 'keyctl_link', actor, key: stranger.name, ring } as const, look]
      : []),
    {
      op: 'keyctl_search',
      actor,
      name: view.fresh(),
      ring,
      type: sought.type,
      description: sought.description,
      dest: null,
    },
    ...goes.map(({ name }) => leave(draw, actor, name, ring)),
    look,
  ]
}
