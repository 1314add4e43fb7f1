/** A finding as a person would tell it: plain text that pastes well into a mail. */

import type { Comparison, Finding, FindingKind } from '../../spec/report.ts'
import type { CrashCause } from '../../spec/splat.ts'
import type { Program } from '../../spec/vocabulary/program.ts'
import { printActor } from '../../spec/wire/print.ts'
import { logExcerpt } from '../kernel-log.ts'
import { noPaint, type Paint } from '../paint.ts'
import { type RuleLookup, ruleById } from '../rules.ts'
import { allowedWords, programOf, type Step, stepsOf } from '../steps.ts'
import { counted, duration, lineWidth, printable, wrap } from '../text.ts'

/** What the telling of a finding depends on besides the finding. */
export interface Telling {
  /** What its files are called, without an ending: `finding-1`. */
  readonly name: string
  /** Which kernel a replay is to ask: `--build mutant-read`. */
  readonly replayWith?: string
  readonly paint?: Paint
  readonly rule?: RuleLookup
}

/** Tells a finding; every line ended. */
export function findingText(finding: Finding, telling: Telling): string {
  return `${findingStory(finding, telling)}\n${paragraph(pointers(finding, telling))}`
}

/** The same without where to find it, for a file that is one of those. */
export function findingStory(finding: Finding, telling: Omit<Telling, 'name'> = {}): string {
  const paint = telling.paint ?? noPaint
  const program = programOf(finding)
  const steps = stepsOf(finding, program)
  const parts = [
    headline(finding).map(paint.strong),
    actorLines(program),
    stepLines(finding, steps, paint),
    sentence(finding, steps),
    ruleLines(finding, telling.rule ?? ruleById),
    suspectLines(finding),
    logLines(finding),
    provenance(finding),
  ]
  return parts
    .filter((part) => part.length > 0)
    .map(paragraph)
    .join('\n')
}

const paragraph = (lines: readonly string[]): string => `${lines.join('\n')}\n`

const happened: Readonly<Record<FindingKind, string>> = {
  deviation: 'deviates from the specification',
  difference: 'answers otherwise',
  crash: 'crashes',
  hang: 'does not answer any more',
  flaky: 'deviates from the specification, but not every time',
}

const causeWords: Readonly<Record<CrashCause, string>> = {
  sanitizer: 'a sanitizer has found something',
  lockdep: 'lockdep has found something',
  warning: 'a warning of the kernel',
  oops: 'an oops',
  panic: 'a panic',
  agent: 'what the agent in the guest says makes no sense',
  unknown: 'the machine went down, and its log does not tell why',
}

/** The finding's first line. */
function headline({ target, kind, compared, cause }: Finding): string[] {
  const title = printable(target.title)
  if (cause !== undefined) {
    const often = kind === 'flaky' ? ', but not every time' : ''
    return wrap(`${title} crashes${often}: ${causeWords[cause]}`)
  }
  if (compared === undefined) return wrap(`${title} ${happened[kind]}`)
  const often = kind === 'flaky' ? ', but not every time' : ''
  return wrap(`${title} answers otherwise than ${printable(compared.target.title)}${often}`)
}

function actorLines({ actors }: Program): string[] {
  const lines = actors.map((actor) => `  ${printActor(actor)}`)
  const width = Math.max(22, ...lines.map(({ length }) => length)) + 2
  return lines.map((line, at) =>
    at === 0 ? `${line.padEnd(width)}# uid, gid, +supplementary groups, privileged` : line,
  )
}

/** Commands wider than this do not push the answers of the others aside. */
const widestCommand = 44

/** The program's own steps, then the look at the end that deviates, if it is one. */
function stepLines(finding: Finding, steps: readonly Step[], paint: Paint): string[] {
  const own = steps.filter(({ audit }) => !audit)
  const look = steps.filter(({ audit, deviates }) => audit && deviates)
  const shown = [...own, ...look]
  const width = Math.min(widestCommand, Math.max(...shown.map(({ text }) => text.length)))
  const digits = String(shown.at(-1)?.number ?? 0).length
  const line = (step: Step) => oneStep(finding, step, { width, digits, paint })
  const between = look.length === 0 ? [] : ['', '  and looking at what is there at the end:', '']
  return [...own.flatMap(line), ...between, ...look.flatMap(line)]
}

interface Columns {
  readonly width: number
  readonly digits: number
  readonly paint: Paint
}

function oneStep(finding: Finding, step: Step, { width, digits, paint }: Columns): string[] {
  const indent = ' '.repeat(digits + 4)
  const start = `  ${String(step.number).padStart(digits)}  ${step.text.padEnd(width)}`
  const one = `${start}   ${step.seen}`
  const lines =
    one.length <= lineWidth || step.text.length + step.seen.length < 40
      ? [one]
      : [start.trimEnd(), `${indent}  ${step.seen}`]
  if (!step.deviates) return lines
  const { compared } = finding
  const other = compared === undefined ? '' : `compared: ${printable(compared.seen)}; `
  const note = `<-- ${other}allowed: ${allowedWords(finding) ?? 'nothing'}`
  const last = lines.pop() ?? ''
  const marked =
    last.length + 2 + note.length <= lineWidth ? [`${last}  ${note}`] : [last, `${indent}  ${note}`]
  return [...lines, ...marked].map(paint.bad)
}

/** What happened at the deviating step, in a sentence. */
function sentence(finding: Finding, steps: readonly Step[]): string[] {
  const step = steps[finding.deviation.step]
  if (step === undefined) return []
  const seen = printable(finding.deviation.seen)
  const allowed = allowedWords(finding) ?? 'nothing'
  const look = step.audit ? 'Only seen when looking at the end. ' : ''
  const start = `${look}Step ${step.number}: ${step.text}`
  if (finding.compared !== undefined) {
    return contrasted(start, seen, allowed, finding, finding.compared)
  }
  switch (finding.kind) {
    case 'crash':
      return wrap(`${start} brought the kernel down; it should have answered ${allowed}.`)
    case 'hang':
      return wrap(`${start} got ${seen}; it should have answered ${allowed}.`)
    case 'deviation':
    case 'difference':
    case 'flaky': {
      const only = finding.deviation.allowed.length === 1 ? 'only ' : ''
      return wrap(`${start} answered ${seen}; the specification allows ${only}${allowed}, because`)
    }
  }
}

/** What two kernels answered, and which of them the specification agrees with. */
function contrasted(
  start: string,
  seen: string,
  allowed: string,
  { target, kind }: Finding,
  compared: Comparison,
): string[] {
  const here = printable(target.title)
  const there = printable(compared.target.title)
  const right = { target: here, compared: there, neither: 'neither' }[compared.conforms]
  const because = kind === 'crash' || kind === 'hang' ? '.' : ', because'
  return wrap(
    `${start} was answered ${seen} by ${here}, ${printable(compared.seen)} by ${there}. ` +
      `The specification allows ${allowed}: ${right} conforms there${because}`,
  )
}

/** Rules that are told in full; the others are named. */
const rulesInFull = 3

/** Each rule that decided: its id, what it says, where that comes from. */
function ruleLines({ kind, rules, led }: Finding, lookup: RuleLookup): string[] {
  if (kind === 'crash' || kind === 'hang') return []
  const full = rules.slice(0, rulesInFull).flatMap((id) => {
    const rule = lookup(id)
    if (rule === undefined) return [`  ${id}`]
    const source = rule.source === '' ? '' : `(${rule.source})`
    return [`  ${id}`, ...wrap(rule.says, '      '), ...wrap(source, '      ')]
  })
  return [
    ...full,
    ...named('Also at work there:', rules.slice(rulesInFull)),
    ...named('In the steps before:', led),
  ]
}

function named(heading: string, ids: readonly string[]): string[] {
  return ids.length === 0 ? [] : wrap(`${heading} ${ids.join(', ')}`, '  ')
}

/** More suspects than this say that the program tells little. */
const mostSuspects = 3

/** Rules that explain all of it when they are turned wrong. */
function suspectLines({ kind, suspects }: Finding): string[] {
  if (kind === 'crash' || kind === 'hang' || suspects.length === 0) return []
  const left = suspects.length - mostSuspects
  return [
    ...wrap('The same answers come from the specification with one rule turned wrong:'),
    ...suspects
      .slice(0, mostSuspects)
      .flatMap(({ rule, wrong }) => ['', `  ${rule}`, ...wrap(wrong, '      ')]),
    ...(left <= 0 ? [] : ['', `  or any of ${left} more`]),
  ]
}

function logLines({ kind, log }: Finding): string[] {
  const excerpt = logExcerpt(log, kind === 'crash' ? 'splat' : 'end')
  if (excerpt.length === 0) return []
  return ["The kernel's log:", '', ...excerpt.map((line) => `  ${line}`)]
}

/** How it was come by. */
function provenance(finding: Finding): string[] {
  const { found, seed, commands, replays } = finding
  const shrinking = Math.max(0, found.shrunkAfterSeconds - found.afterSeconds)
  const shrunk =
    found.originalCommands === commands
      ? `not shrunk: ${counted(commands, 'command')}`
      : `shrunk from ${counted(found.originalCommands, 'command')} to ${commands} in ${duration(shrinking)}`
  const again = `${replays.same} of ${counted(replays.runs, 'replay')}`
  const lines = wrap(
    `Found as program ${found.program} of seed ${seed} after ${duration(found.afterSeconds)}, ` +
      `${shrunk}; seen again in ${again}.`,
  )
  if (finding.kind !== 'flaky') return lines
  return [...lines, ...wrap('What decides is not in the program; timing, perhaps.')]
}

/** Which kernel it was, in its own words. */
export function kernelLine({ target }: Finding): string[] {
  const words = printable(`${target.release} ${target.version}`.trim())
  return words === '' ? [] : [`Kernel:    ${words}`]
}

function pointers(finding: Finding, { name, replayWith }: Telling): string[] {
  const how = replayWith === undefined ? '' : ` ${replayWith}`
  return [
    ...kernelLine(finding),
    `Replay:    keyspec replay ${name}.json${how}`,
    `C program: ${name}.c`,
  ]
}
