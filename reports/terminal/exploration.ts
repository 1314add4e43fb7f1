/** What an exploration visited, as a table by depth, and whether the laws held. */

import { noPaint, type Paint } from '../paint.ts'
import { counted, duration, grouped, wrap } from '../text.ts'

/** An exploration as it is told: counts, and a program in the notation for each law that fails. */
export interface ExplorationTold {
  readonly name: string
  readonly says: string
  /** What it was explored by. */
  readonly profile: string
  readonly levels: readonly {
    readonly depth: number
    readonly states: number
    readonly steps: number
  }[]
  readonly states: number
  readonly steps: number
  readonly exhausted: boolean
  readonly rules: number
  readonly laws: number
  readonly violations: readonly { readonly says: string; readonly program: string }[]
  readonly seconds: number
}

/** Tells an exploration; every line ended. */
export function explorationText(told: ExplorationTold, paint: Paint = noPaint): string {
  const { name, says, profile, levels, states, steps, exhausted, rules, seconds } = told
  const rate = seconds > 0 ? states / seconds : 0
  const lines = [
    paint.strong(`${name} (${profile}): ${says}`),
    `  ${'depth'.padStart(5)} ${'new states'.padStart(12)} ${'steps'.padStart(12)}`,
    ...levels.map((level) =>
      [
        ` ${String(level.depth).padStart(6)}`,
        grouped(level.states).padStart(12),
        level.steps === 0 && level.depth > 0 && !exhausted ? '' : grouped(level.steps).padStart(12),
      ]
        .join(' ')
        .trimEnd(),
    ),
    `  ${counted(states, 'state')}, ${counted(steps, 'step')}, ${counted(rules, 'rule')} decided; ` +
      (exhausted ? 'nothing lies beyond' : 'more lies beyond'),
    `  ${duration(seconds)}, ${grouped(rate)} states/s`,
    ...lawLines(told, paint),
  ]
  return lines.map((line) => `${line}\n`).join('')
}

function lawLines({ laws, violations }: ExplorationTold, paint: Paint): string[] {
  if (violations.length === 0) return [paint.good(`  ${laws} of ${laws} laws hold in every state`)]
  return violations.flatMap(({ says, program }) => [
    ...wrap(`does not hold: ${says}`, '  ').map(paint.bad),
    ...program
      .trimEnd()
      .split('\n')
      .map((line) => `    ${line}`),
  ])
}
