/** How a run is going: one live line on a terminal, a plain line now and then in a log. */

import { duration, grouped } from '../text.ts'

export interface Progress {
  readonly programs: number
  readonly commands: number
  /** Since the start. */
  readonly seconds: number
  readonly rulesReached: number
  readonly rules: number
  readonly findings: number
  /** Where the end is known. */
  readonly secondsLeft?: number
}

/** One line, without an end. */
export function progressLine(progress: Progress): string {
  const { programs, commands, seconds, rulesReached, rules, findings, secondsLeft } = progress
  const rate = seconds > 0 ? commands / seconds : 0
  const parts = [
    `${grouped(programs)} programs`,
    `${grouped(commands)} commands`,
    `${grouped(rate)}/s`,
    `rules ${rulesReached}/${rules}`,
    `findings ${findings}`,
  ]
  if (secondsLeft !== undefined) parts.push(`${duration(Math.max(0, secondsLeft))} left`)
  return parts.join('  ')
}

/** Where progress goes: stderr, or something that stands for it. */
export interface Sink {
  readonly isTTY?: boolean | undefined
  readonly columns?: number | undefined
  write(text: string): unknown
}

export interface ProgressWriter {
  /** Shows where the run is, unless that was done a moment ago. */
  tell(progress: Progress): void
  /** Writes a line that stays, e.g. that something was found. */
  say(line: string): void
  /** Takes the live line away. */
  end(): void
}

const liveMs = 100
const logMs = 10_000
const clearLine = '\r\x1b[K'

/** `now` tells milliseconds; a log gets its first line after ten seconds. */
export function progressWriter(sink: Sink, now: () => number = Date.now): ProgressWriter {
  const live = sink.isTTY === true
  let last = live ? Number.NEGATIVE_INFINITY : now()
  let shown = false
  const clear = () => {
    if (shown) sink.write(clearLine)
    shown = false
  }
  return {
    tell: (progress) => {
      const at = now()
      if (at - last < (live ? liveMs : logMs)) return
      last = at
      const line = progressLine(progress)
      if (!live) {
        sink.write(`${line}\n`)
        return
      }
      sink.write(clearLine + line.slice(0, (sink.columns ?? 80) - 1))
      shown = true
    },
    say: (line) => {
      clear()
      sink.write(`${line}\n`)
    },
    end: clear,
  }
}
