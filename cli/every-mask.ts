/** Every mask compared with its list, by as many threads as there are processors. */

import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { type Compared, maskCount, merged } from '../properties/masks.ts'
import type { Part, Told } from './masks-worker.ts'

/** Compares; `onMasks` hears how many so far. Undefined where the signal came before the end. */
export async function compareEveryMask(
  signal: AbortSignal,
  onMasks: (masks: number) => void,
): Promise<Compared | undefined> {
  const threads = availableParallelism()
  const soFar = new Array<number>(threads).fill(0)
  const parts = soFar.map((_, at): Part => {
    const edge = (of: number) => Math.floor((maskCount * of) / threads)
    return { from: edge(at), to: edge(at + 1) }
  })
  const told = parts.map((part, at) =>
    comparePart(part, signal, (masks) => {
      soFar[at] = masks
      onMasks(soFar.reduce((sum, one) => sum + one, 0))
    }),
  )
  const compared = await Promise.all(told)
  const whole = compared.filter((one) => one !== undefined)
  return whole.length === threads ? merged(whole) : undefined
}

function comparePart(
  part: Part,
  signal: AbortSignal,
  onMasks: (masks: number) => void,
): Promise<Compared | undefined> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./masks-worker.js', import.meta.url), { workerData: part })
    const end = () => worker.terminate()
    signal.addEventListener('abort', end, { once: true })
    worker.on('message', (told: Told) => {
      if (told.kind === 'so far') onMasks(told.masks)
      else resolve(told.compared)
    })
    worker.on('error', reject)
    worker.on('exit', () => {
      signal.removeEventListener('abort', end)
      resolve(undefined)
    })
  })
}
