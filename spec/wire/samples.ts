/** A finding, a trace and a run report for tests to start from. */

import type { Finding, RunReport, TraceFile } from '../report.ts'
import type { TargetInfo } from '../trace.ts'

const target: TargetInfo = {
  kind: 'qemu',
  title: 'Linux 6.12.117 (mutant-read), QEMU TCG',
  release: '6.12.117',
  version: '#1 PREEMPT Sat Jan  1 00:00:00 UTC 2022',
  profile: 'mainline',
  untested: [{ what: 'callouts', why: 'no upcall helper' }],
}

const program = `p1: u1 g1
p2: u2 g2
k1 = p1 add_key "user" "a" "x" @s
p1 keyctl_setperm k1 0x3f010000
p2 keyctl_read k1
key_users u1
`

const original = `p1: u1 g1
p2: u2 g2
k1 = p1 add_key "user" "a" "x" @s
p1 keyctl_describe k1
p1 keyctl_setperm k1 0x3f010000
p2 keyctl_read k1
`

/** A read that should have been refused. */
export const sampleFinding: Finding = {
  format: 'keyspec-finding/1',
  kind: 'deviation',
  target,
  seed: 42,
  program,
  commands: 3,
  observations: [
    { kind: 'answered', answer: { kind: 'key', key: 1 } },
    { kind: 'answered', answer: { kind: 'value', value: 0 } },
    { kind: 'answered', answer: { kind: 'payload', payload: 'x' } },
    {
      kind: 'answered',
      answer: {
        kind: 'usage',
        usage: { keys: 3, instantiated: 3, quotaKeys: 3, quotaBytes: 64 },
      },
    },
  ],
  deviation: {
    step: 2,
    seen: '"x"',
    allowed: [{ answer: 'EACCES', rules: ['attributes/read-refused', 'permission/one-class'] }],
  },
  rules: ['attributes/read-refused', 'permission/one-class'],
  led: [],
  suspects: [],
  replays: { runs: 5, same: 5 },
  found: {
    program: 812,
    afterSeconds: 3.1,
    shrunkAfterSeconds: 3.9,
    original,
    originalCommands: 4,
  },
  log: '',
}

export const sampleTrace: TraceFile = {
  format: 'keyspec-trace/1',
  target,
  program,
  observations: sampleFinding.observations,
}

export const sampleReport: RunReport = {
  format: 'keyspec-report/1',
  target,
  seed: 42,
  programs: 21_000,
  commands: 441_000,
  commandsWithAudit: 903_000,
  seconds: 60.2,
  medianCommands: 21,
  medianCredentials: 2,
  nameless: 30_870,
  freeSteps: 12,
  findings: [sampleFinding],
  coverage: {
    rules: [
      { id: 'attributes/read-refused', count: 120 },
      { id: 'attributes/setperm-replaces', count: 0 },
      { id: 'search/depth', count: 3 },
    ],
    pairs: [
      { id: 'add_key success', count: 90_000 },
      { id: 'keyctl_link EDEADLK', count: 0 },
      { id: 'add_key ENOMEM', count: 0, excuse: 'memory does not run out' },
    ],
    cells: [
      { id: 'keyctl_read key dead', count: 12 },
      { id: 'keyctl_read room null', count: 0 },
    ],
  },
  interrupted: false,
}
