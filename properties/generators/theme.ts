/** Themes: each program is drawn with a taste of its own, so that rare things meet. */

import { hasOp } from '../../spec/profiles/features.ts'
import type { Profile } from '../../spec/profiles/profile.ts'
import { askPoor, blunder, misuse } from './blunders.ts'
import type { Burst } from './bursts.ts'
import { type GeneratedOp, writers } from './commands.ts'
import { askByIdentifier, askTogether, changeUnfinished, comeUpon } from './construction.ts'
import {
  askAndDie,
  goLast,
  grantMany,
  grantWithin,
  handAround,
  inhabit,
  leaveNetwork,
  orphan,
  passFiles,
  provide,
} from './container-bursts.ts'
import { comeback, masquerade } from './credentials.ts'
import { crowd } from './crowd.ts'
import { expire, hosts, kill, mourn, wither } from './deaths.ts'
import { chance, type Draw, pick } from './draw.ts'
import { bestow } from './grants.ts'
import {
  divert,
  divertByNetwork,
  nameNetworks,
  outlivedNetwork,
  takeInTurn,
} from './interception.ts'
import { glance } from './listing.ts'
import { fill, namesakes, nest, refill, share, vouch } from './nests.ts'
import { roam } from './networks.ts'
import { handUp, rejoin, unravel } from './sessions.ts'
import { edge, squeeze } from './squeeze.ts'
import {
  ask,
  askAgain,
  askAndLeave,
  askTwice,
  endowed,
  lookInVain,
  outlive,
  passAuthority,
} from './upcalls.ts'
import { withdraw } from './users.ts'
import { flood, observe } from './watch.ts'
import { endow, gorge, hoard } from './weights.ts'

/** What a program is made of, with weights. */
export type Theme = readonly (readonly [number, Burst])[]

/** How often each operation is written where nothing is special. */
const everyday: Record<GeneratedOp, number> = {
  add_key: 22,
  request_key: 10,
  keyctl_search: 9,
  keyctl_get_keyring_id: 4,
  keyctl_join_session_keyring: 4,
  keyctl_update: 4,
  keyctl_revoke: 3,
  keyctl_invalidate: 3,
  keyctl_clear: 2,
  keyctl_describe: 3,
  keyctl_read: 5,
  keyctl_link: 9,
  keyctl_unlink: 4,
  keyctl_move: 6,
  keyctl_setperm: 7,
  keyctl_grant_permission: 7,
  keyctl_restrict_keyring: 2,
  keyctl_restrict_by_key: 1,
  keyctl_chown: 4,
  keyctl_set_timeout: 3,
  keyctl_set_reqkey_keyring: 2,
  keyctl_get_security: 2,
  keyctl_capabilities: 1,
  keyctl_session_to_parent: 2,
  setresuid: 3,
  setresgid: 2,
  setfsuid: 3,
  setfsgid: 2,
  setgroups: 1,
  capset: 2,
  prctl_set_securebits: 1,
  keyctl: 1,
  unshare_net: 0.4,
  unshare_user: 0.4,
  proc_keys: 0.8,
  setns_user: 0.4,
  setns_net: 0.4,
  keyctl_watch_key: 1,
  watch_queue: 1,
  read_queue: 1,
  keyctl_assume_authority: 1,
  keyctl_instantiate: 1,
  keyctl_instantiate_iov: 1,
  keyctl_negate: 1,
  keyctl_reject: 1,
  container_create: 1.5,
  fork_into_container: 1.5,
  close_container: 1,
  pass_container: 1,
  proc_containers: 1,
  keyctl_set_container_keyring: 1,
  keyctl_get_container_keyring: 1,
  keyctl_container_intercept: 1,
  keyctl_query_request_key_auth: 0.7,
  keyctl_find_lru: 1,
  upcall: 1,
  await: 1,
  interrupt: 1,
  fork: 2,
  clone_thread: 2,
  execve: 1,
  exit: 1,
  exit_thread: 1,
  advance_clock: 2,
  sysctl: 1,
  keyctl_get_persistent: 1,
}

/** What is a matter of its own: a program does a good deal of it, or most likely nothing. */
const sidelines: readonly ReadonlySet<GeneratedOp>[] = [
  new Set([
    'setresuid',
    'setresgid',
    'setfsuid',
    'setfsgid',
    'setgroups',
    'capset',
    'prctl_set_securebits',
  ]),
  new Set(['sysctl']),
  new Set(['keyctl_get_persistent']),
  new Set(['keyctl_restrict_by_key']),
  new Set(['watch_queue', 'keyctl_watch_key', 'read_queue']),
  new Set(['keyctl_get_security', 'keyctl_capabilities']),
]

/** The operations that a kernel has. */
function opsOf(profile: Profile): readonly GeneratedOp[] {
  return (Object.keys(everyday) as GeneratedOp[]).filter((op) => hasOp(profile, op))
}

/** The operations of a program: the everyday, and a third of the sidelines, thrice as often. */
function someSingles(draw: Draw, profile: Profile): Theme {
  const out = sidelines.filter(() => !chance(draw, 1, 3))
  const weightOf = (op: GeneratedOp): number => {
    if (out.some((ops) => ops.has(op))) return 0
    return everyday[op] * (sidelines.some((ops) => ops.has(op)) ? 3 : 1)
  }
  return opsOf(profile)
    .filter((op) => weightOf(op) > 0)
    .map((op) => [weightOf(op), (view) => [writers[op](view)]])
}

const bursts: readonly [Burst, ...Burst[]] = [
  nest,
  fill,
  crowd,
  namesakes,
  namesakes,
  expire,
  expire,
  kill,
  mourn,
  mourn,
  gorge,
  endow,
  misuse,
  misuse,
  hoard,
  squeeze,
  edge,
  edge,
  observe,
  observe,
  flood,
  share,
  share,
  rejoin,
  rejoin,
  refill,
  refill,
  ask,
  ask,
  askAgain,
  askAndLeave,
  askTwice,
  askTogether,
  askTogether,
  askByIdentifier,
  changeUnfinished,
  lookInVain,
  comeUpon,
  outlive,
  passAuthority,
  endowed,
  askPoor,
  blunder,
  wither,
  roam,
  withdraw,
  glance,
  masquerade,
  masquerade,
  masquerade,
  comeback,
  handUp,
  handUp,
  hosts,
  unravel,
  vouch,
  vouch,
]

/** The same where keys have access control lists. */
const burstsWithLists: typeof bursts = [...bursts, bestow, bestow, bestow]

/** What there is besides where there are containers. */
const containerBursts: readonly Burst[] = [
  inhabit,
  inhabit,
  inhabit,
  inhabit,
  inhabit,
  handAround,
  handAround,
  handAround,
  askAndDie,
  goLast,
  grantMany,
  grantMany,
  grantWithin,
  orphan,
  passFiles,
  passFiles,
  provide,
  provide,
  provide,
  divert,
  divert,
  divert,
  divert,
  divertByNetwork,
  divertByNetwork,
  leaveNetwork,
  nameNetworks,
  outlivedNetwork,
  takeInTurn,
  takeInTurn,
]

/** The kinds of burst that a kernel is worth. */
function burstsOf({ features }: Profile): typeof bursts {
  const fitting = features.includes('acl') ? burstsWithLists : bursts
  return features.includes('containers') ? [...fitting, ...containerBursts] : fitting
}

/** Some operations left out and some four times as often. */
function tasted(draw: Draw, profile: Profile): Theme {
  return someSingles(draw, profile)
    .filter(() => !chance(draw, 1, 8))
    .map(([weight, burst]) => [chance(draw, 1, 6) ? weight * 4 : weight, burst] as const)
}

/** One operation in three, each as often as the others, and keys for them to meet. */
function swarm(draw: Draw, profile: Profile): Theme {
  const few = opsOf(profile).filter(() => chance(draw, 1, 3))
  return [
    [6, (view) => [writers.add_key(view)]],
    ...few.map((op): Theme[number] => [4, (view) => [writers[op](view)]]),
  ]
}

/** A theme: the everyday or a swarm, and up to four kinds of burst. */
export function aTheme(draw: Draw, profile: Profile): Theme {
  const ops = chance(draw, 1, 2) ? tasted(draw, profile) : swarm(draw, profile)
  const fitting = burstsOf(profile)
  const chosen = Array.from({ length: draw.int(5) }, () => [10, pick(draw, fitting)] as const)
  const theme = [...ops, ...chosen]
  return theme.length === 0 ? someSingles(draw, profile) : theme
}
