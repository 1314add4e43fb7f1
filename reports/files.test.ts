import { expect, test } from 'vitest'
import { mainline } from '../spec/profiles/mainline.ts'
import { readFinding, readReport } from '../spec/wire/json.ts'
import { sampleFinding, sampleReport } from '../spec/wire/samples.ts'
import { filesOf } from './files.ts'
import { runJson } from './json.ts'

test('a finding is saved three times over: to replay, to compile, to read', () => {
  const files = filesOf(sampleFinding, 7, mainline, { replayWith: '--build x' })
  expect(files.map(({ name }) => name)).toEqual(['finding-7.json', 'finding-7.c', 'finding-7.txt'])
  const [json, c, txt] = files.map(({ text }) => text)
  expect(readFinding(json ?? '')).toEqual({ ok: true, value: sampleFinding })
  expect(c).toContain('-o finding-7 finding-7.c')
  expect(txt).toContain('keyspec replay finding-7.json --build x')
})

test('a run is one JSON document', () => {
  expect(readReport(runJson(sampleReport))).toEqual({ ok: true, value: sampleReport })
})
