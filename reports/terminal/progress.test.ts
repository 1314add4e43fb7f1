import { expect, test } from 'vitest'
import { type Progress, progressLine, progressWriter } from './progress.ts'

const progress: Progress = {
  programs: 1234,
  commands: 26_000,
  seconds: 2,
  rulesReached: 98,
  rules: 137,
  findings: 0,
  secondsLeft: 58,
}
const line = '1,234 programs  26,000 commands  13,000/s  rules 98/137  findings 0  58.0 s left'

test('one line tells it all', () => {
  expect(progressLine(progress)).toBe(line)
  const { secondsLeft, ...endless } = progress
  expect(progressLine({ ...endless, seconds: 0 })).toContain('  0/s  ')
  expect(secondsLeft).toBe(58)
})

/** A sink that remembers, and a clock that is told the time. */
function setting(isTTY: boolean | undefined) {
  const written: string[] = []
  const time = { ms: 0 }
  const sink = { isTTY, columns: 40, write: (text: string) => written.push(text) }
  return { written, time, writer: progressWriter(sink, () => time.ms) }
}

test('a terminal has one line that is overwritten, no wider than it, ten times a second', () => {
  const { written, time, writer } = setting(true)
  for (time.ms = 0; time.ms < 250; time.ms += 50) writer.tell(progress)
  writer.end()
  writer.end()
  const shown = `\r\x1b[K${line.slice(0, 39)}`
  expect(written).toEqual([shown, shown, shown, '\r\x1b[K'])
})

test('what is to stay is written above the live line', () => {
  const { written, writer } = setting(true)
  writer.tell(progress)
  writer.say('finding-1: x')
  expect(written.slice(1)).toEqual(['\r\x1b[K', 'finding-1: x\n'])
})

test('a log has a plain line every ten seconds', () => {
  const { written, time, writer } = setting(undefined)
  for (time.ms = 0; time.ms <= 20_000; time.ms += 100) writer.tell(progress)
  writer.end()
  expect(written).toEqual([`${line}\n`, `${line}\n`])
})
