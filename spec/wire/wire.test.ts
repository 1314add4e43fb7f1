import { describe, expect, test } from 'vitest'
import { parseProgram } from './parse.ts'
import { printProgram } from './print.ts'

const text = `p1: u1 g1 +g2 +g3 privileged
p2: root root
p3: u1 g1 32-bit
k1 = p1 add_key "user" "a" "x" @s
k2 = p1 add_key "keyring" "a \\"b\\"\\x00" - @t
p1 add_key "user" - "z"*32768 k2
k3 = p2 request_key "user" "a"
p2 request_key "user" "a" @us
k4 = p1 keyctl_search k2 "user" "a" @t
k5 = p1 keyctl_get_keyring_id @p 1
k6 = p1 keyctl_join_session_keyring -
p1 keyctl_update k1 "y"
p1 keyctl_move k1 @s #-9 1
p1 keyctl_setperm k1 0x3f010000
p1 keyctl_chown k1 u2 -
p1 keyctl_set_timeout k1 10
p1 add_key - bad -*5 @t
p1 keyctl_update k1 bad
p1 keyctl_read k1 bad*4294967296
p1 keyctl_describe k1 -
p1 keyctl_describe k1 16
p1 keyctl -1
p1 keyctl_query_request_key_auth k1 -
c1 = p1 container_create "a" 0x00000000 4
p1 keyctl_set_container_keyring c0 k1
p4 = p1 fork
p4 exit
advance_clock 1000
key_users u1
`

describe('the notation', () => {
  test('what is parsed prints as it was', () => {
    const parsed = parseProgram(text)
    if (!parsed.ok) throw new Error(parsed.error)
    expect(printProgram(parsed.program)).toBe(text)
  })

  test('comments and expected answers are read', () => {
    const parsed = parseProgram('p1: u1 g1\n# alone\np1 keyctl_read #0 -> EINVAL  # why\n')
    expect(parsed).toMatchObject({ ok: true, expected: [{ command: 0, answer: 'EINVAL' }] })
  })

  test.each([
    ['p1 keyctl_red k1', 'line 1: keyctl_red is no operation'],
    ['p1: u1', 'line 1: nothing is no group (g1 … g9, root)'],
    ['\nkeyctl_read k1', 'line 2: keyctl_read wants an actor'],
    ['p1 advance_clock 3', 'line 1: advance_clock takes no actor'],
    ['p1 keyctl_read', 'line 1: keyctl_read wants more arguments'],
    ['p1 keyctl_read k1 k2', 'line 1: keyctl_read: k2 is no room'],
    ['p1 keyctl_revoke k1 k2', 'line 1: keyctl_revoke does not take k2'],
    ['p1 add_key bad*2 "a" - @t', 'line 1: add_key: bad*2 is no text'],
    ['p1 keyctl 11', 'line 1: keyctl: 11 is no option'],
    ['p1 keyctl_read q1', 'line 1: keyctl_read: q1 is no key'],
    ['k1 = p1 keyctl_read k1', 'line 1: keyctl_read answers no key to name'],
    ['p1 fork', 'line 1: fork names its child: p2 = p1 fork'],
    ['p1 add_key "user', 'line 1: cannot read "user'],
    [
      'p1 keyctl_join_session_keyring "a"*9999999',
      'line 1: keyctl_join_session_keyring: "a"*9999999 is no text',
    ],
  ])('%j is refused', (bad, error) => {
    expect(parseProgram(bad)).toEqual({ ok: false, error })
  })
})
