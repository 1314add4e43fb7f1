import { expect, test } from 'vitest'
import { isAbout, type KnownEntry } from './known.ts'

const entry: KnownEntry = { rule: 'a/b', reason: 'bug', note: 'n', program: 'p1: u1 g1' }

test.each([
  [{}, '6.12.117', true],
  [{}, '', true],
  [{ from: '6.12' }, '', false],
  [{ from: '6.12' }, '6.12.117-cloud-amd64', true],
  [{ from: '6.12.118' }, '6.12.117', false],
  [{ from: '6.2' }, '6.12.0', true],
  [{ to: '6.12' }, '6.12.117', true],
  [{ to: '6.12.116' }, '6.12.117', false],
  [{ to: '6.11' }, '6.12.0-rc1', false],
  [{ from: '5.10', to: '6.1' }, '5.15.3', true],
])('%j is about %s: %s', (bounds, release, about) => {
  expect(isAbout({ ...entry, ...bounds }, release)).toBe(about)
})
