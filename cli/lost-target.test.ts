/** A target that can be asked no longer: what was seen until then is told. */

import { expect, test } from 'vitest'
import { runCampaign } from '../properties/campaign.ts'
import { runKtap } from '../reports/ktap.ts'
import { runText } from '../reports/terminal/run.ts'
import { mainline } from '../spec/profiles/mainline.ts'
import { type Target, TargetError } from '../spec/target.ts'
import { readReport, writeReport } from '../spec/wire/json.ts'
import { modelTarget } from './model-target.ts'

const sentence = 'bzImage does not boot: it printed nothing'

/** A target that answers so many programs. */
function lostAfter(most: number, target: Target): Target {
  let answered = 0
  return {
    ...target,
    async *run(programs) {
      for await (const trace of target.run(programs)) {
        if (answered === most) throw new TargetError(sentence)
        answered += 1
        yield trace
      }
    },
  }
}

const campaign = (target: Target) =>
  runCampaign({
    target,
    semantics: { profile: mainline },
    seed: 20190219,
    mostPrograms: 20_000,
    mostFindings: 2,
    clock: () => 0,
  })

test('what conformed until then is reported', async () => {
  const report = await campaign(lostAfter(100, modelTarget(mainline)))
  expect(report).toMatchObject({ programs: 100, findings: [], lost: sentence })
  expect(runText(report)).toMatch(/^conforms as far as it ran\n[\s\S]*lost +bzImage does not boot/)
  expect(runKtap(report)).toContain('target lost')
  expect(readReport(writeReport(report))).toEqual({ ok: true, value: report })
})

test('what deviated at last is a finding, as it was seen', async () => {
  const target = modelTarget(mainline, 'links/no-cycle')
  const whole = await campaign(target)
  const first = whole.findings[0]?.found.program ?? 0
  const report = await campaign(lostAfter(first, target))
  expect(report.lost).toBe(sentence)
  expect(report.findings).toMatchObject([{ kind: 'deviation', replays: { runs: 0, same: 0 } }])
})
