/** A guest that is kept for all programs, and replaced when it died, hung or is worn. */

import { type Target, TargetError } from '../../spec/target.ts'
import type { TargetInfo } from '../../spec/trace.ts'
import type { Guest } from './boot.ts'
import { type Crew, type ReadyGuest, runPrograms } from './pipeline.ts'

/** `again` brings another one up; `lastLook` is had at each before it is ended, if it lives. */
export function keptTarget(
  info: TargetInfo,
  first: ReadyGuest,
  again: () => Promise<ReadyGuest>,
  lastLook?: (guest: Guest) => Promise<void>,
): Target {
  let guest: ReadyGuest | undefined = first
  let programs = 0
  const crew: Crew = {
    number: () => ++programs,
    guest: async () => {
      guest ??= await again()
      return guest
    },
    discard: async () => {
      const old = guest
      guest = undefined
      if (old === undefined) return
      try {
        await lastLook?.(old)
      } catch (error) {
        if (!(error instanceof TargetError)) throw error
      }
      await old.process.kill()
    },
  }
  return {
    describe: () => Promise.resolve(info),
    run: (list) => runPrograms(crew, list),
    close: crew.discard,
  }
}
