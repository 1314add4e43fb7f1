/** A console that is listened to line by line, for a kernel that complains and goes on. */

import { isComplaint } from '../../spec/splat.ts'

/** Longer lines are cut: a complaint stands at the beginning of one. */
const longestLine = 1000

export interface ConsoleEar {
  /** The first complaint in what was printed now, if there is one. */
  hear(chunk: Buffer): string | undefined
}

export function consoleEar(): ConsoleEar {
  let rest = ''
  return {
    hear(chunk) {
      const lines = (rest + chunk.toString('latin1')).split(/\r?\n/)
      rest = (lines.pop() ?? '').slice(0, longestLine)
      return lines.find(isComplaint)
    },
  }
}
