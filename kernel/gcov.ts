/** Which lines of a kernel were run: the compiler's notes and a guest's counters, read by gcov. */

import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { Ajv, type JSONSchemaType } from 'ajv'
import type { CountedLine } from '../spec/counted-line.ts'
import { must } from './command.ts'
import type { Watch } from './progress.ts'
import { inWorkroom } from './workroom.ts'

/** Where a guest's debugfs is mounted, which has the counters of everything that is profiled. */
export const debugfs = '/mnt'

/** The notes beside an image; an image without them was not built to be counted. */
export interface Notes {
  readonly folder: string
  /** Paths in the guest, one for each file of notes. */
  readonly counters: readonly string[]
}

/** The notes of the image in a file. */
export async function notesOf(image: string): Promise<Notes> {
  const folder = join(dirname(image), 'gcov')
  const compiledIn = (await readFile(join(folder, 'compiled-in'), 'utf8')).trim()
  const notes = (await readdir(folder)).filter((file) => file.endsWith('.gcno')).sort()
  const paths = notes.map((note) =>
    join(debugfs, 'gcov', compiledIn, note.replace(/gcno$/, 'gcda')),
  )
  return { folder, counters: paths }
}

interface GcovFile {
  readonly file: string
  readonly lines: readonly {
    readonly line_number: number
    readonly count: number
    readonly function_name: string | null
  }[]
}

const schema: JSONSchemaType<{ readonly files: readonly GcovFile[] }> = {
  type: 'object',
  properties: {
    files: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          file: { type: 'string' },
          lines: {
            type: 'array',
            items: {
              type: 'object',
              properties: {
                line_number: { type: 'integer' },
                count: { type: 'number' },
                function_name: { type: 'string', nullable: true },
              },
              required: ['line_number', 'count'],
            },
          },
        },
        required: ['file', 'lines'],
      },
    },
  },
  required: ['files'],
} as unknown as JSONSchemaType<{ readonly files: readonly GcovFile[] }>

const validate = new Ajv().compile<{ readonly files: readonly GcovFile[] }>(schema)

/** Reads the counters that a guest handed over, by their paths there; only lines of `within`. */
export async function countLines(
  notes: Notes,
  counted: ReadonlyMap<string, Buffer>,
  within: string,
  watch: Watch,
): Promise<readonly CountedLine[]> {
  return inWorkroom('gcov', async (room) => {
    await mkdir(room, { recursive: true })
    const lines: CountedLine[] = []
    for (const [path, bytes] of counted) {
      const data = join(room, basename(path))
      const note = basename(path).replace(/gcda$/, 'gcno')
      await writeFile(data, bytes)
      await writeFile(join(room, note), await readFile(join(notes.folder, note)))
      const json = await must('gcov', ['-t', '-j', data], { cwd: room, signal: watch.signal })
      lines.push(...linesOf(json, within))
    }
    return lines
  })
}

function linesOf(json: string, within: string): CountedLine[] {
  const value: unknown = JSON.parse(json)
  if (!validate(value)) throw new Error('gcov answers something that is not its own format')
  return value.files.flatMap(({ file, lines }) => {
    const at = file.lastIndexOf(within)
    if (at < 0) return []
    return lines.map(({ line_number: line, count, function_name: name }) => {
      return { file: file.slice(at), function: name ?? '', line, count }
    })
  })
}
