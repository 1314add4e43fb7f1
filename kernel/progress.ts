/** How far a build has come, for a person who waits. */

export type Stage =
  | 'waiting'
  | 'downloading'
  | 'unpacking'
  | 'patching'
  | 'configuring'
  | 'compiling'

/** `done` of `total` in the stage's own unit; the estimate is of the rest of this stage, if any. */
export interface Progress {
  readonly stage: Stage
  readonly done: number
  readonly total: number
  readonly estimateSeconds: number | undefined
}

export type OnProgress = (progress: Progress) => void

/** How a build is watched and stopped. */
export interface Watch {
  readonly onProgress?: OnProgress | undefined
  readonly signal?: AbortSignal | undefined
}

/** The lines of make that stand for a piece of work done. */
const isWork = (line: string): boolean => /^ {2}(CC|LD|AR|AS|HOSTCC|HOSTLD) /.test(line)

/** Too few pieces say nothing about the rest. */
const fewestForEstimate = 20

/** Seconds left, from the pace so far; undefined while it is too early to tell. */
function estimate(done: number, total: number, elapsedSeconds: number): number | undefined {
  if (done < fewestForEstimate) return undefined
  return Math.max(0, Math.round((elapsedSeconds / done) * (total - done)))
}

/** A listener for the lines of make, where `total` pieces of work are expected. */
export function countWork(total: number, onProgress: OnProgress, now: () => number = Date.now) {
  const started = now()
  let done = 0
  return (line: string): void => {
    if (!isWork(line)) return
    done = Math.min(done + 1, total)
    const elapsed = (now() - started) / 1000
    onProgress({ stage: 'compiling', done, total, estimateSeconds: estimate(done, total, elapsed) })
  }
}
