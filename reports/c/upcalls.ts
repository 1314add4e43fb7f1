/**
 * What a reproducer takes that plays `/sbin/request-key`: a script in its place starts the reproducer again, which
 * waits in the shared memory until the program has a part for it.
 */

import type { Finding } from '../../spec/report.ts'
import type { Program } from '../../spec/vocabulary/program.ts'
import { isContained } from './containers.ts'
import type { Helper } from './text.ts'

/** True where somebody has to play `/sbin/request-key`: a container's requests may be put elsewhere. */
export function isCalled({ observations }: Finding, program: Program): boolean {
  const { commands } = program
  const starts = observations.some((one) => one.kind === 'answered' && one.answer.kind === 'upcall')
  if (starts || commands.some(({ op }) => op === 'upcall')) return true
  const mayStart = commands.some(
    (command) =>
      ['await', 'interrupt'].includes(command.op) ||
      (command.op === 'request_key' && command.callout !== null),
  )
  return mayStart && !isContained(program)
}

/** A member for each process that the kernel starts. */
export const calledMember = `	struct called {
		pid_t pid;
		char operation[32];
		int ids[2], keys[4];	/* as it is told */
		atomic_int here;
		int requester;		/* whose call it is to answer; LEADER until that is known */
		int step;		/* at which it gets its part */
		atomic_int actor;
	} called[CALLED];
	atomic_int started;
	int known;			/* how many have been told of */
`

/** Before everything that uses it. */
export const calledState = `#define CALLED 64	/* processes that the kernel starts, at most */

static bool is_called;		/* this is one of them, or comes from one */`

/** Functions of C, in the order of their use; behind those for calls that wait. */
export const upcallHelpers: readonly Helper[] = [
  {
    name: 'tell_called',
    code: `/* The leader tells that a call waits for a process that the kernel has started for it. */
static void tell_called(int who)
{
	struct called *called = &shared->called[shared->known];

	if (shared->known == CALLED || !atomic_load(&called->here) || !is_left(who))
		return;
	shared->known++;
	called->requester = who;
	tell_request("upcall", called->operation, shared->calls[who].name, called->ids,
		     called->keys, true);
}`,
  },
  {
    name: 'adopt',
    code: `/* Gives its part to the last process that was started for a call, if there is one; that answers. */
static void adopt(int requester, int who, int step)
{
	struct called *called = &shared->called[shared->known];

	while (called > shared->called && (--called)->requester != requester)
		;
	if (called->requester != requester || atomic_load(&called->actor) || !is_alive(called->pid) ||
	    atomic_load(&shared->calls[requester].state) != LEFT) {
		tell("absent");
		return;
	}
	called->step = step;
	atomic_store(&called->actor, who);
	while (atomic_load(&shared->answered) != step)
		usleep(100);
}`,
  },
  {
    name: 'take_place',
    code: `static const char place[] = "/sbin/request-key";
static bool was_there;

static void give_place_back(void)
{
	if (me == LEADER && was_there)
		umount2(place, MNT_DETACH);
	else if (me == LEADER)
		unlink(place);
}

static void stopped(int signal)
{
	(void)signal;
	give_place_back();
	_exit(2);
}

/* Puts a script in the place of /sbin/request-key that starts this program again, as long as it runs. */
static void take_place(void)
{
	char path[] = "/tmp/request-key.XXXXXX", text[64];
	int file, length;

	was_there = !access(place, F_OK);
	mkdir("/sbin", 0755);
	file = was_there ? mkstemp(path) : open(place, O_CREAT | O_EXCL | O_WRONLY, 0755);
	length = snprintf(text, sizeof(text), "#!/proc/%d/exe %d.%d\\n", getpid(), getpid(),
			  shared->memory);
	if (file < 0 || write(file, text, length) != length || fchmod(file, 0755))
		end(2, "could not be run: no script can be written for %s", place);
	close(file);
	if (was_there && mount(path, place, NULL, MS_BIND, NULL))
		end(2, "could not be run: nothing can be mounted over %s", place);
	if (was_there)
		unlink(path);
	atexit(give_place_back);
	signal(SIGINT, stopped);
	signal(SIGTERM, stopped);
}`,
  },
]

/** Being that process, before `main`; `queues` takes the files that everybody has. */
export const beCalled = (queues: boolean): string => `${queues ? takeQueues : ''}
/* As /sbin/request-key: tells that it is here, and waits for its part. */
static void __attribute__((noreturn)) be_called(char **argv)
{
	int leader, memory, number, file;
	struct called *called;
	char path[64];

	if (sscanf(argv[1], "%d.%d", &leader, &memory) != 2)
		_exit(2);
	snprintf(path, sizeof(path), "/proc/%d/fd/%d", leader, memory);
	file = open(path, O_RDWR);
	if (dup2(file, memory) < 0)
		_exit(2);
	join(memory);
${queues ? '\ttake_queues(leader);\n' : ''}	number = atomic_fetch_add(&shared->started, 1);
	if (number >= CALLED)
		_exit(2);
	called = &shared->called[number];
	called->pid = getpid();
	snprintf(called->operation, sizeof(called->operation), "%s", argv[3]);
	called->keys[0] = atoi(argv[4]);
	called->ids[0] = atoi(argv[5]);
	called->ids[1] = atoi(argv[6]);
	for (int i = 1; i < 4; i++)
		called->keys[i] = atoi(argv[6 + i]);
	atomic_store(&called->here, 1);
	while (!atomic_load(&called->actor)) {
		if (kill(leader, 0))
			_exit(2);
		usleep(100);
	}
	is_called = true;
	me = atomic_load(&called->actor);
	resumed_at = called->step;
	name_self();
	signal(SIGCHLD, SIG_IGN);
	tell("done");
	script();
	for (;;)
		pause();
}`

const takeQueues = `
static void take_queues(pid_t leader)
{
	int process = syscall(SYS_pidfd_open, leader, 0);

	for (int i = 1; i < QUEUES; i++) {
		int file = syscall(SYS_pidfd_getfd, process, queue(i), 0);

		dup2(file, queue(i));
		close(file);
	}
	close(process);
}
`
