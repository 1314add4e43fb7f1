/** A C program that shows a finding with nothing but a compiler and root. */

import type { Profile } from '../../spec/profiles/profile.ts'
import type { Finding } from '../../spec/report.ts'
import type { Actor, Program } from '../../spec/vocabulary/program.ts'
import { printCommand } from '../../spec/wire/print.ts'
import { programOf } from '../steps.ts'
import { findingStory, kernelLine } from '../terminal/finding.ts'
import { type Expectations, expectationsOf } from './answers.ts'
import { definitions } from './calls.ts'
import { isContained, tooContained } from './containers.ts'
import * as frame from './frame.ts'
import { deedHelpersFor, neededBy, tellHelpers } from './helpers.ts'
import { leftBy } from './leavings.ts'
import { deepestNest, type Script, scriptOf } from './script.ts'
import { cComment, cString } from './text.ts'
import { beCalled, calledMember, calledState, isCalled } from './upcalls.ts'
import { verdictOf } from './verdicts.ts'
import { callStates, callStatesMember } from './waiting.ts'

/** One file of gnu11; `name` is what it is called, without its ending. */
export function reproducerC(finding: Finding, profile: Profile, name = 'finding'): string {
  const program = programOf(finding)
  const why = whyNotReproduced(finding)
  if (why !== undefined) return unplayable(finding, name, why)
  const script = scriptOf(finding, program)
  const body = bodyOf(finding, program, script)
  const parts = [
    `// SPDX-License-Identifier: GPL-2.0\n${cComment(header(finding, name))}`,
    includes,
    numbers(body, profile),
    sizes(finding, program),
    tables(finding, program, script),
    body,
  ]
  return `${parts.join('\n\n')}\n`
}

/** Why there is no reproducer of a finding, if there is none. */
export function whyNotReproduced(finding: Finding): string | undefined {
  return tooContained(programOf(finding))
}

/** What stands for a reproducer where there is none: a program that says so. */
function unplayable(finding: Finding, name: string, reason: string): string {
  const why = `could not be run: ${reason}; keyspec replay ${name}.json does its part`
  return `// SPDX-License-Identifier: GPL-2.0
${cComment(header(finding, name))}

#include <stdio.h>

int main(void)
{
	puts(${cString(why)});
	return 2;
}
`
}

const inPlace = 'Note:      while it runs, a script of its own is in the place of /sbin/request-key'

function header(finding: Finding, name: string): string[] {
  return [
    ...findingStory(finding).trimEnd().split('\n'),
    '',
    ...kernelLine(finding),
    `Build:     cc -std=gnu11 -O1 -Wall -static -o ${name} ${name}.c`,
    `Run:       ./${name}, as root`,
    'Status:    1 reproduced, 0 not reproduced, 2 could not be run',
    ...(isCalled(finding, programOf(finding)) ? [inPlace] : []),
  ]
}

const includes = `#define _GNU_SOURCE
${[
  'dirent.h',
  'errno.h',
  'fcntl.h',
  'grp.h',
  'pthread.h',
  'sched.h',
  'signal.h',
  'stdarg.h',
  'stdatomic.h',
  'stdbool.h',
  'stdint.h',
  'stdio.h',
  'stdlib.h',
  'string.h',
  'sys/ioctl.h',
  'sys/mman.h',
  'sys/mount.h',
  'sys/prctl.h',
  'sys/reboot.h',
  'sys/socket.h',
  'sys/stat.h',
  'sys/syscall.h',
  'sys/uio.h',
  'sys/wait.h',
  'time.h',
  'unistd.h',
]
  .map((file) => `#include <${file}>`)
  .join('\n')}`

/** The numbers that the code uses, as the profile has them. */
function numbers(code: string, profile: Profile): string {
  const used = definitions(profile).filter(([name]) => new RegExp(`\\b${name}\\b`).test(code))
  const lines = used.map(
    ([name, number]) => `#define ${name} ${number < 0 ? `(${number})` : number}`,
  )
  return [...lines, '#define SECBIT_NO_SETUID_FIXUP (1 << 2)'].join('\n')
}

/** A keyring that is nested deeper than this is not possessed, and so cannot be added to. */
const deepestSettled = 6

function sizes(finding: Finding, program: Program): string {
  const nest = deepestNest(program)
  const names = [...finding.program.matchAll(/\bk(\d+)\b/g)].map(([, number]) => Number(number))
  return `#define STEPS ${finding.deviation.step + 1}
#define KEYS ${Math.max(0, ...names) + 1}
#define SEEN 4096
#define IDS 16		/* of users and groups that are nobody else's */
#define NEST ${Math.min(nest, deepestSettled)}		/* keyrings in keyrings, at most */
#define ROUNDS ${2 + Math.ceil(nest / deepestSettled)}
#define PATIENCE 10	/* seconds */`
}

/** What the program is, was answered, and may be answered, as tables. */
function tables(finding: Finding, program: Program, { processes }: Script): string {
  const expected = expectationsOf(finding, program)
  const names = ['LEADER', ...processes.map((name) => name.toUpperCase()), 'PROCESSES']
  const parts = [
    `/* The first process leads, and is the environment. */\nenum { ${names.join(', ')} };`,
    stepTable(finding, program, expected),
    ...(finding.kind === 'crash' || finding.kind === 'hang' ? [] : [allowedTable(expected)]),
    actorTable(program.actors),
    ...compatTable(program),
    ...queueTable(program),
  ]
  return parts.join('\n\n')
}

function stepTable({ deviation }: Finding, program: Program, { seen }: Expectations): string {
  const rows = program.commands.slice(0, deviation.step + 1).map((command, at) => {
    const text = `\t{ ${cString(printCommand(command))},`
    const rest = `${cString(seen[at] ?? '')}, ${leftBy(command, program)} },`
    return text.length + rest.length < 88 ? `${text} ${rest}` : `${text}\n\t  ${rest}`
  })
  return `/* What is done, and what it answered in the finding. */
static const struct {
	const char *text, *answer;
	enum { NOTHING, DEAD_KEYS, DEAD_LINKS } leaves;	/* to the kernel, to do away with */
} steps[STEPS] = {
${rows.join('\n')}
};`
}

function allowedTable({ allowed }: Expectations): string {
  return `/* What the specification allows the last step to answer. */
static const char *const allowed[] = {
${allowed.map((answer) => `\t${cString(answer)},\n`).join('')}\tNULL
};
static const char allowed_words[] = ${cString(allowed.join(' or ') || 'nothing')};`
}

function actorTable(actors: readonly Actor[]): string {
  const number = (name: string) => (name === 'root' ? '0' : name.slice(1))
  const rows = actors.map(({ name, uid, gid, groups, privileged }) => {
    const list = groups.map(number).join(', ')
    const fields = [
      `.uid = ${number(uid)}`,
      `.gid = ${number(gid)}`,
      ...(groups.length === 0 ? [] : [`.groups = { ${list} }`, `.ngroups = ${groups.length}`]),
      ...(privileged ? ['.privileged = true'] : []),
    ]
    return `\t[${name.toUpperCase()}] = { ${fields.join(', ')} },`
  })
  return `/* 3 stands for u3 or g3, 0 for root. */
static const struct actor {
	int uid, gid, groups[IDS], ngroups;
	bool privileged;	/* keeps every capability */
} actors[PROCESSES] = {
${rows.join('\n')}
};`
}

/** Who uses the entry for 32-bit programs, if anybody does. */
function compatTable({ actors, commands }: Program): readonly string[] {
  const compat = new Set(actors.filter((actor) => actor.compat).map(({ name }) => name))
  for (const command of commands) {
    if ('child' in command && command.op !== 'upcall' && compat.has(command.actor))
      compat.add(command.child)
  }
  if (compat.size === 0) return []
  const rows = [...compat].map((name) => `[${name.toUpperCase()}] = true`)
  return [
    `/* Who calls as 32-bit programs do. */
static const bool compat[PROCESSES] = { ${rows.join(', ')} };`,
  ]
}

const given = '\tatomic_int given;\t/* the step at which a file was given last */\n'
const network = '\tunsigned long network[PROCESSES];\n'

/** What an actor that has executed the program does instead of leading. */
const resume = `	if (argc == 4) {
		join(atoi(argv[1]));
		me = atoi(argv[2]);
		resumed_at = atoi(argv[3]);
		name_self();
		signal(SIGCHLD, SIG_IGN);
		tell("done");
		script();
		pause();
	}
`

/** What the script does that takes the place of `/sbin/request-key`. */
const becomeCalled = `	if (argc == 10)
		be_called(argv);
`

const leaderless = 'kill(shared->leader, 0) && errno == ESRCH'

/** How many queues there are, if there are any, and which files they are. */
function queueTable({ commands }: Program): readonly string[] {
  const numbers = commands.flatMap((command) =>
    command.op === 'watch_queue' ? [Number(command.queue.slice(1))] : [],
  )
  if (numbers.length === 0) return []
  return [`#define QUEUES ${Math.max(...numbers) + 1}\n#define queue(number) (100 + (number))`]
}

/** What a reproducer has to reckon with, by its program and what it calls. */
interface Needs {
  readonly contained: boolean
  /** Somebody is started by the kernel. */
  readonly called: boolean
  /** Some are nobody's children, and calls may wait, as it is with containers and with who is started by the kernel. */
  readonly guarded: boolean
  readonly passes: boolean
  readonly networks: boolean
  readonly threads: boolean
  readonly waits: boolean
  readonly timed: boolean
  readonly queues: boolean
  readonly again: boolean
}

function needsOf(finding: Finding, program: Program, { body }: Script): Needs {
  const contained = isContained(program)
  const called = isCalled(finding, program)
  return {
    contained,
    called,
    guarded: contained || called,
    passes: /\bgive\(/.test(body),
    networks: /\bnetwork_of\(/.test(body),
    threads: /\bclone_thread\(/.test(body),
    waits: called || /\b(in_time|awaited|interrupt_actor)\(/.test(body),
    timed: /\badvance_clock\(|\bKEYCTL_SET_TIMEOUT\b/.test(body),
    queues: /\bqueue\(/.test(body),
    again: /\bexec_actor\(/.test(body),
  }
}

/** The script, the processes that go through it, and `main`. */
function mainOf(finding: Finding, { actors }: Program, { body }: Script, needs: Needs): string {
  const { called, guarded, again } = needs
  const before = [
    ...(called ? ['\ttake_place();\n'] : []),
    ...(needs.queues ? ['\topen_queues();\n'] : []),
    verdictOf(finding).before,
    ...(needs.timed ? ['\ttake_clock();\n'] : []),
    ...actors.map(({ name }) => `\tspawn(${name.toUpperCase()});\n`),
  ]
  return `static void script(void)
{
${body}
}

${frame.processes(guarded ? 'fork_sharing' : 'fork', needs.passes ? '\topen_sockets();\n' : '')}
${called ? `${beCalled(needs.queues)}\n` : ''}
${again || called ? 'int main(int argc, char **argv)' : 'int main(void)'}
{
${again ? resume : ''}${called ? becomeCalled : ''}	prepare();
${before.join('')}	script();
	finish();
	return 2;
}`
}

/** How steps are taken in turns, each of them settled and judged. */
function turningOf(finding: Finding, needs: Needs): readonly string[] {
  const { judge, silent } = verdictOf(finding)
  const { contained, called, guarded, threads, networks, timed } = needs
  const beforeEach = [...(networks ? ['note_networks'] : []), ...(timed ? ['set_clock'] : [])]
  // In a pid namespace of its own nobody knows the leader.
  const looks = contained ? `is_called && ${leaderless}` : leaderless
  const orphan = contained && !called ? undefined : looks
  const late = '\tusleep(200000);	/* the dead, and their namespaces, go in the background */\n'
  return [
    ...(threads ? [frame.reap(guarded)] : []),
    frame.settle(`${threads ? '\treap();\n' : ''}${guarded ? late : ''}`),
    judge,
    silent,
    guarded ? frame.containedWaits(needs.waits, called) : frame.waits,
    frame.turns(beforeEach.map((name) => `\t${name}();\n`).join(''), guarded, orphan),
  ]
}

/** Everything behind the tables, with the helpers that it uses and no others. */
function bodyOf(finding: Finding, program: Program, script: Script): string {
  const needs = needsOf(finding, program, script)
  const main = mainOf(finding, program, script, needs)
  const turning = turningOf(finding, needs)
  const members = [
    ...(needs.passes ? [given] : []),
    ...(needs.networks ? [network] : []),
    ...(needs.waits ? [callStatesMember] : []),
    ...(needs.called ? [calledMember] : []),
  ]
  const calling = [...turning, main].join('\n\n')
  const compat = program.actors.some((actor) => actor.compat)
  const deeds = neededBy(calling, deedHelpersFor(compat, needs.guarded))
  const tells = neededBy([calling, ...deeds.map(({ code }) => code)].join('\n'), tellHelpers)
  const told = [...tells, ...deeds].map(({ code }) => code)
  const rooms = neededBy([calling, ...told].join('\n'), frame.rooms)
  return [
    [
      ...(needs.waits ? [`${callStates}\n`] : []),
      ...(needs.called ? [`${calledState}\n`] : []),
      frame.state(members.join('')),
      ...rooms.map(({ code }) => code),
    ].join('\n'),
    frame.end,
    frame.id,
    ...told,
    ...turning,
    main,
  ].join('\n\n')
}
