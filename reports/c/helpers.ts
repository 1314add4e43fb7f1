/** The functions of a reproducer that do not depend on its finding, in the order of their use. */

import { errnoNumbers } from '../../spec/vocabulary/errno.ts'
import { containerHelpers } from './containers.ts'
import type { Helper } from './text.ts'

/** What telling an answer takes. */
export const tellHelpers: readonly Helper[] = [
  {
    name: 'FILL',
    code: `/* What a buffer is full of before a call, and bytes behind it. */
#define FILL 0xa5
#define GUARD 4`,
  },
  {
    name: 'tell',
    code: `/* Answers the step whose turn it is. */
static void __attribute__((format(printf, 1, 2))) tell(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(shared->text, sizeof(shared->text), format, args);
	va_end(args);
	atomic_store(&shared->answered, atomic_load(&shared->turn));
}`,
  },
  {
    name: 'error_name',
    code: `#define ERROR(name) { name, #name }

static const char *error_name(int number)
{
	static const struct {
		int number;
		const char *name;
	} errors[] = {
${errorRows()}
	};
	static char unknown[16];

	for (size_t i = 0; i < sizeof(errors) / sizeof(errors[0]); i++)
		if (errors[i].number == number)
			return errors[i].name;
	snprintf(unknown, sizeof(unknown), "E#%d", number);
	return unknown;
}`,
  },
  {
    name: 'failed',
    code: `/* Tells the error, if it is one. */
static bool failed(long result)
{
	if (result >= 0)
		return false;
	tell("%s", error_name(errno));
	return true;
}`,
  },
  {
    name: 'tell_value',
    code: `static void tell_value(long result)
{
	if (!failed(result))
		tell("%ld", result);
}`,
  },
  {
    name: 'key_of',
    code: `/* The entry of a serial; the first sight of it makes one. */
static struct key *key_of(int serial, bool *new)
{
	int i;

	for (i = 0; i < shared->seen; i++)
		if (shared->keys[i].serial == serial)
			break;
	*new = i == shared->seen;
	if (i == SEEN)
		end(2, "could not be run: more than %d keys were seen", SEEN);
	if (*new)
		shared->keys[shared->seen++].serial = serial;
	return &shared->keys[i];
}`,
  },
  {
    name: 'key_name',
    code: `static const char *key_name(const struct key *key, bool new, char *room, size_t size)
{
	if (new)
		return "a new key";
	if (key->name)
		snprintf(room, size, "k%d", key->name);
	else
		snprintf(room, size, "?%d", (int)(key - shared->keys) + 1);
	return room;
}`,
  },
  {
    name: 'tell_key',
    code: `/* Tells which key it is, which is called by this number from now on. */
static void tell_key(int name, long serial)
{
	const char *text;
	struct key *key;
	char room[16];
	bool new;

	if (failed(serial))
		return;
	if (!serial) {
		tell("0");
		return;
	}
	key = key_of(serial, &new);
	text = key_name(key, new, room, sizeof(room));
	if (!key->name)
		key->name = name;
	if (name)
		k[name] = serial;
	tell("%s", text);
}`,
  },
  {
    name: 'by_text',
    code: `static int by_text(const void *one, const void *other)
{
	return strcmp(one, other);
}`,
  },
  {
    name: 'tell_links',
    code: `/* Tells what a keyring holds; more than 16 links have no order. */
static void tell_links(long length)
{
	static char names[sizeof(buffer) / sizeof(int)][16];
	const int *serials = (const int *)buffer;
	int count = length / sizeof(int);
	FILE *out;

	if (failed(length))
		return;
	if (length > (long)sizeof(buffer) || length % sizeof(int)) {
		tell("garbled");
		return;
	}
	for (int i = 0; i < count; i++) {
		char room[16];
		bool new;
		struct key *key = key_of(serials[i], &new);

		snprintf(names[i], sizeof(names[i]), "%s", key_name(key, new, room, sizeof(room)));
	}
	if (count > 16)
		qsort(names, count, sizeof(names[0]), by_text);
	out = fmemopen(scratch, sizeof(scratch), "w");
	for (int i = 0; i < count; i++)
		fprintf(out, "%s%s", i ? ", " : "", names[i]);
	fclose(out);
	tell("[%s]", count ? scratch : "");
}`,
  },
  {
    name: 'quoted',
    code: `/* Bytes of the buffer as a quoted text, a long run of one character written short. */
static const char *quoted(long length)
{
	bool run = length > 32;
	FILE *out;

	for (long i = 0; i < length; i++)
		run = run && buffer[i] == buffer[0];
	out = fmemopen(scratch, sizeof(scratch), "w");
	fputc('"', out);
	for (long i = 0; i < (run ? 1 : length); i++) {
		unsigned char c = buffer[i];

		if (c == '"' || c == '\\\\')
			fprintf(out, "\\\\%c", c);
		else if (c < 0x20 || c > 0x7e)
			fprintf(out, "\\\\x%02x", c);
		else
			fputc(c, out);
	}
	fputc('"', out);
	if (run)
		fprintf(out, "*%ld", length);
	fclose(out);
	return scratch;
}`,
  },
  {
    name: 'tell_payload',
    code: `static void tell_payload(long length)
{
	if (failed(length))
		return;
	if (!length)
		tell("[]");
	else if (length > (long)sizeof(buffer))
		tell("garbled");
	else
		tell("%s", quoted(length));
}`,
  },
  {
    name: 'tell_buffer',
    code: `/* Tells what a call answered, and what it left in a buffer of that size. */
static void tell_buffer(size_t size, long result)
{
	if (failed(result))
		return;
	for (size_t i = size; i < size + GUARD; i++)
		if ((unsigned char)buffer[i] != FILL)
			size = i + 1;
	tell("%ld %s", result, quoted(size));
}`,
  },
  {
    name: 'tell_written',
    code: `/* Tells what was written, or its length where there was no room for it. */
static void tell_what_fits(void (*tell_all)(long), unsigned long room, bool is_there, long length)
{
	bool blank = true;

	for (size_t i = 0; i < sizeof(buffer); i++)
		blank = blank && (unsigned char)buffer[i] == FILL;
	if (length >= 0 && (!is_there || (unsigned long)length > room || (length && blank)))
		tell("%ld", length);
	else
		tell_all(length);
}

#define tell_written(tell_all, room, is_there, call) do {	\\
	memset(buffer, FILL, sizeof(buffer));	\\
	tell_what_fits(tell_all, room, is_there, call);	\\
} while (0)`,
  },
  {
    name: 'id_name',
    code: `/* u3 or g3, root, or # and the number. */
static const char *id_name(char letter, int id, char *room, size_t size)
{
	if (!id)
		snprintf(room, size, "root");
	else if (id > base && id < base + IDS)
		snprintf(room, size, "%c%d", letter, id - base);
	else
		snprintf(room, size, "#%d", id);
	return room;
}`,
  },
  {
    name: 'tell_asked',
    code: `/* Tells what KEYCTL_QUERY_REQUEST_KEY_AUTH wrote; the key that is to be made is called by this number. */
static void tell_asked(int name, long result)
{
	const unsigned int *word = (const unsigned int *)buffer;
	char names[4][16], user[16], group[16];
	const char *shown[4];

	if (failed(result))
		return;
	for (int i = 0; i < 4; i++) {
		int serial = word[10 + i];
		struct key *key;
		bool new;

		shown[i] = "-";
		if (!serial)
			continue;
		key = key_of(serial, &new);
		shown[i] = key_name(key, new, names[i], sizeof(names[i]));
		if (i || !name)
			continue;
		if (!key->name)
			key->name = name;
		k[name] = serial;
	}
	tell("asked %.32s %s %s %s %s %s %s", buffer, shown[0], id_name('u', word[8], user, sizeof(user)),
	     id_name('g', word[9], group, sizeof(group)), shown[1], shown[2], shown[3]);
}`,
  },
  {
    name: 'tell_id',
    code: `static void tell_id(char letter, long id)
{
	char room[16];

	if (!failed(id))
		tell("%s", id_name(letter, id, room, sizeof(room)));
}`,
  },
  {
    name: 'tell_description',
    code: `/* Tells what KEYCTL_DESCRIBE wrote, with names for ids. */
static void tell_description(long length)
{
	char type[32], user[16], group[16], owner[16] = "";
	int uid, gid, named, start = 0, prefix = 0;
	unsigned int perm;
	const char *text;

	if (failed(length))
		return;
	if (length < 1 || length > (long)sizeof(buffer) || buffer[length - 1] ||
	    sscanf(buffer, "%31[^;];%d;%d;%8x;%n", type, &uid, &gid, &perm, &start) < 4 || !start) {
		tell("garbled");
		return;
	}
	text = buffer + start;
	if (sscanf(text, "_uid.%n%d", &prefix, &named) == 1 ||
	    sscanf(text, "_uid_ses.%n%d", &prefix, &named) == 1 ||
	    sscanf(text, "_persistent.%n%d", &prefix, &named) == 1)
		id_name('u', named, owner, sizeof(owner));
	if (!owner[0] || owner[0] == '#') {
		prefix = strlen(text);
		owner[0] = 0;
	}
	tell("%s;%s;%s;%08x;%.*s%s", type, id_name('u', uid, user, sizeof(user)),
	     id_name('g', gid, group, sizeof(group)), perm, prefix, text, owner);
}`,
  },
  {
    name: 'tell_notices',
    code: `/* Tells what was read from a queue. */
static void tell_notices(long length)
{
	static const char *const events[] = {
		"instantiated", "updated", "linked", "unlinked", "cleared", "revoked", "invalidated",
		"setattr"
	};
	const unsigned int *word = (const unsigned int *)buffer, *end;
	FILE *out;

	if (failed(length))
		return;
	out = fmemopen(scratch, sizeof(scratch), "w");
	for (end = word + length / 4; word < end; word += (word[1] & 0x7f) / 4) {
		unsigned int type = word[0] & 0xffffff, subtype = word[0] >> 24;
		char room[16], other_room[16];
		const char *name, *other = "";
		struct key *key;
		bool new;

		if ((char *)word > buffer)
			fprintf(out, ", ");
		if ((word[1] & 0x7f) != 16) {
			fprintf(out, "lost");
			continue;
		}
		key = key_of(word[2], &new);
		name = key_name(key, new, room, sizeof(room));
		if (type && word[3]) {
			key = key_of(word[3], &new);
			other = key_name(key, new, other_room, sizeof(other_room));
		}
		fprintf(out, "%u %s %s%s%s", word[1] >> 8, type ? events[subtype % 8] : "removed", name,
			*other ? " " : "", other);
	}
	fclose(out);
	tell("[%s]", scratch);
}`,
  },
  {
    name: 'tell_entry',
    code: `/* Tells the line of a key in /proc/keys, without its serial and its number of references. */
static void tell_entry(int serial)
{
	char flags[16], expiry[16], type[10], user[16], group[16], owner[16] = "";
	int found, uid, gid, named, start, prefix = 0;
	FILE *keys = fopen("/proc/keys", "r");
	unsigned int perm;
	char *line = scratch, *rest, *in_file;

	if (!keys)
		end(2, "could not be run: /proc/keys cannot be read");
	while (fgets(line, sizeof(scratch), keys)) {
		if (sscanf(line, "%x %15s %*d %15s %x %d %d %9c %n", &found, flags, expiry, &perm,
			   &uid, &gid, type, &start) < 7 || found != serial)
			continue;
		fclose(keys);
		type[9] = 0;
		type[strcspn(type, " ")] = 0;
		line += start;
		line[strcspn(line, "\\n")] = 0;
		/* That is up to the configuration of the kernel. */
		in_file = strstr(line, " [");
		if (!strcmp(type, "big_key") && in_file)
			*in_file = 0;
		if (sscanf(line, "_uid.%n%d", &prefix, &named) == 1 ||
		    sscanf(line, "_uid_ses.%n%d", &prefix, &named) == 1 ||
		    sscanf(line, "_persistent.%n%d", &prefix, &named) == 1)
			id_name('u', named, owner, sizeof(owner));
		rest = line + prefix;
		if (!owner[0] || owner[0] == '#')
			prefix = owner[0] = 0, rest = line;
		else
			rest += strspn(rest, "0123456789");
		tell("%s %s %08x %s %s %s %.*s%s%s", flags, expiry, perm,
		     id_name('u', uid, user, sizeof(user)), id_name('g', gid, group, sizeof(group)),
		     type, prefix, line, owner, rest);
		return;
	}
	fclose(keys);
	tell("unlisted");
}`,
  },
  {
    name: 'tell_usage',
    code: `/* Tells a user's line of /proc/key-users; a user without one has no keys. */
static void tell_usage(int uid)
{
	int user, keys = 0, instantiated = 0, quota_keys = 0, quota_bytes = 0;
	FILE *users = fopen("/proc/key-users", "r");
	char line[128];

	if (!users)
		end(2, "could not be run: /proc/key-users cannot be read");
	while (fgets(line, sizeof(line), users))
		if (sscanf(line, "%d:", &user) == 1 && user == uid)
			sscanf(line, "%*d: %*d %d/%d %d/%*d %d/%*d", &keys, &instantiated,
			       &quota_keys, &quota_bytes);
	fclose(users);
	tell("%d/%d keys, quota %d keys %d bytes", keys, instantiated, quota_keys, quota_bytes);
}`,
  },
]

/** What making a step takes besides. */
const deedHelpers: readonly Helper[] = [
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
    name: 'clone_thread',
    code: `static void script(void);

static void *thread_main(void *argument)
{
	me = (intptr_t)argument;
	shared->pid[me] = syscall(SYS_gettid);
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

/** What takes their place where some process makes its calls as 32-bit programs do. */
const compatHelpers: readonly Helper[] = [
  {
    name: 'vector',
    code: `/* Its parts are half as wide for a process that calls as 32-bit programs do. */
static const void *vector(const void *text, size_t length)
{
	static unsigned int narrow[2];
	static struct iovec whole;

	narrow[0] = (uintptr_t)text;
	narrow[1] = length;
	whole = (struct iovec){ (void *)text, length };
	return compat[me] ? (void *)narrow : &whole;
}`,
  },
  {
    name: 'call_keys',
    code: `/*
 * A call about keys, by int $0x80 where the process is one of those.  What it points at lies below
 * 4 GiB, as all of a static program does.
 */
static long call_keys(long number, long number32, long a, long b, long c, long d, long e)
{
	long result;

	if (!compat[me])
		return syscall(number, a, b, c, d, e);
	__asm__ volatile("int $0x80"
			 : "=a"(result)
			 : "a"(number32), "b"(a), "c"(b), "d"(c), "S"(d), "D"(e)
			 : "r8", "r9", "r10", "r11", "cc", "memory");
	result = (int)result;
	if (result >= 0)
		return result;
	errno = -result;
	return -1;
}`,
  },
  {
    name: 'keyctl',
    code: `#define keyctl(...) keyctl_of(__VA_ARGS__, 0, 0, 0, 0, 0)
#define keyctl_of(option, a, b, c, d, ...)	\\
	call_keys(NR_keyctl, NR32_keyctl, option, (long)(a), (long)(b), (long)(c), (long)(d))`,
  },
  {
    name: 'add_key',
    code: `static long add_key(const char *type, const char *description, const void *payload, size_t length,
		    int ring)
{
	return call_keys(NR_add_key, NR32_add_key, (long)type, (long)description, (long)payload,
			 length, ring);
}`,
  },
  {
    name: 'request_key',
    code: `static long request_key(const char *type, const char *description, const char *callout, int ring)
{
	return call_keys(NR_request_key, NR32_request_key, (long)type, (long)description,
			 (long)callout, ring, 0);
}`,
  },
  {
    name: 'run_of',
    code: `static const char *run_of(char c, size_t length)
{
	char *text = mmap(NULL, length + 1, PROT_READ | PROT_WRITE,
			  MAP_PRIVATE | MAP_ANONYMOUS | MAP_32BIT, -1, 0);

	memset(text, c, length);
	text[length] = 0;
	return text;
}`,
  },
]

/** The helpers of a reproducer some of whose processes may use the entry for 32-bit programs, or be in containers. */
export function deedHelpersFor(compat: boolean, contained: boolean): readonly Helper[] {
  const others = [...(compat ? compatHelpers : []), ...(contained ? containerHelpers : [])]
  const names = new Set(others.map(({ name }) => name))
  return [...others, ...deedHelpers.filter(({ name }) => !names.has(name))]
}

function errorRows(): string {
  const names = Object.keys(errnoNumbers)
  const rows: string[] = []
  for (let at = 0; at < names.length; at += 4) {
    const row = names.slice(at, at + 4).map((name) => `ERROR(${name})`)
    rows.push(`\t\t${row.join(', ')},`)
  }
  return rows.join('\n')
}

const commentOrText = /"(?:[^"\\]|\\.)*"|\/\*[\s\S]*?\*\//g

/** The helpers that a text calls, and those that they call, in their order. */
export function neededBy(text: string, helpers: readonly Helper[]): readonly Helper[] {
  let calling = text.replace(commentOrText, '')
  const needed: Helper[] = []
  for (const helper of helpers.toReversed()) {
    if (!new RegExp(`\\b${helper.name}\\b`).test(calling)) continue
    needed.unshift(helper)
    calling += helper.code.replace(commentOrText, '')
  }
  return needed
}
