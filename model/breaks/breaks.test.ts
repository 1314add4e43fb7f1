import { describe, expect, test } from 'vitest'
import { rules } from '../../spec/rules.ts'
import { breakOf, breaks } from './index.ts'

describe('breaks', () => {
  test('every rule has one, and each is of a rule', () => {
    expect(breaks.map(({ id }) => id).toSorted()).toEqual(rules.map(({ id }) => id).toSorted())
  })

  test('a break is found by the rule that it breaks', () => {
    for (const { id } of rules) expect(breakOf(id).id).toBe(id)
  })

  test('each says in a sentence of its own what it does', () => {
    for (const { says } of breaks) expect(says).toMatch(/^\S.{20,120}\.$/)
    expect(new Set(breaks.map(({ says }) => says)).size).toBe(breaks.length)
  })
})
