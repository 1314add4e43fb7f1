import { expect, test } from 'vitest'
import { decodeHello } from './hello.ts'

const said = { protocol: 1, release: '6.12.1', version: '#1', machine: 'x86_64', compat: true }
const decoded = (value: unknown) => decodeHello(Buffer.from(JSON.stringify(value)))

test('a hello tells the kernel', () => {
  expect(decoded(said)).toEqual({ kind: 'hello', ...said })
})

test.each([
  { ...said, release: 6 },
  { ...said, more: 1 },
  { ...said, version: 'v'.repeat(300) },
  null,
])('%j is none', (value) => {
  expect(decoded(value)).toMatchObject({ kind: 'nonsense' })
})

test('another protocol is told', () => {
  expect(decoded({ ...said, protocol: 2 })).toMatchObject({
    sentence: "the guest's agent speaks version 2, not 1",
  })
})

test('what is no JSON is none', () => {
  expect(decodeHello(Buffer.from('{'))).toMatchObject({ kind: 'nonsense' })
})
