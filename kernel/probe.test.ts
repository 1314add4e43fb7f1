import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { probeImage } from './probe.ts'

const folder = mkdtempSync(join(tmpdir(), 'keyspec-probe-'))
afterAll(() => rmSync(folder, { recursive: true }))

function file(name: string, data: Buffer | string): string {
  const path = join(folder, name)
  writeFileSync(path, data)
  return path
}

/** The least that is a bzImage: the flag, the magic, and a version string. */
function smallest(version: string): Buffer {
  const image = Buffer.alloc(4096)
  image.writeUInt16LE(0xaa55, 0x1fe)
  image.write('HdrS', 0x202)
  image.writeUInt16LE(0x400, 0x20e)
  image.write(version, 0x600)
  return image
}

test('a bzImage has a version', async () => {
  const path = file('bzImage', smallest('6.12.117 (somebody@somewhere) #1 SMP'))
  expect(await probeImage(path)).toMatchObject({ kind: 'kernel', version: '6.12.117' })
})

describe('what is no kernel', () => {
  const withoutFlag = smallest('6.12')
  withoutFlag.fill(0, 0x1fe, 0x200)
  const cases = [
    ['empty', '', 'it ends after 0 bytes'],
    ['short', 'not a kernel', 'it ends after 12 bytes'],
    ['truncated', smallest('6.12').subarray(0, 0x204), 'it ends after 516 bytes'],
    ['text', 'text '.repeat(1000), "no 'HdrS' header"],
    ['no-flag', withoutFlag, 'no boot flag 55 AA'],
  ] as const
  test.each(cases)('%s', async (name, data, why) => {
    const path = file(name, data)
    const sentence = `${path} is not a bzImage: ${why}`
    expect(await probeImage(path)).toEqual({ kind: 'no-kernel', sentence })
  })

  test('absent', async () => {
    const probe = await probeImage(join(folder, 'absent'))
    expect(probe).toMatchObject({ sentence: expect.stringContaining('ENOENT') })
  })

  test('a folder', async () => {
    expect(await probeImage(folder)).toMatchObject({ kind: 'no-kernel' })
  })
})
