import { expect, test } from 'vitest'
import { keyutilsClock, readKeyutilsResults } from './keyutils.ts'

test('each test of keyutils has a verdict, its calls, and the seconds until it was told of', () => {
  let now = 10
  const clock = keyutilsClock(() => now)
  const hear = (text: string, at: number): void => {
    now = at
    clock.hear(Buffer.from(text))
  }
  hear('Linux version 6.12\r\nkeyutils: begins\r\n', 12)
  hear('keyutils: features/li', 13)
  hear('mits\r\nkeyutils: ke', 15)
  hear('yctl/add/noargs\r\n', 15.5)
  const text = 'timed-out 1107973 features/limits\npassed 8 keyctl/add/noargs\n'
  expect(readKeyutilsResults(text, clock.secondsOf)).toEqual([
    { name: 'features/limits', verdict: 'timed-out', seconds: 3, calls: 1107973 },
    { name: 'keyctl/add/noargs', verdict: 'passed', seconds: 0.5, calls: 8 },
  ])
})
