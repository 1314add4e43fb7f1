import { describe, expect, test } from 'vitest'
import { causeOf, isComplaint } from './splat.ts'

describe('a crash is known by the first line that tells', () => {
  test.each([
    ['BUG: KASAN: slab-use-after-free in key_put+0x1c/0x60', 'sanitizer'],
    ['WARNING: possible circular locking dependency detected', 'lockdep'],
    ['WARNING: suspicious RCU usage', 'lockdep'],
    ['INFO: possible recursive locking detected', 'lockdep'],
    ['WARNING: CPU: 0 PID: 1 at security/keys/key.c:660 key_put+0x1c', 'warning'],
    ['refcount_t: underflow; use-after-free.', 'warning'],
    ['BUG: kernel NULL pointer dereference, address: 0000000000000008', 'oops'],
    ['Oops: general protection fault, probably for non-canonical address', 'oops'],
    ['Kernel panic - not syncing: Attempted to kill init!', 'panic'],
    ['keyspec: the guest sent a frame of 4294967295 bytes', 'agent'],
    ['reboot: Restarting system', 'unknown'],
  ])('%s', (line, cause) => {
    expect(causeOf(`[    0.1] fine\r\n${line}\r\nKernel panic - not syncing: …\n`)).toBe(
      cause === 'unknown' ? 'panic' : cause,
    )
    expect(causeOf(line)).toBe(cause)
    expect(isComplaint(line)).toBe(cause !== 'unknown' && cause !== 'agent')
  })

  test('a CPU that is stuck is left to deadlines', () => {
    expect(isComplaint('watchdog: BUG: soft lockup - CPU#0 stuck for 22s! [agent:1]')).toBe(false)
  })
})
