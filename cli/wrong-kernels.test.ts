import { describe, expect, test } from 'vitest'
import { basesOf } from '../kernel/kernels.ts'
import { type WrongKernel, wrongKernels } from '../kernel/wrong.ts'
import type { Semantics } from '../model/step.ts'
import { whyNotShown } from '../properties/known.ts'
import { reproducerC, whyNotReproduced } from '../reports/c/reproducer.ts'
import type { KnownDeviation } from '../spec/known.ts'
import { mainline } from '../spec/profiles/mainline.ts'
import type { Finding } from '../spec/report.ts'
import { readKnown } from '../spec/wire/known.ts'
import type { More } from './asked.ts'
import { campaign, kernel, programOf } from './asked.ts'
import { examplePrograms } from './chapters.ts'
import { chosenProfile } from './choose-target.ts'
import { printedFirst } from './first-process.ts'

/** Every wrong kernel has its turn within a week or so, three a day, the same all day long. */
const mutants = wrongKernels().filter(({ rule }) => rule !== undefined)
const today = Math.floor(Date.now() / 86_400_000)
const turn = [0, 1, 2].flatMap((at) => mutants[(3 * today + at) % mutants.length] ?? [])

/** What was found, by the names of the kernels. */
const found = new Map<string, Finding | undefined>()

/** The kernel that a wrong one is made from, and by which rules both are judged. */
function rightOf(name: string): { readonly right: string; readonly semantics: Semantics } {
  const profile = chosenProfile({ build: name, profile: 'auto' })
  return { right: basesOf(name)[0] ?? name, semantics: { profile } }
}

/** To be in a container within one takes four commands. */
function longest({ name, commands }: WrongKernel): number {
  return commands ?? (rightOf(name).semantics.profile === mainline ? 6 : 9)
}

/** A campaign that begins with the examples of the chapters. */
const fromExamples = (semantics: Semantics): More => ({
  first: examplePrograms(semantics.profile),
  semantics,
})

describe('wrong kernels whose turn it is', () => {
  test.each(turn)(
    '$name is found',
    async (wrong) => {
      const { name } = wrong
      const target = await kernel(name)
      try {
        const { semantics } = rightOf(name)
        const { findings } = await campaign(target, 20_000, fromExamples(semantics))
        expect(findings).toMatchObject([{ kind: 'deviation', replays: { runs: 5, same: 5 } }])
        expect(findings[0]?.commands).toBeLessThanOrEqual(longest(wrong))
        found.set(name, findings[0])
      } finally {
        await target.close()
      }
    },
    600_000,
  )

  test.each(turn.slice(0, 1))(
    '$name, once it is listed, is known; the right one does it no more',
    async ({ name }) => {
      const { right, semantics } = rightOf(name)
      const [target, rightKernel] = await Promise.all([kernel(name), kernel(right)])
      try {
        const [finding] = (await campaign(target, 20_000, fromExamples(semantics))).findings
        if (finding === undefined) throw new Error('a wrong kernel is found')
        const known = [listing(finding)]
        expect(known.map((entry) => whyNotShown(semantics, entry))).toEqual([undefined])
        const there = await campaign(target, 20, { known, semantics })
        expect(there.known).toMatchObject([{ runs: 5, same: 5 }])
        const gone = await campaign(rightKernel, 20, { known, semantics })
        expect(gone.known).toMatchObject([{ runs: 5, same: 0, programs: 0 }])
      } finally {
        await Promise.all([target.close(), rightKernel.close()])
      }
    },
    600_000,
  )

  test.each(turn)(
    '$name compared with the right one differs, and that conforms',
    async (wrong) => {
      const { name } = wrong
      const { right, semantics } = rightOf(name)
      const [target, rightKernel] = await Promise.all([kernel(name), kernel(right)])
      try {
        const more = { ...fromExamples(semantics), compared: rightKernel }
        const { findings } = await campaign(target, 20_000, more)
        expect(findings).toMatchObject([
          { kind: 'difference', compared: { conforms: 'compared' }, replays: { same: 5 } },
        ])
        expect(findings[0]?.commands).toBeLessThanOrEqual(Math.max(10, longest(wrong)))
      } finally {
        await Promise.all([target.close(), rightKernel.close()])
      }
    },
    600_000,
  )
})

describe('a C program of what was found', () => {
  test.each(turn)(
    'shows $name and not the right one, or says why it cannot',
    async ({ name }) => {
      const finding = found.get(name)
      if (finding === undefined) throw new Error('a wrong kernel is found')
      const { right, semantics } = rightOf(name)
      const code = reproducerC(finding, semantics.profile)
      const why = whyNotReproduced(finding)
      if (why !== undefined) {
        expect(code).toContain(why)
        return
      }
      const [there, rightThere] = await Promise.all(
        [name, right].map((build) => printedFirst(code, build, semantics.profile)),
      )
      expect(there).toContain('REPRODUCED: step')
      expect(rightThere).toContain('not reproduced: step')
    },
    600_000,
  )
})

/** The entry of a list that a finding makes. */
function listing({ program, deviation, rules }: Finding): KnownDeviation {
  const { step, seen } = deviation
  const shown = programOf(program)
  const lines = program.split('\n')
  const at = shown.actors.length + step
  const text = lines.with(at, `${lines[at]} -> ${seen}`).join('\n')
  const known = readKnown(
    JSON.stringify({
      format: 'keyspec-deviations/1',
      deviations: [{ rule: rules[0], reason: 'bug', note: 'a wrong kernel', program: text }],
    }),
  )
  if (!known.ok || known.value[0] === undefined) throw new Error('a finding can be listed')
  return known.value[0]
}
