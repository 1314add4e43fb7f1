/** The model behind the door: what conforms by definition, or with one rule turned wrong does not. */

import { breakOf } from '../model/breaks/index.ts'
import { runOnModel } from '../model/run.ts'
import type { Semantics } from '../model/step.ts'
import type { Profile } from '../spec/profiles/profile.ts'
import type { RuleId } from '../spec/rules.ts'
import type { Target } from '../spec/target.ts'
import type { Program } from '../spec/vocabulary/program.ts'

/** The model as a target; `broken` names the rule that is turned wrong. */
export function modelTarget(profile: Profile, broken?: RuleId): Target {
  const wrong = broken === undefined ? undefined : breakOf(broken)
  const semantics: Semantics = { profile, broken: wrong }
  return {
    async describe() {
      return {
        kind: 'model',
        title:
          wrong === undefined
            ? `the model (${profile.title})`
            : `the model, ${wrong.id} broken: ${wrong.says}`,
        release: '',
        version: '',
        profile: profile.name,
        untested: [],
      }
    },
    async *run(programs: Iterable<Program>) {
      for (const program of programs) {
        yield runOnModel(semantics, program)
        await turnOfTheLoop()
      }
    },
    async close() {},
  }
}

/** Lets signals and timers have their say now and then. */
let runs = 0
function turnOfTheLoop(): Promise<void> | undefined {
  runs += 1
  return runs % 256 === 0 ? new Promise((resolve) => setImmediate(resolve)) : undefined
}
