import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { countLines, debugfs, notesOf } from './gcov.ts'

test('counters are read with the notes that lie beside an image', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'keyspec-gcov-'))
  try {
    const notesIn = join(folder, 'gcov')
    const source = join(notesIn, 'keys.c')
    execFileSync('mkdir', [notesIn])
    writeFileSync(source, 'int main(int argc, char **argv)\n{\n\tif (argc > 1)\n\t\treturn 1;\n')
    writeFileSync(source, '\treturn argv == 0;\n}\n', { flag: 'a' })
    const flags = ['--coverage', '-c', source, '-o', join(notesIn, 'keys.o')]
    execFileSync('gcc', flags, { cwd: notesIn })
    execFileSync('gcc', ['--coverage', '-o', 'keys', 'keys.o'], { cwd: notesIn })
    execFileSync(join(notesIn, 'keys'), { cwd: notesIn })
    writeFileSync(join(notesIn, 'compiled-in'), '/where/it/was\n')

    const notes = await notesOf(join(folder, 'bzImage'))
    const path = `${debugfs}/gcov/where/it/was/keys.gcda`
    expect(notes.counters).toEqual([path])
    const counted = new Map([[path, readFileSync(join(notesIn, 'keys.gcda'))]])
    const lines = await countLines(notes, counted, 'keys.c', {})
    expect(lines.map(({ line, count }) => [line, count])).toEqual([
      [1, 1],
      [3, 1],
      [4, 0],
      [5, 1],
    ])
    expect(new Set(lines.map((line) => line.function))).toEqual(new Set(['main']))
  } finally {
    rmSync(folder, { recursive: true })
  }
})
