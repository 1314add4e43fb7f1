import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { cpio, type Entry } from './cpio.ts'
import { initramfsEntries } from './initramfs.ts'

interface Member {
  readonly path: string
  readonly mode: number
  readonly device: string
  readonly data: string
}

/** Read an archive back, by the same document that the writer cites. */
function members(archive: Buffer): Member[] {
  const found: Member[] = []
  let at = 0
  const upTo4 = (offset: number) => Math.ceil(offset / 4) * 4
  for (;;) {
    expect(archive.toString('latin1', at, at + 6)).toBe('070701')
    const field = (n: number) =>
      Number.parseInt(archive.toString('latin1', at + 6 + n * 8, at + 14 + n * 8), 16)
    const nameEnd = at + 110 + field(11)
    const path = archive.toString('utf8', at + 110, nameEnd - 1)
    if (path === 'TRAILER!!!') return found
    const data = upTo4(nameEnd)
    const end = data + field(6)
    const device = `${field(9)}:${field(10)}`
    found.push({ path, mode: field(1), device, data: archive.toString('utf8', data, end) })
    at = upTo4(end)
  }
}

const entries: readonly Entry[] = [
  { kind: 'directory', path: '/dev', mode: 0o755 },
  { kind: 'device', path: 'dev/console', mode: 0o600, major: 5, minor: 1 },
  { kind: 'file', path: 'init', mode: 0o755, data: Buffer.from('12345') },
  { kind: 'symlink', path: 'sbin', target: '/init' },
]

test('what is written is read back', () => {
  expect(members(cpio(entries))).toEqual([
    { path: 'dev', mode: 0o040755, device: '0:0', data: '' },
    { path: 'dev/console', mode: 0o020600, device: '5:1', data: '' },
    { path: 'init', mode: 0o100755, device: '0:0', data: '12345' },
    { path: 'sbin', mode: 0o120777, device: '0:0', data: '/init' },
  ])
})

test('equal entries make equal archives', () => {
  expect(cpio(entries).equals(cpio(entries))).toBe(true)
})

test('an initramfs has what the kernel and the agent look for', () => {
  const modules = [{ file: '00-virtio.ko', data: Buffer.from('elf') }]
  const byPath = new Map(
    members(cpio(initramfsEntries(Buffer.from('agent'), modules))).map((m) => [m.path, m]),
  )
  expect(byPath.get('init')).toMatchObject({ mode: 0o100755, data: 'agent' })
  expect(byPath.get('sbin/request-key')).toMatchObject({ data: '/init' })
  expect(byPath.get('dev/console')).toMatchObject({ device: '5:1' })
  expect(byPath.get('modules/00-virtio.ko')).toMatchObject({ data: 'elf' })
  for (const folder of ['dev', 'proc', 'sys', 'tmp', 'mnt']) {
    expect(byPath.get(folder)?.mode).toBe(0o040755)
  }
})

test('the cpio tool lists it', () => {
  const listing = spawnSync('cpio', ['-t', '--quiet'], { input: cpio(entries), encoding: 'utf8' })
  expect(listing.stdout.split('\n')).toEqual(['dev', 'dev/console', 'init', 'sbin', ''])
})
