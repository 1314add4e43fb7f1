/** Compares a part of all masks, in a thread of its own: how many so far, and in the end what was found. */

import { parentPort, workerData } from 'node:worker_threads'
import { type Compared, compareMasks, masksFrom } from '../properties/masks.ts'
import { container } from '../spec/profiles/container.ts'

/** Numbers of masks: the first, and the one behind the last. */
export interface Part {
  readonly from: number
  readonly to: number
}

export type Told =
  | { readonly kind: 'so far'; readonly masks: number }
  | { readonly kind: 'compared'; readonly compared: Compared }

const tell = (told: Told): void => parentPort?.postMessage(told)
const { from, to } = workerData as Part
const comparison = compareMasks({ profile: container }, masksFrom(from, to))
for (let at = comparison.next(); ; at = comparison.next()) {
  if (at.done === true) {
    tell({ kind: 'compared', compared: at.value })
    break
  }
  tell({ kind: 'so far', masks: at.value })
}
