/** Several targets as one: the programs of a run are shared out, and come back in their order. */

import type { Target } from '../spec/target.ts'
import type { Trace } from '../spec/trace.ts'
import type { Program } from '../spec/vocabulary/program.ts'

/**
 * Programs that one target may be ahead of the slowest: enough to keep it busy while another
 * boots, few enough to keep their traces.
 */
const mostAhead = 4096

/** The targets as one, which describes itself as the first does; they have to be alike. */
export function several(targets: readonly [Target, ...Target[]]): Target {
  const [first] = targets
  if (targets.length === 1) return first
  return {
    describe: () => first.describe(),
    run: (programs) => runShared(targets, programs),
    async close() {
      await Promise.all(targets.map((target) => target.close()))
    },
  }
}

interface Sharing {
  readonly source: Iterator<Program>
  /** Programs drawn, and traces told. */
  drawn: number
  told: number
  /** There are no more programs. */
  exhausted: boolean
  /** Nobody wants the traces any more. */
  abandoned: boolean
  /** Traces by place in the run, until those before are told. */
  readonly landed: Map<number, Trace>
  readonly changed: Bell
}

async function* runShared(
  targets: readonly Target[],
  programs: Iterable<Program>,
): AsyncGenerator<Trace> {
  const sharing: Sharing = {
    source: programs[Symbol.iterator](),
    drawn: 0,
    told: 0,
    exhausted: false,
    abandoned: false,
    landed: new Map(),
    changed: bell(),
  }
  let working = targets.length
  const failures: unknown[] = []
  const work = targets.map(async (target) => {
    try {
      await share(sharing, target)
    } catch (error) {
      failures.push(error)
    } finally {
      working -= 1
      sharing.changed.ring()
    }
  })
  try {
    for (;;) {
      const next = sharing.landed.get(sharing.told)
      if (next !== undefined) {
        sharing.landed.delete(sharing.told)
        sharing.told += 1
        sharing.changed.ring()
        yield next
      } else if (failures.length > 0) {
        throw failures[0]
      } else if (working === 0) {
        return
      } else {
        await sharing.changed.rung()
      }
    }
  } finally {
    sharing.abandoned = true
    sharing.changed.ring()
    await Promise.all(work)
  }
}

const hasRoom = ({ drawn, told }: Sharing): boolean => drawn - told < mostAhead

/** One target's part: it draws while there is room, and comes back when there is some again. */
async function share(sharing: Sharing, target: Target): Promise<void> {
  while (!sharing.exhausted && !sharing.abandoned) {
    const places: number[] = []
    for await (const trace of target.run(drawnFor(sharing, places))) {
      const place = places.shift()
      if (place === undefined) throw new Error('a target yields one trace for each program')
      sharing.landed.set(place, trace)
      sharing.changed.ring()
      if (sharing.abandoned) return
    }
    while (!hasRoom(sharing) && !sharing.abandoned) await sharing.changed.rung()
  }
}

/** The programs that a target draws, with their places in the run. */
function* drawnFor(sharing: Sharing, places: number[]): IterableIterator<Program> {
  while (hasRoom(sharing) && !sharing.abandoned) {
    const next = sharing.source.next()
    if (next.done === true) {
      sharing.exhausted = true
      return
    }
    places.push(sharing.drawn)
    sharing.drawn += 1
    yield next.value
  }
}

/** Wakes everybody who waits for something to change. */
interface Bell {
  ring(): void
  rung(): Promise<void>
}

function bell(): Bell {
  let waiting: (() => void)[] = []
  return {
    ring() {
      const woken = waiting
      waiting = []
      for (const wake of woken) wake()
    },
    rung: () =>
      new Promise((resolve) => {
        waiting.push(resolve)
      }),
  }
}
