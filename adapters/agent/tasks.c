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
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "raw.h"
#include "tasks.h"

#define STACK_BYTES 16384
/* A task that is still there so long after SIGKILL will not go. */
#define KILL_PATIENCE_US 2000000

/* What a task is doing. */
enum doing {
	READY,		/* it waits for its turn, or decides what to do with it */
	CALLING,	/* it is in a call */
	LEFT,		/* it is in a call, and slot 0 has gone on without it */
	BACK,		/* the call has come back since then */
	DOING = 3,	/* these bits of a word in which the others count calls */
	ONE_CALL = 4,
};

struct task {
	int32_t turn;
	int32_t pid;
	uint8_t leader;		/* the slot of the first thread of its process */
	bool lives;
	bool known;
	bool lingers;		/* it has exited, and is the first of a pid namespace that somebody is in */
	int32_t doing;
	uint32_t call;
	int64_t result;
};

/* A process that the kernel started because of a call. */
struct helper {
	int32_t turn;
	int32_t pid;
	int32_t arrived;
	uint8_t requester;	/* 0: it has just arrived */
	uint8_t slot;		/* 0: nobody has adopted it */
	uint32_t length;
	char arguments[ARGUMENTS_MAX];
};

/* How far each task is in a race. */
enum racing { NO_RACE, ENTERED, FINISHED, LEAVES, GONE };

struct racer {
	int32_t stage;
	uint32_t call;
	int64_t result;
};

static struct racer racers[SLOTS_MAX];
/* How many have not come to the start. */
static int32_t awaited;

static struct task tasks[SLOTS_MAX];
static struct helper helpers[SLOTS_MAX];
static int32_t helpers_begun;
static uint8_t stacks[SLOTS_MAX][STACK_BYTES] __aligned(64);
/* The slot whose task exited last, until it is buried. */
static uint8_t dying;
/* Who executes a program, and may be called otherwise afterwards. */
static uint8_t executing;
/* Whose turn it is, if it is not slot 0's. */
static uint8_t holder;
/* A futex that tasks with memory of their own wait on is not private to the first process. */
static int futex_private;

void tasks_reset(void)
{
	memset(tasks, 0, sizeof(tasks));
	memset(helpers, 0, sizeof(helpers));
	memset(racers, 0, sizeof(racers));
	helpers_begun = 0;
	dying = 0;
	executing = 0;
	holder = 0;
	futex_private = program.options & (PROGRAM_BLOCKS | PROGRAM_EXECS) ? 0 : FUTEX_PRIVATE_FLAG;
}

static bool lives(uint8_t slot)
{
	return slot == 0 || __atomic_load_n(&tasks[slot].lives, __ATOMIC_ACQUIRE);
}

/* What a task is doing, in the how-manieth of its calls. */
static int32_t doing_now(uint8_t slot)
{
	return __atomic_load_n(&tasks[slot].doing, __ATOMIC_ACQUIRE);
}

static int doing(uint8_t slot)
{
	return doing_now(slot) & DOING;
}

bool task_ready(uint8_t slot)
{
	return lives(slot) && doing(slot) == READY;
}

bool task_known(uint8_t slot)
{
	return tasks[slot].known;
}

static void begin(uint8_t slot, int32_t pid)
{
	tasks[slot].pid = pid;
	tasks[slot].known = true;
	__atomic_store_n(&tasks[slot].lives, true, __ATOMIC_RELEASE);
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

/* The same for a call of which the child comes back with a copy of this stack, which it must leave alone. */
static int64_t fork_into(int64_t nr, int64_t arg, void *stack, void (*body)(uint8_t), uint64_t slot)
{
	register uint64_t r12 __asm__("r12") = slot;
	register void (*r13)(uint8_t slot) __asm__("r13") = body;
	register void *r14 __asm__("r14") = stack;
	int64_t pid;

	__asm__ volatile("syscall\n\t"
			 "test %%rax, %%rax\n\t"
			 "jnz 1f\n\t"
			 "mov %%r14, %%rsp\n\t"
			 "xor %%ebp, %%ebp\n\t"
			 "mov %%r12, %%rdi\n\t"
			 "call *%%r13\n\t"
			 "hlt\n"
			 "1:"
			 : "=a"(pid)
			 : "a"(nr), "D"(arg), "r"(r12), "r"(r13), "r"(r14)
			 : "rcx", "r11", "memory");
	return pid;
}

static bool forks(void)
{
	return program.options & PROGRAM_FORKS;
}

/* What a task does once it has said who it is. */
static void (*bodies[SLOTS_MAX])(uint8_t slot);

static void introduce(uint8_t slot)
{
	begin(slot, self_pid());
	bodies[slot](slot);
}

static bool exists(int32_t pid)
{
	return raw_syscall(SYS_kill, pid, 0, 0, 0, 0, 0) != -ESRCH;
}

/* What its maker is told is what it is called in the maker's namespace: it knows better. */
static void await_introduction(uint8_t slot, int64_t pid)
{
	while (!__atomic_load_n(&tasks[slot].lives, __ATOMIC_ACQUIRE) && exists(pid))
		raw_syscall(SYS_sched_yield, 0, 0, 0, 0, 0, 0);
}

int64_t task_spawn(uint8_t slot, void (*body)(uint8_t slot), uint8_t maker, bool thread)
{
	uint64_t flags = thread ? CLONE_THREAD | CLONE_SIGHAND : SIGCHLD;
	int64_t pid;

	tasks[slot].leader = thread ? tasks[maker].leader : slot;
	bodies[slot] = body;
	pid = clone_into(stacks[slot] + STACK_BYTES, forks() ? introduce : body, slot, flags);
	if (pid > 0 && forks())
		await_introduction(slot, pid);
	else if (pid > 0)
		begin(slot, pid);
	return pid;
}

int64_t task_fork(uint8_t slot, void (*body)(uint8_t slot), int64_t nr, int64_t arg)
{
	int64_t pid;

	tasks[slot].leader = slot;
	bodies[slot] = body;
	pid = fork_into(nr, arg, stacks[slot] + STACK_BYTES, introduce, slot);
	if (pid > 0)
		await_introduction(slot, pid);
	return pid;
}

int64_t task_pid(uint8_t slot)
{
	return lives(slot) ? tasks[slot].pid : -ESRCH;
}

/* Whether a process finds at /proc what we do, be it in a mount namespace that is a copy of ours. */
int64_t task_sees(uint8_t slot)
{
	struct stat theirs, ours;
	char path[32];

	if (!lives(slot))
		return -ESRCH;
	snprintf(path, sizeof(path), "/proc/%d/root/proc", tasks[slot].pid);
	if (stat(path, &theirs) || fstat(self_file(), &ours))
		return -ENOENT;
	return theirs.st_dev == ours.st_dev ? 0 : -ENOENT;
}

static int64_t futex(int32_t *word, int op, int32_t value, const struct timespec *timeout)
{
	return raw_syscall(SYS_futex, (intptr_t)word, op | futex_private, value,
			   (intptr_t)timeout, 0, 0);
}

static void wake(int32_t *turn)
{
	__atomic_store_n(turn, 1, __ATOMIC_RELEASE);
	futex(turn, FUTEX_WAKE, 1, NULL);
}

void task_wake(uint8_t slot)
{
	if (slot)
		__atomic_store_n(&holder, slot, __ATOMIC_RELEASE);
	wake(&tasks[slot].turn);
}

static bool wait_for(int32_t *turn, uint64_t until_us)
{
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
		futex(turn, FUTEX_WAIT, 0, timeout);
	}
	__atomic_store_n(turn, 0, __ATOMIC_RELAXED);
	return true;
}

bool task_wait(uint8_t slot, uint64_t until_us)
{
	return wait_for(&tasks[slot].turn, until_us);
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
	int64_t failure;

	__atomic_store_n(&executing, slot, __ATOMIC_RELEASE);
	failure = raw_syscall(SYS_execve, (intptr_t)"/proc/thread-self/exe", (intptr_t)argv,
			      (intptr_t)envp, 0, 0, 0);
	__atomic_store_n(&executing, 0, __ATOMIC_RELEASE);
	return failure;
}

void task_resumes(uint8_t slot)
{
	uint8_t leader = tasks[slot].leader;

	for (unsigned int other = 1; other < SLOTS_MAX; other++) {
		if (tasks[other].leader == leader && other != slot)
			leaves(other);
	}
	tasks[slot].leader = slot;
	tasks[slot].pid = forks() ? self_pid() : raw_syscall(SYS_getpid, 0, 0, 0, 0, 0, 0);
	__atomic_store_n(&executing, 0, __ATOMIC_RELEASE);
}

bool task_dying(uint8_t slot)
{
	return dying && dying == slot;
}

/* What /proc tells of a task from its state on, in a buffer for all; NULL when it does not. */
static const char *status_of(int32_t pid)
{
	static char text[512];
	char path[32];
	const char *end;
	ssize_t got;
	int fd;

	snprintf(path, sizeof(path), "/proc/%d/stat", pid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	got = fd < 0 ? 0 : read(fd, text, sizeof(text) - 1);
	close(fd);
	text[got > 0 ? got : 0] = 0;
	end = strrchr(text, ')');
	return end && end[1] == ' ' ? end + 2 : NULL;
}

/* R, S, D, Z and so on; 0 when it is not told. */
static char state_of(int32_t pid)
{
	const char *status = status_of(pid);

	return status ? *status : 0;
}

/* The flags of a task, of what its status tells; one of them is that it exits. */
#define FLAGS_AT 6
#define PF_EXITING 0x4

static const char *field_of(const char *status, unsigned int number)
{
	for (unsigned int field = 0; *status && field < number; status++)
		field += *status == ' ';
	return status;
}

/*
 * True for a task that is the first of its pid namespace, exits, and waits there until nobody else is in
 * it (kernel/pid_namespace.c zap_pid_ns_processes()), which may be long.
 */
static bool lingers(const char *status)
{
	return status && *status == 'S' && atoi(field_of(status, FLAGS_AT)) & PF_EXITING;
}

/* A process is known by its first thread, which is a zombie until there is no other. */
static bool ended(uint8_t slot)
{
	uint8_t leader = tasks[slot].leader;
	bool alone = true;

	/* Any thread of a process may be the last of it. */
	for (unsigned int other = 1; other < SLOTS_MAX && forks(); other++) {
		if (tasks[other].leader == leader && lingers(status_of(tasks[other].pid))) {
			tasks[other].lingers = true;
			return true;
		}
	}

	for (unsigned int other = 1; other < SLOTS_MAX; other++) {
		if (tasks[other].leader == leader && lives(other))
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

static bool helpers_left(void)
{
	for (int32_t i = 0; i < helpers_begun; i++) {
		if (exists(helpers[i].pid))
			return true;
	}
	helpers_begun = 0;
	return false;
}

/*
 * A helper is buried by a thread of the kernel, which comes before any of us. It must not meet a
 * thread of the helper that has gone half way: both take the same entries out of /proc, and whoever
 * comes first goes round and round until the other has gone on (fs/dcache.c shrink_dcache_parent()).
 */
static void helpers_hurry(void)
{
	static const struct sched_param lowest = { .sched_priority = 1 };

	for (int32_t i = 0; i < helpers_begun; i++) {
		for (unsigned int slot = 1; slot < SLOTS_MAX; slot++) {
			if (lives(slot) && tasks[tasks[slot].leader].pid == helpers[i].pid)
				sched_setscheduler(tasks[slot].pid, SCHED_FIFO, &lowest);
		}
	}
}

/* SIGCHLD is ignored, so wait4() answers ECHILD as soon as there is nobody left. */
bool tasks_kill(void)
{
	uint64_t until = now_us() + KILL_PATIENCE_US;

	helpers_hurry();
	/* Whoever waits for a helper cannot be killed before it. */
	for (int32_t i = 0; i < helpers_begun; i++)
		raw_syscall(SYS_kill, helpers[i].pid, SIGKILL, 0, 0, 0, 0);
	for (unsigned int slot = 1; slot < SLOTS_MAX; slot++) {
		if (lives(slot))
			raw_syscall(SYS_kill, tasks[slot].pid, SIGKILL, 0, 0, 0, 0);
	}
	while (raw_syscall(SYS_wait4, -1, 0, WNOHANG | __WALL, 0, 0, 0) != -ECHILD ||
	       helpers_left()) {
		if (now_us() > until)
			return false;
		raw_syscall(SYS_sched_yield, 0, 0, 0, 0, 0, 0);
	}
	memset(tasks, 0, sizeof(tasks));
	return true;
}

bool task_has_company(uint8_t slot)
{
	for (unsigned int other = 1; other < SLOTS_MAX; other++) {
		if (other != slot && lives(other) && tasks[other].leader == tasks[slot].leader &&
		    doing(other) != READY)
			return true;
	}
	return false;
}

void task_calls(uint8_t slot, uint32_t index)
{
	if (slot == 0)
		return;
	tasks[slot].call = index;
	__atomic_store_n(&tasks[slot].doing, ((doing_now(slot) & ~DOING) + ONE_CALL) | CALLING,
			 __ATOMIC_RELEASE);
}

/* False where it does something else by now, or the same in another call. */
static bool turns_from(uint8_t slot, int32_t seen, int to)
{
	return __atomic_compare_exchange_n(&tasks[slot].doing, &seen, (seen & ~DOING) | to, false,
					   __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE);
}

static bool turns_into(uint8_t slot, int from, int to)
{
	int32_t seen = doing_now(slot);

	return (seen & DOING) == from && turns_from(slot, seen, to);
}

bool task_returns(uint8_t slot, int64_t result)
{
	if (slot == 0)
		return true;
	tasks[slot].result = result;
	if (turns_into(slot, CALLING, READY))
		return true;
	turns_into(slot, LEFT, BACK);
	return false;
}

enum came_back task_await(uint8_t slot, uint32_t *call, int64_t *result)
{
	if (!lives(slot) || doing(slot) == READY)
		return NOT_CALLING;
	*call = tasks[slot].call;
	*result = tasks[slot].result;
	return turns_into(slot, BACK, READY) ? CAME_BACK : STILL_CALLING;
}

/* What others have left for it to do there is done by then: a session keyring that a child has given it. */
void task_nudge(uint8_t slot)
{
	if (!lives(slot) || doing(slot) != BACK)
		return;
	futex(&tasks[slot].turn, FUTEX_WAKE, 1, NULL);
	raw_syscall(SYS_sched_yield, 0, 0, 0, 0, 0, 0);
}

bool task_interrupt(uint8_t slot)
{
	if (!lives(slot) || doing(slot) != LEFT)
		return false;
	raw_syscall(SYS_tkill, tasks[slot].pid, SIGUSR1, 0, 0, 0, 0);
	return true;
}

static struct helper *helper_of(uint8_t requester)
{
	/* The last one: a slot may have had others before. */
	for (int32_t i = helpers_begun - 1; i >= 0; i--) {
		if (__atomic_load_n(&helpers[i].arrived, __ATOMIC_ACQUIRE) &&
		    helpers[i].requester == requester)
			return &helpers[i];
	}
	return NULL;
}

/*
 * A call that can be interrupted sleeps; one that cannot is busy, unless it
 * waits for a helper that is there.
 */
static bool waits(uint8_t slot, uint8_t requester)
{
	struct helper *helper;

	switch (state_of(tasks[slot].pid)) {
	case 'S':
		return true;
	case 'D':
		helper = helper_of(requester);
		return helper && exists(helper->pid);
	default:
		return false;
	}
}

/* Slot 0 leaves a task alone whose call waits, if it is in that call still. */
static bool leave(uint8_t slot, int32_t seen)
{
	struct helper *helper = helper_of(0);

	if (!turns_from(slot, seen, LEFT))
		return false;
	if (helper)
		helper->requester = slot;
	return true;
}

/* Threads of a process are killed one by one, and its first is there until the others are gone. */
static bool is_gone(uint8_t slot)
{
	if (exists(tasks[slot].pid))
		return false;
	leaves(slot);
	return true;
}

bool task_watch(uint8_t slot, uint64_t until_us, enum came_of *came, uint8_t *who)
{
	task_wake(slot);
	for (;;) {
		int32_t seen;

		*who = __atomic_load_n(&holder, __ATOMIC_ACQUIRE);
		*came = GAVE_BACK;
		if (__atomic_load_n(&tasks[0].turn, __ATOMIC_ACQUIRE))
			return task_wait(0, until_us);
		seen = doing_now(*who);
		if ((seen & DOING) == CALLING && waits(*who, 0) && leave(*who, seen)) {
			*came = WAITS;
			return true;
		}
		if (forks() && lives(*who) && *who != __atomic_load_n(&executing, __ATOMIC_ACQUIRE) &&
		    is_gone(*who)) {
			/* On another CPU it may have woken slot 0 and gone since the last look. */
			if (__atomic_load_n(&tasks[0].turn, __ATOMIC_ACQUIRE))
				return task_wait(0, until_us);
			*came = DIED;
			return true;
		}
		if (now_us() > until_us)
			return false;
		raw_syscall(SYS_sched_yield, 0, 0, 0, 0, 0, 0);
	}
}

static bool all_wait(void)
{
	for (unsigned int slot = 1; slot < SLOTS_MAX; slot++) {
		if (lives(slot) && doing(slot) == LEFT && !waits(slot, slot) && !(forks() && is_gone(slot)))
			return false;
	}
	return true;
}

/* One that comes back may wake another that was looked at before: so twice. */
bool tasks_rest(uint64_t until_us)
{
	for (int quiet = 0; quiet < 2;) {
		raw_syscall(SYS_sched_yield, 0, 0, 0, 0, 0, 0);
		quiet = all_wait() ? quiet + 1 : 0;
		if (quiet < 2 && now_us() > until_us)
			return false;
	}
	return true;
}

static int stage(uint8_t slot)
{
	return __atomic_load_n(&racers[slot].stage, __ATOMIC_ACQUIRE);
}

static void reaches(uint8_t slot, enum racing at)
{
	__atomic_store_n(&racers[slot].stage, at, __ATOMIC_RELEASE);
}

void task_enters(uint8_t slot, uint32_t index)
{
	racers[slot].call = index;
	reaches(slot, ENTERED);
}

bool task_in_race(uint8_t slot)
{
	return stage(slot) != NO_RACE;
}

bool task_races(uint8_t slot, uint32_t *index)
{
	*index = racers[slot].call;
	return stage(slot) == ENTERED;
}

void task_starts(void)
{
	__atomic_sub_fetch(&awaited, 1, __ATOMIC_ACQ_REL);
	while (__atomic_load_n(&awaited, __ATOMIC_ACQUIRE) > 0)
		raw_syscall(SYS_sched_yield, 0, 0, 0, 0, 0, 0);
}

void task_finishes(uint8_t slot, int64_t result)
{
	racers[slot].result = result;
	reaches(slot, FINISHED);
}

void task_leaves(uint8_t slot)
{
	for (unsigned int other = 1; other < SLOTS_MAX; other++) {
		if (tasks[other].leader == tasks[slot].leader)
			leaves(other);
	}
	reaches(slot, LEAVES);
	for (;;)
		raw_syscall(SYS_exit_group, 0, 0, 0, 0, 0, 0);
}

/* True when nothing more is to be expected of a racer. */
static bool is_through(uint8_t slot)
{
	switch (stage(slot)) {
	case ENTERED:
		if (exists(tasks[slot].pid))
			return false;
		leaves(slot);
		reaches(slot, GONE);
		return true;
	case LEAVES:
		if (!ended(slot))
			return false;
		racers[slot].result = 0;
		reaches(slot, FINISHED);
		return true;
	default:
		return true;
	}
}

bool tasks_race(uint64_t until_us)
{
	awaited = 0;
	for (unsigned int slot = 1; slot < SLOTS_MAX; slot++)
		awaited += stage(slot) == ENTERED;
	for (unsigned int slot = 1; slot < SLOTS_MAX; slot++) {
		if (stage(slot) == ENTERED)
			wake(&tasks[slot].turn);
	}
	for (unsigned int slot = 1; slot < SLOTS_MAX; slot++) {
		while (!is_through(slot)) {
			if (now_us() > until_us)
				return false;
			raw_syscall(SYS_sched_yield, 0, 0, 0, 0, 0, 0);
		}
	}
	return true;
}

bool task_raced(uint8_t slot, uint32_t index, int64_t *result)
{
	bool finished = racers[slot].call == index && stage(slot) == FINISHED;

	if (racers[slot].call != index || stage(slot) == NO_RACE)
		return false;
	*result = racers[slot].result;
	reaches(slot, NO_RACE);
	return finished;
}

/* The signals that are pending for a task itself, of what its status tells. */
#define PENDING_AT 28

/* True for a task that rests, and of whom nobody wants that it ends. */
static bool is_left_alone(uint8_t slot)
{
	const char *at = status_of(tasks[slot].pid);
	uint64_t pending = 0;

	if (!at || (*at != 'S' && *at != 'D'))
		return false;
	if (lingers(at)) {
		tasks[slot].lingers = true;
		leaves(slot);
		return true;
	}
	/* It ends when its helper has. */
	if (doing(slot) == LEFT && *at == 'D' && waits(slot, slot))
		return true;
	at = status_of(tasks[slot].pid);
	if (!at)
		return false;
	for (at = field_of(at, PENDING_AT); *at >= '0' && *at <= '9'; at++)
		pending = pending * 10 + *at - '0';
	return !(pending & 1 << (SIGKILL - 1));
}

/* True while nothing more is to be expected of a task that lingers. */
static bool goes_on_lingering(uint8_t slot)
{
	const char *status = status_of(tasks[slot].pid);

	if (lingers(status))
		return true;
	tasks[slot].lingers = exists(tasks[slot].pid);
	return !tasks[slot].lingers;
}

bool tasks_mourn(uint64_t until_us)
{
	for (unsigned int slot = 1; slot < SLOTS_MAX; slot++) {
		while (lives(slot) && !is_left_alone(slot) && !is_gone(slot)) {
			if (now_us() > until_us)
				return false;
			raw_syscall(SYS_sched_yield, 0, 0, 0, 0, 0, 0);
		}
	}
	for (unsigned int slot = 1; slot < SLOTS_MAX; slot++) {
		while (tasks[slot].lingers && !goes_on_lingering(slot)) {
			if (now_us() > until_us)
				return false;
			raw_syscall(SYS_sched_yield, 0, 0, 0, 0, 0, 0);
		}
	}
	return true;
}

uint8_t helper_arrives(const char *arguments, uint32_t length)
{
	int32_t number = __atomic_fetch_add(&helpers_begun, 1, __ATOMIC_ACQ_REL);
	struct helper *helper = &helpers[number];

	if (number >= SLOTS_MAX || !(program.options & PROGRAM_BLOCKS)) {
		__atomic_fetch_sub(&helpers_begun, 1, __ATOMIC_ACQ_REL);
		return 0;
	}
	helper->pid = raw_syscall(SYS_getpid, 0, 0, 0, 0, 0, 0);
	helper->length = length;
	memcpy(helper->arguments, arguments, length);
	__atomic_store_n(&helper->arrived, 1, __ATOMIC_RELEASE);
	wait_for(&helper->turn, FOREVER);
	return helper->slot;
}

uint32_t helper_arguments(uint8_t requester, const char **arguments)
{
	struct helper *helper = helper_of(requester);

	if (!helper || helper->slot)
		return 0;
	*arguments = helper->arguments;
	return helper->length;
}

bool helper_adopt(uint8_t requester, uint8_t slot)
{
	struct helper *helper = helper_of(requester);

	if (!lives(requester) || doing(requester) != LEFT || !helper || helper->slot ||
	    task_known(slot))
		return false;
	tasks[slot].leader = slot;
	begin(slot, helper->pid);
	helper->slot = slot;
	wake(&helper->turn);
	return true;
}
