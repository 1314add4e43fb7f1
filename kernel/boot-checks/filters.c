// SPDX-License-Identifier: GPL-2.0
/* Which of several filters takes a request, and which takes none. */
#define _GNU_SOURCE
#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#include "checks.h"

/* Whoever waits longer for a key, seconds, was taken by a filter that should not have. */
#define PATIENCE 5

/* Asks for a key that nobody has, and answers 0 where it was told so. */
static int asks(const char *name)
{
	long answer;

	alarm(PATIENCE);
	answer = request_key("user", name, "call", 0);
	return answer != -ENOKEY && answer != -ENOENT;
}

/* Boots a container with somebody who asks. */
static pid_t booted_asking(int fd, const char *name)
{
	pid_t init = fork_into_container(fd);

	if (!init)
		_exit(asks(name));
	return init;
}

static void check_precedence(void)
{
	int fd = container_create("many", 0);
	serial users = add_key("keyring", "users", NULL, THREAD_RING);
	serial all = add_key("keyring", "all", NULL, THREAD_RING);
	pid_t init;

	check("for user keys", keyctl(CONTAINER_INTERCEPT, fd, "user", 0, users), 0);
	check("for all, and newer", keyctl(CONTAINER_INTERCEPT, fd, "*", 0, all), 0);
	init = booted_asking(fd, "either");
	check_positive("the first takes the request", next_request(users));
	keyctl(CLEAR, users);
	keyctl(CLEAR, all);
	check("which is abandoned", status_of(init), 0);
	close(fd);
}

static void check_namespace(void)
{
	int fd = container_create("namespace", 0);
	serial queue = add_key("keyring", "namespace", NULL, THREAD_RING);
	struct stat net;

	stat("/proc/self/ns/net", &net);
	check("for a namespace", keyctl(CONTAINER_INTERCEPT, fd, "user", net.st_ino, queue), 0);
	check("takes no request for a key of none", status_of(booted_asking(fd, "of none")), 0);
	close(fd);
}

static void check_around(void)
{
	int fd = container_create("outer", 0);
	serial queue = add_key("keyring", "outer", NULL, THREAD_RING);
	pid_t init;

	check("of a container", keyctl(CONTAINER_INTERCEPT, fd, "user", 0, queue), 0);
	init = fork_into_container(fd);
	if (!init)
		_exit(status_of(booted_asking(container_create("inner", 0), "inside")) != 0);
	check("takes no request from one within", status_of(init), 0);
	close(fd);
}

void check_which_filter(void)
{
	group("which filter");
	check_precedence();
	check_namespace();
	check_around();
}
