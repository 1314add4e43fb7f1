import { expect, test } from 'vitest'
import { lastWords } from './boot.ts'
import { tail } from './tail.ts'

test('the end is kept, and no more', () => {
  const log = tail()
  for (let i = 0; i < 50_000; i++) log.add(Buffer.from(`line ${i}\n`))
  expect(log.text()).toHaveLength(64 * 1024)
  expect(log.text().endsWith('line 49999\n')).toBe(true)
})

test('the last words are the last lines', () => {
  expect(lastWords('a\r\n\r\nb\n')).toBe('; the last that it printed was:\na\nb')
  expect(lastWords('')).toBe('; it printed nothing')
})
