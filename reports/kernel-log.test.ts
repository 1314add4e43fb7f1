import { expect, test } from 'vitest'
import { logExcerpt } from './kernel-log.ts'

const boot = Array.from({ length: 30 }, (_, i) => `[    0.${i}] boot`).join('\r\n')
const oops =
  '[    1.0] BUG: kernel NULL pointer dereference, address: 0000000000000008\r\n[    1.1] RIP'

test('a crash is told from where it begins', () => {
  expect(logExcerpt(`${boot}\r\n${oops}\r\n`, 'splat')).toEqual([
    '[    1.0] BUG: kernel NULL pointer dereference, address: 0000000000000008',
    '[    1.1] RIP',
  ])
})

test.each(['WARNING: CPU: 0', 'Kernel panic - not syncing', 'Oops: 0000', 'refcount_t: underflow'])(
  '%s begins a crash',
  (line) => expect(logExcerpt(`${boot}\n${line}\nend`, 'splat')).toEqual([line, 'end']),
)

test('what is too long for a mail is left out, and said to be', () => {
  const lines = logExcerpt(`${oops}\n${boot}`, 'splat')
  expect(lines).toHaveLength(21)
  expect(lines.at(-1)).toBe('[12 more in the finding\'s "log"]')
})

test('a hang is told by the end of the log', () => {
  expect(logExcerpt(`${oops}\n${boot}\nlast`, 'end')).toHaveLength(20)
  expect(logExcerpt(`${oops}\n${boot}\nlast`, 'end').at(-1)).toBe('last')
  expect(logExcerpt('', 'end')).toEqual([])
})

test('what a guest writes cannot drive a terminal', () => {
  expect(logExcerpt('BUG: \x1b]0;x\x07', 'splat')).toEqual(['BUG: \\x1b]0;x\\x07'])
})
