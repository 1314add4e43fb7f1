/** Colours for a terminal, and none for everything else. */

import { styleText } from 'node:util'

type Stroke = (text: string) => string

/** What is to stand out, and how; the names are what they are used for. */
export interface Paint {
  readonly good: Stroke
  readonly bad: Stroke
  readonly strong: Stroke
  readonly faint: Stroke
}

const asItIs: Stroke = (text) => text

export const noPaint: Paint = { good: asItIs, bad: asItIs, strong: asItIs, faint: asItIs }

const stroke =
  (format: Parameters<typeof styleText>[0]): Stroke =>
  (text) =>
    // Who calls has looked at the stream: the text may go elsewhere than to stdout.
    styleText(format, text, { validateStream: false })

export const ansiPaint: Paint = {
  good: stroke('green'),
  bad: stroke('red'),
  strong: stroke('bold'),
  faint: stroke('dim'),
}
