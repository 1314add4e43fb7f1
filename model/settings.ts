/** Chapter 9, settings: what the environment may set in `/proc/sys/kernel/keys`. */

import type { Limits } from '../spec/profiles/profile.ts'
import type { Setting, Sysctl } from '../spec/vocabulary/command.ts'
import { done, failed, type Reply } from './answers.ts'
import { cite, refuse, rule, type Turn } from './turn.ts'

/** What each setting is where nobody has set it. */
const defaults = {
  maxkeys: 'maxKeys',
  maxbytes: 'maxBytes',
  root_maxkeys: 'rootMaxKeys',
  root_maxbytes: 'rootMaxBytes',
  gc_delay: 'gcDelay',
  persistent_keyring_expiry: 'persistentExpiry',
} as const satisfies Record<Setting, keyof Limits>

/** quota/limits-are-set: what a setting is now. */
export const settingOf = rule('quota/limits-are-set', (turn, setting: Setting): number => {
  const set = turn.world.settings[setting]
  if (set === undefined) return turn.profile.limits[defaults[setting]]
  cite(turn, 'quota/limits-are-set')
  return set
})

/** `SYSCTL_INT_MAX` */
const most = 0x7fffffff

/** quota/limits-in-range */
export const outOfRange = rule(
  'quota/limits-in-range',
  (turn, { setting, value }: Sysctl): 'EINVAL' | undefined => {
    const least = setting === 'gc_delay' || setting === 'persistent_keyring_expiry' ? 0 : 1
    if (value >= least && value <= most) return undefined
    refuse(turn, 'quota/limits-in-range', 'EINVAL')
    return 'EINVAL'
  },
)

/** The environment sets a limit. */
export function sysctl(turn: Turn, command: Sysctl): Reply {
  const bad = outOfRange(turn, command)
  if (bad !== undefined) return failed(bad)
  const settings = { ...turn.world.settings, [command.setting]: command.value }
  turn.world = { ...turn.world, settings }
  turn.sweeps = true
  return done
}
