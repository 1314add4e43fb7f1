/** Where a report looks up what a rule says. */

import type { Rule } from '../spec/rule.ts'
import { rules } from '../spec/rules.ts'

/** What a report tells of a rule. */
export type RuleLookup = (id: string) => Pick<Rule, 'says' | 'source'> | undefined

const known: ReadonlyMap<string, Rule> = new Map<string, Rule>(rules.map((rule) => [rule.id, rule]))

export const ruleById: RuleLookup = (id) => known.get(id)
