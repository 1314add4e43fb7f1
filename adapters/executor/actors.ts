/** Actors come, go on as others, and are asked whether they are there. */

import type { Fork } from '../../spec/vocabulary/command.ts'
import type { ActorName, UidName } from '../../spec/vocabulary/names.ts'
import type { Call } from '../wire/call.ts'
import type { Draft } from './draft.ts'
import type { Place } from './place.ts'
import { giveWay } from './settle.ts'
import { helper } from './users.ts'

/** Every actor that is ever named has a slot of its own; throws when there are too many. */
export function takeSlot(draft: Draft, actor: string): number {
  const slot = draft.slots.get(actor) ?? draft.slots.size + 1
  if (slot >= helper) throw new RangeError(`a program has at most ${helper - 1} actors`)
  draft.slots.set(actor, slot)
  return slot
}

/** The slot of an actor that comes later, if its name is not taken by then. */
export function takeChild(draft: Draft, child: ActorName, uids: ReadonlySet<UidName>): number {
  draft.uidsOf.set(child, new Set([...uidsOf(draft, child), ...uids]))
  return takeSlot(draft, child)
}

/** Every real uid that an actor may have had by now. */
export const uidsOf = ({ uidsOf: known }: Draft, actor: ActorName): ReadonlySet<UidName> =>
  known.get(actor) ?? new Set()

/** A child uses the entry that its maker uses, whoever was to bear its name before and was not born. */
export function comesThrough({ compat }: Draft, maker: ActorName, child: ActorName): void {
  if (compat.has(maker)) compat.add(child)
  else compat.delete(child)
}

/** An actor goes on as two. Whoever may have files apart is taken to have. */
export function beget(draft: Draft, { op, actor, child }: Fork, slot: number): Place {
  const call = draft.main.length
  const thread = op === 'clone_thread'
  const born = takeChild(draft, child, uidsOf(draft, actor))
  draft.main.push({ kind: 'spawn', slot, report: 'wrong', child: born, thread })
  const files = draft.filesOf.get(born) || draft.filesOf.get(slot)
  if (files !== undefined) draft.filesOf.set(born, files)
  if (thread) draft.threads.add(born)
  comesThrough(draft, actor, child)
  return { kind: 'silent', call }
}

/** Asks whether these are there and free, and whether they see what others do. */
export function areThere({ contains }: Draft, slots: readonly number[]): readonly Call[] {
  const sees = (slot: number): Call => ({ kind: 'sees', slot: 0, task: slot, report: 'never' })
  const free = slots.map(giveWay)
  return contains ? [...free, ...slots.map(sees)] : free
}

/** Commands of several calls are made if none of these answers an error before. */
export function ifAll(
  draft: Draft,
  asked: readonly Call[],
  calls: readonly Call[],
): readonly Call[] {
  const first = draft.main.length
  const there = (at: number) => ({ when: { call: first + at, least: 0 } })
  draft.main.push(...asked.map((call, at) => ({ ...call, ...(at > 0 ? there(at - 1) : {}) })))
  return calls.map((call) => ({ ...there(asked.length - 1), ...call }))
}

/** An actor executes the agent, where it finds it. */
export function execute(draft: Draft, slot: number): Place {
  draft.filesOf.set(slot, slot)
  if (!draft.contains) {
    draft.main.push({ kind: 'exec', slot, report: 'wrong' })
    return { kind: 'silent', call: draft.main.length - 1 }
  }
  draft.main.push(...ifAll(draft, areThere(draft, [slot]), [{ kind: 'exec', slot }]))
  return { kind: 'perhaps', call: draft.main.length - 1 }
}
