/**
 * `npm run stress [SECONDS [KERNEL]]`: the boot checks, and as much roughness, on two CPUs of a kernel; usually of
 * the one that looks for its own mistakes.
 */

import { runBootChecks } from './boot-checks.ts'
import { status } from './status.ts'

/** Where nothing else is said: seconds. */
const usual = 300

const [asked = String(usual), kernel = 'container-debug'] = process.argv.slice(2)

const { planned, checks, complaints, lost } = await runBootChecks(kernel, {
  cpus: 2,
  stressSeconds: Number(asked),
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
