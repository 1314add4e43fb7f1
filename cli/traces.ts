/** A file of traces: written while a run goes on, read line by line, however long it is. */

import { closeSync, openSync, readSync, writeSync } from 'node:fs'
import { StringDecoder } from 'node:string_decoder'
import type { Target } from '../spec/target.ts'
import { longestLine, traceLine, tracesHeader } from '../spec/wire/traces.ts'
import { UsageError } from './status.ts'

/** The target, with every trace that it yields kept; each line is on disk before it is judged. */
export async function keepTraces(target: Target, path: string): Promise<Target> {
  const file = orSentence(path, 'written', () => openSync(path, 'w'))
  const keep = (line: string): void => {
    const bytes = Buffer.from(line)
    orSentence(path, 'written', () => {
      for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at)
    })
  }
  keep(tracesHeader(await target.describe()))
  return {
    describe: () => target.describe(),
    async *run(programs) {
      for await (const trace of target.run(programs)) {
        keep(traceLine(trace))
        yield trace
      }
    },
    async close() {
      closeSync(file)
      await target.close()
    },
  }
}

/** The lines of a file of traces; one that is too long or not ended is one sentence. */
export function* linesOf(path: string): Generator<string> {
  const file = orSentence(path, 'read', () => openSync(path, 'r'))
  try {
    const decoder = new StringDecoder('utf8')
    const chunk = Buffer.alloc(64 * 1024)
    let rest = ''
    let number = 1
    for (;;) {
      const length = orSentence(path, 'read', () => readSync(file, chunk))
      if (length === 0) break
      const lines = (rest + decoder.write(chunk.subarray(0, length))).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) yield line
      number += lines.length
      if (rest.length > longestLine) {
        throw new UsageError(`${path}: line ${number} is longer than ${longestLine} bytes.`)
      }
    }
    if (rest !== '') {
      throw new UsageError(`${path}: line ${number} ends in the middle: the file was cut off.`)
    }
  } finally {
    closeSync(file)
  }
}

/** What a file answers; where it refuses, a sentence that says so. */
function orSentence<T>(path: string, done: string, call: () => T): T {
  try {
    return call()
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error
    throw new UsageError(`${path} cannot be ${done} (${error.code}).`)
  }
}
