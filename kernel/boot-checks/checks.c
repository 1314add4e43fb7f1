// SPDX-License-Identifier: GPL-2.0
/* Calls whose errors are values, and lines of the Test Anything Protocol. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "checks.h"

/* arch/x86/entry/syscalls/syscall_64.tbl of the patched kernel */
#define SYS_container_create 480
#define SYS_fork_into_container 481

#define PATIENCE_MS 2000

static const char *group_name = "";
static int checks_made;

static long answer(long result)
{
	return result < 0 ? -errno : result;
}

long(keyctl)(long option, long a, long b, long c, long d)
{
	return answer(syscall(SYS_keyctl, option, a, b, c, d));
}

long add_key(const char *type, const char *name, const char *payload, serial ring)
{
	return answer(syscall(SYS_add_key, type, name, payload, payload ? strlen(payload) : 0,
			      (long)ring));
}

long request_key(const char *type, const char *name, const char *callout, serial ring)
{
	return answer(syscall(SYS_request_key, type, name, callout, (long)ring));
}

long container_create(const char *name, unsigned int flags)
{
	return answer(syscall(SYS_container_create, name, flags, 0L, 0L, 0L));
}

long fork_into_container(int fd)
{
	return answer(syscall(SYS_fork_into_container, fd));
}

long mask_of(serial key)
{
	char text[256] = "";
	const char *at = text;
	long length = keyctl(DESCRIBE, key, text, sizeof(text) - 1);

	if (length < 0)
		return length;
	for (int fields = 0; fields < 3; fields++)
		at = strchr(at, ';') + 1;
	return strtol(at, NULL, 16);
}

long status_of(pid_t child)
{
	int status;

	if (waitpid(child, &status, 0) < 0)
		return -errno;
	return WIFSIGNALED(status) ? -1000 - WTERMSIG(status) : WEXITSTATUS(status);
}

int polled(int fd, int ms)
{
	struct pollfd one = { .fd = fd, .events = POLLIN };

	poll(&one, 1, ms);
	return one.revents;
}

bool lives(pid_t pid)
{
	return kill(pid, 0) == 0;
}

bool goes(pid_t pid)
{
	for (int ms = 0; ms < PATIENCE_MS && lives(pid); ms += 10) {
		waitpid(-1, NULL, WNOHANG);
		usleep(10000);
	}
	return !lives(pid);
}

long next_request(serial queue)
{
	long key = -EAGAIN;

	for (int ms = 0; ms < PATIENCE_MS; ms += 10) {
		key = keyctl(FIND_LRU, queue, ".request_key_auth");
		if (key != -EAGAIN)
			break;
		usleep(10000);
	}
	return key;
}

void slurp(const char *path, char *text, size_t size)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t length = fd < 0 ? 0 : read(fd, text, size - 1);

	text[length < 0 ? 0 : length] = '\0';
	if (fd >= 0)
		close(fd);
}

/* Below the header and our own container. */
int children_listed(void)
{
	char text[4096];
	int lines = 0;

	slurp("/proc/containers", text, sizeof(text));
	for (const char *at = text; *at; at++)
		lines += *at == '\n';
	return lines - 2;
}

void group(const char *name)
{
	group_name = name;
}

void check(const char *what, long got, long wanted)
{
	printf("%sok %d - %s: %s\n", got == wanted ? "" : "not ", ++checks_made, group_name, what);
	if (got != wanted)
		printf("# got %ld (%#lx), wanted %ld (%#lx)\n", got, got, wanted, wanted);
}

void check_positive(const char *what, long got)
{
	check(what, got > 0 ? 1 : got, 1);
}

void check_plan(void)
{
	printf("1..%d\n", checks_made);
}
