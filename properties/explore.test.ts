import { describe, expect, test } from 'vitest'
import { worldEncoder } from '../model/encoding.ts'
import { type Semantics, startOf, step } from '../model/step.ts'
import type { World } from '../model/world.ts'
import { shownProfiles } from '../spec/profiles/index.ts'
import { mainline } from '../spec/profiles/mainline.ts'
import type { Program } from '../spec/vocabulary/program.ts'
import { parseProgram } from '../spec/wire/parse.ts'
import { printProgram } from '../spec/wire/print.ts'
import { explore } from './explore.ts'
import { drawOf } from './generators/draw.ts'
import { drawProgram } from './generators/program.ts'
import { type WorldLaw, worldLaws } from './laws/worlds.ts'
import { worldNamed, worlds } from './worlds/index.ts'
import { expandBraces, type SmallWorld } from './worlds/world.ts'

/** By the first profile that has what the world is about. */
function exploreAll(world: SmallWorld, depth: number, laws: readonly WorldLaw[]) {
  const profile = shownProfiles.find(({ features }) =>
    world.wants.every((want) => features.includes(want)),
  )
  if (profile === undefined) throw new Error(`no profile has ${world.wants.join(', ')}`)
  const semantics = { profile }
  const exploring = explore({ semantics, world, depth, laws })
  for (;;) {
    const at = exploring.next()
    if (at.done === true) return at.value
  }
}

function program(text: string): Program {
  const parsed = parseProgram(text)
  if (!parsed.ok) throw new Error(parsed.error)
  return parsed.program
}

function worldAfter({ actors, commands }: Program, semantics: Semantics = { profile: mainline }) {
  return commands.reduce(
    (world, command) => step(semantics, world, command)[0].world,
    startOf({ actors, commands }),
  )
}

describe('worlds as strings', () => {
  test('keys that came and went between do not tell', () => {
    const encode = worldEncoder()
    const once = 'k1 = p1 add_key "user" "a" "x" @s\np1 keyctl_unlink k1 @s\n'
    const plain = program(`p1: u1 g1\n${once}`)
    const detour = program(`p1: u1 g1\n${once}${once}`)
    expect(encode(worldAfter(plain))).toBe(encode(worldAfter(detour)))
  })

  // A number of a key that is not counted by its rank would tell these worlds apart.
  describe.each(shownProfiles)('programs of $name', (profile) => {
    test.each([1, 2, 3, 4, 5, 6, 7, 8])('numbers of keys do not tell, seed %i', (seed) => {
      const semantics = { profile }
      for (let at = 0; at < 60; at += 1) {
        const { actors, commands } = drawProgram(semantics, drawOf(seed, at))
        const encode = worldEncoder()
        const one = worldAfter({ actors, commands }, semantics)
        const shifted: World = {
          ...startOf({ actors, commands }),
          keys: [undefined, undefined, undefined],
        }
        const other = commands.reduce(
          (world, command) => step(semantics, world, command)[0].world,
          shifted,
        )
        expect(encode(other), printProgram({ actors, commands })).toBe(encode(one))
      }
    })
  })

  test('the clock alone does not tell', () => {
    const encode = worldEncoder()
    const still = program('p1: u1 g1\nk1 = p1 add_key "user" "a" "x" @s')
    const later = program('p1: u1 g1\nadvance_clock 1000\nk1 = p1 add_key "user" "a" "x" @s')
    expect(encode(worldAfter(still))).toBe(encode(worldAfter(later)))
  })
})

describe('exploring', () => {
  test('finds every state of two keyrings and no more', () => {
    const world = worldNamed('links')
    if (world === undefined) throw new Error('the world is there')
    const { levels, exhausted, violations } = exploreAll(world, 2, worldLaws)
    expect(levels[0]).toEqual({ depth: 0, states: 1, steps: world.alphabet.length })
    expect(exhausted).toBe(false)
    expect(violations).toEqual([])
  })

  test.each(worlds)('every law holds in every state of $name, three commands deep', (world) => {
    expect(exploreAll(world, 3, worldLaws).violations).toEqual([])
  })

  test('a law that does not hold comes with a shortest program', () => {
    const world = worldNamed('death')
    if (world === undefined) throw new Error('the world is there')
    const immortal: WorldLaw = {
      name: 'nothing_is_revoked',
      says: 'No key is ever revoked.',
      about: ['life/revoke-empties'],
      holds: ({ keys }) => keys.every((key) => key?.revoked !== true),
    }
    const [violation] = exploreAll(world, 3, [immortal]).violations
    expect(violation?.program.commands).toHaveLength(world.start.commands.length + 1)
  })

  test('braces are the shell’s', () => {
    expect(expandBraces('a {b,c} {d,e}')).toEqual(['a b d', 'a b e', 'a c d', 'a c e'])
  })
})
