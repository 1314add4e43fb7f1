/** What programs were like: how long, by how many, and how much of them named nobody. */

import type { RunReport } from '../spec/report.ts'
import type { Trace } from '../spec/trace.ts'
import { operations } from '../spec/vocabulary/command.ts'
import { isKeyName } from '../spec/vocabulary/names.ts'
import type { Actor, Program } from '../spec/vocabulary/program.ts'

export interface Statistics {
  commands: number
  commandsWithAudit: number
  nameless: number
  /** Programs by their number of commands, and by their number of different credentials. */
  readonly lengths: number[]
  readonly credentials: number[]
  add(program: Program, trace: Trace): void
}

export function emptyStatistics(): Statistics {
  return {
    commands: 0,
    commandsWithAudit: 0,
    nameless: 0,
    lengths: [],
    credentials: [],
    add(program, trace) {
      this.commands += program.commands.length
      this.commandsWithAudit += trace.observations.length
      this.nameless += namelessIn(program, trace)
      bump(this.lengths, program.commands.length)
      bump(this.credentials, new Set(program.actors.map(credentialsOf)).size)
    },
  }
}

function bump(counts: number[], at: number): void {
  counts[at] = (counts[at] ?? 0) + 1
}

function credentialsOf({ uid, gid, groups, privileged }: Actor): string {
  return [uid, gid, ...groups, privileged].join(' ')
}

/** Commands of the program that failed with ENOKEY and name something that nobody made. */
function namelessIn(program: Program, trace: Trace): number {
  const made = new Set<string>()
  let nameless = 0
  for (const [at, command] of program.commands.entries()) {
    const seen = trace.observations[at]
    if (seen?.kind !== 'answered') continue
    const fields = command as unknown as Record<string, unknown>
    const unmade = operations[command.op].some(([field]) => {
      const value = fields[field]
      return typeof value === 'string' && isKeyName(value) && !made.has(value)
    })
    if (unmade && seen.answer.kind === 'errno') nameless += 1
    if (seen.answer.kind === 'key' && 'name' in command && command.name !== undefined) {
      made.add(command.name)
    }
  }
  return nameless
}

/** The median of numbers given as counts by value. */
function median(counts: readonly number[]): number {
  const half = counts.reduce((sum, times) => sum + (times ?? 0), 0) / 2
  let seen = 0
  for (const [value, times] of counts.entries()) {
    seen += times ?? 0
    if (seen >= half && seen > 0) return value
  }
  return 0
}

/** The part of a report that tells what the programs were like. */
export function statisticsOf(
  statistics: Statistics,
): Pick<
  RunReport,
  'commands' | 'commandsWithAudit' | 'medianCommands' | 'medianCredentials' | 'nameless'
> {
  const { commands, commandsWithAudit, nameless, lengths, credentials } = statistics
  return {
    commands,
    commandsWithAudit,
    medianCommands: median(lengths),
    medianCredentials: median(credentials),
    nameless,
  }
}
