// SPDX-License-Identifier: GPL-2.0
/*
 * One program, from its first call to its reply.  It lies in memory that every
 * task shares, and so do the place it is at and the results: a task makes calls
 * as long as they are its own, then wakes the task whose turn it is.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>

#include "agent.h"
#include "raw.h"
#include "tasks.h"

/* How long calls that were left may be busy. */
#define REST_US 8000000

static uint32_t at;

static bool over(void)
{
	return at >= program.main_calls || ran_out_at != CALLS_MAX || reply_full();
}

static void actor(uint8_t me);

static bool blocks(void)
{
	return program.options & PROGRAM_BLOCKS;
}

static void spawn(uint32_t index, uint8_t me)
{
	uint8_t child = program.calls[index].args[0];

	/* The agent may have one slot for several tasks, one after the other. */
	if (me ? task_known(child) : task_ready(child))
		call_finish(index, -EEXIST, RESULT_NO_TASK);
	else
		call_finish(index, task_spawn(child, actor, me, program.calls[index].nr), 0);
}

static void fork_off(uint32_t index)
{
	const struct call *call = &program.calls[index];

	if (task_known(call->args[0]))
		call_finish(index, -EEXIST, RESULT_NO_TASK);
	else
		call_finish(index, task_fork(call->args[0], actor, call->nr, call->args[1]), 0);
}

static void await(uint32_t index)
{
	uint8_t slot = program.calls[index].args[0];
	int64_t result;
	uint32_t made;

	switch (task_await(slot, &made, &result)) {
	case CAME_BACK:
		call_late(index, made, result, slot);
		break;
	case STILL_CALLING:
		call_blocked(index, NULL, 0);
		break;
	case NOT_CALLING:
		call_finish(index, -ESRCH, RESULT_NO_TASK);
	}
}

static void done(uint32_t index, bool was_done)
{
	call_finish(index, was_done ? 0 : -ESRCH, was_done ? 0 : RESULT_NO_TASK);
}

/* One call by the task of its slot; false when it came back too late. */
static bool perform(uint8_t me)
{
	const struct call *call = &program.calls[at];

	if (call_skipped(call))
		return true;
	switch (call->kind) {
	case CALL_SPAWN:
		spawn(at, me);
		return true;
	case CALL_FORK:
		fork_off(at);
		return true;
	case CALL_PID:
		call_finish(at, task_pid(call->args[0]), 0);
		return true;
	case CALL_SEES:
		call_finish(at, task_sees(call->args[0]), 0);
		return true;
	case CALL_MOURN:
		if (!tasks_mourn(now_us() + REST_US))
			call_finish(at, -EBUSY, RESULT_RAN_OUT);
		return true;
	case CALL_EXEC:
		call_finish(at, task_exec(me), 0);
		return true;
	case CALL_GIVE:
		call_finish(at, pass_give(call->args[0]), 0);
		return true;
	case CALL_TAKE:
		call_finish(at, pass_take(call->args[0]), 0);
		return true;
	case CALL_KILL:
		call_finish(at, tasks_kill() ? 0 : -EBUSY, 0);
		return true;
	case CALL_AWAIT:
		await(at);
		return true;
	case CALL_ADOPT:
		done(at, helper_adopt(call->args[0], call->args[1]));
		return true;
	case CALL_INTERRUPT:
		done(at, task_interrupt(call->args[0]));
		return true;
	case CALL_REST:
		if (!tasks_rest(now_us() + REST_US))
			call_finish(at, -EBUSY, RESULT_RAN_OUT);
		return true;
	default:
		return call_perform(at, me);
	}
}

static bool exits(uint32_t index)
{
	const struct call *call = &program.calls[index];

	return call->kind == CALL_EXIT && !call_skipped(call);
}

/* A process whose threads are in calls that have not come back is not ended, nor are they. */
static bool may_not_leave(uint32_t index)
{
	const struct call *call = &program.calls[index];
	bool ends = exits(index) ? !call->nr : call->kind == CALL_EXEC && !call_skipped(call);

	return ends && task_has_company(call->slot);
}

/*
 * The next call of the task whose turn it is.  A program that tells before each
 * call how far it is goes back to slot 0, who alone has the wire.
 */
static bool goes_on(uint8_t me, uint32_t since)
{
	if (over() || program.calls[at].slot != me || may_not_leave(at))
		return false;
	return at == since || !(program.options & PROGRAM_PARTIAL);
}

/* Somebody's call of those that are made at once; it tells slot 0 nothing but its result. */
static void race(uint8_t me, uint32_t index)
{
	const struct call *call = &program.calls[index];

	task_starts();
	switch (call->kind) {
	case CALL_EXIT:
		task_leaves(me);
	case CALL_SPAWN:
		task_finishes(me, task_spawn(call->args[0], actor, me, false));
		return;
	case CALL_FORK:
		task_finishes(me, task_fork(call->args[0], actor, call->nr, call->args[1]));
		return;
	default:
		task_finishes(me, call_make(index, me));
	}
}

/* What every task but slot 0 does; CALL_EXIT is the way out, and SIGKILL. */
static void actor(uint8_t me)
{
	for (;;) {
		uint8_t next = 0;
		uint32_t since;
		bool late = false;

		task_wait(me, FOREVER);
		if (task_races(me, &since)) {
			race(me, since);
			continue;
		}
		since = at;
		while (goes_on(me, since) && !late) {
			/* Slot 0 takes it up from here, and goes on to the next call. */
			if (exits(at))
				task_exit(me, program.calls[at].nr);
			late = !perform(me);
			if (!late)
				at++;
		}
		/* It is somebody else's turn already. */
		if (late)
			continue;
		if (!over() && !(program.options & PROGRAM_PARTIAL))
			next = program.calls[at].slot;
		task_wake(task_ready(next) && !may_not_leave(at) ? next : 0);
	}
}

/* The baton comes back to slot 0, or is left with a task that waits; false when neither in time. */
static bool pass(uint8_t slot, uint64_t deadline)
{
	const char *arguments = NULL;
	enum came_of came;
	uint8_t who;

	if (!blocks()) {
		task_wake(slot);
		return task_wait(0, deadline);
	}
	if (!task_watch(slot, deadline, &came, &who))
		return false;
	if (came == WAITS) {
		uint32_t length = helper_arguments(who, &arguments);

		call_blocked(at, arguments, length);
		at++;
	} else if (came == DIED) {
		call_finish(at, 0, 0);
		at++;
	}
	return true;
}

static bool hand_over(uint8_t slot, uint64_t deadline)
{
	if (!pass(slot, deadline))
		return false;
	if (over() || !exits(at) || !task_dying(program.calls[at].slot))
		return true;
	if (!task_buried(deadline))
		return false;
	call_finish(at, 0, 0);
	at++;
	return true;
}

/* Whether a call can be one of those that are made at once: they are by different tasks, and end. */
static bool may_race(uint32_t index)
{
	const struct call *call = &program.calls[index];

	if (!call->slot || !task_ready(call->slot) || task_in_race(call->slot))
		return false;
	switch (call->kind) {
	case CALL_SYSCALL:
		return !(call->flags & (CALL_REPEAT | CALL_COUNT));
	case CALL_EXIT:
		return !call->nr && !task_has_company(call->slot);
	case CALL_SPAWN:
		return !call->nr && !task_known(call->args[0]);
	case CALL_FORK:
		return !task_known(call->args[0]);
	default:
		return false;
	}
}

/* The calls from `first` on are made at once; who is killed by another has answered nothing. */
static bool race_off(uint32_t first, uint32_t count, uint64_t deadline)
{
	int64_t result;

	for (uint32_t index = first; index < first + count; index++) {
		if (!call_skipped(&program.calls[index]) && may_race(index))
			task_enters(program.calls[index].slot, index);
	}
	if (!tasks_race(deadline))
		return false;
	for (uint32_t index = first; index < first + count; index++) {
		uint8_t slot = program.calls[index].slot;

		if (call_skipped(&program.calls[index]))
			continue;
		if (!task_raced(slot, index, &result))
			call_finish(index, -ESRCH, RESULT_NO_TASK);
		else
			call_made(index, result, slot);
	}
	return true;
}

static enum reply_status steps(uint64_t deadline)
{
	while (!over()) {
		uint8_t slot = program.calls[at].slot;

		reply_partial(at);
		if (call_skipped(&program.calls[at])) {
			at++;
		} else if (program.calls[at].kind == CALL_RACE) {
			uint32_t count = program.calls[at].args[0];

			if (!race_off(at + 1, count, deadline))
				return REPLY_DEADLINE;
			at += count + 1;
		} else if (slot == 0) {
			perform(0);
			at++;
		} else if (!task_ready(slot) || may_not_leave(at)) {
			task_nudge(slot);
			call_finish(at, -ESRCH, RESULT_NO_TASK);
			at++;
		} else if (!hand_over(slot, deadline)) {
			return REPLY_DEADLINE;
		}
	}
	if (reply_full())
		return REPLY_TOO_LONG;
	return ran_out_at == CALLS_MAX ? REPLY_DONE : REPLY_RAN_OUT;
}

/* Runs `program` and writes its reply. */
void run_program(void)
{
	uint64_t begin = now_us();
	enum reply_status status;

	boot_new_threads();
	reply_begin(program.seq);
	tasks_reset();
	call_reset();
	at = 0;
	status = steps(begin + program.deadline_ms * 1000ull);
	if (!tasks_kill() && status == REPLY_DONE)
		status = REPLY_UNKILLABLE;
	if (status == REPLY_DONE && boot_new_threads())
		status = REPLY_DISTURBED;
	/* What was in vain or too long has been gone past already. */
	reply_end(status, at && (status == REPLY_RAN_OUT || status == REPLY_TOO_LONG) ? at - 1 : at,
		  now_us() - begin);
}

/* A task goes on where it executed this program; slot 0 has the next turn. */
int resume_main(const char *slot)
{
	uint8_t me = atoi(slot);

	if (!memory_join())
		return 1;
	task_resumes(me);
	call_finish(at, 0, 0);
	at++;
	task_wake(0);
	actor(me);
	return 0;
}

/* As /sbin/request-key: a task of the program that has the kernel ask. */
int helper_main(char **argv)
{
	char arguments[ARGUMENTS_MAX];
	uint32_t length = 0;
	uint8_t slot;

	for (char **argument = argv + 1; argv[0] && *argument; argument++) {
		size_t bytes = strlen(*argument) + 1;

		if (bytes > sizeof(arguments) - length)
			break;
		memcpy(arguments + length, *argument, bytes);
		length += bytes;
	}
	if (!memory_join())
		return 0;
	if (!memory_fill())
		return 0;
	slot = helper_arrives(arguments, length);
	if (slot)
		actor(slot);
	raw_syscall(SYS_exit_group, 0, 0, 0, 0, 0, 0);
	return 0;
}
