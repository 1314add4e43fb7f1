/** What making a step takes: functions of C that do not depend on the finding, in the order of their use. */

import type { Helper } from './text.ts'

export const deedHelpers: readonly Helper[] = [
  {
    name: 'IOC_WATCH_QUEUE_SET_SIZE',
    code: '#define IOC_WATCH_QUEUE_SET_SIZE 0x5760',
  },
  {
    name: 'open_queues',
    code: `/* Queues for notifications, open in every process, and whatever it executes. */
static void open_queues(void)
{
	for (int i = 1; i < QUEUES; i++) {
		int ends[2];

		if (pipe2(ends, O_EXCL | O_NONBLOCK) || dup2(ends[0], queue(i)) < 0)
			end(2, "could not be run: this kernel has no queues for notifications");
	}
}`,
  },
  {
    name: 'key_or_keyring',
    code: `/* A restriction by a key. */
static const char *key_or_keyring(int key, bool chain)
{
	static char text[64];

	snprintf(text, sizeof(text), "key_or_keyring:%d%s", key, chain ? ":chain" : "");
	return text;
}`,
  },
  {
    name: 'keyctl',
    code: '#define keyctl(...) syscall(NR_keyctl, __VA_ARGS__)',
  },
  {
    name: 'add_key',
    code: `static long add_key(const char *type, const char *description, const void *payload, size_t length,
		    int ring)
{
	return syscall(NR_add_key, type, description, payload, length, ring);
}`,
  },
  {
    name: 'request_key',
    code: `static long request_key(const char *type, const char *description, const char *callout, int ring)
{
	return syscall(NR_request_key, type, description, callout, ring);
}`,
  },
  {
    name: 'filled',
    code: `/* The buffer, so many bytes of it and a few more full of what no call writes. */
static void *filled(size_t size)
{
	return memset(buffer, FILL, size + GUARD);
}`,
  },
  {
    name: 'capset_to',
    code: `static long capset_to(unsigned int effective, unsigned int permitted)
{
	unsigned int header[] = { 0x20080522, 0 }, sets[6] = { effective, permitted };

	return syscall(SYS_capset, header, sets);
}`,
  },
  {
    name: 'vector',
    code: `static const void *vector(const void *text, size_t length)
{
	static struct iovec whole;

	whole = (struct iovec){ (void *)text, length };
	return &whole;
}`,
  },
  {
    name: 'NOWHERE',
    code: '#define NOWHERE ((void *)0x1000)	/* nothing is ever mapped there */',
  },
  {
    name: 'run_of',
    code: `static const char *run_of(char c, size_t length)
{
	char *text = malloc(length + 1);

	memset(text, c, length);
	text[length] = 0;
	return text;
}`,
  },
  {
    name: 'with_uid',
    code: `static const char *with_uid(const char *prefix, int uid)
{
	static char text[32];

	snprintf(text, sizeof(text), "%s%d", prefix, uid);
	return text;
}`,
  },
  {
    name: 'set_clock',
    code: `static struct timespec real, elapsed;
static time_t second;
static bool clock_is_ours;

static void restore_clock(void)
{
	struct timespec now;

	if (me != LEADER || !clock_is_ours)
		return;
	clock_gettime(CLOCK_MONOTONIC, &now);
	now.tv_sec += real.tv_sec - elapsed.tv_sec;
	now.tv_nsec += real.tv_nsec - elapsed.tv_nsec;
	now.tv_sec += now.tv_nsec < 0 ? -1 : now.tv_nsec / 1000000000;
	now.tv_nsec = (now.tv_nsec + 1000000000) % 1000000000;
	clock_settime(CLOCK_REALTIME, &now);
	clock_is_ours = false;
}

static void interrupted(int signal)
{
	restore_clock();
	_exit(128 + signal);
}

static void set_clock(void)
{
	struct timespec to = { .tv_sec = second };

	if (clock_settime(CLOCK_REALTIME, &to))
		end(2, "could not be run: the clock cannot be set");
}

/*
 * Every step finds the clock at the beginning of its second, or timeouts would be one off now and
 * then; in the end it is set to what it would have been.
 */
static void take_clock(void)
{
	clock_gettime(CLOCK_REALTIME, &real);
	clock_gettime(CLOCK_MONOTONIC, &elapsed);
	second = real.tv_sec + 1;
	set_clock();
	clock_is_ours = true;
	atexit(restore_clock);
	signal(SIGINT, interrupted);
	signal(SIGTERM, interrupted);
}`,
  },
  {
    name: 'advance_clock',
    code: `static void advance_clock(long seconds)
{
	second += seconds;
	set_clock();
	tell("done");
}`,
  },
  {
    name: 'name_self',
    code: `/* The leader knows it by this number. */
static void name_self(void)
{
	shared->pid[me] = syscall(SYS_gettid);
}`,
  },
  {
    name: 'clone_thread',
    code: `static void script(void);

static void *thread_main(void *argument)
{
	me = (intptr_t)argument;
	name_self();
	tell("done");
	script();
	pause();
	return NULL;
}

/* The thread goes through the script as its maker does, and answers when it is there. */
static void clone_thread(int child)
{
	pthread_t thread;

	if (pthread_create(&thread, NULL, thread_main, (void *)(intptr_t)child))
		end(2, "could not be run: no thread can be made");
}`,
  },
  {
    name: 'exec_actor',
    code: `/* Executes this program again, which finds its way by these numbers. */
static void exec_actor(int step)
{
	char numbers[3][16];

	snprintf(numbers[0], sizeof(numbers[0]), "%d", shared->memory);
	snprintf(numbers[1], sizeof(numbers[1]), "%d", me);
	snprintf(numbers[2], sizeof(numbers[2]), "%d", step);
	execl("/proc/thread-self/exe", "again", numbers[0], numbers[1], numbers[2], NULL);
	failed(-1);
}`,
  },
  {
    name: 'exit_thread',
    code: `/* Done with; what it let go is waited for as ever. */
static void exit_thread(void)
{
	tell("done");
	for (;;)
		syscall(SYS_exit, 0);
}`,
  },
  {
    name: 'set',
    code: `static struct setting {
	char path[64], before[16];
} settings[8];

static void restore_settings(void)
{
	if (me != LEADER)
		return;
	for (struct setting *setting = settings; setting->path[0]; setting++) {
		FILE *file = fopen(setting->path, "w");

		fprintf(file, "%s", setting->before);
		fclose(file);
	}
}

/* Writes to a file in /proc/sys/kernel/keys; in the end it is as it was. */
static void set(const char *name, const char *value)
{
	struct setting *setting = settings;
	char path[sizeof(setting->path)];
	FILE *file;

	snprintf(path, sizeof(path), "/proc/sys/kernel/keys/%s", name);
	while (setting->path[0] && strcmp(setting->path, path))
		setting++;
	file = fopen(path, "r+");
	if (!file)
		end(2, "could not be run: %s cannot be written", path);
	if (!setting->path[0] && fscanf(file, "%15s", setting->before) == 1) {
		if (setting == settings)
			atexit(restore_settings);
		strcpy(setting->path, path);
	}
	rewind(file);
	setvbuf(file, NULL, _IONBF, 0);
	if (fputs(value, file) < 0)
		tell("%s", error_name(errno));
	else
		tell("done");
	fclose(file);
}`,
  },
  {
    name: 'tell_moved',
    code: `/* Tells what became of a change of namespaces; the one that was left ends in the background. */
static void tell_moved(long result)
{
	int error = errno;

	usleep(200000);
	errno = error;
	tell_value(result);
}`,
  },
  {
    name: 'mapper',
    code: `/*
 * Ids of a user namespace are mapped by somebody in the one above who may: a process of root's that is
 * asked first to open the namespace above, and then, from there, to map.
 */
#define EVERY_ID -2
#define NO_ID -3

static struct {
	atomic_int wanted, done;
	pid_t pid;
	int uids, gids;
} *mapper;

static void map_ids(const char *file, int ids)
{
	char path[64], text[32];
	int fd;

	if (ids == NO_ID)
		return;
	snprintf(path, sizeof(path), "/proc/%d/%s", mapper->pid, file);
	snprintf(text, sizeof(text), ids == EVERY_ID ? "0 0 4294967295" : "0 %d 1", ids);
	fd = open(path, O_WRONLY);
	/* A map of ids that the namespace above has not is refused. */
	if (write(fd, text, strlen(text)) < 0)
		close(fd);
	close(fd);
}

static void __attribute__((constructor)) start_mapper(void)
{
	int above = -1;
	char path[64];

	mapper = mmap(NULL, sizeof(*mapper), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (geteuid() || fork())
		return;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	for (;;) {
		usleep(100);
		if (atomic_load(&mapper->done) == atomic_load(&mapper->wanted))
			continue;
		if (above < 0) {
			snprintf(path, sizeof(path), "/proc/%d/ns/user", mapper->pid);
			above = open(path, O_RDONLY);
		} else {
			if (!fork()) {
				setns(above, CLONE_NEWUSER);
				map_ids("uid_map", mapper->uids);
				map_ids("gid_map", mapper->gids);
				_exit(0);
			}
			wait(NULL);
			close(above);
			above = -1;
		}
		atomic_fetch_add(&mapper->done, 1);
	}
}`,
  },
  {
    name: 'ask_mapper',
    code: `static void ask_mapper(void)
{
	int wanted = atomic_fetch_add(&mapper->wanted, 1) + 1;

	for (int naps = 0; atomic_load(&mapper->done) != wanted; naps++) {
		if (naps > PATIENCE * 10000)
			end(2, "could not be run: nobody maps ids");
		usleep(100);
	}
}`,
  },
  {
    name: 'separate',
    code: `/* A user namespace of the caller's own, with these ids. */
static long separate(int uids, int gids)
{
	long result;
	int error;

	mapper->pid = shared->pid[me];
	mapper->uids = uids;
	mapper->gids = gids;
	ask_mapper();
	result = unshare(CLONE_NEWUSER);
	error = errno;
	if (result)
		mapper->uids = mapper->gids = NO_ID;
	else
		prctl(PR_SET_DUMPABLE, 1, 0, 0, 0);
	ask_mapper();
	errno = error;
	return result;
}`,
  },
  {
    name: 'enter_namespace',
    code: `/* Enters the namespace of another process, or thread: PIDFD_THREAD. */
static long enter_namespace(int of, int kind)
{
	int fd = syscall(SYS_pidfd_open, shared->pid[of], O_EXCL);
	long result = setns(fd, kind);
	int error = errno;

	close(fd);
	errno = error;
	return result;
}`,
  },
  {
    name: 'fork_actor',
    code: `static void fork_actor(int child)
{
	pid_t pid = fork();

	if (!pid) {
		me = child;
	} else if (!failed(pid)) {
		shared->pid[child] = pid;
		tell("done");
	}
}`,
  },
]
