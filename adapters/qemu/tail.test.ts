import { expect, test } from 'vitest'
import { lastWords } from './boot.ts'
import { tail } from './tail.ts'

test('the end is kept, and no more', () => {
  const log = tail()
  for (let i = 0; i < 50_000; i++) log.add(Buffer.from(`line ${i}\n`))
  expect(log.text()).toHaveLength(64 * 1024)
  expect(log.text().endsWith('line 49999\n')).toBe(true)
})

test('the last words are a panic, not its stack, or else the last line', () => {
  const panic = 'Kernel panic - not syncing: no init found'
  expect(lastWords(`a\r\n${panic}\r\n ? panic+0x2ce\n`)).toBe(`; it printed "${panic}"`)
  expect(lastWords('a\r\n\r\nb\n')).toBe('; it printed "b"')
  expect(lastWords('')).toBe('; it printed nothing')
})
