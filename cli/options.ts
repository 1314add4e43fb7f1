/** Reading option values; a wrong one is one sentence and status 2. */

import { profileNamed, profileNames } from '../spec/profiles/index.ts'
import type { Profile } from '../spec/profiles/profile.ts'
import { type RuleId, rules } from '../spec/rules.ts'
import { UsageError } from './status.ts'

/** `60s`, `5m`, `1h`, or plain seconds. */
export function parseDuration(text: string): number {
  const match = /^(\d+(?:\.\d+)?)(s|m|h)?$/.exec(text)
  if (match?.[1] === undefined) {
    throw new UsageError(`"${text}" is no duration: write 60s, 5m or 1h.`)
  }
  const unit = { s: 1, m: 60, h: 3600 }[match[2] ?? 's'] ?? 1
  return Number(match[1]) * unit
}

/** A whole number of at least `least`. */
export function parseCount(what: string, least: number): (text: string) => number {
  return (text) => {
    if (/^\d{1,9}$/.test(text) && Number(text) >= least) return Number(text)
    throw new UsageError(`"${text}" is no ${what}: a whole number from ${least} is wanted.`)
  }
}

/** A seed: a whole number below 2³¹, as reports print it. */
export function parseSeed(text: string): number {
  if (/^\d{1,10}$/.test(text) && Number(text) < 2 ** 31) return Number(text)
  throw new UsageError(`"${text}" is no seed: a whole number below 2147483648 is wanted.`)
}

export function parseProfile(name: string): Profile {
  const profile = profileNamed(name)
  if (profile !== undefined) return profile
  throw new UsageError(`There is no profile "${name}"; there is: ${profileNames.join(', ')}.`)
}

/** The rule of that id; a near miss is told what it may have meant. */
export function parseRule(id: string): RuleId {
  const rule = rules.find((one) => one.id === id)
  if (rule !== undefined) return rule.id
  const last = id.split('/').at(-1) ?? id
  const near = rules.filter((one) => one.id.includes(last)).map((one) => one.id)
  const hint =
    near.length > 0 ? `did you mean ${near.slice(0, 3).join(', ')}?` : 'see keyspec spec.'
  throw new UsageError(`There is no rule "${id}"; ${hint}`)
}
