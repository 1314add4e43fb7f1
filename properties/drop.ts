/** Smaller programs by leaving commands out: every sub-list of a program is a program. */

import type { Program } from '../spec/vocabulary/program.ts'

/** Programs with a run of commands left out: halves first, single commands last. */
export function* dropCommands(program: Program): IterableIterator<Program> {
  const { commands } = program
  for (let size = commands.length >> 1; size >= 1; size = size === 1 ? 0 : (size + 1) >> 1) {
    for (let from = 0; from < commands.length; from += size) {
      yield {
        ...program,
        commands: [...commands.slice(0, from), ...commands.slice(from + size)],
      }
    }
  }
}
