/** Calls that wait for somebody else, where requests are put into keyrings and answered by others. */

import type { Helper } from './text.ts'

/** Where a call is that may wait for somebody else, and for how long the leader waits for it. */
export const callStates = `enum { NONE, ASKING, LEFT, LATE, TAKEN };	/* where a call is that may wait */
#define PROMPTLY 5000	/* tenths of a millisecond after which it is said to wait */`

/** A member for each process that may make such calls. */
export const callStatesMember = `	struct {
		atomic_int state;
		int name;	/* of the key that it asks for, if it has one */
		long result;
	} calls[PROCESSES];
`

/** Functions of C, in the order of their use; behind those for containers. */
export const waitingHelpers: readonly Helper[] = [
  {
    name: 'is_left',
    code: `/* The leader waits no more for a call. */
static bool is_left(int who)
{
	int asking = ASKING;

	return atomic_compare_exchange_strong(&shared->calls[who].state, &asking, LEFT);
}`,
  },
  {
    name: 'in_time',
    code: `/*
 * A call may wait for somebody else.  The leader gives up waiting for it after a while; what it answers
 * is told when it is awaited.
 */
#define in_time(name_, tell_it, call) do {	\\
	long result;	\\
	shared->calls[me].name = name_;	\\
	atomic_store(&shared->calls[me].state, ASKING);	\\
	result = call;	\\
	came_back(result);	\\
	tell_it;	\\
} while (0)

static void came_back(long result)
{
	int asking = ASKING, error = errno;

	if (atomic_compare_exchange_strong(&shared->calls[me].state, &asking, NONE))
		return;
	shared->calls[me].result = result;
	atomic_store(&shared->calls[me].state, LATE);
	while (atomic_load(&shared->calls[me].state) == LATE)
		usleep(100);
	atomic_store(&shared->calls[me].state, NONE);
	errno = error;
}`,
  },
  {
    name: 'awaited',
    code: `/* The leader waits for what a call answers, which its maker tells; a key is called by this number. */
static void awaited(int name, int who)
{
	int late = LATE;
	bool new;

	if (is_gone(who) || atomic_load(&shared->calls[who].state) == NONE) {
		tell("absent");
		return;
	}
	for (int naps = 0; !atomic_compare_exchange_strong(&shared->calls[who].state, &late, TAKEN); naps++) {
		if (naps > PROMPTLY) {
			tell("blocked");
			return;
		}
		late = LATE;
		usleep(100);
	}
	while (atomic_load(&shared->answered) != atomic_load(&shared->turn) && !is_gone(who))
		usleep(100);
	if (name && shared->calls[who].result > 0) {
		struct key *key = key_of(shared->calls[who].result, &new);

		if (!key->name)
			key->name = name;
		k[name] = key->serial;
	}
}`,
  },
  {
    name: 'interrupt_actor',
    code: `static void interrupted_by(int signal)
{
	(void)signal;
}

static void __attribute__((constructor)) be_interrupted(void)
{
	struct sigaction action = { .sa_handler = interrupted_by };

	sigaction(SIGUSR1, &action, NULL);
}

static void interrupt_actor(int who)
{
	if (is_gone(who) || atomic_load(&shared->calls[who].state) != LEFT) {
		tell("absent");
		return;
	}
	syscall(SYS_tkill, shared->pid[who], SIGUSR1);
	tell("done");
}`,
  },
]
