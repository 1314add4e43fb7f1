/** Two targets that run the same programs at the same time. */

import type { Target } from '../spec/target.ts'
import type { Trace } from '../spec/trace.ts'
import type { Program } from '../spec/vocabulary/program.ts'

/** The traces of each program, in order. Who leaves early has both targets leave. */
export async function* sideBySide(
  one: Target,
  other: Target,
  programs: Iterable<Program>,
): AsyncGenerator<readonly [Trace, Trace]> {
  const [here, there] = twice(programs)
  const mine = one.run(here)[Symbol.asyncIterator]()
  const theirs = other.run(there)[Symbol.asyncIterator]()
  try {
    for (;;) {
      const [left, right] = await Promise.all([mine.next(), theirs.next()])
      if (left.done === true || right.done === true) return
      yield [left.value, right.value]
    }
  } finally {
    await Promise.all([mine.return?.(), theirs.return?.()])
  }
}

/** The same items for two readers, who may be at different places; what is in between is kept. */
function twice<T>(items: Iterable<T>): readonly [Iterable<T>, Iterable<T>] {
  const source = items[Symbol.iterator]()
  const ahead: readonly [T[], T[]] = [[], []]
  function* reader(own: T[], others: T[]): IterableIterator<T> {
    for (;;) {
      const kept = own.shift()
      if (kept !== undefined) {
        yield kept
        continue
      }
      const drawn = source.next()
      if (drawn.done === true) return
      others.push(drawn.value)
      yield drawn.value
    }
  }
  return [reader(ahead[0], ahead[1]), reader(ahead[1], ahead[0])]
}
