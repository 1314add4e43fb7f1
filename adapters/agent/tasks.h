/* SPDX-License-Identifier: GPL-2.0 */
/* Who carries out calls, and whose turn it is. */
#ifndef TASKS_H
#define TASKS_H

#include "agent.h"

/* Nobody's turn has come, everybody but slot 0 is gone. */
void tasks_reset(void);
bool task_lives(uint8_t slot);
/* The caller, `maker`, clones a child or a thread for a slot; its pid, or a negative error number. */
int64_t task_spawn(uint8_t slot, void (*body)(uint8_t slot), uint8_t maker, bool thread);
/* Whoever waits as `slot` goes on. */
void task_wake(uint8_t slot);
/* Until somebody wakes `slot`, or until a point of now_us(); false when that has come. */
bool task_wait(uint8_t slot, uint64_t until_us);
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

#define FOREVER UINT64_MAX

#endif
