/** A file of traces: written while a run goes on, read line by line, however long it is. */

import { closeSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs'
import { StringDecoder } from 'node:string_decoder'
import type { Target } from '../spec/target.ts'
import type { Trace } from '../spec/trace.ts'
import { longestLine, traceLine, tracesHeader } from '../spec/wire/traces.ts'
import { UsageError } from './status.ts'

/** A target whose traces are kept. */
export interface Keeping extends Target {
  /** False once the file took no more; what it has by then are whole lines. */
  readonly whole: () => boolean
}

/**
 * The target, with every trace that it yields kept; each line is on disk before it is judged. A disk
 * that is full is said, once, and the run goes on without.
 */
export async function keepTraces(target: Target, path: string): Promise<Keeping> {
  const file = orSentence(path, 'written', () => openSync(path, 'w'))
  let kept = 0
  const keep = (line: string): void => {
    const bytes = Buffer.from(line)
    orSentence(path, 'written', () => {
      for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at)
    })
    kept += bytes.length
  }
  let whole = true
  const keepIfPossible = (trace: Trace): void => {
    try {
      if (whole) keep(traceLine(trace))
    } catch (error) {
      if (!(error instanceof UsageError)) throw error
      whole = false
      ftruncateSync(file, kept)
      console.error(`keyspec: ${error.message} What comes now is not kept; the run goes on.`)
    }
  }
  keep(tracesHeader(await target.describe()))
  return {
    whole: () => whole,
    describe: () => target.describe(),
    async *run(programs) {
      for await (const trace of target.run(programs)) {
        keepIfPossible(trace)
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
