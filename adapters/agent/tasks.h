/* SPDX-License-Identifier: GPL-2.0 */
/* Who carries out calls, and whose turn it is. */
#ifndef TASKS_H
#define TASKS_H

#include "agent.h"

#define FOREVER UINT64_MAX
/* Longest arguments of a helper that are kept, bytes with their ends. */
#define ARGUMENTS_MAX 256

/* Nobody's turn has come, everybody but slot 0 is gone. */
void tasks_reset(void);
/* There is a task in the slot, and it is not in a call that has not come back. */
bool task_ready(uint8_t slot);
/* There is or was one. */
bool task_known(uint8_t slot);
/* Another thread of its process is in a call that has not come back. */
bool task_has_company(uint8_t slot);
/* The caller, `maker`, clones a child or a thread for a slot; its pid, or a negative error number. */
int64_t task_spawn(uint8_t slot, void (*body)(uint8_t slot), uint8_t maker, bool thread);
/* The same by a system call of one argument that comes back in both, each with memory of its own. */
int64_t task_fork(uint8_t slot, void (*body)(uint8_t slot), int64_t nr, int64_t arg);
/* The pid of the task of a slot; a negative error number where there is none. */
int64_t task_pid(uint8_t slot);
/* 0 where the task of a slot is in slot 0's mount namespace; else a negative error number. */
int64_t task_sees(uint8_t slot);
/* Whoever waits as `slot` goes on. */
void task_wake(uint8_t slot);
/* Until somebody wakes `slot`, or until a point of now_us(); false when that has come. */
bool task_wait(uint8_t slot, uint64_t until_us);
enum came_of { GAVE_BACK, WAITS, DIED };
/* Wakes `slot` and waits until slot 0 is woken, or task `who` waits in a call of its own, or dies in it. */
bool task_watch(uint8_t slot, uint64_t until_us, enum came_of *came, uint8_t *who);
/* Until no task is left that is being killed. */
bool tasks_mourn(uint64_t until_us);
/*
 * The calling task, which is not slot 0, is gone from its slot and then from the world, alone or
 * with every thread of its process.
 */
void __noreturn task_exit(uint8_t slot, bool alone);
/* The calling task executes this program again; a negative error number if it cannot. */
int64_t task_exec(uint8_t slot);
/* It has done so; other threads of its process are gone. */
void task_resumes(uint8_t slot);
/* True between a task's exit and its burial. */
bool task_dying(uint8_t slot);
/* Until nobody knows the task that exited last; false when that takes too long. */
bool task_buried(uint64_t until_us);
/* Kills every other task and waits for its end; false when one survives. */
bool tasks_kill(void);

/*
 * Calls at once: who takes part is told which call is its own; all of them start when the last has
 * come, and slot 0 waits until each has finished or is gone.
 */
void task_enters(uint8_t slot, uint32_t index);
bool task_in_race(uint8_t slot);
bool tasks_race(uint64_t until_us);
/* The call of a task that has been woken for a race; false where it was woken for its turn. */
bool task_races(uint8_t slot, uint32_t *index);
void task_starts(void);
void task_finishes(uint8_t slot, int64_t result);
/* The calling task exits with every thread of its process. */
void __noreturn task_leaves(uint8_t slot);
/* Whether a task has finished that call, and with what result; it is in no race any more. */
bool task_raced(uint8_t slot, uint32_t index, int64_t *result);

/* The task begins call `index`. */
void task_calls(uint8_t slot, uint32_t index);
/* The call is back; false when slot 0 has gone on without it, and keeps its result. */
bool task_returns(uint8_t slot, int64_t result);
enum came_back { NOT_CALLING, STILL_CALLING, CAME_BACK };
/* What became of a call that slot 0 has gone on without. */
enum came_back task_await(uint8_t slot, uint32_t *call, int64_t *result);
/* Has a task go through the kernel's way out that has come back from such a call, and sleeps. */
void task_nudge(uint8_t slot);
/* Interrupts such a call; false when there is none. */
bool task_interrupt(uint8_t slot);
/* Until every such call waits for something. */
bool tasks_rest(uint64_t until_us);

/* The calling process, started by the kernel, waits to be adopted; its slot, or 0 for none. */
uint8_t helper_arrives(const char *arguments, uint32_t length);
/* The arguments of the helper that a slot's call waits for; their length in bytes. */
uint32_t helper_arguments(uint8_t requester, const char **arguments);
/* That helper becomes the task of a slot; false when there is none, or somebody was there. */
bool helper_adopt(uint8_t requester, uint8_t slot);

#endif
