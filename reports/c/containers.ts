/**
 * What a reproducer takes whose processes are put into containers. They may be killed at any time, and may be in
 * pid namespaces, where they do not know the numbers that the leader knows them by; files of containers are those
 * of all who share their files, as threads do.
 */

import type { Containing, Op } from '../../spec/vocabulary/command.ts'
import { containerFlags } from '../../spec/vocabulary/container-flags.ts'
import type { Program } from '../../spec/vocabulary/program.ts'
import { containerOf, hex, text } from './calls.ts'
import { cCall, type Helper } from './text.ts'

const containing: ReadonlySet<Op> = new Set<Containing['op']>([
  'container_create',
  'fork_into_container',
  'close_container',
  'pass_container',
  'proc_containers',
])

/** True where a reproducer has to deal with containers. */
export const isContained = ({ commands }: Program): boolean =>
  commands.some(({ op }) => containing.has(op))

/** Why a program with containers is not reproduced, if it is not. */
export function tooContained({ commands }: Program): string | undefined {
  const flags = commands.reduce(
    (all, one) => ('flags' in one && one.op === 'container_create' ? all | one.flags : all),
    0,
  )
  if ((flags & containerFlags.emptyMounts) !== 0) {
    return 'a container has no mounts, and nobody there finds this program or /proc'
  }
  const enters = commands.some(({ op }) => op === 'setns_net' || op === 'setns_user')
  return enters && (flags & containerFlags.newPids) !== 0
    ? 'who is in a pid namespace of its own knows no numbers of others, whose namespaces it is to enter'
    : undefined
}

/** A command about containers; `at` is its number, from 0. */
export function containerDeed(command: Containing, at: number): string {
  switch (command.op) {
    case 'container_create': {
      const { label, flags, spare, container } = command
      const args = [text(label), hex(flags), String(spare ?? 0), containerOf(container)]
      return cCall('\t\t', 'make_container', args)
    }
    case 'fork_into_container':
      return `\t\tfork_into(${containerOf(command.container)}, ${command.child.toUpperCase()});`
    case 'close_container':
      return `\t\tclose_container(${containerOf(command.container)});`
    case 'pass_container': {
      const file = containerOf(command.container)
      const taker = command.to.toUpperCase()
      return `\t\tgive(${at + 1}, ${file});\n\tif (taking(${at + 1}, ${taker}))\n\t\ttake(${file});`
    }
    case 'proc_containers':
      return '\t\ttell_containers();'
  }
}

/** What they call, and what takes the place of helpers that do not reckon with containers. */
export const containerHelpers: readonly Helper[] = [
  {
    name: 'container',
    code: '#define container(number) (300 + (number))	/* its file, in every process */',
  },
  {
    name: 'name_self',
    code: `/* A name by which the leader finds out the number of a process, whatever that is called where it is. */
static void name_self(void)
{
	char name[16];

	snprintf(name, sizeof(name), "p%d.%d", me, shared->leader);
	prctl(PR_SET_NAME, name);
	shared->pid[me] = 0;
}`,
  },
  {
    name: 'look_around',
    code: `/* The leader learns who is there. */
static void look_around(void)
{
	DIR *processes = opendir("/proc"), *tasks;
	struct dirent *process, *task;
	char path[600];
	int who, leader;
	FILE *name;

	while (processes && (process = readdir(processes))) {
		snprintf(path, sizeof(path), "/proc/%s/task", process->d_name);
		tasks = atoi(process->d_name) ? opendir(path) : NULL;
		while (tasks && (task = readdir(tasks))) {
			snprintf(path, sizeof(path), "/proc/%s/comm", task->d_name);
			name = atoi(task->d_name) ? fopen(path, "r") : NULL;
			if (name && fscanf(name, "p%d.%d", &who, &leader) == 2 &&
			    leader == shared->leader && who > LEADER && who < PROCESSES &&
			    !shared->pid[who])
				shared->pid[who] = atoi(task->d_name);
			if (name)
				fclose(name);
		}
		if (tasks)
			closedir(tasks);
	}
	if (processes)
		closedir(processes);
}`,
  },
  {
    name: 'network_of',
    code: `/* The number of the network namespace of a process, as the leader found it. */
#define network_of(who) (shared->network[who])

static void note_networks(void)
{
	struct stat file;
	char path[64];

	for (int who = LEADER + 1; who < PROCESSES; who++) {
		snprintf(path, sizeof(path), "/proc/%d/ns/net", shared->pid[who]);
		if (shared->pid[who] > 0 && !stat(path, &file))
			shared->network[who] = file.st_ino;
	}
}`,
  },
  {
    name: 'make_container',
    code: `/* Makes a container; its file gets its number, and is closed by execve() if it was to be. */
static void make_container(const char *label, unsigned int flags, int spare, int number)
{
	int file = syscall(NR_container_create, label, flags, spare == 3, spare == 4, spare == 5);
	int kept;

	if (failed(file))
		return;
	kept = fcntl(file, F_GETFD);
	dup2(file, number);
	fcntl(number, F_SETFD, kept);
	close(file);
	tell("done");
}`,
  },
  {
    name: 'close_container',
    code: `/* May be the end of the caller. */
static void close_container(int file)
{
	if (failed(fcntl(file, F_GETFD)))
		return;
	tell("done");
	close(file);
}`,
  },
  {
    name: 'is_gone',
    code: `static bool is_alive(pid_t pid)
{
	char path[64], state = 'X';
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%d/stat", pid);
	file = fopen(path, "r");
	if (file && fscanf(file, "%*d (%*[^)]) %c", &state) != 1)
		state = 'X';
	if (file)
		fclose(file);
	return state != 'X' && state != 'Z';
}

static bool is_gone(int who)
{
	pid_t pid = shared->pid[who];
	int status = 0;

	if (!pid)
		return false;
	if (pid > 0 && waitpid(pid, &status, WNOHANG) != pid && is_alive(pid))
		return false;
	if (WIFEXITED(status) && WEXITSTATUS(status) == 2)
		end(2, "could not be run: a process cannot become what it should");
	shared->pid[who] = -1;
	return true;
}`,
  },
  {
    name: 'leave',
    code: `/* Answers, for the leader may not know the end of somebody else's child. */
static void __attribute__((noreturn)) leave(void)
{
	tell("done");
	_exit(0);
}`,
  },
  {
    name: 'fork_into',
    code: `/* The child is the init of a container, and has copies of its maker's files. */
static void fork_into(int file, int child)
{
	pid_t pid = syscall(NR_fork_into_container, file);

	if (failed(pid) || pid)
		return;
	me = child;
	name_self();
	tell("done");
}`,
  },
  {
    name: 'open_sockets',
    code: `#define sockets(end) (290 + (end))

static void open_sockets(void)
{
	int ends[2];

	if (socketpair(AF_UNIX, SOCK_DGRAM, 0, ends) || dup2(ends[0], sockets(0)) < 0 ||
	    dup2(ends[1], sockets(1)) < 0)
		end(2, "could not be run: this kernel has no sockets to pass files through");
}`,
  },
  {
    name: 'give',
    code: `/* One file, and its flags with it, through a pair of sockets that everybody has. */
static struct msghdr *parcel(int *flags)
{
	static union {
		struct cmsghdr head;
		char room[CMSG_SPACE(sizeof(int))];
	} control;
	static struct iovec text;
	static struct msghdr message;

	text = (struct iovec){ .iov_base = flags, .iov_len = sizeof(*flags) };
	message = (struct msghdr){
		.msg_iov = &text,
		.msg_iovlen = 1,
		.msg_control = control.room,
		.msg_controllen = sizeof(control.room),
	};
	control.head = (struct cmsghdr){
		.cmsg_len = CMSG_LEN(sizeof(int)),
		.cmsg_level = SOL_SOCKET,
		.cmsg_type = SCM_RIGHTS,
	};
	return &message;
}

static void give(int step, int file)
{
	int flags = fcntl(file, F_GETFD);
	struct msghdr *message = parcel(&flags);

	if (failed(flags))
		return;
	memcpy(CMSG_DATA(CMSG_FIRSTHDR(message)), &file, sizeof(file));
	if (!failed(sendmsg(sockets(0), message, 0)))
		atomic_store(&shared->given, step);
}

/* True for who is given a file at a step of another's. */
static bool taking(int step, int who)
{
	if (me != who || step <= resumed_at)
		return false;
	while (atomic_load(&shared->given) != step) {
		if (atomic_load(&shared->answered) >= step)
			return false;
		usleep(100);
	}
	return true;
}

static void take(int number)
{
	int flags, file;
	struct msghdr *message = parcel(&flags);

	if (failed(recvmsg(sockets(1), message, 0)))
		return;
	memcpy(&file, CMSG_DATA(CMSG_FIRSTHDR(message)), sizeof(file));
	dup2(file, number);
	fcntl(number, F_SETFD, flags);
	close(file);
	tell("done");
}`,
  },
  {
    name: 'tell_containers',
    code: `/* Tells the lines of /proc/containers, without ids and references. */
static void tell_containers(void)
{
	FILE *file = fopen("/proc/containers", "r"), *out;
	char line[256], label[64], user[16], group[16];
	int uid, gid, lines = 0;
	unsigned int flags;

	if (failed(file ? 0 : -1))
		return;
	out = fmemopen(scratch, sizeof(scratch), "w");
	while (fgets(line, sizeof(line), file)) {
		if (sscanf(line, "%63s %*d %*d %x %d %d", label, &flags, &uid, &gid) != 4)
			continue;
		fprintf(out, "%s%s %03x %s %s", lines++ ? ", " : "", label, flags,
			id_name('u', uid, user, sizeof(user)), id_name('g', gid, group, sizeof(group)));
	}
	fclose(out);
	fclose(file);
	tell("[%s]", scratch);
}`,
  },
  {
    name: 'fork_sharing',
    code: `/* Processes share their files, as threads do, until they execute a program. */
static pid_t fork_sharing(void)
{
	return syscall(SYS_clone, CLONE_FILES | SIGCHLD, 0, 0, 0, 0);
}`,
  },
  {
    name: 'fork_actor',
    code: `static void fork_actor(int child)
{
	pid_t pid = fork_sharing();

	if (failed(pid) || pid)
		return;
	me = child;
	name_self();
	tell("done");
}`,
  },
]
