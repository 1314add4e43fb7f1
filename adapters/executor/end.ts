/** The end of a program: everybody goes, then what they left behind. */

import type { Command } from '../../spec/vocabulary/command.ts'
import type { Argument, Call } from '../wire/call.ts'
import { idNumber, idPrefix, numberedDescription } from './block.ts'
import { closeCall } from './containers.ts'
import type { Draft } from './draft.ts'
import { closeFile } from './files.ts'
import { keyUsers } from './key-users.ts'
import { forgetPersistent } from './persistent.ts'
import { closeQueue } from './queues.ts'
import { settleCalls, settleNetworks, settleWatches } from './settle.ts'
import { silent } from './silent.ts'
import { untouched, writeSetting } from './sysctl.ts'
import { forgetUserRings, tryRootsRings } from './user-rings.ts'
import { awaitUsers } from './users.ts'
import { checkClock, setClock, spawn } from './world.ts'

/**
 * By then whatever was revoked or given a timeout is reaped, seconds since 1970. A timeout has 32 bits;
 * include/linux/time64.h timespec64_valid_settod() allows no much later time.
 */
const endOfTime = 8_000_000_000

/** What ends a key some time later; one of a user's two keyrings that died hides the other. */
const deadly: ReadonlySet<Command['op']> = new Set(['keyctl_revoke', 'keyctl_set_timeout'])

/** What tells of what has stayed. */
export interface Left {
  /** The call that tells of the program's users who still have keys; none where they cannot have any. */
  readonly look: number | undefined
  /** Calls that fail where other programs would meet what has stayed: a dead keyring by its name, or root's. */
  readonly haunts: readonly number[]
}

/** Clears everything away, as far as anybody may. */
export function compileEnd(draft: Draft, commands: readonly Command[]): Left {
  const { main, bodies, data, depth, blocks } = draft
  checkClock(draft)
  for (const setting of draft.set) {
    const value = draft.profile.limits[untouched[setting]]
    main.push(...writeSetting(data, main.length, setting, value, 'wrong'))
  }
  main.push({ kind: 'kill', slot: 0, report: 'wrong' })
  main.push(...draft.queues.pipes.map(closeQueue))
  for (const name of draft.containers.keys()) main.push({ ...closeCall(name, 0), report: 'never' })
  if (draft.watches) main.push(...settleWatches(bodies, 0, depth))
  main.push(...settleCalls(blocks ? 'upcall' : 'death', bodies, 0, depth))
  for (const user of draft.persistent) {
    const uid = idNumber(draft.block, user)
    main.push(...forgetPersistent(draft.profile, uid, draft.newRegister()))
  }
  if (draft.persistent.size > 0) main.push(...settleCalls('sweep', bodies, 0, depth))
  if (draft.networks !== undefined) {
    const { made, home } = draft.networks
    main.push(...made.flatMap((call) => settleNetworks(bodies, call, depth)), closeFile(0, home))
  }
  if (draft.users !== undefined) {
    main.push(...awaitUsers(draft.profile, draft.users), ...settleCalls('drop', bodies, 0, depth))
  }
  if (draft.ringOwners.size === 0) return { look: undefined, haunts: [] }
  if (commands.some(({ op }) => deadly.has(op))) {
    setClock(draft, endOfTime)
    main.push(...settleCalls('reap', bodies, 0, depth))
  }
  forgetUsers(draft, commands)
  const rootsRings = draft.ringOwners.has('root') ? tryRoot(draft) : []
  const look = main.length
  main.push({ ...keyUsers(data, idPrefix(draft.block)), report: 'always' })
  forgetNames(draft, look)
  return { look, haunts: [...rootsRings, ...forgetImplicit(draft, look, namesGiven(commands))] }
}

function forgetUsers(draft: Draft, commands: readonly Command[]): void {
  const { main, bodies, block, profile, depth } = draft
  for (const user of draft.ringOwners) {
    const uid = idNumber(block, user)
    const registers = [draft.newRegister(), draft.newRegister()] as const
    main.push(...forgetUserRings(profile, { uid, registers, ...ownership(draft, uid, commands) }))
  }
  main.push(...settleCalls('sweep', bodies, 0, depth))
}

/** Root's keyrings are everybody's; the calls that fail where they cannot be used any more. */
function tryRoot({ main, bodies, profile, depth, newRegister }: Draft): readonly number[] {
  const calls = tryRootsRings(profile, [newRegister(), newRegister()])
  const haunts = calls.flatMap(({ report }, at) => (report === 'wrong' ? [main.length + at] : []))
  main.push(...calls, ...settleCalls('sweep', bodies, 0, depth))
  return haunts
}

/** Who may own the keyrings of a user, as far as the commands tell; root is nobody in particular. */
function ownership({ block }: Draft, uid: number, commands: readonly Command[]) {
  const owners = new Set([uid])
  for (const command of commands) {
    if (command.op === 'keyctl_setperm' || command.op === 'keyctl_grant_permission') owners.add(0)
    if (command.op !== 'keyctl_chown') continue
    owners.add(0)
    if (command.uid !== null) owners.add(idNumber(block, command.uid))
  }
  return { owners: [...owners], changed: owners.size > 1 }
}

/**
 * A keyring in a keyring that stayed may be found by its name, and joined by another program's
 * actors. If they may find it, so may the agent, to whom it belongs as little as to them.
 */
function forgetNames({ main, namedRings, bodies, profile, depth }: Draft, look: number): void {
  const { syscalls, keyctl } = profile.abi
  const calls = namedRings.map((register) =>
    silent(syscalls.keyctl, [keyctl.invalidate, { kind: 'register', register }]),
  )
  if (calls.length === 0) return
  const when = { call: look, least: 1 }
  calls.forEach((call) => {
    main.push({ ...call, when })
  })
  settleCalls('sweep', bodies, 0, depth).forEach((call) => {
    main.push({ ...call, when })
  })
}

/** The names that the kernel gives to the rings of processes (security/keys/process_keys.c). */
const implicitNames = ['_tid', '_pid', '_ses']

/** Who joins them: a task of its own, for a session keyring cannot be given up. */
const joiner = 1

/** The names that a program's commands may give to keyrings. */
function namesGiven(commands: readonly Command[]): readonly string[] {
  return commands.flatMap((command) => {
    const named =
      command.op === 'keyctl_join_session_keyring' ||
      ('type' in command && command.type === 'keyring' && 'description' in command)
    const name = named ? command.description : null
    return typeof name === 'string' ? [name] : []
  })
}

/**
 * The same for the rings that the kernel made for the program's processes: no register knows their
 * serials, but whoever could join them by their names is whom they are to be kept from. A ring is
 * found until it was collected, so each round takes one of each name; nearly always one is enough.
 * Nobody can take away a dead ring that has stayed all the same, as one does that what vouches for it
 * is in: the calls are answered that fail where there is one.
 */
function forgetImplicit(
  { main, data, block, slots, bodies, profile, depth }: Draft,
  look: number,
  given: readonly string[],
): readonly number[] {
  const { syscalls, keyctl, specialKeys } = profile.abi
  const when = { call: look, least: 1 }
  const ask = (...args: Argument[]): Call => ({
    ...silent(syscalls.keyctl, args),
    slot: joiner,
    when,
  })
  const join = (name: string | null): Call =>
    ask(
      keyctl.join_session_keyring,
      name === null ? 0 : data.text(numberedDescription(block, name)),
    )
  const end = ask(keyctl.invalidate, specialKeys['@s'])
  const settled = settleCalls('sweep', bodies, 0, depth).map((call) => ({ ...call, when }))
  const round = [...implicitNames.flatMap((name) => [join(name), end]), join(null), ...settled]
  main.push({ ...spawn(joiner), when })
  for (let rounds = 0; rounds < slots.size; rounds += 1) main.push(...round)
  const haunts = [...new Set([...implicitNames, ...given])].map((name): number => {
    const joined = main.push(join(name)) - 1
    return main.push({ ...end, report: 'wrong', when: { call: joined, least: 1 } }) - 1
  })
  main.push({ kind: 'exit', slot: joiner, report: 'never', when })
  main.push(...settleCalls('death', bodies, 0, depth).map((call) => ({ ...call, when })))
  return haunts
}
