/** `npm run stress [SECONDS]`: our series on two CPUs of a kernel that looks for its own mistakes. */

import { runBootChecks } from './boot-checks.ts'
import { status } from './status.ts'

/** Where nothing else is said: seconds. */
const usual = 300

const { planned, checks, complaints, lost } = await runBootChecks('container-debug', {
  cpus: 2,
  stressSeconds: Number(process.argv[2] ?? usual),
})
for (const { ok, name, diagnostics } of checks) {
  if (!ok || name.startsWith('stress: ')) console.log(`${ok ? 'ok' : 'not ok'} ${name}`)
  for (const line of diagnostics) console.log(`   ${line}`)
}
for (const line of complaints) console.log(`the kernel complains: ${line}`)
if (lost !== undefined) console.log(lost)
const passed = checks.filter(({ ok }) => ok).length
console.log(`${passed} of ${planned ?? 'so many'} checks passed`)
const sound = passed === planned && complaints.length === 0
process.exitCode = sound ? status.conforms : status.finding
