import { expect, test } from 'vitest'
import { consoleEar } from './complaints.ts'

const lines = (text: string): Buffer => Buffer.from(text.replaceAll('\n', '\r\n'))

test('a complaint is heard once its line has ended, however it comes in pieces', () => {
  const { hear } = consoleEar()
  expect(hear(lines('[ 0.1] fine\n[ 1.0] WARNING: possible rec'))).toBeUndefined()
  expect(hear(lines('ursive locking detected\n[ 1.1] 6.12 Not tai'))).toBe(
    '[ 1.0] WARNING: possible recursive locking detected',
  )
  expect(hear(lines('nted\n'))).toBeUndefined()
})

test('a flood without an end of line is not kept', () => {
  const { hear } = consoleEar()
  for (let times = 0; times < 100; times += 1)
    expect(hear(Buffer.alloc(65_536, 'x'))).toBeUndefined()
  expect(hear(lines('\nBUG: bad\n'))).toBe('BUG: bad')
})
