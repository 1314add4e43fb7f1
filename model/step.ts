/** The table of contents: what the specification allows a command to do in a world. */

import { hasOp } from '../spec/profiles/features.ts'
import type { Profile } from '../spec/profiles/profile.ts'
import type { RuleId } from '../spec/rules.ts'
import type { Telling } from '../spec/told.ts'
import {
  type AssumeAuthority,
  type Chown,
  type Command,
  type Containing,
  type Credential,
  type GrantPermission,
  type Happening,
  isProviding,
  type Providing,
  type Restrict,
  type RestrictByKey,
  type SetPerm,
  type SetTimeout,
} from '../spec/vocabulary/command.ts'
import type { Program } from '../spec/vocabulary/program.ts'
import { absent, done, failed, type Reply } from './answers.ts'
import { noSuchOption } from './arguments.ts'
import { chown, invalidateKey, revokeKey, setPerm, setTimeout, updateKey } from './attributes.ts'
import { forkInto } from './boot.ts'
import { capset, setSecurebits } from './capset.ts'
import { createContainer, listContainers } from './containers.ts'
import { processOfActor } from './credentials.ts'
import { closeContainer, endContainers, passContainer } from './dying.ts'
import { enteredLengths, missingInEntry, readTexts } from './entry.ts'
import { exec } from './exec.ts'
import { requestKey, search } from './find.ts'
import { grantPermission } from './grant.ts'
import { assumeAuthority, instantiate, type Making, rejectKey } from './instantiate.ts'
import { intercept } from './intercept.ts'
import { capabilities } from './kernel.ts'
import { addKey } from './keys.ts'
import { settle } from './life.ts'
import { listKey } from './listing.ts'
import { describeKey, readKey } from './looking.ts'
import { processOf } from './lookup.ts'
import { sessionToParent } from './parent.ts'
import { getPersistent } from './persistent.ts'
import { getContainerKeyring, setContainerKeyring } from './provide.ts'
import { findLru, queryAuthority } from './queues.ts'
import { usage } from './quota.ts'
import { clearRing, linkKey, moveKey, unlinkKey } from './relink.ts'
import { setReqkey } from './reqkey.ts'
import { restrictRing } from './restrict.ts'
import { securityOf } from './security.ts'
import { exit, fork, getKeyringId, joinSession } from './session.ts'
import { setFsGid, setFsUid, setGroups, setResGid, setResUid } from './setid.ts'
import { sysctl } from './settings.ts'
import type { Teller } from './teller.ts'
import { fromTheStart, type Replacement, type Turn } from './turn.ts'
import { setNetwork, setUsers, unshareNetwork, unshareUsers } from './unshare.ts'
import { awaitCall, goOn, interrupt, isMissed, orWait, upcall } from './waiting.ts'
import { makeQueue, readQueue, watchKey } from './watch.ts'
import {
  emptyWorld,
  firstContainer,
  type KeyId,
  type World,
  withName,
  withProcess,
} from './world.ts'

/** One thing that the specification allows: what is answered, what the world is then, by which rules. */
export interface Outcome {
  readonly reply: Reply
  readonly world: World
  readonly rules: readonly RuleId[]
  /** Why, where somebody asked. */
  readonly telling: readonly Telling<KeyId>[]
  readonly putOff: PutOff
}

/** What is done behind a command's back, and is not yet: what has lost references, and a pass over links. */
export type PutOff = Pick<Turn, 'loose' | 'sweeps'>

const nothing: PutOff = { loose: false, sweeps: false }

/** Everything the specification allows for one command; never empty. */
export type Outcomes = readonly [Outcome, ...Outcome[]]

/** What is specified: a profile, and the rule that is turned wrong, if any. */
export interface Semantics {
  readonly profile: Profile
  readonly broken?: Replacement | undefined
  /** Where it is taken down which rules were asked, whether or not they decided anything. */
  readonly asked?: Set<RuleId> | undefined
}

/** More than this many ways to go on in one command is a mistake in the model, not a freedom. */
const mostOutcomes = 64

/** The world in which a program starts. */
export function startOf(program: Program): World {
  return program.actors.reduce<World>(
    (world, actor) => withProcess(world, processOfActor(actor)),
    emptyWorld,
  )
}

/** What the specification allows `command` to do in `world`; each outcome tells why, if asked to. */
export function step(
  semantics: Semantics,
  world: World,
  command: Command,
  tellers?: () => Teller,
): Outcomes {
  return outcomesOf({ semantics, world, command, before: nothing, ahead: false }, tellers)
}

/**
 * The same where other commands come so soon that what those before have left may not be done yet, nor what
 * this one leaves: without that, and with it.
 */
export function stepAhead(
  semantics: Semantics,
  world: World,
  command: Command,
  before: PutOff,
): readonly Outcome[] {
  const asked = { semantics, world, command, before }
  const ahead = outcomesOf({ ...asked, ahead: true }, undefined)
  const leavesNothing = ({ putOff, world: after }: Outcome): boolean =>
    !putOff.loose && !putOff.sweeps && !mayEndContainers(after)
  if (ahead.every(leavesNothing)) return ahead
  return [...ahead, ...outcomesOf({ ...asked, ahead: false }, undefined)]
}

/** The world once everything is done that was put off. */
export function caughtUp(semantics: Semantics, world: World, putOff: PutOff): World {
  const turn = { ...turnOf(semantics, world, undefined, () => 0), ...putOff }
  finish(turn)
  return turn.world
}

function outcomesOf(taken: Omit<Taken, 'teller'>, tellers: (() => Teller) | undefined): Outcomes {
  const { command } = taken
  const outcomes: Outcome[] = []
  const open: (readonly number[])[] = [[]]
  for (let choices = open.pop(); choices !== undefined; choices = open.pop()) {
    outcomes.push(take({ ...taken, teller: tellers?.() }, choices, open))
    if (outcomes.length > mostOutcomes) {
      throw new Error(
        `more than ${mostOutcomes} outcomes for ${command.op}: a freedom without bound`,
      )
    }
  }
  const [first, ...rest] = outcomes
  if (first === undefined) throw new Error('a command has at least one outcome')
  return [first, ...rest]
}

/** A turn to be taken. */
interface Taken {
  readonly semantics: Semantics
  readonly world: World
  readonly command: Command
  readonly before: PutOff
  /** What there is to be done is put off. */
  readonly ahead: boolean
  readonly teller: Teller | undefined
}

const untold: readonly Telling<KeyId>[] = []

function turnOf(
  { profile, broken, asked }: Semantics,
  world: World,
  teller: Teller | undefined,
  choose: Turn['choose'],
): Turn {
  return {
    profile,
    broken,
    asked,
    teller,
    world,
    cited: [],
    loose: false,
    sweeps: false,
    progress: fromTheStart(),
    woken: false,
    choose,
  }
}

/** There is or was a container besides the first. */
const mayEndContainers = ({ containers }: World): boolean => containers.length > firstContainer + 1

/** Whoever waited goes on, containers end, the collector passes, until there is nothing to be done. */
function finish(turn: Turn): void {
  do {
    if (turn.woken) goOn(turn, act)
    if (mayEndContainers(turn.world)) endContainers(turn)
    if (turn.loose || turn.sweeps) settle(turn)
  } while (turn.woken)
}

/** Goes one way through a command: by `choices` as far as they reach, then by the first option. */
function take(
  { semantics, world, command, before, ahead, teller }: Taken,
  choices: readonly number[],
  open: (readonly number[])[],
): Outcome {
  const made: number[] = []
  const turn = turnOf(semantics, world, teller, (options) => {
    const given = choices[made.length]
    if (given === undefined) {
      for (let other = 1; other < options; other += 1) open.push([...made, other])
    }
    made.push(given ?? 0)
    return given ?? 0
  })
  turn.loose = before.loose
  turn.sweeps = before.sweeps
  const reply = orWait(turn, command, act(turn, command))
  const named = namedBy(reply)
  if (named !== 0 && 'name' in command && command.name !== undefined) {
    turn.world = withName(turn.world, command.name, named)
  }
  if (!ahead) finish(turn)
  const { loose, sweeps } = turn
  const telling = teller?.telling ?? untold
  return { reply, world: turn.world, rules: turn.cited, telling, putOff: { loose, sweeps } }
}

/** The key that a reply may give a name to; 0 for none. */
function namedBy(reply: Reply): KeyId {
  if (reply.kind === 'upcall') return reply.called.key
  if (reply.kind === 'asked') return reply.asked.key
  return reply.kind === 'key' ? reply.key : 0
}

/** What a command answers once its actor has gone through its entry. */
function act(turn: Turn, command: Command): Reply {
  if (isMissed(turn, command)) return absent
  if (!hasOp(turn.profile, command.op)) return noSuchOption(turn)
  if (!('actor' in command)) return carryOut(turn, command)
  const process = processOf(turn, command.actor)
  const missing = missingInEntry(turn, process, command)
  if (missing !== undefined) return failed(missing)
  return carryOut(turn, readTexts(turn, enteredLengths(turn, process, command)))
}

function provide(turn: Turn, command: Providing): Reply {
  switch (command.op) {
    case 'keyctl_set_container_keyring':
      return setContainerKeyring(turn, command)
    case 'keyctl_get_container_keyring':
      return getContainerKeyring(turn, command)
    case 'keyctl_container_intercept':
      return intercept(turn, command)
    case 'keyctl_query_request_key_auth':
      return queryAuthority(turn, command)
    case 'keyctl_find_lru':
      return findLru(turn, command)
  }
}

function carryOut(turn: Turn, command: Command): Reply {
  if (isProviding(command)) return provide(turn, command)
  switch (command.op) {
    case 'add_key':
      return addKey(turn, command)
    case 'request_key':
      return requestKey(turn, command)
    case 'keyctl_search':
      return search(turn, command)
    case 'keyctl_get_keyring_id':
      return getKeyringId(turn, command)
    case 'keyctl_join_session_keyring':
      return joinSession(turn, command)
    case 'keyctl_update':
      return updateKey(turn, command)
    case 'keyctl_revoke':
      return revokeKey(turn, command)
    case 'keyctl_invalidate':
      return invalidateKey(turn, command)
    case 'keyctl_clear':
      return clearRing(turn, command)
    case 'keyctl_describe':
      return describeKey(turn, command)
    case 'keyctl_read':
      return readKey(turn, command)
    case 'keyctl_link':
      return linkKey(turn, command)
    case 'keyctl_unlink':
      return unlinkKey(turn, command)
    case 'keyctl_move':
      return moveKey(turn, command)
    case 'keyctl_setperm':
    case 'keyctl_grant_permission':
    case 'keyctl_restrict_by_key':
    case 'keyctl_restrict_keyring':
    case 'keyctl_chown':
    case 'keyctl_set_timeout':
      return setAttribute(turn, command)
    case 'keyctl_get_persistent':
      return getPersistent(turn, command)
    case 'keyctl_set_reqkey_keyring':
      return setReqkey(turn, command)
    case 'keyctl_session_to_parent':
      return sessionToParent(turn, command)
    case 'keyctl_get_security':
      return securityOf(turn, command)
    case 'keyctl_capabilities':
      return capabilities(turn, command)
    case 'keyctl_watch_key':
      return watchKey(turn, command)
    case 'keyctl':
      return noSuchOption(turn)
    case 'keyctl_assume_authority':
    case 'keyctl_instantiate':
    case 'keyctl_instantiate_iov':
    case 'keyctl_negate':
    case 'keyctl_reject':
      return makeKey(turn, command)
    default:
      return happen(turn, command)
  }
}

/** Calls that need Setattr. */
function setAttribute(
  turn: Turn,
  command: SetPerm | GrantPermission | Restrict | RestrictByKey | Chown | SetTimeout,
): Reply {
  switch (command.op) {
    case 'keyctl_setperm':
      return setPerm(turn, command)
    case 'keyctl_grant_permission':
      return grantPermission(turn, command)
    case 'keyctl_restrict_by_key':
    case 'keyctl_restrict_keyring':
      return restrictRing(turn, command)
    case 'keyctl_chown':
      return chown(turn, command)
    case 'keyctl_set_timeout':
      return setTimeout(turn, command)
  }
}

/** Calls by which a key is made for somebody else. */
function makeKey(turn: Turn, command: AssumeAuthority | Making): Reply {
  switch (command.op) {
    case 'keyctl_assume_authority':
      return assumeAuthority(turn, command)
    case 'keyctl_instantiate':
    case 'keyctl_instantiate_iov':
      return instantiate(turn, command)
    case 'keyctl_negate':
    case 'keyctl_reject':
      return rejectKey(turn, command)
  }
}

/** Processes that come and go, and calls that come back; the environment. */
function happen(turn: Turn, command: Happening): Reply {
  switch (command.op) {
    case 'unshare_net':
      return unshareNetwork(turn, command)
    case 'unshare_user':
      return unshareUsers(turn, command)
    case 'setns_user':
      return setUsers(turn, command)
    case 'setns_net':
      return setNetwork(turn, command)
    case 'container_create':
    case 'fork_into_container':
    case 'close_container':
    case 'pass_container':
    case 'proc_containers':
      return contain(turn, command)
    case 'upcall':
      return upcall(turn, command)
    case 'await':
      return awaitCall(turn, command)
    case 'interrupt':
      return interrupt(turn, command, act)
    case 'fork':
    case 'clone_thread':
      return fork(turn, command)
    case 'execve':
      return exec(turn, command)
    case 'exit':
    case 'exit_thread':
      return exit(turn, command)
    case 'advance_clock':
      turn.world = { ...turn.world, now: turn.world.now + command.seconds }
      turn.sweeps = true
      return done
    case 'sysctl':
      return sysctl(turn, command)
    case 'watch_queue':
      return makeQueue(turn, command)
    case 'read_queue':
      return readQueue(turn, command)
    case 'proc_keys':
      return listKey(turn, command)
    case 'key_users':
      return usage(turn, command.uid)
    default:
      return becomeSomebody(turn, command)
  }
}

function contain(turn: Turn, command: Containing): Reply {
  switch (command.op) {
    case 'container_create':
      return createContainer(turn, command)
    case 'fork_into_container':
      return forkInto(turn, command)
    case 'close_container':
      return closeContainer(turn, command)
    case 'pass_container':
      return passContainer(turn, command)
    case 'proc_containers':
      return listContainers(turn, command)
  }
}

function becomeSomebody(turn: Turn, command: Credential): Reply {
  switch (command.op) {
    case 'setresuid':
      return setResUid(turn, command)
    case 'setresgid':
      return setResGid(turn, command)
    case 'setfsuid':
      return setFsUid(turn, command)
    case 'setfsgid':
      return setFsGid(turn, command)
    case 'setgroups':
      return setGroups(turn, command)
    case 'capset':
      return capset(turn, command)
    case 'prctl_set_securebits':
      return setSecurebits(turn, command)
  }
}
