/** Chapter 11, threads: actors that are one process, and what each has of its own. */

import { adopterOf, initEnds } from './members.ts'
import { cite, rule, type Turn } from './turn.ts'
import { type Process, withoutProcess, withProcess } from './world.ts'

/** The other threads of a process, those that have ended left out. */
export function otherThreads({ world }: Turn, { name, leader }: Process): readonly Process[] {
  return world.processes.filter(
    (other): other is Process =>
      other !== undefined && other.leader === leader && other.name !== name && !other.ended,
  )
}

/** threads/new-thread-shares-rings: what a new thread has of its maker's keyrings. */
export const sharedByThread = rule(
  'threads/new-thread-shares-rings',
  (turn, maker: Process): Pick<Process, 'process' | 'session'> => {
    if (maker.process !== 0) cite(turn, 'threads/new-thread-shares-rings')
    return maker
  },
)

/** threads/new-thread-ring: whether a new thread has a thread keyring, of its own, at once. */
export const beginsWithRing = rule('threads/new-thread-ring', (turn, maker: Process): boolean => {
  if (maker.thread !== 0) cite(turn, 'threads/new-thread-ring')
  return maker.thread !== 0
})

/** threads/parent-is-shared */
export const parentOfThread = rule(
  'threads/parent-is-shared',
  (turn, maker: Process): Process['parent'] => {
    cite(turn, 'threads/parent-is-shared')
    return maker.parent
  },
)

/** threads/rings-are-apart: the threads that have a keyring which one of them has been given. */
export const ringGoesTo = rule(
  'threads/rings-are-apart',
  (turn, process: Process, _which: 'thread' | 'process'): readonly Process[] => {
    if (otherThreads(turn, process).length > 0) cite(turn, 'threads/rings-are-apart')
    return [process]
  },
)

/** threads/ids-are-apart: the other threads that become whoever one of them becomes. */
export const becomeToo = rule(
  'threads/ids-are-apart',
  (turn, process: Process): readonly Process[] => {
    if (otherThreads(turn, process).length > 0) cite(turn, 'threads/ids-are-apart')
    return []
  },
)

/** threads/exit-ends-all: who ends with a thread that ends its process. */
export const endsWith = rule(
  'threads/exit-ends-all',
  (turn, process: Process): readonly Process[] => {
    const others = otherThreads(turn, process)
    if (others.length > 0) cite(turn, 'threads/exit-ends-all')
    return others
  },
)

/** threads/first-thread-stays: whether a thread that ends keeps its keyrings. */
export const staysBehind = rule(
  'threads/first-thread-stays',
  (turn, process: Process, others: readonly Process[]): boolean => {
    if (process.leader !== process.name || others.length === 0) return false
    cite(turn, 'threads/first-thread-stays')
    return true
  },
)

/** threads/children-go-to-a-thread: whose children those of a thread are when it has ended. */
export const heirOf = rule(
  'threads/children-go-to-a-thread',
  (turn, others: readonly Process[]): Process['parent'] => {
    const heir = others.find(({ name, leader }) => name === leader) ?? others[0]
    if (heir === undefined) return null
    cite(turn, 'threads/children-go-to-a-thread')
    return heir.name
  },
)

/** Ends a whole process. */
export function endProcess(turn: Turn, process: Process): void {
  const others = endsWith(turn, process)
  const first = turn.world.processes.filter(
    (one): one is Process => one?.name === process.leader && one.ended,
  )
  // Whoever ends its process is the first to go.
  initEnds(turn, process.leader, [...first, process, ...others])
  for (const one of [...others, ...first, process]) {
    turn.world = withoutProcess(turn.world, one.name, adopterOf(turn, process))
  }
}

/** Ends a thread, and with the last one its process. */
export function endThread(turn: Turn, process: Process): void {
  const others = otherThreads(turn, process)
  if (others.length === 0) {
    endProcess(turn, process)
    return
  }
  const left = withoutProcess(turn.world, process.name, heirOf(turn, others))
  turn.world = staysBehind(turn, process, others)
    ? withProcess(left, { ...process, ended: true })
    : left
}
