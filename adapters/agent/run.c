// SPDX-License-Identifier: GPL-2.0
/*
 * One program, from its first call to its reply.  It lies in memory that every
 * task shares, and so do the place it is at and the results: a task makes calls
 * as long as they are its own, then wakes the task whose turn it is.
 */
#include <errno.h>
#include <stdlib.h>

#include "agent.h"
#include "tasks.h"

static uint32_t at;

static bool over(void)
{
	return at >= program.main_calls || ran_out_at != CALLS_MAX || reply_full();
}

static void actor(uint8_t me);

/* One call by the task of its slot. */
static void perform(uint8_t me)
{
	const struct call *call = &program.calls[at];

	reply_partial(at);
	if (call_skipped(call))
		return;
	switch (call->kind) {
	case CALL_SPAWN:
		call_finish(at, task_spawn(call->args[0], actor, me, call->nr), 0);
		break;
	case CALL_EXEC:
		call_finish(at, task_exec(me), 0);
		break;
	case CALL_KILL:
		call_finish(at, tasks_kill() ? 0 : -EBUSY, 0);
		break;
	default:
		call_perform(at, me);
	}
}

static bool exits(uint32_t index)
{
	const struct call *call = &program.calls[index];

	return call->kind == CALL_EXIT && !call_skipped(call);
}

/* What every task but slot 0 does; CALL_EXIT is the way out, and SIGKILL. */
static void actor(uint8_t me)
{
	for (;;) {
		uint8_t next = 0;

		task_wait(me, FOREVER);
		while (!over() && program.calls[at].slot == me) {
			/* Slot 0 takes it up from here, and goes on to the next call. */
			if (exits(at)) {
				reply_partial(at);
				task_exit(me, program.calls[at].nr);
			}
			perform(me);
			at++;
		}
		if (!over())
			next = program.calls[at].slot;
		task_wake(task_lives(next) ? next : 0);
	}
}

/* The baton comes back to slot 0; false when it does not in time. */
static bool hand_over(uint8_t slot, uint64_t deadline)
{
	task_wake(slot);
	if (!task_wait(0, deadline))
		return false;
	if (over() || !exits(at) || !task_dying(program.calls[at].slot))
		return true;
	if (!task_buried(deadline))
		return false;
	call_finish(at, 0, 0);
	at++;
	return true;
}

static enum reply_status steps(uint64_t deadline)
{
	while (!over()) {
		uint8_t slot = program.calls[at].slot;

		if (slot == 0) {
			perform(0);
			at++;
		} else if (!task_lives(slot)) {
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

	reply_begin(program.seq);
	tasks_reset();
	call_reset();
	at = 0;
	status = steps(begin + program.deadline_ms * 1000ull);
	if (!tasks_kill() && status == REPLY_DONE)
		status = REPLY_UNKILLABLE;
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
