/** How far a kernel's build has come, on stderr. */

import type { Progress } from '../kernel/progress.ts'

/** Seconds between two lines in a log. */
const logInterval = 10

/** A build's progress as a live line on a terminal, or a plain one now and then in a log. */
export interface BuildProgress {
  readonly tell: (progress: Progress) => void
  /** Leaves the terminal clean for what follows. */
  readonly end: () => void
}

export function buildProgress(name: string, stream = process.stderr): BuildProgress {
  const live = stream.isTTY === true
  let last = Number.NEGATIVE_INFINITY
  let stageBefore = ''
  let shown = false
  return {
    tell(progress) {
      const now = performance.now() / 1000
      const soon = now - last < (live ? 0.1 : logInterval)
      if (soon && progress.stage === stageBefore) return
      last = now
      stageBefore = progress.stage
      shown = true
      const line = buildLine(name, progress)
      stream.write(live ? `\r\x1b[K${line}` : `${line}\n`)
    },
    end() {
      if (live && shown) stream.write('\r\x1b[K')
    },
  }
}

function buildLine(name: string, { stage, done, total, estimateSeconds }: Progress): string {
  const share = total > 1 ? ` ${Math.floor((100 * done) / total)} %` : ''
  const rest = estimateSeconds === undefined ? '' : `, about ${Math.ceil(estimateSeconds)} s left`
  return `${name}: ${stage}${share}${rest}`
}
