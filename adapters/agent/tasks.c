// SPDX-License-Identifier: GPL-2.0
/*
 * Tasks: processes that share this one's memory and files and nothing else, so
 * each has credentials and keyrings of its own but costs little more than a
 * thread; or threads of such a process.  Each waits on a word of its own for
 * its turn.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "raw.h"
#include "tasks.h"

#define STACK_BYTES 16384
/* A task that is still there so long after SIGKILL will not go. */
#define KILL_PATIENCE_US 2000000

struct task {
	int32_t turn;
	int32_t pid;
	uint8_t leader;		/* the slot of the first thread of its process */
	bool lives;
};

static struct task tasks[SLOTS_MAX];
static uint8_t stacks[SLOTS_MAX][STACK_BYTES] __aligned(64);
/* The slot whose task exited last, until it is buried. */
static uint8_t dying;

/* A futex that tasks with memory of their own wait on is not private to the first process. */
static int futex_private;

void tasks_reset(void)
{
	memset(tasks, 0, sizeof(tasks));
	dying = 0;
	futex_private = program.options & PROGRAM_EXECS ? 0 : FUTEX_PRIVATE_FLAG;
}

bool task_lives(uint8_t slot)
{
	return slot == 0 || __atomic_load_n(&tasks[slot].lives, __ATOMIC_ACQUIRE);
}

/* The child starts in body() on its own stack; this is the part that C cannot say. */
static int64_t clone_into(void *stack, void (*body)(uint8_t), uint64_t slot, uint64_t flags)
{
	register uint64_t r10 __asm__("r10") = 0;
	register uint64_t r8 __asm__("r8") = 0;
	register uint64_t r12 __asm__("r12") = slot;
	register void (*r13)(uint8_t slot) __asm__("r13") = body;
	int64_t pid;

	__asm__ volatile("syscall\n\t"
			 "test %%rax, %%rax\n\t"
			 "jnz 1f\n\t"
			 "xor %%ebp, %%ebp\n\t"
			 "mov %%r12, %%rdi\n\t"
			 "call *%%r13\n\t"
			 "hlt\n"
			 "1:"
			 : "=a"(pid)
			 : "a"((uint64_t)SYS_clone),
			   "D"(CLONE_VM | CLONE_FILES | flags),
			   "S"(stack), "d"(0ul), "r"(r10), "r"(r8), "r"(r12), "r"(r13)
			 : "rcx", "r11", "memory");
	return pid;
}

int64_t task_spawn(uint8_t slot, void (*body)(uint8_t slot), uint8_t maker, bool thread)
{
	uint64_t flags = thread ? CLONE_THREAD | CLONE_SIGHAND : SIGCHLD;
	struct task *task = &tasks[slot];
	int64_t pid;

	if (task->lives)
		return -EBUSY;
	task->turn = 0;
	task->leader = thread ? tasks[maker].leader : slot;
	pid = clone_into(stacks[slot] + STACK_BYTES, body, slot, flags);
	if (pid > 0) {
		task->pid = pid;
		__atomic_store_n(&task->lives, true, __ATOMIC_RELEASE);
	}
	return pid;
}

void task_wake(uint8_t slot)
{
	__atomic_store_n(&tasks[slot].turn, 1, __ATOMIC_RELEASE);
	raw_syscall(SYS_futex, (intptr_t)&tasks[slot].turn, FUTEX_WAKE | futex_private, 1, 0, 0, 0);
}

bool task_wait(uint8_t slot, uint64_t until_us)
{
	int32_t *turn = &tasks[slot].turn;

	while (!__atomic_load_n(turn, __ATOMIC_ACQUIRE)) {
		struct timespec left, *timeout = NULL;

		if (until_us != FOREVER) {
			uint64_t now = now_us();

			if (now >= until_us)
				return false;
			left.tv_sec = (until_us - now) / 1000000;
			left.tv_nsec = (until_us - now) % 1000000 * 1000;
			timeout = &left;
		}
		raw_syscall(SYS_futex, (intptr_t)turn, FUTEX_WAIT | futex_private, 0, (intptr_t)timeout,
			    0, 0);
	}
	__atomic_store_n(turn, 0, __ATOMIC_RELAXED);
	return true;
}

static void leaves(uint8_t slot)
{
	__atomic_store_n(&tasks[slot].lives, false, __ATOMIC_RELEASE);
}

void task_exit(uint8_t slot, bool alone)
{
	int64_t way = alone ? SYS_exit : SYS_exit_group;

	dying = slot;
	for (unsigned int other = 1; other < SLOTS_MAX && !alone; other++) {
		if (tasks[other].leader == tasks[slot].leader)
			leaves(other);
	}
	leaves(slot);
	task_wake(0);
	for (;;)
		raw_syscall(way, 0, 0, 0, 0, 0, 0);
}

int64_t task_exec(uint8_t slot)
{
	char number[] = { '0' + slot / 10, '0' + slot % 10, 0 };
	char *argv[] = { "agent", "--resume", number, NULL };
	char *envp[] = { NULL };

	return raw_syscall(SYS_execve, (intptr_t)"/proc/thread-self/exe", (intptr_t)argv, (intptr_t)envp,
			   0, 0, 0);
}

void task_resumes(uint8_t slot)
{
	uint8_t leader = tasks[slot].leader;

	for (unsigned int other = 1; other < SLOTS_MAX; other++) {
		if (tasks[other].leader == leader && other != slot)
			leaves(other);
	}
	tasks[slot].leader = slot;
	tasks[slot].pid = raw_syscall(SYS_getpid, 0, 0, 0, 0, 0, 0);
}

bool task_dying(uint8_t slot)
{
	return dying && dying == slot;
}

static bool exists(int32_t pid)
{
	return raw_syscall(SYS_kill, pid, 0, 0, 0, 0, 0) != -ESRCH;
}

/* R, S, D, Z and so on, as /proc tells; 0 when it does not. */
static char state_of(int32_t pid)
{
	char path[32], text[256];
	const char *end;
	ssize_t got;
	int fd;

	snprintf(path, sizeof(path), "/proc/%d/stat", pid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	got = fd < 0 ? 0 : read(fd, text, sizeof(text) - 1);
	close(fd);
	text[got > 0 ? got : 0] = 0;
	end = strrchr(text, ')');
	return end && end[1] == ' ' ? end[2] : 0;
}

/* A process is known by its first thread, which is a zombie until there is no other. */
static bool ended(uint8_t slot)
{
	uint8_t leader = tasks[slot].leader;
	bool alone = true;

	for (unsigned int other = 1; other < SLOTS_MAX; other++) {
		if (tasks[other].leader == leader && task_lives(other))
			alone = false;
	}
	if (alone)
		return !exists(tasks[leader].pid);
	if (slot != leader)
		return !exists(tasks[slot].pid);
	return state_of(tasks[slot].pid) == 'Z';
}

bool task_buried(uint64_t until_us)
{
	while (dying && !ended(dying)) {
		if (now_us() > until_us)
			return false;
		raw_syscall(SYS_sched_yield, 0, 0, 0, 0, 0, 0);
	}
	dying = 0;
	return true;
}

/* SIGCHLD is ignored, so wait4() answers ECHILD as soon as there is nobody left. */
bool tasks_kill(void)
{
	uint64_t until = now_us() + KILL_PATIENCE_US;

	for (unsigned int slot = 1; slot < SLOTS_MAX; slot++) {
		if (tasks[slot].lives)
			raw_syscall(SYS_kill, tasks[slot].pid, SIGKILL, 0, 0, 0, 0);
		tasks[slot].lives = false;
	}
	while (raw_syscall(SYS_wait4, -1, 0, WNOHANG | __WALL, 0, 0, 0) != -ECHILD) {
		if (now_us() > until)
			return false;
		raw_syscall(SYS_sched_yield, 0, 0, 0, 0, 0, 0);
	}
	return true;
}
