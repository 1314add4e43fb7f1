/** Which functions a reproducer needs that do not depend on its finding. */

import { compatHelpers } from './compat.ts'
import { containerHelpers } from './containers.ts'
import { deedHelpers } from './deeds.ts'
import { recordHelpers } from './records.ts'
import { answerHelpers } from './telling.ts'
import type { Helper } from './text.ts'
import { upcallHelpers } from './upcalls.ts'
import { waitingHelpers } from './waiting.ts'

/** The helpers that tell answers. */
export const tellHelpers: readonly Helper[] = [...answerHelpers, ...recordHelpers]

/** The helpers of a reproducer some of whose processes may use the entry for 32-bit programs, or be in containers. */
export function deedHelpersFor(compat: boolean, contained: boolean): readonly Helper[] {
  const others = [
    ...(compat ? compatHelpers : []),
    ...(contained ? [...containerHelpers, ...waitingHelpers, ...upcallHelpers] : []),
  ]
  const names = new Set(others.map(({ name }) => name))
  return [...others, ...deedHelpers.filter(({ name }) => !names.has(name))]
}

const commentOrText = /"(?:[^"\\]|\\.)*"|\/\*[\s\S]*?\*\//g

/** The helpers that a text calls, and those that they call, in their order. */
export function neededBy(text: string, helpers: readonly Helper[]): readonly Helper[] {
  let calling = text.replace(commentOrText, '')
  const needed: Helper[] = []
  for (const helper of helpers.toReversed()) {
    if (!new RegExp(`\\b${helper.name}\\b`).test(calling)) continue
    needed.unshift(helper)
    calling += helper.code.replace(commentOrText, '')
  }
  return needed
}
