/** Progress on stderr: a live line on a terminal, plain lines now and then in a log. */

import type { Progress as BuildProgress } from '../kernel/progress.ts'

/** Seconds between two lines in a log. */
const logInterval = 10

/** Shows one line at a time. */
export interface ProgressLine {
  readonly tell: (line: string) => void
  /** Leaves the terminal clean for what follows. */
  readonly end: () => void
}

/** A line that is written over on a terminal, and repeated seldom in a log. */
export function progressLine(stream: NodeJS.WriteStream = process.stderr): ProgressLine {
  const live = stream.isTTY && process.env.CI === undefined
  const interval = live ? 0.1 : logInterval
  let last = -Infinity
  let shown = false
  return {
    tell(line) {
      const now = performance.now() / 1000
      if (now - last < interval) return
      last = now
      shown = true
      const width = stream.columns ?? 80
      stream.write(live ? `\r\x1b[K${line.slice(0, width - 1)}` : `${line}\n`)
    },
    end() {
      if (live && shown) stream.write('\r\x1b[K')
    },
  }
}

/** How far a kernel's build has come. */
export function buildProgress(name: string): {
  readonly tell: (progress: BuildProgress) => void
  readonly end: () => void
} {
  const line = progressLine()
  return {
    tell({ stage, done, total, estimateSeconds }) {
      const share = total > 1 ? ` ${Math.floor((100 * done) / total)} %` : ''
      const rest =
        estimateSeconds === undefined ? '' : `, about ${Math.ceil(estimateSeconds)} s left`
      line.tell(`${name}: ${stage}${share}${rest}`)
    },
    end: line.end,
  }
}
