/**
 * Archives in the `newc` form that the kernel unpacks as its first file system.
 * Source: Documentation/driver-api/early-userspace/buffer-format.rst.
 */

export type Entry =
  | {
      readonly kind: 'file'
      readonly path: string
      readonly mode: number
      readonly data: Uint8Array
    }
  | { readonly kind: 'directory'; readonly path: string; readonly mode: number }
  | { readonly kind: 'symlink'; readonly path: string; readonly target: string }
  | {
      readonly kind: 'device'
      readonly path: string
      readonly mode: number
      readonly major: number
      readonly minor: number
    }

const fileType = {
  file: 0o100000,
  directory: 0o040000,
  symlink: 0o120000,
  device: 0o020000,
} as const

const permissions = (entry: Entry): number => (entry.kind === 'symlink' ? 0o777 : entry.mode)

function content(entry: Entry): Uint8Array {
  switch (entry.kind) {
    case 'file':
      return entry.data
    case 'symlink':
      return Buffer.from(entry.target)
    case 'directory':
    case 'device':
      return new Uint8Array()
  }
}

const hex = (value: number): string => value.toString(16).toUpperCase().padStart(8, '0')

/** Headers with names, and contents, each fill up to a multiple of four bytes. */
const padding = (length: number): Uint8Array => new Uint8Array((4 - (length % 4)) % 4)

function member(path: string, fields: readonly number[], data: Uint8Array): Uint8Array[] {
  const name = Buffer.from(`${path}\0`)
  const header = Buffer.concat([Buffer.from(`070701${fields.map(hex).join('')}`), name])
  return [header, padding(header.length), data, padding(data.length)]
}

/** The archive of `entries`, in their order; owned by root, dated 1970, so equal for equal input. */
export function cpio(entries: readonly Entry[]): Buffer {
  const members = entries.flatMap((entry, index) => {
    const data = content(entry)
    const path = entry.path.replace(/^\/+/, '')
    const device = entry.kind === 'device' ? [entry.major, entry.minor] : [0, 0]
    const mode = fileType[entry.kind] | permissions(entry)
    const nameSize = Buffer.byteLength(path) + 1
    const fields = [index + 1, mode, 0, 0, 1, 0, data.length, 0, 0, ...device, nameSize, 0]
    return member(path, fields, data)
  })
  const end = 'TRAILER!!!'
  const trailer = member(
    end,
    [0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, end.length + 1, 0],
    new Uint8Array(),
  )
  return Buffer.concat([...members, ...trailer])
}
