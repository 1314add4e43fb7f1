import { describe, expect, test } from 'vitest'
import { runCampaign } from '../properties/campaign.ts'
import { mainline } from '../spec/profiles/mainline.ts'
import { rules } from '../spec/rules.ts'
import { modelTarget } from './model-target.ts'

/** Programs that a search may draw; most rules need a few hundred. */
const mostPrograms = 12_000

async function campaignOn(broken: Parameters<typeof modelTarget>[1]) {
  return runCampaign({
    target: modelTarget(mainline, broken),
    semantics: { profile: mainline },
    seed: 20190219,
    mostPrograms,
    budgetSeconds: Number.POSITIVE_INFINITY,
    mostFindings: 1,
    clock: () => 0,
    stopped: () => false,
  })
}

describe('the model finds itself out', () => {
  test.each(rules.map(({ id }) => id))(
    '%s turned wrong',
    async (id) => {
      const { findings } = await campaignOn(id)
      expect(findings).toHaveLength(1)
      expect(findings[0]?.kind).toBe('deviation')
    },
    120_000,
  )
})
