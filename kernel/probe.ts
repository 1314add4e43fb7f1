/**
 * Is this file a kernel that QEMU can boot?
 * Source: Documentation/arch/x86/boot.rst, "The Real-Mode Kernel Header".
 */
import { open } from 'node:fs/promises'
import { isErrnoException } from './files.ts'

export type Probe =
  | { readonly kind: 'kernel'; readonly version: string; readonly banner: string }
  | { readonly kind: 'no-kernel'; readonly sentence: string }

/** What a probe reads: the boot sector and the header, with the version string somewhere behind. */
const probeBytes = 64 * 1024

const bootFlag = { at: 0x1fe, value: 0xaa55 }
const magic = { at: 0x202, value: 'HdrS' }
const versionPointer = { at: 0x20e, from: 0x200 }

/** Why the beginning of a file is not that of a bzImage; undefined when it is. */
function whyNoKernel(start: Buffer): string | undefined {
  if (start.length < versionPointer.at + 2) return `it ends after ${start.length} bytes`
  if (start.toString('latin1', magic.at, magic.at + 4) !== magic.value) {
    return `no '${magic.value}' header`
  }
  if (start.readUInt16LE(bootFlag.at) !== bootFlag.value) return 'no boot flag 55 AA'
  return undefined
}

/** The version string of a bzImage, such as `6.12.117 (user@host) #1 …`; empty when it has none. */
function versionBanner(start: Buffer): string {
  const pointer = start.readUInt16LE(versionPointer.at)
  const from = pointer + versionPointer.from
  const end = start.indexOf(0, from)
  return pointer === 0 || end < 0 ? '' : start.toString('latin1', from, end)
}

/** Look at the beginning of `file`; a file that cannot be read is no kernel either. */
export async function probeImage(file: string): Promise<Probe> {
  const start = await beginning(file)
  const why = typeof start === 'string' ? start : whyNoKernel(start)
  if (typeof start === 'string' || why !== undefined) {
    return { kind: 'no-kernel', sentence: `${file} is not a bzImage: ${why}` }
  }
  const banner = versionBanner(start)
  return { kind: 'kernel', banner, version: banner.split(' ')[0] ?? '' }
}

/** The first bytes of a file, or why there are none. */
async function beginning(file: string): Promise<Buffer | string> {
  try {
    const handle = await open(file)
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(probeBytes), 0, probeBytes, 0)
      return buffer.subarray(0, bytesRead)
    } finally {
      await handle.close()
    }
  } catch (error) {
    if (isErrnoException(error)) return `it cannot be read (${error.code})`
    throw error
  }
}
