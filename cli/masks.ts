/** `keyspec masks`: masks held against the lists that are made of them, on the model and on kernels. */

import type { Watch } from '../kernel/progress.ts'
import { firstDeviation } from '../model/oracle.ts'
import { defaultPrograms, maskPrograms } from '../properties/mask-programs.ts'
import { maskCount } from '../properties/masks.ts'
import { sideBySide } from '../properties/side-by-side.ts'
import {
  type DefaultContrast,
  defaultsText,
  masksText,
  type Tried,
  triedText,
} from '../reports/terminal/masks.ts'
import { container } from '../spec/profiles/container.ts'
import { mainline } from '../spec/profiles/mainline.ts'
import type { Target } from '../spec/target.ts'
import type { Trace } from '../spec/trace.ts'
import type { Program } from '../spec/vocabulary/program.ts'
import { tokenNamer } from '../spec/wire/naming.ts'
import { printCommand, printObservation } from '../spec/wire/print.ts'
import { chooseTarget } from './choose-target.ts'
import { compareEveryMask } from './every-mask.ts'
import { listenForInterrupt } from './interrupt.ts'
import { modelTarget } from './model-target.ts'
import { buildProgress } from './progress.ts'
import { type Status, status } from './status.ts'

export interface MasksOptions {
  /** Two kernels are asked, too, one with masks and one with lists. */
  readonly kernels: boolean
  /** Every mask is compared on the model. */
  readonly model: boolean
}

/** Compares; 0 where nothing differs but what the specification lists, and both conform. */
export async function masks({ kernels, model }: MasksOptions): Promise<Status> {
  const interrupt = listenForInterrupt()
  if (model) {
    const ended = await onModel(interrupt.signal)
    if (ended !== status.conforms) return ended
  }
  const build = buildProgress('kernel')
  const watch: Watch = { signal: interrupt.signal, onProgress: build.tell }
  const [one, other] = kernels
    ? [
        await chooseTarget({ build: 'mainline', profile: 'auto' }, watch),
        await chooseTarget({ build: 'container', profile: 'auto' }, watch),
      ]
    : [modelTarget(mainline), modelTarget(container)]
  build.end()
  try {
    const titles = [(await one.describe()).title, (await other.describe()).title].join(' and ')
    console.error(`Asking ${titles}.`)
    const tried = await tryMasks(one, other, interrupt.stopped)
    process.stdout.write(`\n${titles}:\n${triedText(tried)}`)
    const contrasts = await tryDefaults(one, other, tried.wrong)
    process.stdout.write(`\n${defaultsText(contrasts)}`)
    for (const line of tried.wrong) console.log(line)
    if (interrupt.stopped()) return status.interrupted
    return tried.wrong.length > 0 ? status.finding : status.conforms
  } finally {
    await Promise.all([one.close(), other.close()])
  }
}

async function onModel(signal: AbortSignal): Promise<Status> {
  const started = performance.now()
  let told = 0
  const compared = await compareEveryMask(signal, (masks) => {
    const tenths = Math.floor((10 * masks) / maskCount)
    if (tenths > told) console.error(`${10 * tenths} % of all masks compared`)
    told = tenths
  })
  if (compared === undefined) return status.interrupted
  process.stdout.write(masksText(compared, (performance.now() - started) / 1000))
  return compared.unlisted.length > 0 ? status.finding : status.conforms
}

/** Deviations that are told; a kernel that is wrong everywhere need not be told everywhere. */
const mostTold = 10

/** Takes down where a trace is not what its profile allows. */
function hold(wrong: string[], profile: typeof mainline, trace: Trace): void {
  const deviation = firstDeviation({ profile }, trace)
  if (deviation === undefined || wrong.length >= mostTold) return
  const command = trace.program.commands[deviation.step]
  const text = command === undefined ? `step ${deviation.step + 1}` : printCommand(command)
  const allowed = deviation.allowed.map(({ answer }) => answer).join(' or ')
  wrong.push(`${profile.name}: ${text} answered ${deviation.seen}; allowed: ${allowed}`)
}

/** Programs beside what is to be told of each. */
async function* together<P extends { readonly program: Program }>(
  one: Target,
  other: Target,
  shown: Iterable<P>,
): AsyncGenerator<readonly [P, Trace, Trace]> {
  const sent: P[] = []
  function* programs(): IterableIterator<Program> {
    for (const each of shown) {
      sent.push(each)
      yield each.program
    }
  }
  for await (const [here, there] of sideBySide(one, other, programs())) {
    const each = sent.shift()
    if (each === undefined) throw new Error('a trace answers a program that was sent')
    yield [each, here, there]
  }
}

/** What a step was answered; keys without a name in the program are all alike. */
function wordsAt(trace: Trace, step: number): string {
  const seen = trace.observations[step]
  if (seen === undefined) return 'nothing'
  return printObservation(seen, tokenNamer(trace)).replaceAll(/\?\d+/g, 'a new key')
}

async function tryMasks(one: Target, other: Target, stopped: () => boolean): Promise<Tried> {
  const wrong: string[] = []
  const cells = new Map<string, { tries: number; differ: number }>()
  for await (const [shown, here, there] of together(one, other, maskPrograms())) {
    hold(wrong, mainline, here)
    hold(wrong, container, there)
    const { op, caller, possessed, tries } = shown
    const name = `${op}\t${caller}\t${possessed ? 'possessed' : ''}`
    const cell = cells.get(name) ?? { tries: 0, differ: 0 }
    cells.set(name, cell)
    for (const at of tries) {
      cell.tries += 1
      if (wordsAt(here, at) !== wordsAt(there, at)) cell.differ += 1
    }
    if (stopped()) break
  }
  return {
    wrong,
    cells: [...cells].map(([name, counts]) => {
      const [op = '', caller = '', possessed = ''] = name.split('\t')
      return { op, caller, possessed: possessed !== '', ...counts }
    }),
  }
}

async function tryDefaults(
  one: Target,
  other: Target,
  wrong: string[],
): Promise<readonly DefaultContrast[]> {
  const contrasts: DefaultContrast[] = []
  for await (const [{ what, caller }, here, there] of together(one, other, defaultPrograms())) {
    hold(wrong, mainline, here)
    hold(wrong, container, there)
    const last = here.program.commands.at(-1)
    const end = here.program.commands.length - 1
    const [byMask, byList] = [wordsAt(here, end), wordsAt(there, end)]
    if (last === undefined || byMask === byList) continue
    contrasts.push({ what, caller, op: last.op, byMask, byList })
  }
  return contrasts
}
