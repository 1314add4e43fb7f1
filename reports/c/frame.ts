/** The reproducer around its script: processes, turns, settling, the verdict. */

import type { Helper } from './text.ts'

/** Types and state, behind the tables that depend on the finding. */
/** `more` are members that some reproducers need. */
export const state = (more: string) => `static struct {
	atomic_int turn;	/* the step that is to be made, from 1 */
	atomic_int answered;	/* the step that was answered last */
	int memory, base;	/* the file descriptor of all this; the ids */
	pid_t leader, pid[PROCESSES];
	int k[KEYS];		/* the serial of each name; 1 is nobody's */
	struct key {
		int serial, name;
	} keys[SEEN];		/* every key that an answer told of */
	int seen;
	char text[1 << 18];	/* the answer, in the words of the tables above */
${more}} *shared;

static int *k;			/* shared->k */
static __thread int me = LEADER;
static int resumed_at;		/* the step at which this program was executed again, if it was */
static int base;		/* u3 and g3 are base + 3 */`

/** Behind the state, where it is used. */
export const rooms: readonly Helper[] = [
  { name: 'buffer', code: 'static char buffer[1 << 20];	/* what calls write to */' },
  { name: 'scratch', code: 'static char scratch[1 << 18];	/* where an answer is put together */' },
]

export const end = `/* The last line, and the end of every process. */
static void __attribute__((noreturn, format(printf, 2, 3)))
end(int status, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vprintf(format, args);
	va_end(args);
	printf("\\n");
	fflush(stdout);
	if (me == LEADER)
		for (int i = LEADER + 1; i < PROCESSES; i++)
			if (shared && shared->pid[i] > 0)
				kill(shared->pid[i], SIGKILL);
	if (getpid() == 1)
		reboot(RB_AUTOBOOT);
	exit(status);
}`

export const id = `static int id(int number)
{
	return base + number;
}`

/** Settling; `before` is what has to be waited for first, a line of C. */
export const settle = (before: string) => `/*
 * Waits until the kernel is done with what a step let go.  Keys are freed after an RCU grace
 * period and by passes of a collector, a level of nested keyrings a pass: a nest of our own that
 * is as deep as theirs, let go after it, is gone after it.  Of deeper ones each round takes a part.
 * An invalidated key makes the collector pass over links, too, and take those to dead keys.
 */
static void settle(bool links)
{
${before}	for (int round = 0; round < ROUNDS; round++) {
		int top = 0, inner = KEY_SPEC_THREAD_KEYRING;

		for (int level = 0; level <= NEST; level++) {
			inner = add_key("keyring", "\\001canary", NULL, 0, inner);
			if (!level)
				top = inner;
		}
		if (links && round < ROUNDS - 1)
			keyctl(KEYCTL_INVALIDATE, top);
		else
			keyctl(KEYCTL_UNLINK, top, KEY_SPEC_THREAD_KEYRING);
		for (int naps = 0; naps < 20000; naps++) {
			keyctl(KEYCTL_UNLINK, inner, KEY_SPEC_THREAD_KEYRING);
			if (errno == ENOKEY)
				break;
			usleep(100);
		}
	}
}`

/** What the leader does before it settles where processes have threads. */
export const reap = (contained: boolean) =>
  `/* A process ends with the last of its threads, which need not be the one that answered last. */
static void reap(void)
{
	usleep(10000);	/* a thread answers before it goes */
	for (int who = LEADER + 1; who < PROCESSES; who++) {
${contained ? '\t\tis_gone(who);' : reapsOne}
	}
}`

const reapsOne = `		if (shared->pid[who] <= 0 || waitpid(shared->pid[who], NULL, WNOHANG) <= 0)
			continue;
		shared->pid[who] = 0;
		usleep(200000);	/* its credentials go one grace period after another */`

/** How the leader waits for an answer. */
export const waits = `/* The leader waits for its children; nobody waits for the children of others. */
static bool is_gone(pid_t pid, int *status)
{
	pid_t child = waitpid(pid, status, WNOHANG);

	if (child >= 0)
		return child == pid;
	*status = 0;
	return kill(pid, 0) && errno == ESRCH;
}

/* The leader waits for the answer, for a death, or in vain. */
static void wait_for(int step, int who)
{
	for (int naps = 0; atomic_load(&shared->answered) != step; naps++) {
		pid_t pid = shared->pid[who];
		int status;

		if (pid > 0 && is_gone(pid, &status)) {
			shared->pid[who] = 0;
			if (WIFEXITED(status) && WEXITSTATUS(status) == 2)
				end(2, "could not be run: a process cannot become what it should");
			if (WIFSIGNALED(status))
				tell("killed by signal %d", WTERMSIG(status));
			else
				tell("done");
			/* Its credentials are let go one grace period after another. */
			usleep(200000);
		}
		if (naps > PATIENCE * 10000)
			silent(step);
		usleep(100);
	}
}`

/** The same, where processes may be killed at any time, may be children of anybody, and some may wait in calls. */
export const containedWaits = (
  some: boolean,
  called: boolean,
) => `/* The leader waits for the answer of somebody who is there, or in vain. */
static void wait_for(int step, int who)
{
	bool absent = is_gone(who)${some ? ' || atomic_load(&shared->calls[who].state) >= LEFT' : ''};

	if (absent && atomic_load(&shared->answered) != step)
		tell("absent");
	for (int naps = 0; atomic_load(&shared->answered) != step; naps++) {
		if (naps > PATIENCE * 10000)
			silent(step);
		usleep(100);
		if (naps % 100 == 99 && is_gone(who) && atomic_load(&shared->answered) != step)
			tell("killed");
${called ? '\t\ttell_called(who);\n' : ''}${some ? '\t\tif (naps > PROMPTLY && is_left(who))\n\t\t\ttell("blocked");\n' : ''}	}
}`

/**
 * Turns; `before` is what the leader does before each step, lines of C; `orphan` is how an actor knows that there is
 * no leader any more, if it has to look itself.
 */
export const turns = (
  before: string,
  contained: boolean,
  orphan: string | undefined,
) => `/* The leader looks at the answer to the step before. */
static void finish(void)
{
	int step = atomic_load(&shared->turn);

	if (!step)
		return;
	printf("  ->  %s\\n", shared->text);
	fflush(stdout);
${contained ? '\tlook_around();\n' : ''}	if (steps[step - 1].leaves)
		settle(steps[step - 1].leaves == DEAD_LINKS);
	if (step == STEPS)
		judge();
	if (strcmp(shared->text, steps[step - 1].answer))
		end(0, "not reproduced: step %d answered %s in the finding", step,
		    steps[step - 1].answer);
}

/*
 * Every process goes through the script.  An actor waits at a step of its own until its turn comes;
 * the leader waits at every step until it was answered.
 */
static bool turn(int step, int who)
{
	if (me != LEADER) {
		if (me != who || step <= resumed_at || atomic_load(&shared->turn) > step)
			return false;
		while (atomic_load(&shared->turn) != step) {
${orphan === undefined ? '' : `\t\t\tif (${orphan})\n\t\t\t\t_exit(2);\n`}			usleep(100);
		}
		return true;
	}
	finish();
	printf("%3d  %s", step, steps[step - 1].text);
	fflush(stdout);
${before}	atomic_store(&shared->turn, step);
	if (who == LEADER)
		return true;
	wait_for(step, who);
	return false;
}`

/** Processes; `fork` makes one, and `more` is done before there are any, lines of C. */
export const processes = (
  fork: string,
  more: string,
) => `/* Takes on the credentials of an actor; 0 when it worked. */
static int become(const struct actor *actor)
{
	unsigned int header[] = { 0x20080522, 0 }, none[6] = { 0 };
	gid_t groups[IDS];
	int uid = actor->uid ? id(actor->uid) : 0;
	int gid = actor->gid ? id(actor->gid) : 0;

	for (int i = 0; i < actor->ngroups; i++)
		groups[i] = actor->groups[i] ? id(actor->groups[i]) : 0;
	if (setgroups(actor->ngroups, groups))
		return -1;
	if (actor->privileged && uid && prctl(PR_SET_SECUREBITS, SECBIT_NO_SETUID_FIXUP, 0, 0, 0))
		return -1;
	if (setresgid(gid, gid, gid) || setresuid(uid, uid, uid))
		return -1;
	if (!actor->privileged && !uid && syscall(SYS_capset, header, none))
		return -1;
	return prctl(PR_SET_PDEATHSIG, SIGKILL);
}

static void spawn(int who)
{
	pid_t pid = ${fork}();

	if (pid < 0)
		end(2, "could not be run: no process can be made");
	if (pid) {
		shared->pid[who] = pid;
		return;
	}
	me = who;
	signal(SIGCHLD, SIG_IGN);
	if (become(&actors[who]))
		_exit(2);
	script();
	for (;;)
		pause();
}

/* A process cannot drop the session keyring that it came with; the actors are to have none. */
static bool has_session(void)
{
	pid_t pid = fork();
	int status = 0;

	if (!pid)
		_exit(keyctl(KEYCTL_GET_KEYRING_ID, KEY_SPEC_SESSION_KEYRING, 0) !=
		      keyctl(KEYCTL_GET_KEYRING_ID, KEY_SPEC_USER_SESSION_KEYRING, 0));
	waitpid(pid, &status, 0);
	return status;
}

/* Memory that all processes share. */
static void join(int memory)
{
	if (memory < 0 || ftruncate(memory, sizeof(*shared)))
		end(2, "could not be run: no memory to share");
	shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE, MAP_SHARED, memory, 0);
	if (shared == MAP_FAILED) {
		shared = NULL;
		end(2, "could not be run: no memory to share");
	}
	shared->memory = memory;
	base = shared->base;
	k = shared->k;
}

static void prepare(void)
{
	struct timespec now;
	cpu_set_t one;

	/* What several processors let go is freed in no order. */
	CPU_ZERO(&one);
	CPU_SET(sched_getcpu(), &one);
	sched_setaffinity(0, sizeof(one), &one);
	if (getpid() == 1) {
		mkdir("/proc", 0555);
		mount("proc", "/proc", "proc", 0, NULL);
	}
	if (geteuid())
		end(2, "could not be run: only root can be everybody");
	if (keyctl(KEYCTL_GET_KEYRING_ID, KEY_SPEC_THREAD_KEYRING, 1) < 0)
		end(2, "could not be run: this kernel has no keys");
	if (has_session())
		end(2, "could not be run: this process has a session keyring; run it where there\\n"
		    "is none, e.g. systemd-run --wait --pipe -p KeyringMode=inherit, or as init");
	join(memfd_create("shared", 0));
	shared->leader = getpid();
	for (int i = 0; i < KEYS; i++)
		k[i] = 1;
	clock_gettime(CLOCK_REALTIME, &now);
	base = 1000000000 + IDS * ((now.tv_sec * 1000 + now.tv_nsec / 1000000) % 71000000);
	shared->base = base;
${more}}`
