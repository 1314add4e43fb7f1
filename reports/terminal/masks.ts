/** Masks held against the lists made of them, on a page. */

import { counted, duration, grouped, wrap } from '../text.ts'

interface Contrast {
  readonly op: string
  readonly caller: string
  readonly count: number
  readonly mask: number
}

/** What was compared on the model. */
interface Compared {
  readonly masks: number
  readonly answers: number
  readonly contrasts: readonly Contrast[]
  readonly unlisted: readonly {
    readonly op: string
    readonly caller: string
    readonly possessed: boolean
    readonly mask: number
    readonly byMask: boolean
    readonly byList: boolean
  }[]
}

/** What was tried on two kernels. */
export interface Tried {
  /** A line for each answer that its own specification does not allow. */
  readonly wrong: string[]
  readonly cells: readonly {
    readonly op: string
    readonly caller: string
    readonly possessed: boolean
    readonly tries: number
    readonly differ: number
  }[]
}

export interface DefaultContrast {
  readonly what: string
  readonly caller: string
  readonly op: string
  readonly byMask: string
  readonly byList: string
}

const hex = (mask: number): string => `0x${mask.toString(16).padStart(8, '0')}`
const yes = (is: boolean): string => (is ? 'granted' : 'refused')

export function masksText(compared: Compared, seconds: number): string {
  const { masks, answers, contrasts, unlisted } = compared
  const lines = [
    `${counted(masks, 'mask')}, ${counted(answers, 'answer')} compared in ${duration(seconds)}:`,
    ...(unlisted.length === 0
      ? ['a list made from a mask answers as the mask does, but where the specification lists it.']
      : unlisted.map(
          ({ op, caller, possessed, mask, byMask, byList }) =>
            `not listed: ${op} by ${caller}${possessed ? ', possessed,' : ''} on ${hex(mask)} is ` +
            `${yes(byMask)} by the mask, ${yes(byList)} by the list`,
        )),
    '',
    'Where it lists it, of pairs of a mask and possession (acl/everyone, acl/group):',
    ...table(
      contrasts.map(({ op, caller, count, mask }) => ({
        row: op,
        column: caller,
        cell: `${grouped(count)} (${hex(mask)})`,
      })),
    ),
  ]
  return lines.map((line) => `${line}\n`).join('')
}

export function triedText({ cells }: Tried): string {
  const tries = cells.reduce((sum, cell) => sum + cell.tries, 0)
  const lines = [
    `${counted(tries, 'attempt')}; so many are answered otherwise where there are lists:`,
    ...table(
      cells.map(({ op, caller, possessed, tries: all, differ }) => ({
        row: op,
        column: `${caller}${possessed ? ', possessed' : ''}`,
        cell: differ === 0 ? '-' : `${grouped(differ)} of ${grouped(all)}`,
      })),
    ),
  ]
  return lines.map((line) => `${line}\n`).join('')
}

/** What differs by default; callers to whom the same happens stand together. */
export function defaultsText(contrasts: readonly DefaultContrast[]): string {
  const groups = new Map<string, string[]>()
  for (const { what, caller, op, byMask, byList } of contrasts) {
    const name = `${what}: ${op} is answered ${byMask}, with lists ${byList}`
    groups.set(name, [...(groups.get(name) ?? []), caller])
  }
  const lines = [
    'By default:',
    ...[...groups].flatMap(([name, callers]) => wrap(`${name} (${callers.join('; ')})`, '  ')),
  ]
  return lines.map((line) => `${line}\n`).join('')
}

interface Cell {
  readonly row: string
  readonly column: string
  readonly cell: string
}

/** A paragraph for each column, for there are many; rows with the same cell stand together. */
function table(cells: readonly Cell[]): string[] {
  const columns = [...new Set(cells.map(({ column }) => column))]
  return columns.flatMap((column) => {
    const rows = cells.filter((one) => one.column === column && one.cell !== '-')
    if (rows.length === 0) return [`  ${column}: none`]
    return wrap(`${column}: ${rows.map(({ row, cell }) => `${row} ${cell}`).join(', ')}`, '  ')
  })
}
