/** Calls that wait for somebody else, where requests are put into keyrings and answered by others. */

import type { Helper } from './text.ts'

/** Where a call is that may wait for somebody else, and for how long the leader waits for it. */
export const callStates = `enum { NONE, ASKING, LEFT, LATE };	/* where a call is that may wait */
#define PROMPTLY 5000	/* tenths of a millisecond after which it is said to wait */`

/** A member for each process that may make such calls. */
export const callStatesMember = `	struct {
		atomic_int state;
		long result;
		int error;
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
 * then is kept for who awaits it.
 */
#define in_time(tell_it, call) do {	\\
	long result;	\\
	atomic_store(&shared->calls[me].state, ASKING);	\\
	result = call;	\\
	if (came_back(result))	\\
		tell_it;	\\
} while (0)

static bool came_back(long result)
{
	int asking = ASKING;

	shared->calls[me].result = result;
	shared->calls[me].error = errno;
	if (atomic_compare_exchange_strong(&shared->calls[me].state, &asking, NONE))
		return true;
	atomic_store(&shared->calls[me].state, LATE);
	return false;
}`,
  },
  {
    name: 'awaited',
    code: `#define awaited(tell_it, who) do {	\\
	long result;	\\
	if (take_back(who, &result))	\\
		tell_it;	\\
} while (0)

static bool take_back(int who, long *result)
{
	int late = LATE;

	if (is_gone(who) || atomic_load(&shared->calls[who].state) == NONE) {
		tell("absent");
		return false;
	}
	for (int naps = 0; !atomic_compare_exchange_strong(&shared->calls[who].state, &late, NONE); naps++) {
		if (naps > PROMPTLY) {
			tell("blocked");
			return false;
		}
		late = LATE;
		usleep(100);
	}
	*result = shared->calls[who].result;
	errno = shared->calls[who].error;
	return true;
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
